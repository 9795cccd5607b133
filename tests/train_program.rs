//! `examples/train`, run as a program: what it writes, that it does the same again, and
//! what it says when something is wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use descent::training::{RunConfig, Trainer, weights};
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};
use serde_json::Value;

/// The program, built from what is here now.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
        let built = Command::new(env!("CARGO"))
            .args(["build", "--example", "train", "--message-format", "json", "--profile", profile])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo can be started");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let messages = String::from_utf8(built.stdout).unwrap();
        let executable = messages.lines().find_map(|line| {
            let message: Value = serde_json::from_str(line).ok()?;
            let is_it = message["target"]["name"] == "train";
            message["executable"].as_str().filter(|_| is_it).map(PathBuf::from)
        });
        executable.expect("cargo says where it is")
    })
}

/// A folder of a test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("train_program").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.json"), CONFIG).unwrap();
    fs::write(folder.join("table.csv"), table()).unwrap();
    folder
}

fn run(folder: &Path, arguments: &str) -> Output {
    let mut command = Command::new(program());
    command.args(arguments.split_whitespace()).current_dir(folder);
    command.output().expect("the program can be started")
}

#[track_caller]
fn run_well(folder: &Path, arguments: &str) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Exit code, and what it said.
fn run_badly(folder: &Path, arguments: &str) -> (i32, String) {
    let output = run(folder, arguments);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

const CONFIG: &str = r#"{
  "network": {
    "n_inputs": 2,
    "layers": [
      {"width": 5, "activation": "tanh", "dropout": 0.1},
      {"width": 1, "activation": "identity"}
    ],
    "loss": "squared_error"
  },
  "optimizer": "adam",
  "learning_rate": 0.02,
  "batch_size": 7,
  "penalty": {"l2": 0.001},
  "clipping": {"norm": 1}
}"#;

/// 40 points of z = x·y.
fn table() -> String {
    let mut table = "x,y,z\n".to_owned();
    for i in 0..40 {
        let (x, y) = (f64::from(i % 8) / 4.0 - 1.0, f64::from(i / 8) / 2.0 - 1.0);
        table += &format!("{x},{y},{}\n", x * y);
    }
    table
}

