//! Weights that other programs have saved: layers by any names, in any precision, or
//! refused with what is needed. `tests/torch.rs` is for those of real PyTorch.

use descent::nn::weights_file::{WeightsError, read_foreign, spec_of_foreign, to_bytes};
use descent::nn::{LayerSpec, Network, NetworkSpec, activation, init};
use descent::registry::Choice;
use safetensors::tensor::{Dtype, TensorView};

fn spec(widths: &[usize]) -> NetworkSpec {
    let layer = |&width| LayerSpec::new(width, Choice::of(&activation::RELU));
    let mut layers: Vec<LayerSpec> = widths[1..].iter().map(layer).collect();
    layers.last_mut().unwrap().activation = Choice::of(&activation::SOFTMAX);
    NetworkSpec::new(widths[0], layers, Choice::by_key("cross_entropy").unwrap()).unwrap()
}

/// A tensor to be saved.
struct Saved {
    name: String,
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Saved {
    fn single(name: &str, shape: &[usize], numbers: &[f32]) -> Self {
        let bytes = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        Self { name: name.to_owned(), dtype: Dtype::F32, shape: shape.to_vec(), bytes }
    }

    fn zeros(name: &str, shape: &[usize]) -> Self {
        Self::single(name, shape, &vec![0.0; shape.iter().product()])
    }
}

fn file(tensors: &[Saved]) -> Vec<u8> {
    let view = |saved| {
        let Saved { name, dtype, shape, bytes }: &Saved = saved;
        (name, TensorView::new(*dtype, shape.clone(), bytes).unwrap())
    };
    safetensors::serialize(tensors.iter().map(view), None).unwrap()
}

/// The network's parameters under other names, one a layer.
fn renamed(network: &Network, names: &[&str]) -> Vec<Saved> {
    let layers = network.layers().iter().zip(names);
    layers
        .flat_map(|(layer, name)| {
            let weights: Vec<f32> = layer.weights.iter().copied().collect();
            let (n_out, n_in) = layer.weights.dim();
            [
                Saved::single(&format!("{name}weight"), &[n_out, n_in], &weights),
                Saved::single(&format!("{name}bias"), &[n_out], &layer.bias.to_vec()),
            ]
        })
        .collect()
}

#[test]
fn layers_may_have_any_names_that_keep_their_order() {
    // All hidden layers are of one shape: only the names tell which is which.
    let spec = spec(&[4, 4, 4, 4, 3]);
    let network = Network::initialized(spec.clone(), &init::HE, 7);
    for names in [
        ["layers.0.", "layers.1.", "layers.2.", "layers.3."],
        ["0.", "2.", "4.", "10."],
        ["fc2.", "fc9.", "fc10.", "fc11."],
        ["module.net.8.linear.", "module.net.9.linear.", "module.net.10.linear.", "module.out."],
    ] {
        let bytes = file(&renamed(&network, &names));
        assert_eq!(read_foreign(&bytes, &spec).unwrap(), network, "{names:?}");
        let found = spec_of_foreign(&bytes, Choice::of(&activation::RELU), &spec).unwrap();
        assert_eq!(found, spec);
    }
    assert_eq!(read_foreign(&to_bytes(&network), &spec).unwrap(), network, "Descent's own, too");
}

#[test]
fn names_out_of_order_are_put_right_where_shapes_allow_one_order_only() {
    let spec = spec(&[6, 5, 4, 3]);
    let network = Network::initialized(spec.clone(), &init::HE, 7);
    let bytes = file(&renamed(&network, &["input.", "hidden.", "answer."]));
    assert_eq!(read_foreign(&bytes, &spec).unwrap(), network);
    let one = Network::initialized(self::spec(&[3, 2]), &init::HE, 7);
    assert_eq!(read_foreign(&file(&renamed(&one, &[""])), one.spec()).unwrap(), one);
}

#[test]
fn all_precisions_are_read() {
    let spec = spec(&[1, 2]);
    let numbers = [1.0, -0.333_251_95];
    let read = |dtype, bytes: Vec<u8>| {
        let weight = Saved { name: "fc.weight".to_owned(), dtype, shape: vec![2, 1], bytes };
        read_foreign(&file(&[weight, Saved::zeros("fc.bias", &[2])]), &spec)
    };
    let halves = [0x3c00_u16, 0xb555].iter().flat_map(|bits| bits.to_le_bytes()).collect();
    let brains = [0x3f80_u16, 0xbeaa].iter().flat_map(|bits| bits.to_le_bytes()).collect();
    let doubles = [1.0_f64, -1.0 / 3.0].iter().flat_map(|number| number.to_le_bytes()).collect();
    for (dtype, bytes, second) in [
        (Dtype::F16, halves, numbers[1]),
        (Dtype::BF16, brains, -0.332_031_25),
        (Dtype::F64, doubles, -1.0 / 3.0),
    ] {
        let network = read(dtype, bytes).unwrap();
        assert_eq!(network.layers()[0].weights.as_slice_memory_order().unwrap(), [1.0, second]);
    }
    let text = |dtype, bytes| read(dtype, bytes).unwrap_err().to_string();
    let whole = text(Dtype::I32, vec![0; 8]);
    assert_eq!(whole, "fc.weight holds numbers of type I32; F64, F32, F16 and BF16 are read");
    let infinite = [0x7c00_u16, 0].iter().flat_map(|bits| bits.to_le_bytes()).collect();
    assert!(text(Dtype::F16, infinite).contains("not a finite number"));
    let huge = [1e300_f64, 0.0].iter().flat_map(|number| number.to_le_bytes()).collect();
    assert!(text(Dtype::F64, huge).contains("\"fc.weight\" holds a value that is not a finite"));
}

#[test]
fn what_does_not_fit_is_named_with_what_is_needed() {
    let needs = spec(&[784, 16, 10]);
    let says = |tensors: &[Saved]| read_foreign(&file(tensors), &needs).unwrap_err().to_string();
    let first = || [Saved::zeros("fc1.weight", &[16, 784]), Saved::zeros("fc1.bias", &[16])];
    let with = |more: Vec<Saved>| says(&first().into_iter().chain(more).collect::<Vec<_>>());

    let wide = with(vec![Saved::zeros("fc2.weight", &[10, 128]), Saved::zeros("fc2.bias", &[10])]);
    assert_eq!(wide, "fc2.weight is 10×128; this network's layer 2 needs 10×16");
    let short = with(vec![Saved::zeros("fc2.weight", &[10, 16]), Saved::zeros("fc2.bias", &[9])]);
    assert_eq!(short, "fc2.bias is 9; this network's layer 2 needs 10");
    let without = with(vec![Saved::zeros("fc2.weight", &[10, 16])]);
    assert!(without.contains("there is no fc2.bias; this network's layer 2 needs one of 10"));
    let fewer = with(vec![]);
    assert_eq!(fewer, "the file's layers are fc1.weight 16×784; this network, 784-16-10, has 2");
    let image = with(vec![Saved::zeros("conv.weight", &[8, 1, 3, 3])]);
    assert!(image.starts_with("conv.weight (8×1×3×3) belongs to no layer as they are here"));
    let norm = with(vec![Saved::zeros("norm.weight", &[16])]);
    assert!(norm.starts_with("norm.weight (16) belongs to no layer"), "{norm}");
    let lone = with(vec![Saved::zeros("other.bias", &[16])]);
    assert!(lone.starts_with("other.bias (16) belongs to no layer"), "{lone}");
    let count = with(vec![Saved::zeros("norm.num_batches_tracked", &[])]);
    assert!(count.starts_with("norm.num_batches_tracked (a single number) belongs to"), "{count}");
    assert!(says(&[]).contains("the file has no layers"));

    let mut layers = needs.layers().to_vec();
    layers[0] = layers[0].without_bias();
    let bare = NetworkSpec::new(784, layers, needs.loss()).unwrap();
    let second = || [Saved::zeros("fc2.weight", &[10, 16]), Saved::zeros("fc2.bias", &[10])];
    let all = || first().into_iter().chain(second());
    assert!(read_foreign(&file(&all().collect::<Vec<_>>()), &bare).is_ok(), "zeros are no bias");
    let mut tensors: Vec<Saved> = all().collect();
    tensors[1] = Saved::single("fc1.bias", &[16], &[0.5; 16]);
    let text = read_foreign(&file(&tensors), &bare).unwrap_err().to_string();
    assert!(text.contains("layer 1 has no bias, and fc1.bias is not all 0"), "{text}");
}

#[test]
fn a_network_can_be_made_for_the_file() {
    let like = spec(&[784, 16, 10]);
    let tanh = Choice::of(&activation::TANH);
    let of = |tensors: &[Saved]| spec_of_foreign(&file(tensors), tanh, &like);
    let mut tensors = vec![
        Saved::zeros("a.weight", &[7, 20]),
        Saved::zeros("b.weight", &[3, 7]),
        Saved::zeros("b.bias", &[3]),
    ];
    let made = of(&tensors).unwrap();
    assert_eq!((made.widths().as_str(), made.loss()), ("20-7-3", like.loss()));
    assert_eq!(made.layers()[0], LayerSpec::new(7, tanh).without_bias());
    assert_eq!(made.layers()[1], LayerSpec::new(3, Choice::of(&activation::SOFTMAX)));
    assert!(read_foreign(&file(&tensors), &made).is_ok());

    tensors[1] = Saved::zeros("b.weight", &[3, 8]);
    let text = of(&tensors).unwrap_err().to_string();
    assert_eq!(text, "b.weight takes 8 inputs, and a.weight before it gives 7");
    let wide = [Saved::zeros("w.weight", &[2, 5000])];
    let text = of(&wide).unwrap_err().to_string();
    assert!(text.contains("a network of the file's layers can't be: "), "{text}");
    assert!(matches!(of(&[Saved::zeros("w.weight", &[0, 5])]), Err(WeightsError::NoLayer { .. })));
}
