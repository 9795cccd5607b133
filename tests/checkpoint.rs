//! Saved runs: taken up bit for bit, and no bytes that are not whole are taken up at all.

mod support;

use descent::nn::{Network, NetworkSpec};
use descent::training::{BatchSize, CheckpointError, LearningRate, RunConfig, Trainer};
use support::{mnist, network, run};

fn steps(trainer: &mut Trainer, n_steps: usize) {
    for _ in 0..n_steps {
        trainer.step(mnist()).unwrap();
    }
}

fn bits(network: &Network) -> Vec<u32> {
    let layers = network.layers().iter();
    layers.flat_map(|layer| layer.weights.iter().chain(&layer.bias)).map(|w| w.to_bits()).collect()
}

#[test]
fn a_run_taken_up_half_way_ends_with_the_same_bits() {
    for optimizer in descent::nn::optimizer::ALL {
        let with = network(&[16, 12], "sigmoid", "softmax", "cross_entropy");
        let mut layers = with.layers().to_vec();
        layers[0] = layers[0].without_bias();
        let network = NetworkSpec::new(with.n_inputs(), layers, with.loss()).unwrap();
        assert_eq!(network.n_parameters() + 16, with.n_parameters());
        let config = run(network, optimizer.key, optimizer.suggested_learning_rate);
        let mut whole = Trainer::new(config).unwrap();
        steps(&mut whole, 30);
        // Changed on the way: the checkpoint remembers.
        whole.set_batch_size(BatchSize::examples(48).unwrap());
        whole.set_learning_rate(LearningRate::new(0.01).unwrap());
        steps(&mut whole, 20);
        let mut restored = Trainer::restore(&whole.checkpoint()).unwrap();
        assert_eq!(restored.checkpoint(), whole.checkpoint());
        steps(&mut whole, 50);
        steps(&mut restored, 50);
        assert_eq!(bits(restored.network()), bits(whole.network()), "{}", optimizer.name);
        assert_eq!(restored.optimizer_state(), whole.optimizer_state());
        assert_eq!(restored.config(), whole.config());
        assert_eq!((restored.step_count(), restored.epoch()), (100, whole.epoch()));
        // Whatever the optimizer: what there is not does not move.
        let biases = |idx: usize| &whole.network().layers()[idx].bias;
        assert!(biases(0).iter().all(|&b| b == 0.0) && biases(1).iter().all(|&b| b != 0.0));
    }
}

#[test]
fn the_order_of_a_later_epoch_goes_on_too() {
    let config =
        RunConfig { batch_size: BatchSize::examples(25_000).unwrap(), ..RunConfig::default() };
    let mut whole = Trainer::new(config).unwrap();
    steps(&mut whole, 4);
    assert_eq!(whole.position(), (1, 25_000));
    let restored = Trainer::restore(&whole.checkpoint()).unwrap();
    assert_eq!(restored.next_batch(), whole.next_batch());
}

#[test]
fn a_step_half_done_is_done_again() {
    let config =
        RunConfig { batch_size: BatchSize::examples(1000).unwrap(), ..RunConfig::default() };
    let mut whole = Trainer::new(config).unwrap();
    whole.advance(mnist());
    let mut restored = Trainer::restore(&whole.checkpoint()).unwrap();
    steps(&mut whole, 1);
    steps(&mut restored, 1);
    assert_eq!(bits(restored.network()), bits(whole.network()));
}

/// The checkpoint of a small run.
fn saved() -> Vec<u8> {
    let config = run(network(&[2], "tanh", "softmax", "cross_entropy"), "momentum", 0.1);
    let mut trainer = Trainer::new(config).unwrap();
    steps(&mut trainer, 2);
    trainer.checkpoint()
}

#[test]
fn cut_altered_and_foreign_bytes_are_refused() {
    let bytes = saved();
    assert!(Trainer::restore(&bytes).is_ok());
    for len in (0..bytes.len()).step_by(7).chain([bytes.len() - 1]) {
        assert!(Trainer::restore(&bytes[..len]).is_err(), "cut to {len} bytes");
    }
    for at in (0..bytes.len()).step_by(13).chain(0..300) {
        let mut altered = bytes.clone();
        altered[at] ^= 0x10;
        assert!(Trainer::restore(&altered).is_err(), "byte {at} altered");
    }
    let longer = [bytes.as_slice(), &[0; 4]].concat();
    assert!(matches!(Trainer::restore(&longer), Err(CheckpointError::Damaged { .. })));
    for foreign in [&b""[..], b"DESCENT", b"PK\x03\x04 something else", &[0xff; 4096]] {
        assert_eq!(Trainer::restore(foreign).unwrap_err(), CheckpointError::Foreign);
    }
}

#[test]
fn another_version_is_named() {
    let mut bytes = saved();
    bytes[8] = 9;
    let error = Trainer::restore(&bytes).unwrap_err();
    assert_eq!(error, CheckpointError::Version { found: 9 });
    assert!(error.to_string().contains("format 9"), "{error}");
}

/// Bytes with a right checksum can still lie about what follows.
#[test]
fn sizes_are_checked_before_anything_is_allocated() {
    let bytes = saved();
    let body = &bytes[..bytes.len() - 4];
    let sealed = |body: &[u8]| {
        let checksum = crc32fast::hash(body).to_le_bytes();
        Trainer::restore(&[body, &checksum].concat())
    };
    assert!(sealed(body).is_ok());

    let mut long_header = body.to_vec();
    long_header[12..16].copy_from_slice(&u32::MAX.to_le_bytes());
    let missing_numbers = &body[..body.len() - 4];
    let odd_number = &body[..body.len() - 1];
    let more_numbers = [body, &[0; 4]].concat();
    for lie in [&long_header, missing_numbers, odd_number, &more_numbers] {
        assert!(matches!(sealed(lie), Err(CheckpointError::Damaged { .. })));
    }
    // Whatever stands in the header: an error, or a run that holds together.
    for at in 16..300.min(body.len()) {
        for bit in 0..8 {
            let mut altered = body.to_vec();
            altered[at] ^= 1 << bit;
            if let Ok(trainer) = sealed(&altered) {
                trainer.config().check().unwrap();
            }
        }
    }
}