fn log(folder: &Path) -> Vec<Value> {
    let log = fs::read_to_string(folder.join("log.jsonl")).unwrap();
    log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_run_leaves_all_that_it_takes_to_make_it_again() {
    let here = folder("again");
    let said = run_well(&here, "config.json --csv table.csv --held-out 0.25 --epochs 3 --out a");
    assert!(said.contains("30 examples to train on, 10 held out; x, y → z"), "{said}");
    assert!(said.contains("15 steps in 3.00 epochs"), "{said}");

    let read = |file: &str| fs::read(here.join(file)).unwrap();
    let config = RunConfig::from_json(&String::from_utf8(read("a/config.json")).unwrap()).unwrap();
    assert_eq!(config.stop.max_epochs, Some(3));
    assert_eq!((config.dataset.name(), config.dataset.n_train()), ("table.csv", 30));
    let (network, of_weights) = weights::from_bytes(&read("a/weights.safetensors")).unwrap();
    assert_eq!(of_weights.as_ref(), Some(&config));
    let trainer = Trainer::restore(&read("a/state.descent")).unwrap();
    assert_eq!((trainer.network(), trainer.step_count()), (&network, 15));
    let (start, _) = weights::from_bytes(&read("a/start.safetensors")).unwrap();
    assert_eq!(&start, Trainer::new(config.clone()).unwrap().network());

    run_well(&here, "a/config.json --csv table.csv --held-out 0.25 --out b");
    let with_start = "a/config.json --csv table.csv --held-out 0.25 --start a/start.safetensors";
    run_well(&here, &format!("{with_start} --out c"));
    for other in ["b", "c"] {
        for file in [
            "config.json",
            "start.safetensors",
            "script.py",
            "weights.safetensors",
            "state.descent",
            "log.jsonl",
        ] {
            assert!(read(&format!("a/{file}")) == read(&format!("{other}/{file}")), "{file}");
        }
    }
    let lies_about = fs::read_dir(here.join("a")).unwrap().count();
    assert_eq!(lies_about, 6, "nothing is left of writing");
}

#[test]
fn the_log_has_every_step_and_epoch() {
    let here = folder("log");
    run_well(&here, "config.json --csv table.csv --epochs 2 --out all");
    let lines = log(&here.join("all"));
    let of = |event: &str| lines.iter().filter(|line| line["event"] == event).collect::<Vec<_>>();
    // 32 examples in batches of 7.
    let (steps, epochs, ends) = (of("step"), of("epoch"), of("end"));
    assert_eq!((steps.len(), epochs.len(), ends.len()), (10, 2, 1));
    let sizes: Vec<_> = steps.iter().map(|line| line["n_examples"].as_u64().unwrap()).collect();
    assert_eq!(sizes, [7, 7, 7, 7, 4, 7, 7, 7, 7, 4]);
    for (line, step) in steps.iter().zip(1..) {
        assert_eq!(line["step"], step);
        assert_eq!(line["learning_rate"], 0.02);
        assert!(line["penalty"].as_f64().unwrap() > 0.0);
        assert!(line["gradient_norm"].as_f64().unwrap() <= 1.0 + 1e-6);
        assert!(line.get("accuracy").is_none(), "numbers are learned");
    }
    let mean = |steps: &[&Value]| {
        let sum: f64 = steps
            .iter()
            .map(|line| line["loss"].as_f64().unwrap() * line["n_examples"].as_f64().unwrap())
            .sum();
        sum / 32.0
    };
    for (epoch, steps) in epochs.iter().zip(steps.chunks(5)) {
        assert!((epoch["train_loss"].as_f64().unwrap() - mean(steps)).abs() < 1e-6);
    }
    assert_eq!(ends[0]["reason"], "max_epochs");
    assert_eq!(ends[0]["test_loss"], epochs[1]["test_loss"]);

    run_well(&here, "config.json --csv table.csv --epochs 2 --log-every 4 --out some");
    let some: Vec<_> = log(&here.join("some")).iter().map(|line| line["step"].clone()).collect();
    assert_eq!(some, [4, 5, 8, 10, 10]);
}

#[test]
fn what_is_taken_up_goes_on_bit_for_bit() {
    let here = folder("resumed");
    run_well(&here, "config.json --csv table.csv --steps 17 --out whole");
    run_well(&here, "config.json --csv table.csv --steps 8 --out parts");
    run_well(&here, "--resume parts/state.descent --csv table.csv --steps 17 --out parts");
    for file in ["config.json", "weights.safetensors", "state.descent"] {
        let read = |folder: &str| fs::read(here.join(folder).join(file)).unwrap();
        assert!(read("whole") == read("parts"), "{file}");
    }
    let lines = |folder: &str| {
        let mut lines = log(&here.join(folder));
        // The mean of the epoch that was broken off is that of its rest.
        let broken_off = lines.iter_mut().filter(|line| line["event"] == "epoch").nth(1).unwrap();
        assert!(broken_off["train_loss"].take().is_f64());
        lines
    };
    assert_eq!(lines("whole"), lines("parts"));
    let (code, said) = run_badly(&here, "--resume parts/state.descent --csv table.csv");
    assert_eq!(code, 2);
    assert!(said.contains("at its end, after 17 steps"), "{said}");
    let other = "--resume parts/state.descent --csv table.csv --held-out 0.5 --steps 20";
    let (code, said) = run_badly(&here, other);
    assert_eq!(code, 1);
    assert!(said.contains("give the same data and options"), "{said}");
}

#[test]
fn unshuffled_data_and_one_step_can_be_followed() {
    let here = folder("trace");
    let data = "--csv table.csv --held-out 0 --no-shuffle --steps 3";
    run_well(&here, &format!("config.json {data} --trace 1 first.st --trace 3 last.st"));
    let bytes = fs::read(here.join("first.st")).unwrap();
    let first = SafeTensors::deserialize(&bytes).unwrap();
    let examples: Vec<u8> = (0_i64..7).flat_map(i64::to_le_bytes).collect();
    assert_eq!(first.tensor("examples").unwrap().data(), examples);
    assert_eq!(first.tensor("inputs").unwrap().shape(), [7, 2]);
    for name in ["z", "a", "delta", "mask"] {
        assert_eq!(first.tensor(&format!("layers.0.{name}")).unwrap().shape(), [7, 5], "{name}");
    }
    assert!(first.tensor("layers.1.mask").is_err(), "no dropout there");
    assert!(first.tensor("layers.0.weight.after.v").is_ok());

    let same = |a: (&str, &str), b: (&str, &str)| {
        let read = |(file, tensor): (&str, &str)| {
            let bytes = fs::read(here.join(file)).unwrap();
            SafeTensors::deserialize(&bytes).unwrap().tensor(tensor).unwrap().data().to_vec()
        };
        read(a) == read(b)
    };
    for name in ["layers.0.weight", "layers.1.bias"] {
        assert!(same(("first.st", name), ("run/start.safetensors", name)));
        let new = format!("{name}.new");
        assert!(same(("last.st", &new), ("run/weights.safetensors", name)));
        assert!(!same(("first.st", name), ("first.st", &new)));
    }
}

#[test]
fn a_run_can_start_from_weights_of_another_program() {
    let here = folder("start");
    let floats = |n: usize| (0..n).flat_map(|i| (i as f32 / 9.0).to_le_bytes()).collect::<Vec<_>>();
    let mut tensors = vec![
        ("layers.0.weight", vec![5, 2], floats(10)),
        ("layers.0.bias", vec![5], floats(5)),
        ("layers.1.weight", vec![1, 5], floats(5)),
        ("layers.1.bias", vec![1], floats(1)),
    ];
    let write = |name: &str, tensors: &[(&str, Vec<usize>, Vec<u8>)]| {
        let views = tensors.iter().map(|(name, shape, bytes)| {
            (*name, TensorView::new(Dtype::F32, shape.clone(), bytes).unwrap())
        });
        fs::write(here.join(name), safetensors::serialize(views, None).unwrap()).unwrap();
    };
    write("plain.safetensors", &tensors);
    let started = "config.json --csv table.csv --steps 1 --start";
    run_well(&here, &format!("{started} plain.safetensors"));
    let (start, _) =
        weights::from_bytes(&fs::read(here.join("run/start.safetensors")).unwrap()).unwrap();
    assert_eq!(start.layers()[0].weights[[4, 1]], 1.0);

    tensors.push(("layers.2.bias", vec![1], floats(1)));
    write("more.safetensors", &tensors);
    let (code, said) = run_badly(&here, &format!("{started} more.safetensors --out other"));
    assert!(code == 1 && said.contains("has no place for: layers.2.bias"), "{said}");

    fs::write(here.join("relu.json"), CONFIG.replace("tanh", "relu")).unwrap();
    let output =
        run(&here, "relu.json --csv table.csv --steps 1 --start run/start.safetensors --out relu");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.contains("activations other than"), "{said}");
}

