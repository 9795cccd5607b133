//! Data of one's own from CSV and IDX files: what is in them is learned from, what is wrong
//! with them is named, and nothing makes the readers panic.

use descent::data::{
    ColumnRef, CsvError, CsvOptions, FeatureShape, Features, IdxPair, IdxPairError, OwnDataError,
    Separator, Split, Table, TargetKind, TargetShape, Targets, from_idx, read_csv,
};
use descent::nn::{LayerSpec, NetworkSpec, Target};
use descent::registry::Choice;
use descent::training::{BatchSize, Evaluation, LearningRate, RunConfig, Trainer};
use proptest::collection::vec;
use proptest::prelude::*;

/// No held-out examples, and columns by their names.
fn options(targets: &[&str]) -> CsvOptions {
    let targets = targets.iter().map(|target| target.parse().unwrap()).collect();
    CsvOptions { held_out: 0.0, targets, ..CsvOptions::default() }
}

fn read(text: &str, options: &CsvOptions) -> Result<Table, CsvError> {
    read_csv(text.as_bytes(), "own", options)
}

fn error(text: &str) -> String {
    read(text, &options(&[])).unwrap_err().to_string()
}

fn rows(split: &Split) -> Vec<Vec<f32>> {
    let Features::Numbers(numbers) = split.features() else { panic!("no numbers") };
    numbers.chunks(split.n_features()).map(<[f32]>::to_vec).collect()
}

fn classes(table: &Table) -> &[String] {
    let TargetShape::Classes(names) = table.own.spec.targets() else { panic!("values") };
    names
}

#[test]
fn the_last_column_is_the_class() {
    let text = "\u{feff}width,height,kind\r\n1, 2.5 ,cat\r\n-3e-2,4,dog\r\n5,6,\"bird\"\r\n";
    let table = read(text, &options(&[])).unwrap();
    assert_eq!(classes(&table), ["bird", "cat", "dog"]);
    assert_eq!(table.own.data.train.labels(), [1, 2, 0]);
    assert_eq!(rows(&table.own.data.train), [[1.0, 2.5], [-0.03, 4.0], [5.0, 6.0]]);
    assert_eq!(table.feature_names, ["width", "height"]);
    assert_eq!(table.target_names, ["kind"]);
    assert_eq!((table.own.spec.name(), table.own.spec.n_train()), ("own", 3));
    assert!(table.own.data.test.is_empty());
}

#[test]
fn targets_are_chosen_by_name_or_number() {
    let text = "y1;x;y2\n1;2;3\n4;5;6\n";
    let semicolon =
        |targets: &[&str]| CsvOptions { separator: Separator::Semicolon, ..options(targets) };
    let table = read(text, &semicolon(&["y2", "1"])).unwrap();
    assert_eq!(rows(&table.own.data.train), [[2.0], [5.0]]);
    assert_eq!(table.own.data.train.target(1), Target::Values(&[6.0, 4.0]));
    assert_eq!(table.own.spec.targets(), &TargetShape::Values(2));

    let headless = CsvOptions { has_header: false, ..options(&["1"]) };
    let table = read("1,0.5\n0,0.25", &headless).unwrap();
    assert_eq!(rows(&table.own.data.train), [[0.5], [0.25]]);
    assert_eq!(
        (classes(&table), &table.feature_names[..]),
        (&["0", "1"].map(str::to_owned)[..], &["2".to_owned()][..])
    );

    let error = |options: &CsvOptions| read("a,b\n1,2", options).unwrap_err().to_string();
    assert_eq!(error(&options(&["c"])), "there is no column \"c\"; there are a, b");
    assert_eq!(error(&options(&["3"])), "there is no column 3; there are columns 1 to 2");
    assert_eq!(error(&options(&["0"])), "there is no column 0; there are columns 1 to 2");
    assert_eq!(error(&options(&["a", "1"])), "column 1 is given twice as a target");
    let by_name = CsvOptions { has_header: false, ..options(&["b"]) };
    assert!(error(&by_name).contains("no names without a header, but numbers from 1 to 2"));
    assert_eq!("b".parse(), Ok(ColumnRef::Name("b".to_owned())));
}

