//! What a network is: its layers and its loss. Checked once, here; the engine
//! then takes it as valid.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use super::activation::Place;
use super::loss::{On, Reduction};
use super::{Activation, Loss};
use crate::count::grouped;
use crate::registry::Choice;

/// One dense layer.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerSpec {
    /// Number of units.
    pub width: usize,
    /// Activation of all its units.
    pub activation: Choice<Activation>,
    /// Share of its activations that are set to 0 at random in each training pass, while
    /// the others grow by 1/(1 − this) to make up for it (Srivastava et al., 2014);
    /// 0 outside of training. Hidden layers only.
    #[serde(default)]
    pub dropout: f32,
    /// Whether its units add a bias. One that they don't add is 0, has a gradient of 0, is
    /// never updated, and doesn't count as a parameter.
    #[serde(default = "usually")]
    pub bias: bool,
}

fn usually() -> bool {
    true
}

impl Serialize for LayerSpec {
    /// As derived, but that texts (files, links, the metadata of weights) leave the usual
    /// bias out: those of usual networks are what they were before layers without a bias.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { width, activation, dropout, bias } = self;
        let is_left_out = *bias && serializer.is_human_readable();
        let mut layer =
            serializer.serialize_struct("LayerSpec", if is_left_out { 3 } else { 4 })?;
        layer.serialize_field("width", width)?;
        layer.serialize_field("activation", activation)?;
        layer.serialize_field("dropout", dropout)?;
        if is_left_out {
            layer.skip_field("bias")?;
        } else {
            layer.serialize_field("bias", bias)?;
        }
        layer.end()
    }
}

impl LayerSpec {
    /// Largest dropout.
    pub const MAX_DROPOUT: f32 = 0.95;

    /// A layer without dropout.
    pub const fn new(width: usize, activation: Choice<Activation>) -> Self {
        Self { width, activation, dropout: 0.0, bias: true }
    }

    /// The same layer, whose units add no bias.
    pub const fn without_bias(self) -> Self {
        Self { bias: false, ..self }
    }

    /// Its biases, of which there may be none.
    pub fn n_biases(&self) -> usize {
        if self.bias { self.width } else { 0 }
    }
}

/// A multilayer perceptron: inputs, dense layers (the last is the output), loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct NetworkSpec {
    n_inputs: usize,
    layers: Vec<LayerSpec>,
    loss: Choice<Loss>,
    reduction: Reduction,
}

/// The same fields before [`NetworkSpec::new`] has looked at them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unchecked {
    n_inputs: usize,
    layers: Vec<LayerSpec>,
    loss: Choice<Loss>,
    #[serde(default)]
    reduction: Reduction,
}

/// Why a network can't be built; each text says what would be allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SpecError {
    /// No layer at all, or too many.
    #[error("a network has 1 to {max} layers; this one has {n}", max = NetworkSpec::MAX_LAYERS)]
    LayerCount {
        /// The number asked for.
        n: usize,
    },
    /// A width of zero or an absurd one.
    #[error("layer {layer} has {width} units; allowed are 1 to {max}", max = NetworkSpec::MAX_WIDTH)]
    Width {
        /// Counted from 1.
        layer: usize,
        /// The width asked for.
        width: usize,
    },
    /// The input's width is zero or absurd.
    #[error("{n} inputs; allowed are 1 to {max}", max = NetworkSpec::MAX_INPUTS)]
    Inputs {
        /// The number asked for.
        n: usize,
    },
    /// More parameters than the page can hold and train.
    #[error("{n} parameters; allowed are at most {max}: make layers narrower", n = grouped(*n as u64), max = grouped(NetworkSpec::MAX_PARAMETERS as u64))]
    Parameters {
        /// The number asked for.
        n: usize,
    },
    /// Softmax or step in a hidden layer.
    #[error("layer {layer} uses {activation}, which is for the output layer only")]
    OutputOnly {
        /// Counted from 1.
        layer: usize,
        /// Name of the activation.
        activation: &'static str,
    },
    /// An output without a slope, and a loss that needs one.
    #[error("{activation} has no gradient to follow: it needs the {needs} loss, not {loss}")]
    NoSlope {
        /// Name of the activation.
        activation: &'static str,
        /// Name of the loss.
        loss: &'static str,
        /// Name of a loss that does without.
        needs: &'static str,
    },
    /// Dropout out of range, or in the output layer.
    #[error("layer {layer}: dropout is a number from 0 to {max}, and 0 in the output layer; {given} is not", max = LayerSpec::MAX_DROPOUT)]
    Dropout {
        /// Counted from 1.
        layer: usize,
        /// What was given.
        given: f32,
    },
    /// A loss that needs another output activation.
    #[error("{loss} needs a {needs} output layer")]
    LossNeeds {
        /// Name of the loss.
        loss: &'static str,
        /// Name of the activation it needs.
        needs: &'static str,
    },
}