#[test]
fn images_can_be_given_as_idx() {
    let here = folder("idx");
    let idx = |shape: &[u32], values: &[u8]| {
        let mut file = vec![0, 0, 8, shape.len() as u8];
        file.extend(shape.iter().flat_map(|size| size.to_be_bytes()));
        file.extend(values);
        file
    };
    // Left half white is 0, right half is 1.
    let images = [[255, 0, 255, 0], [0, 255, 0, 255], [200, 0, 255, 9]].concat();
    fs::write(here.join("images"), idx(&[3, 2, 2], &images)).unwrap();
    fs::write(here.join("labels"), idx(&[3], &[0, 1, 0])).unwrap();
    let config = r#"{"network":{"n_inputs":4,"layers":[{"width":2,"activation":"softmax"}],
        "loss":"cross_entropy"},"stop":{"target_accuracy":1,"max_epochs":500}}"#;
    fs::write(here.join("config.json"), config).unwrap();
    let test = "--test-images images --test-labels labels";
    run_well(&here, &format!("config.json --images images --labels labels {test}"));
    let lines = log(&here.join("run"));
    let end = lines.last().unwrap();
    assert_eq!((&end["reason"], &end["test_accuracy"]), (&"target_accuracy".into(), &1.0.into()));
}

#[test]
fn a_run_that_diverges_says_what_to_do_and_leaves_what_it_has() {
    let here = folder("diverged");
    let wild = CONFIG.replace("0.02", "100").replace("\"adam\"", "\"sgd\"");
    let wild = wild.replace(r#"{"norm": 1}"#, "\"none\"").replace("tanh", "identity");
    fs::write(here.join("config.json"), wild).unwrap();
    let (code, said) = run_badly(&here, "config.json --csv table.csv --epochs 900");
    assert_eq!(code, 1);
    assert!(said.contains("has diverged") && said.contains("a learning_rate below 100"), "{said}");
    assert_eq!(log(&here.join("run")).last().unwrap()["reason"], "diverged");
    let lines = log(&here.join("run"));
    let epochs: Vec<_> = lines.iter().filter(|line| line["event"] == "epoch").collect();
    let state = fs::read(here.join("run/state.descent"));
    match epochs.last() {
        Some(last) => {
            let trainer = Trainer::restore(&state.unwrap()).unwrap();
            assert_eq!(last["step"], trainer.step_count());
            let (network, _) =
                weights::from_bytes(&fs::read(here.join("run/weights.safetensors")).unwrap())
                    .expect("all weights are finite");
            assert_eq!(&network, trainer.network());
            assert!(said.contains(&format!("are those after epoch {}.00", epochs.len())), "{said}");
        }
        None => {
            assert!(state.is_err() && said.contains("No epoch was finished"), "{said}");
        }
    }
}

#[test]
fn two_runs_never_mix() {
    let here = folder("mixed");
    run_well(&here, "config.json --csv table.csv --epochs 2");
    fs::write(here.join("run/of_mine"), "").unwrap();
    let old = fs::read(here.join("run/state.descent")).unwrap();
    fs::write(here.join("old.descent"), &old).unwrap();

    // Of another network.
    fs::write(here.join("other.json"), CONFIG.replace("\"width\": 5", "\"width\": 6")).unwrap();
    let output = run(&here, "other.json --csv table.csv --steps 3");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.contains("older run in this folder"), "{said}");
    assert_eq!(log(&here.join("run")).len(), 4);
    assert!(here.join("run/of_mine").exists());

    let read = |name: &str| fs::read(here.join("run").join(name)).unwrap();
    let before = ["config.json", "log.jsonl", "state.descent"].map(read);
    let (code, said) = run_badly(&here, "--resume old.descent --csv table.csv --epochs 3");
    assert!(code == 1 && said.contains("another run's") && said.contains("--out"), "{said}");
    assert!(["config.json", "log.jsonl", "state.descent"].map(read) == before);
    run_well(&here, "--resume old.descent --csv table.csv --epochs 3 --out new");
}