#[test]
fn what_the_targets_are_is_guessed_by_the_rule() {
    let guess = |cells: [&str; 3]| {
        let text = format!("x,y\n1,{}\n2,{}\n3,{}\n", cells[0], cells[1], cells[2]);
        read(&text, &options(&[])).unwrap().own.spec.targets().clone()
    };
    let named = |names: &[&str]| TargetShape::Classes(names.iter().map(|&n| n.into()).collect());
    assert_eq!(guess(["10", "2", "2.0"]), named(&["2", "10"]));
    assert_eq!(guess(["10", "2", "2.5"]), TargetShape::Values(1));
    assert_eq!(guess(["b", "a", "2.5"]), named(&["2.5", "a", "b"]));
    // Said beforehand, nothing is guessed.
    let said = |target_kind| CsvOptions { target_kind, ..options(&[]) };
    let table = read("x,y\n1,10\n2,2\n", &said(TargetKind::Values)).unwrap();
    assert_eq!(table.own.data.train.target(0), Target::Values(&[10.0]));
    let table = read("x,y\n1,1.5\n2,0.5\n", &said(TargetKind::Classes)).unwrap();
    assert_eq!(classes(&table), ["0.5", "1.5"]);
    let error = read("x,y\n1,10\n2,red\n", &said(TargetKind::Values)).unwrap_err();
    let expected = r#"line 3, column 2 ("y"): "red" is not a number, as a target value must be"#;
    assert_eq!(error.to_string(), expected);
    let several = CsvOptions { target_kind: TargetKind::Classes, ..options(&["1", "2"]) };
    let error = read("x,y,z\n1,2,3\n", &several).unwrap_err();
    assert_eq!(error, CsvError::SeveralClassColumns { n: 2 });
}