impl SpecError {
    /// The field of the network's description that it is about, e.g. `layers[1].width`.
    pub fn field(&self) -> String {
        match self {
            Self::LayerCount { .. } | Self::Parameters { .. } => "layers".to_owned(),
            Self::Inputs { .. } => "n_inputs".to_owned(),
            Self::Width { layer, .. } => format!("layers[{}].width", layer - 1),
            Self::OutputOnly { layer, .. } => format!("layers[{}].activation", layer - 1),
            Self::Dropout { layer, .. } => format!("layers[{}].dropout", layer - 1),
            Self::NoSlope { .. } | Self::LossNeeds { .. } => "loss".to_owned(),
        }
    }
}

impl NetworkSpec {
    /// Most layers, the output included.
    pub const MAX_LAYERS: usize = 10;
    /// Widest layer.
    pub const MAX_WIDTH: usize = 2048;
    /// Most inputs.
    pub const MAX_INPUTS: usize = 4096;
    /// Most parameters: 16 MB of weights.
    pub const MAX_PARAMETERS: usize = 4_000_000;

    /// Checks and builds a network's description.
    pub fn new(
        n_inputs: usize,
        layers: Vec<LayerSpec>,
        loss: Choice<Loss>,
    ) -> Result<Self, SpecError> {
        if n_inputs == 0 || n_inputs > Self::MAX_INPUTS {
            return Err(SpecError::Inputs { n: n_inputs });
        }
        if layers.is_empty() || layers.len() > Self::MAX_LAYERS {
            return Err(SpecError::LayerCount { n: layers.len() });
        }
        for (layer_idx, layer) in layers.iter().enumerate() {
            if layer.width == 0 || layer.width > Self::MAX_WIDTH {
                return Err(SpecError::Width { layer: layer_idx + 1, width: layer.width });
            }
            let is_output = layer_idx + 1 == layers.len();
            if !is_output && layer.activation.place != Place::Any {
                let activation = layer.activation.name;
                return Err(SpecError::OutputOnly { layer: layer_idx + 1, activation });
            }
            // NaN is in no range.
            let most = if is_output { 0.0 } else { LayerSpec::MAX_DROPOUT };
            if !(0.0..=most).contains(&layer.dropout) {
                let given = layer.dropout;
                return Err(SpecError::Dropout { layer: layer_idx + 1, given });
            }
        }
        let output = layers[layers.len() - 1].activation;
        if output.place == Place::OutputWithoutSlope && loss.on == On::Activations {
            return Err(SpecError::NoSlope {
                activation: output.name,
                loss: loss.name,
                needs: super::loss::PERCEPTRON.name,
            });
        }
        if let Some(needs) = loss.needs_output
            && output != Choice::of(needs)
        {
            return Err(SpecError::LossNeeds { loss: loss.name, needs: needs.name });
        }
        let spec = Self { n_inputs, layers, loss, reduction: Reduction::default() };
        let n = spec.n_parameters();
        if n > Self::MAX_PARAMETERS {
            return Err(SpecError::Parameters { n });
        }
        Ok(spec)
    }

    /// Number of inputs.
    pub fn n_inputs(&self) -> usize {
        self.n_inputs
    }

    /// Number of outputs.
    pub fn n_outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].width
    }

    /// The dense layers, output last.
    pub fn layers(&self) -> &[LayerSpec] {
        &self.layers
    }

    /// The loss.
    pub fn loss(&self) -> Choice<Loss> {
        self.loss
    }

    /// How a batch's losses are added up.
    pub fn reduction(&self) -> Reduction {
        self.reduction
    }

    /// The same network with its losses added up in another way.
    pub fn with_reduction(self, reduction: Reduction) -> Self {
        Self { reduction, ..self }
    }

    /// (fan_in, fan_out) of each layer, in order.
    pub fn shapes(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let fans_in =
            std::iter::once(self.n_inputs).chain(self.layers.iter().map(|layer| layer.width));
        fans_in.zip(self.layers.iter().map(|layer| layer.width))
    }

    /// Its widths from inputs to outputs, as they are written: 784-16-10.
    pub fn widths(&self) -> String {
        let layers = self.layers.iter().map(|layer| layer.width);
        let widths: Vec<String> =
            std::iter::once(self.n_inputs).chain(layers).map(|width| width.to_string()).collect();
        widths.join("-")
    }

    /// The same network, of which nothing is dropped while training.
    pub fn without_dropout(&self) -> Self {
        let mut network = self.clone();
        network.layers.iter_mut().for_each(|layer| layer.dropout = 0.0);
        network
    }

    /// Number of weights and biases: 784-16-16-10 has 13,002 (CURRICULUM F1).
    pub fn n_parameters(&self) -> usize {
        let weights = self.shapes().map(|(fan_in, fan_out)| fan_in * fan_out);
        weights.sum::<usize>() + self.layers.iter().map(LayerSpec::n_biases).sum::<usize>()
    }
}

impl TryFrom<Unchecked> for NetworkSpec {
    type Error = SpecError;
    fn try_from(raw: Unchecked) -> Result<Self, SpecError> {
        Ok(Self::new(raw.n_inputs, raw.layers, raw.loss)?.with_reduction(raw.reduction))
    }
}

impl From<NetworkSpec> for Unchecked {
    fn from(spec: NetworkSpec) -> Self {
        let NetworkSpec { n_inputs, layers, loss, reduction } = spec;
        Self { n_inputs, layers, loss, reduction }
    }
}
