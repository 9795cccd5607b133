//! Networks as .safetensors files: whole and exact, or refused with a reason.

use descent::nn::weights_file::{self, MAX_BYTES, WeightsError, from_bytes, to_bytes};
use descent::nn::{DenseLayer, LayerSpec, Network, NetworkSpec};
use descent::registry::Choice;
use descent::training::{RunConfig, SavedWeightsError, Seed, weights};
use proptest::prelude::*;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

#[path = "support/mod.rs"]
mod support;

fn network() -> Network {
    let layer = |width, key| LayerSpec::new(width, Choice::by_key(key).unwrap());
    let layers = vec![layer(3, "relu"), layer(2, "softmax")];
    let spec = NetworkSpec::new(4, layers, Choice::by_key("cross_entropy").unwrap()).unwrap();
    Network::initialized(spec, &descent::nn::init::HE, 7)
}

#[test]
fn a_network_comes_back_as_it_was() {
    let bytes = to_bytes(&network());
    assert_eq!(from_bytes(&bytes).unwrap(), network());
    assert_eq!(to_bytes(&network()), bytes, "the same network gives the same file");
}

#[test]
fn names_and_shapes_are_those_of_pytorch() {
    let bytes = to_bytes(&network());
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let mut names = file.names();
    names.sort_unstable();
    assert_eq!(names, ["layers.0.bias", "layers.0.weight", "layers.1.bias", "layers.1.weight"]);
    let weight = file.tensor("layers.0.weight").unwrap();
    assert_eq!((weight.dtype(), weight.shape()), (Dtype::F32, &[3, 4][..]));
    let first_row: Vec<f32> =
        weight.data()[..16].chunks(4).map(|b| f32::from_le_bytes(b.try_into().unwrap())).collect();
    assert_eq!(first_row, network().layers()[0].weights.row(0).to_vec());

    // A layer without a bias has none there, either.
    let mut layers = network().spec().layers().to_vec();
    layers[0] = layers[0].without_bias();
    let spec = NetworkSpec::new(4, layers, network().spec().loss()).unwrap();
    let without = Network::initialized(spec.clone(), &descent::nn::init::HE, 7);
    let file = to_bytes(&without);
    let mut names: Vec<String> =
        SafeTensors::deserialize(&file).unwrap().names().into_iter().map(str::to_owned).collect();
    names.sort_unstable();
    assert_eq!(names, ["layers.0.weight", "layers.1.bias", "layers.1.weight"]);
    assert_eq!(from_bytes(&file).unwrap(), without);
    let error = weights_file::read_into(&spec, &bytes).unwrap_err().to_string();
    assert_eq!(error, "the network 4-3-2 has no place for: layers.0.bias");
}

/// A file with these tensors and this description.
fn file(tensors: &[(&str, Dtype, Vec<usize>, Vec<u8>)], description: Option<&str>) -> Vec<u8> {
    let views = tensors.iter().map(|(name, dtype, shape, bytes)| {
        (*name, TensorView::new(*dtype, shape.clone(), bytes).unwrap())
    });
    let metadata = description.map(|text| [("network".to_owned(), text.to_owned())].into());
    safetensors::serialize(
        views,
        metadata.map(|m: std::collections::BTreeMap<_, _>| m.into_iter().collect()),
    )
    .unwrap()
}

