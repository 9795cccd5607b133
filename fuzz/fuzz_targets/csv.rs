//! Tables of one's own: one that is taken holds finite numbers only, and written as a
//! plain table it is read as the same.
//!
//! The first byte chooses how the table is read.
#![no_main]

use std::fmt::Write as _;

use descent::data::csv::{ColumnRef, CsvOptions, Separator, TargetKind, read_csv};
use descent::data::{Dataset, Features, OwnDataset, TargetShape, Targets, scaling};
use libfuzzer_sys::fuzz_target;

fn options(choice: u8) -> CsvOptions {
    CsvOptions {
        has_header: choice & 1 != 0,
        separator: [Separator::Comma, Separator::Semicolon, Separator::Tab]
            [usize::from(choice >> 1 & 3).min(2)],
        target_kind: [TargetKind::Guess, TargetKind::Classes, TargetKind::Values]
            [usize::from(choice >> 3 & 3).min(2)],
        targets: match choice >> 5 & 3 {
            0 => Vec::new(),
            1 => vec![ColumnRef::Number(1)],
            2 => vec![ColumnRef::Number(2), ColumnRef::Number(1)],
            _ => vec![ColumnRef::Name("y".to_owned())],
        },
        held_out: if choice & 0x80 != 0 { 0.5 } else { 0.0 },
        seed: 1,
    }
}

/// Features, then targets, with commas and without a header.
fn written(OwnDataset { data, spec }: &OwnDataset) -> (String, CsvOptions) {
    let Features::Numbers(numbers) = data.train.features() else { panic!("a table of pixels") };
    let n_features = data.train.n_features();
    let mut text = String::new();
    for (example, features) in numbers.chunks(n_features).enumerate() {
        for number in features {
            assert!(number.is_finite());
            let _ = write!(text, "{number},");
        }
        match (data.train.targets(), spec.targets()) {
            (Targets::Labels(labels), TargetShape::Classes(classes)) => {
                let class = classes[usize::from(labels[example])].replace('"', "\"\"");
                let _ = writeln!(text, "\"{class}\"");
            }
            (Targets::Values { width, values }, TargetShape::Values(_)) => {
                let row = &values[example * width..(example + 1) * width];
                let cells: Vec<String> = row.iter().map(f32::to_string).collect();
                let _ = writeln!(text, "{}", cells.join(","));
            }
            _ => panic!("the description is of other targets"),
        }
    }
    let (n_targets, target_kind) = match spec.targets() {
        TargetShape::Classes(_) => (1, TargetKind::Classes),
        TargetShape::Values(n) => (*n, TargetKind::Values),
    };
    let targets = (1..=n_targets).map(|column| ColumnRef::Number(n_features + column)).collect();
    let options = CsvOptions {
        has_header: false,
        separator: Separator::Comma,
        targets,
        target_kind,
        held_out: 0.0,
        seed: 1,
    };
    (text, options)
}

fn check(data: &Dataset, own: &OwnDataset) {
    assert_eq!(own.spec.n_train(), data.train.len());
    assert!(!data.train.is_empty());
    let mut input = vec![0.0; data.train.n_features()];
    for scaling in scaling::ALL {
        for example in 0..data.train.len() {
            data.train.write_input(example, &mut input);
            scaling.apply(data.train.stats(), &mut input);
            assert!(input.iter().all(|x| x.is_finite()), "{}", scaling.name);
        }
    }
}

fn seed(choice: u8, text: &str) -> Vec<u8> {
    [&[choice], text.as_bytes()].concat()
}

fuzz_target!(
    init: descent_fuzz::plant([
        seed(1, "a,b,y\n1,2,cat\n3,4,dog\n5,6.5e-1,cat\n"),
        seed(0, "1,2,0.5\n3,4,1.5\n"),
        seed(0x82, "1;2;0\r\n\r\n3;4;1\r\n5;-6;\"0\"\r\n"),
        seed(0x55, "y\tx\tz\n\"1\"\"\"\t2\t 3 \n4\t5\t1e38\n"),
        seed(0x61, "\u{feff}x,y\n1,\"one\nand two\"\n2,b"),
    ]),
    |data: &[u8]| {
        let Some((&choice, file)) = data.split_first() else { return };
        let options = options(choice);
        let Ok(table) = read_csv(file, "table.csv", &options) else { return };
        check(&table.own.data, &table.own);
        assert_eq!(table.feature_names.len(), table.own.data.train.n_features());
        if options.held_out == 0.0 {
            let (text, options) = written(&table.own);
            let again = read_csv(text.as_bytes(), "table.csv", &options).expect("a plain table");
            assert_eq!(again.own, table.own);
        }
    }
);
