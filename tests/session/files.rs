//! Runs as files: kept, and opened.

use descent::nn::activation::{RELU, SIGMOID, TANH};
use descent::nn::{Network, NetworkSpec, init, weights_file};
use descent::protocol::{Command, Event, Export, ExportedFile, RunId, Seen, Status, Ticket};
use descent::registry::Choice;
use descent::training::{BatchSize, RunConfig, pytorch, weights};
use descent::worked;

use crate::talk::{FIRST_AND_TEST, Talk, rate, small};

fn export(talk: &mut Talk, what: Export) -> Result<ExportedFile, String> {
    match talk.say(Command::ExportRun { ticket: Ticket(5), what }) {
        [Event::Seen { ticket: Ticket(5), seen: Seen::File(file) }] => Ok(file.clone()),
        [Event::Refused { ticket: Ticket(5), message }] => Err(message.clone()),
        other => panic!("{other:?}"),
    }
}

/// The note, or why not.
fn open(
    talk: &mut Talk,
    config: &RunConfig,
    hidden: Option<&'static descent::nn::Activation>,
    bytes: Vec<u8>,
) -> Result<Option<String>, String> {
    let (ticket, run, config) = (Ticket(6), RunId(2), config.clone());
    let hidden = hidden.map(Choice::of);
    match talk.say(Command::OpenWeights { ticket, run, config, hidden, bytes }) {
        [
            Event::Configured { run: RunId(2), progress, .. },
            Event::Seen { ticket: Ticket(6), seen: Seen::WeightsOpened { note } },
        ] => {
            assert_eq!((progress.step, progress.status), (0, Status::Paused));
            Ok(note.clone())
        }
        [Event::Refused { ticket: Ticket(6), message }] => Err(message.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_is_kept_as_it_stands_while_it_trains() {
    assert!(export(&mut Talk::empty(), Export::Weights).unwrap_err().contains("no network"));
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(12);
    let size = BatchSize::examples(8).unwrap();
    talk.say(Command::SetLearningRate(rate(0.125)));
    talk.say(Command::SetBatchSize(size));
    talk.say(Command::Train);
    let network = talk.session.network().unwrap().clone();
    let now = RunConfig { learning_rate: rate(0.125), batch_size: size, ..small() };
    let widths = now.network.widths();

    let file = export(&mut talk, Export::Weights).unwrap();
    assert_eq!(file.name, format!("descent-{widths}-step-12.safetensors"));
    assert_eq!(weights::from_bytes(&file.bytes).unwrap(), (network, Some(now.clone())));
    let file = export(&mut talk, Export::Config).unwrap();
    assert_eq!(file.name, format!("descent-{widths}.json"));
    assert_eq!(RunConfig::from_json(str::from_utf8(&file.bytes).unwrap()), Ok(now.clone()));
    // Packed and read by Python in tests/in_pytorch.rs.
    let file = export(&mut talk, Export::PyTorch).unwrap();
    assert_eq!(file.name, format!("descent-{widths}-step-12-pytorch.zip"));
    let has = |text: &str| file.bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("BATCH_SIZE = 8\n") && has("rate = 0.125\n") && has("t10k-images-idx3-ubyte"));
    assert!(!pytorch::script(&now).contains("= 12, 0,"), "from the start");
    assert!(has("BEGIN_STEP, BEGIN_EPOCH, BEGIN_AT = 12, 0, "));
    assert_eq!(talk.status(), Status::Training);
}

#[test]
fn a_run_starts_from_weights_that_were_kept() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(12);
    let network = talk.session.network().unwrap().clone();
    let file = export(&mut talk, Export::Weights).unwrap();
    talk.train_to(20);
    assert_eq!(open(&mut talk, &small(), None, file.bytes.clone()), Ok(None));
    assert_eq!(talk.session.network(), Some(&network));
    talk.say(Command::TrainTo { step: 5 });
    talk.finish();
    assert_ne!(talk.session.network(), Some(&network), "it trains");

    // Another network takes them, too, but computes otherwise.
    let mut layers = small().network.layers().to_vec();
    let name = layers[0].activation.name;
    layers[0].activation = Choice::of(if name == SIGMOID.name { &TANH } else { &SIGMOID });
    let spec = NetworkSpec::new(784, layers, small().network.loss()).unwrap();
    let other = RunConfig { network: spec.clone(), ..small() };
    let note = open(&mut talk, &other, None, file.bytes).unwrap().unwrap();
    assert!(note.contains(&format!("of a network with the activations {name}")), "{note}");
    assert_eq!(talk.session.network().unwrap().layers(), network.layers());
    assert_eq!(talk.session.network().unwrap().spec(), &spec);
}

#[test]
fn weights_of_other_widths_are_refused_or_make_a_network_of_their_own() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(3);
    let before = talk.session.network().unwrap().clone();
    let like = &small().network;
    let layer = |width| descent::nn::LayerSpec::new(width, Choice::of(&RELU));
    let output = like.layers()[like.layers().len() - 1];
    let layers = vec![layer(9), layer(7), layer(5), output];
    let spec = NetworkSpec::new(784, layers, like.loss()).unwrap();
    let wide = Network::initialized(spec.clone(), &init::HE, 4);
    let bytes = weights_file::to_bytes(&wide);

    let error = open(&mut talk, &small(), None, bytes.clone()).unwrap_err();
    assert!(error.starts_with("These weights can't be opened: the file's layers are"), "{error}");
    assert_eq!(talk.session.network(), Some(&before));
    assert_eq!((talk.step(), talk.status()), (3, Status::Paused));
    let error = open(&mut talk, &small(), Some(&RELU), b"no weights".to_vec()).unwrap_err();
    assert!(error.contains("not a .safetensors file, or it is cut off"), "{error}");

    assert_eq!(open(&mut talk, &small(), Some(&RELU), bytes), Ok(None));
    assert_eq!(talk.session.network(), Some(&wide));
}

#[test]
fn weights_for_data_that_are_not_here_change_nothing() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    let before = talk.session.network().unwrap().clone();
    let json =
        r#"{"name":"gone.csv","n_train":7,"features":{"columns":784},"targets":{"values":10}}"#;
    let mut config = RunConfig { dataset: serde_json::from_str(json).unwrap(), ..small() };
    let layers = small().network.layers().to_vec();
    let loss = Choice::by_key("squared_error").unwrap();
    config.network = NetworkSpec::new(784, layers, loss).unwrap();
    let bytes = weights_file::to_bytes(&before);
    let error = open(&mut talk, &config, None, bytes).unwrap_err();
    assert!(error.contains("which this page does not have"), "{error}");
    assert_eq!(talk.session.network(), Some(&before));
}

#[test]
fn a_worked_example_has_its_data_with_it() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    for card in worked::ALL {
        talk.say(Command::OpenCard { run: RunId(2), key: card.key.to_owned() });
        let file = export(&mut talk, Export::PyTorch).unwrap();
        let has = |name: &[u8]| file.bytes.windows(name.len()).any(|window| window == name);
        assert!(has(b"/train.csv") && !has(b"/test.csv"), "{}", card.key);
    }
}