fn floats(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

const ONE_TO_TWO: &str =
    r#"{"n_inputs":1,"layers":[{"width":2,"activation":"softmax"}],"loss":"cross_entropy"}"#;

#[test]
fn parameters_of_another_program_need_no_description() {
    let spec: NetworkSpec = serde_json::from_str(ONE_TO_TWO).unwrap();
    let weight = ("layers.0.weight", Dtype::F32, vec![2, 1], floats(&[1.0, 2.0]));
    let bias = ("layers.0.bias", Dtype::F32, vec![2], floats(&[0.0, 0.5]));
    let good = vec![weight.clone(), bias.clone()];
    let (network, described) = weights_file::read_into(&spec, &file(&good, None)).unwrap();
    assert_eq!((network.spec(), described), (&spec, None));
    assert_eq!(network.layers()[0].weights[[1, 0]], 2.0);

    // Another activation fits all the same, but is told.
    let other = ONE_TO_TWO.replace("softmax", "sigmoid").replace("cross", "binary_cross");
    let (network, described) = weights_file::read_into(&spec, &file(&good, Some(&other))).unwrap();
    assert_eq!(network.spec(), &spec);
    assert_eq!(described, Some(serde_json::from_str(&other).unwrap()));

    let error = |tensors: &[_], description| {
        weights_file::read_into(&spec, &file(tensors, description)).unwrap_err()
    };
    let wider = ONE_TO_TWO.replace(":2,", ":3,");
    let message = error(&good, Some(&wider)).to_string();
    assert!(message.contains("a network 1-3; the one that is wanted is 1-2"), "{message}");
    let more = [good, vec![("layers.2.bias", Dtype::F32, vec![1], floats(&[0.0]))]].concat();
    let message = error(&more, None).to_string();
    assert_eq!(message, "the network 1-2 has no place for: layers.2.bias");
    assert!(matches!(error(&[weight], None), WeightsError::Missing { .. }));
    let narrow = ("layers.0.weight", Dtype::F32, vec![1, 1], floats(&[1.0]));
    assert!(matches!(error(&[narrow, bias], None), WeightsError::Mismatch { .. }));
}

#[test]
fn what_does_not_fit_is_named() {
    let weight = |shape: [usize; 2], numbers: &[f32]| {
        ("layers.0.weight", Dtype::F32, shape.to_vec(), floats(numbers))
    };
    let bias = || ("layers.0.bias", Dtype::F32, vec![2], floats(&[0.0, 0.5]));
    let good = [weight([2, 1], &[1.0, 2.0]), bias()];
    let error = |tensors: &[_], description| from_bytes(&file(tensors, description)).unwrap_err();

    let network = from_bytes(&file(&good, Some(ONE_TO_TWO))).unwrap();
    assert_eq!(network.layers()[0].weights[[1, 0]], 2.0);

    assert!(matches!(error(&good, None), WeightsError::NoDescription));
    let unknown = ONE_TO_TWO.replace("softmax", "swoosh");
    let message = error(&good, Some(&unknown)).to_string();
    assert!(message.contains("unknown activation \"swoosh\"; known are sigmoid"), "{message}");
    let too_wide = ONE_TO_TWO.replace(":2,", ":999999999999,");
    assert!(matches!(error(&good, Some(&too_wide)), WeightsError::Description(_)));

    let message = error(&good[..1], Some(ONE_TO_TWO)).to_string();
    assert!(message.contains("no tensor \"layers.0.bias\""), "{message}");
    let message = error(&[weight([1, 2], &[1.0, 2.0]), bias()], Some(ONE_TO_TWO)).to_string();
    assert!(message.contains("\"layers.0.weight\" is F32 [1, 2]"), "{message}");
    let half = ("layers.0.weight", Dtype::F16, vec![2, 1], vec![0; 4]);
    assert!(matches!(error(&[half, bias()], Some(ONE_TO_TWO)), WeightsError::Mismatch { .. }));
    for bad in [f32::NAN, f32::INFINITY] {
        let tensors = [weight([2, 1], &[1.0, bad]), bias()];
        assert!(matches!(error(&tensors, Some(ONE_TO_TWO)), WeightsError::NotFinite { .. }));
    }
}

#[test]
fn cut_and_foreign_files_are_refused() {
    let bytes = to_bytes(&network());
    for len in 0..bytes.len() {
        let error = from_bytes(&bytes[..len]).unwrap_err();
        assert!(matches!(error, WeightsError::NotSafetensors(_)), "cut to {len}: {error}");
        assert!(!error.to_string().contains("header"), "cut to {len}: {error}");
    }
    for foreign in [&b"not a network"[..], b"PK\x03\x04", &[0xff; 64]] {
        assert!(matches!(from_bytes(foreign).unwrap_err(), WeightsError::NotSafetensors(_)));
    }
}

#[test]
fn files_that_are_too_large_are_refused_at_once() {
    let bytes = vec![0; MAX_BYTES + 1];
    assert!(matches!(from_bytes(&bytes), Err(WeightsError::TooLarge { .. })));
    // A header that would be larger than the file, and one that is absurd.
    let mut bytes = to_bytes(&network());
    bytes[..8].copy_from_slice(&(1_u64 << 26).to_le_bytes());
    let error = from_bytes(&bytes).unwrap_err().to_string();
    assert!(error.contains("it does not begin as one does"), "{error}");
}

/// The largest network fits.
#[test]
fn the_largest_network_can_be_saved() {
    let layer = |width| LayerSpec::new(width, Choice::by_key("identity").unwrap());
    let loss = Choice::by_key("squared_error").unwrap();
    let spec = NetworkSpec::new(1951, vec![layer(2047), layer(1)], loss).unwrap();
    assert!(spec.n_parameters() > NetworkSpec::MAX_PARAMETERS - 3000);
    let network = Network::initialized(spec, &descent::nn::init::ZEROS, 1);
    let bytes = weights::to_bytes(&network, &config_of(&network)).unwrap();
    assert_eq!(weights::from_bytes(&bytes).unwrap().0, network);
}

fn config_of(network: &Network) -> RunConfig {
    RunConfig { network: network.spec().clone(), seed: Seed(77), ..RunConfig::default() }
}

#[test]
fn weights_say_which_run_they_are_from() {
    let (network, config) = (network(), config_of(&network()));
    let bytes = weights::to_bytes(&network, &config).unwrap();
    for _ in 0..20 {
        assert!(weights::to_bytes(&network, &config).unwrap() == bytes, "no order of chance");
    }
    assert_eq!(weights::from_bytes(&bytes).unwrap(), (network.clone(), Some(config)));
    assert_eq!(from_bytes(&bytes).unwrap(), network, "the network alone can be read, too");
    let plain = weights::from_bytes(&to_bytes(&network)).unwrap();
    assert_eq!(plain, (network.clone(), None));

    let other = weights::to_bytes(&network, &RunConfig::default());
    assert!(matches!(other, Err(SavedWeightsError::OtherNetwork)));
    let json = RunConfig::default().to_json();
    let other = weights_file::to_bytes_with(&network, &[("config", &json)]);
    assert!(matches!(weights::from_bytes(&other), Err(SavedWeightsError::OtherNetwork)));
    let broken = weights_file::to_bytes_with(&network, &[("config", "{\"seed\":-1}")]);
    let error = weights::from_bytes(&broken).unwrap_err().to_string();
    assert!(error.contains("can't be read: seed: invalid value"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_run_comes_back_bit_for_bit(config in support::configs::config(), seed: u64) {
        let network = Network::initialized(config.network.clone(), &config.initializer, seed);
        let bytes = weights::to_bytes(&network, &config).unwrap();
        let (read, read_config) = weights::from_bytes(&bytes).unwrap();
        prop_assert_eq!(read_config, Some(config));
        for (read, written) in read.layers().iter().zip(network.layers()) {
            let bits = |layer: &DenseLayer| -> Vec<u32> {
                layer.weights.iter().chain(&layer.bias).map(|number| number.to_bits()).collect()
            };
            prop_assert_eq!(bits(read), bits(written));
        }
    }

    #[test]
    fn no_damage_makes_it_panic(at: prop::sample::Index, byte: u8) {
        let mut bytes = weights::to_bytes(&network(), &config_of(&network())).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok((network, _)) = weights::from_bytes(&bytes) {
            let numbers = network.layers().iter().flat_map(|layer| layer.weights.iter());
            prop_assert!(numbers.copied().all(f32::is_finite));
        }
    }
}