#[test]
fn traces_that_cannot_be_are_refused() {
    let here = folder("no_trace");
    let said = |arguments: &str| {
        run_badly(&here, &format!("config.json --csv table.csv --steps 3 {arguments}"))
    };
    fs::create_dir(here.join("a_folder")).unwrap();
    let (code, text) = said("--trace 1 a_folder");
    assert!(code == 1 && text.contains("a_folder: this is a folder"), "{text}");
    let (code, text) = said("--trace 1 nowhere/t.st");
    assert!(code == 1 && text.contains("nowhere/t.st: it can't be written"), "{text}");
    assert!(!here.join("run/log.jsonl").exists(), "it is seen before the run");
    let (code, text) = said("--trace 9 t.st");
    assert!(code == 1 && text.contains("after 3 steps, before step 9"), "{text}");
    let (code, text) =
        run_badly(&here, "--resume run/state.descent --csv table.csv --steps 5 --trace 2 t.st");
    assert!(code == 1 && text.contains("step 2 is made already"), "{text}");
    let of_here = fs::read_dir(&here).unwrap().map(|entry| entry.unwrap().path());
    assert!(of_here.into_iter().all(|path| path.extension().is_none_or(|e| e != "part")));
}

#[cfg(unix)]
#[test]
fn files_without_end_are_refused() {
    let here = folder("endless");
    for arguments in [
        "/dev/zero",
        "config.json --csv /dev/zero",
        "config.json --csv table.csv --start /dev/zero",
        "--resume /dev/zero",
    ] {
        let (code, said) = run_badly(&here, arguments);
        assert!(code == 1 && said.contains("/dev/zero: it has more than"), "{said}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    let here = folder("wrong");
    let said = |arguments: &str| run_badly(&here, arguments);
    let assert_says = |arguments: &str, code: i32, part: &str| {
        let (exit, text) = said(arguments);
        assert!(exit == code && text.contains(part), "{arguments}: {exit}, {text}");
        assert!(!text.contains("panicked"), "{text}");
    };
    assert_says("", 2, "CONFIG.json is missing");
    assert_says("config.json --epoch 3", 2, "invalid option '--epoch'");
    assert_says("config.json --epochs three", 2, "--epochs: ");
    assert_says("config.json --epochs 3 --steps 4", 2, "given once");
    assert_says("config.json --target z", 2, "--target needs --csv");
    assert_says("config.json --images a", 2, "--images needs --labels");
    assert_says("config.json --csv table.csv --separator x", 2, "comma, semicolon or tab");
    assert_says("none.json --csv table.csv", 1, "none.json: No such file");
    assert_says("config.json --csv none.csv", 1, "none.csv: No such file");
    assert_says("config.json --csv table.csv --target q", 1, "there are x, y, z");
    assert_says("config.json --csv table.csv --held-out 2", 1, "from 0 to 0.9; 2 is not");
    assert_says(
        "config.json --csv table.csv --epochs 0",
        1,
        "stop.max_epochs is a whole number from 1",
    );
    assert_says("config.json --csv table.csv --target x --target y", 1, "network.n_inputs: ");
    assert_says("config.json --data .", 1, "manifest.json");
    let with = |file: &str, from: &str, to: &str| {
        fs::write(here.join(file), CONFIG.replace(from, to)).unwrap();
    };
    with("typo.json", "tanh", "tahn");
    assert_says("typo.json --csv table.csv", 1, "typo.json: network.layers[0].activation: ");
    with("range.json", "0.001", "-1");
    assert_says("range.json --csv table.csv", 1, "penalty.l2 is a number from 0 to 10; -1 is not");
    let of_table = r#""dataset":{"name":"t.csv","n_train":3,"features":{"columns":2},"targets":{"values":1}},"network""#;
    with("own.json", "\"network\"", of_table);
    assert_says("own.json", 2, "the configuration is for \"t.csv\"; say where it is: --csv FILE");
    fs::write(here.join("weights.safetensors"), "nothing").unwrap();
    let start = "config.json --csv table.csv --start weights.safetensors";
    assert_says(start, 1, "weights.safetensors: this is not a .safetensors file, or it is cut off");
    assert_says("--resume weights.safetensors", 1, "this is not a saved run of Descent");
    assert!(!here.join("run").exists(), "nothing is written before all is read");
}

#[test]
fn the_shipped_configurations_fit_their_data() {
    let configs = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/configs");
    let mut n = 0;
    for entry in fs::read_dir(configs).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let config = RunConfig::from_json(&fs::read_to_string(&path).unwrap()).unwrap();
            config.check().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            n += 1;
        }
    }
    assert!(n >= 3);
    let here = folder("shipped");
    let root = env!("CARGO_MANIFEST_DIR");
    let wave = format!("{root}/examples/configs/wave.csv");
    let config = format!("{root}/examples/configs/regression.json");
    run_well(&here, &format!("{config} --csv {wave} --epochs 40"));
    let lines = log(&here.join("run"));
    let loss = lines.last().unwrap()["test_loss"].as_f64().unwrap();
    assert!(loss < 0.05, "variance of the heights is 0.24, {loss} is left");
}