#[test]
fn what_is_wrong_is_named_with_line_and_column() {
    assert!(error("a,b,c\n1,2,0\n\n1,red,1\n").starts_with(
        r#"line 4, column 2 ("b"): "red" is not a number, and columns of text can't be learned from yet"#
    ));
    assert!(error("a,b\n1,0\n ,1\n").starts_with(r#"line 3, column 1 ("a"): a value is missing"#));
    assert!(error("a,b\n1,0\n1,\n").starts_with(r#"line 3, column 2 ("b"): a value is missing"#));
    assert_eq!(error("a,b\n1,0\n1,0,0\n"), "line 3 has 3 cells; the first has 2");
    for cell in ["NaN", "inf", "-Infinity", "1e39"] {
        let error = error(&format!("a,b\n{cell},0\n"));
        let start = format!("line 2, column 1 (\"a\"): \"{cell}\" is not a finite number");
        assert!(error.starts_with(&start), "{error}");
    }
    assert_eq!(error(""), "there are no examples in the file");
    assert_eq!(error("a,b\n"), "there are no examples in the file");
    assert!(error("a;b\n1;2\n").starts_with("there is 1 column, but at least one feature"));
    assert!(error("a,b\n1,0\n2,0\n").contains("there are 2 to 256 classes; here are 1"));
    let wide = format!("{}y\n", "x,".repeat(4097));
    assert_eq!(error(&wide), "an example has 1 to 4096 features; here it has 4097");
    assert_eq!(error(&",".repeat(9_000)), "line 1 has more than 6144 columns");
    let many: String = (0..300).map(|class| format!("1,{class}\n")).collect();
    let error_of_many = error(&format!("a,b\n{many}"));
    assert!(error_of_many.starts_with(r#"line 258, column 2 ("b"): more than 256 classes"#));
    assert!(error_of_many.contains("say that the targets are values"));

    let of_bytes = |file: &[u8]| read_csv(file, "own", &options(&[])).unwrap_err();
    let by_name = CsvOptions { targets: vec!["y".parse().unwrap()], ..CsvOptions::default() };
    let same = read("x,y,y\n1,2,3\n", &by_name).unwrap_err().to_string();
    assert_eq!(same, "columns 2, 3 are all called \"y\": give the column's number");
    assert_eq!(of_bytes(b"a,b\n1,0\n\xff,1\n"), CsvError::NotUtf8 { line: 3 });
    let too_large = vec![b'1'; (64 << 20) + 1];
    assert_eq!(of_bytes(&too_large), CsvError::TooLarge { bytes: too_large.len() });
    let unnamed = read_csv(b"a,b\n1,0\n2,1\n", "", &options(&[])).unwrap_err();
    assert_eq!(unnamed, CsvError::Shape(OwnDataError::Name { len: 0 }));
    for share in [-0.1, 0.95, f32::NAN] {
        let options = CsvOptions { held_out: share, ..options(&[]) };
        assert!(matches!(read("a,b\n1,0", &options), Err(CsvError::HeldOut { .. })));
    }
}

/// From a file to a trained network: two rings around each other.
#[test]
fn a_table_is_learned() {
    let text: String = (0..300)
        .map(|i| {
            let (ring, angle) = (i % 2, i as f32 * 2.4);
            let radius = [10.0, 25.0][ring] + (i % 7) as f32;
            format!(
                "{},{},{}\n",
                radius * angle.cos(),
                1e3 * radius * angle.sin(),
                ["in", "out"][ring]
            )
        })
        .collect();
    let options = CsvOptions { has_header: false, ..CsvOptions::default() };
    let table = read(&text, &options).unwrap();
    let data = &table.own.data;
    assert_eq!((data.train.len(), data.test.len()), (240, 60));
    let layer = |width, key| LayerSpec::new(width, Choice::by_key(key).unwrap());
    let layers = vec![layer(12, "tanh"), layer(2, "softmax")];
    let config = RunConfig {
        network: NetworkSpec::new(2, layers, Choice::by_key("cross_entropy").unwrap()).unwrap(),
        dataset: table.own.spec.clone().into(),
        scaling: Choice::by_key("standardize").unwrap(),
        batch_size: BatchSize::examples(16).unwrap(),
        learning_rate: LearningRate::new(0.3).unwrap(),
        ..RunConfig::default()
    };
    // It is the same after a way through a file of settings.
    let config: RunConfig =
        serde_json::from_str(&serde_json::to_string_pretty(&config).unwrap()).unwrap();
    let mut trainer = Trainer::new(config).unwrap();
    while trainer.epoch() < 60.0 {
        trainer.step(data).unwrap();
    }
    let mut evaluation = Evaluation::new(&data.test);
    trainer.evaluate(&mut evaluation, &data.test);
    let metrics = evaluation.result().unwrap();
    assert!(metrics.accuracy.unwrap() > 0.9, "{metrics:?}");
}

fn idx(shape: &[u32], values: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, shape.len() as u8];
    file.extend(shape.iter().flat_map(|size| size.to_be_bytes()));
    file.extend(values);
    file
}

#[test]
fn idx_pairs_are_read() {
    let (images, labels) = (idx(&[3, 1, 2], &[0, 51, 102, 153, 204, 255]), idx(&[3], &[0, 2, 1]));
    let pair = IdxPair { images: &images, labels: &labels };
    let own = from_idx("own", pair, Some(pair), None).unwrap();
    assert_eq!(own.data.train.image(1), [102, 153]);
    assert_eq!(own.data.train.labels(), [0, 2, 1]);
    assert_eq!(own.data.train, own.data.test);
    assert_eq!(own.spec.features(), FeatureShape::Image { rows: 1, cols: 2 });
    assert_eq!(own.spec.targets(), &TargetShape::Classes(["0", "1", "2"].map(Into::into).into()));
    assert!(from_idx("own", pair, None, None).unwrap().data.test.is_empty());

    let error = |images: &[u8], labels: &[u8], names: Option<usize>| {
        let names = names.map(|n| (0..n).map(|name| name.to_string()).collect());
        from_idx("own", IdxPair { images, labels }, None, names).unwrap_err()
    };
    assert!(matches!(error(b"PK\x03\x04", &labels, None), IdxPairError::Images(_)));
    assert!(matches!(error(&images, &[0, 0], None), IdxPairError::Labels(_)));
    let swapped = error(&labels, &images, None);
    assert_eq!(swapped, IdxPairError::ImageDimensions { n: 1 });
    assert_eq!(error(&images, &images, None), IdxPairError::LabelDimensions { n: 3 });
    let counts = error(&images, &idx(&[2], &[0, 1]), None);
    assert_eq!(counts, IdxPairError::Counts { n_images: 3, n_labels: 2 });
    let label = error(&images, &labels, Some(2));
    assert_eq!(label, IdxPairError::Label { example: 2, label: 2, n_classes: 2 });
    let none = error(&idx(&[3, 0, 2], &[]), &labels, None);
    assert_eq!(none, IdxPairError::Shape(OwnDataError::Features { n: 0 }));
    let empty = error(&idx(&[0, 1, 2], &[]), &idx(&[0], &[]), None);
    assert_eq!(empty, IdxPairError::Shape(OwnDataError::Examples { n: 0 }));
    let other = idx(&[3, 2, 1], &[0; 6]);
    let other = IdxPair { images: &other, labels: &labels };
    let sizes = from_idx("own", pair, Some(other), None).unwrap_err();
    assert_eq!(sizes, IdxPairError::Sizes { train: (1, 2), test: (2, 1) });
}

/// What tables are made of, good and bad.
fn table_like() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        any::<f32>().prop_map(|x| x.to_string()),
        (0_u8..5).prop_map(|x| x.to_string()),
        "[a-c\"ä ,;\t]{0,3}",
    ];
    let row = vec(cell, 0..4).prop_map(|cells| cells.join(","));
    (vec(row, 0..6), prop_oneof![Just("\n"), Just("\r\n"), Just("\r")])
        .prop_map(|(rows, end)| rows.join(end))
}

fn any_options() -> impl Strategy<Value = CsvOptions> {
    let separator =
        prop_oneof![Just(Separator::Comma), Just(Separator::Semicolon), Just(Separator::Tab)];
    let kind =
        prop_oneof![Just(TargetKind::Guess), Just(TargetKind::Classes), Just(TargetKind::Values)];
    let column =
        prop_oneof![(0_usize..4).prop_map(ColumnRef::Number), "[a-c]".prop_map(ColumnRef::Name)];
    (any::<bool>(), separator, kind, vec(column, 0..3), 0.0_f32..0.9, any::<u64>()).prop_map(
        |(has_header, separator, target_kind, targets, held_out, seed)| CsvOptions {
            has_header,
            separator,
            targets,
            target_kind,
            held_out,
            seed,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_table_makes_it_panic(text in table_like(), options in any_options()) {
        if let Ok(table) = read(&text, &options) {
            // What was accepted can be trained on.
            prop_assert!(!table.own.data.train.is_empty());
            prop_assert_eq!(table.own.data.train.len(), table.own.spec.n_train());
            prop_assert_eq!(table.own.data.train.n_features(), table.feature_names.len());
            prop_assert!(rows(&table.own.data.train).concat().iter().all(|x| x.is_finite()));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(file: Vec<u8>, options in any_options()) {
        let _ = read_csv(&file, "own", &options);
    }

    #[test]
    fn what_was_written_is_read(
        numbers in vec((-1e38_f32..1e38, -1.0_f32..1.0, "[a-zäß \",;\n]{1,5}z"), 2..40),
        quote: bool,
    ) {
        let mut text = String::from("a,b,kind\n");
        for (a, b, kind) in &numbers {
            let kind = kind.replace('"', "\"\"");
            let [a, b] = [a, b].map(|x| if quote { format!("\"{x}\"") } else { x.to_string() });
            text += &format!("{a},{b},\"{kind}\"\n");
        }
        let options = CsvOptions { target_kind: TargetKind::Classes, ..options(&[]) };
        let read = read(&text, &options);
        let kinds: std::collections::BTreeSet<&str> = numbers.iter().map(|n| n.2.trim()).collect();
        if kinds.len() == 1 {
            prop_assert_eq!(read, Err(CsvError::Shape(OwnDataError::Classes { n: 1 })));
            return Ok(());
        }
        let table = read.unwrap();
        prop_assert!(classes(&table).iter().eq(kinds));
        for (idx, (a, b, kind)) in numbers.iter().enumerate() {
            prop_assert_eq!(&rows(&table.own.data.train)[idx], &[*a, *b]);
            let label = table.own.data.train.label(idx);
            prop_assert_eq!(&classes(&table)[usize::from(label)], kind.trim());
        }
    }

    #[test]
    fn no_idx_pair_makes_it_panic(
        shapes in (vec(0_u32..5, 0..5), vec(0_u32..5, 0..3)),
        values in (vec(any::<u8>(), 0..64), vec(0_u8..4, 0..5)),
        n_classes in proptest::option::of(0_usize..5),
        exact: bool,
    ) {
        // Half of the files have as many values as they say.
        let fit = |shape: &[u32], mut values: Vec<u8>| {
            if exact {
                values.resize(shape.iter().product::<u32>() as usize, 1);
            }
            idx(shape, &values)
        };
        let (images, labels) = (fit(&shapes.0, values.0), fit(&shapes.1, values.1));
        let pair = IdxPair { images: &images, labels: &labels };
        let names = n_classes.map(|n| (0..n).map(|name| name.to_string()).collect());
        if let Ok(own) = from_idx("own", pair, Some(pair), names) {
            prop_assert_eq!(own.data.train.len(), own.spec.n_train());
            let Targets::Labels(labels) = own.data.train.targets() else { unreachable!() };
            let TargetShape::Classes(names) = own.spec.targets() else { unreachable!() };
            prop_assert!(labels.iter().all(|&label| usize::from(label) < names.len()));
        }
    }
}
