//! Writing `.safetensors` files, in which the same content is the same bytes.
//!
//! ```text
//! length    u64, of the header
//! header    JSON: {"__metadata__": {key: text}, name: {dtype, shape, data_offsets}},
//!           filled up with spaces to a multiple of 8 bytes
//! data      all tensors, little-endian, in the header's order
//! ```
//!
//! The crate that reads these files writes them, too, but the metadata in an order of
//! chance; here both are sorted by name. With at most one entry the bytes are the same.
//!
//! Format: <https://github.com/huggingface/safetensors>.

use std::collections::BTreeMap;

use ndarray::{Array, Dimension};
use serde::Serialize;
use serde_json::Value;

/// Tensors and texts, by their names.
#[derive(Clone, Debug, Default)]
pub struct TensorFile {
    metadata: BTreeMap<String, String>,
    tensors: BTreeMap<String, Tensor>,
}

#[derive(Clone, Debug)]
struct Tensor {
    dtype: &'static str,
    shape: Vec<usize>,
    data: Vec<u8>,
}

/// What the header says of a tensor.
#[derive(Serialize)]
struct Entry<'a> {
    dtype: &'static str,
    shape: &'a [usize],
    data_offsets: (usize, usize),
}

impl TensorFile {
    /// Adds a text to the metadata, or replaces it.
    pub fn note(&mut self, key: &str, text: impl Into<String>) {
        self.metadata.insert(key.to_owned(), text.into());
    }

    /// Adds a tensor of numbers, F32, or replaces it.
    pub fn push<D: Dimension>(&mut self, name: impl Into<String>, array: &Array<f32, D>) {
        let data = array.iter().flat_map(|number| number.to_le_bytes()).collect();
        let shape = array.shape().to_vec();
        self.tensors.insert(name.into(), Tensor { dtype: "F32", shape, data });
    }

    /// Adds a list of whole numbers, I64, or replaces it.
    pub fn push_indices(&mut self, name: impl Into<String>, indices: &[u32]) {
        let data = indices.iter().flat_map(|&idx| i64::from(idx).to_le_bytes()).collect();
        let shape = vec![indices.len()];
        self.tensors.insert(name.into(), Tensor { dtype: "I64", shape, data });
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        // By hand, for the order; each part is JSON of serde's.
        let json = |value: &Value| value.to_string();
        let mut parts = Vec::with_capacity(self.tensors.len() + 1);
        if !self.metadata.is_empty() {
            let texts = self.metadata.iter();
            let texts: Vec<String> = texts
                .map(|(key, text)| {
                    format!("{}:{}", json(&key.as_str().into()), json(&text.as_str().into()))
                })
                .collect();
            parts.push(format!("\"__metadata__\":{{{}}}", texts.join(",")));
        }
        // The widest numbers first keeps all of them aligned.
        let mut tensors: Vec<_> = self.tensors.iter().collect();
        tensors.sort_by_key(|(_, tensor)| tensor.dtype != "I64");
        let mut offset = 0;
        for (name, Tensor { dtype, shape, data }) in &tensors {
            let data_offsets = (offset, offset + data.len());
            offset = data_offsets.1;
            let entry = serde_json::to_string(&Entry { dtype, shape, data_offsets });
            let entry = entry.expect("plain data always has a JSON form");
            parts.push(format!("{}:{entry}", json(&name.as_str().into())));
        }
        let mut header = format!("{{{}}}", parts.join(",")).into_bytes();
        header.resize(header.len().next_multiple_of(8), b' ');

        let mut bytes = Vec::with_capacity(8 + header.len() + offset);
        bytes.extend_from_slice(&(header.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&header);
        for (_, tensor) in tensors {
            bytes.extend_from_slice(&tensor.data);
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, Array2};
    use safetensors::tensor::{Dtype, SafeTensors, TensorView};

    use super::*;

    #[test]
    fn the_bytes_are_those_of_the_crate() {
        let numbers: Vec<u8> = (0..6).flat_map(|i| (i as f32).to_le_bytes()).collect();
        let view = |shape: &[usize], n: usize| {
            TensorView::new(Dtype::F32, shape.to_vec(), &numbers[..4 * n]).unwrap()
        };
        let tensors = [("b", view(&[2], 2)), ("a.weight", view(&[2, 3], 6))];
        let note = ("a \"note\"".to_owned(), "line\n\u{e4}\u{1}".to_owned());
        let expected = safetensors::serialize(tensors, Some([note.clone()].into())).unwrap();

        let mut file = TensorFile::default();
        file.note(&note.0, note.1);
        file.push("b", &Array1::from_vec(vec![0.0, 1.0]));
        file.push("a.weight", &Array2::from_shape_fn((2, 3), |(i, j)| (3 * i + j) as f32));
        assert_eq!(file.to_bytes(), expected);
    }

    #[test]
    fn indices_and_nothing_can_be_read() {
        let mut file = TensorFile::default();
        assert!(SafeTensors::deserialize(&file.to_bytes()).unwrap().is_empty());
        file.push_indices("z", &[7, u32::MAX]);
        file.push("a", &Array1::from_vec(vec![1.5]));
        let bytes = file.to_bytes();
        let read = SafeTensors::deserialize(&bytes).unwrap();
        let indices = read.tensor("z").unwrap();
        assert_eq!((indices.dtype(), indices.shape()), (Dtype::I64, &[2][..]));
        assert_eq!(indices.data()[8..], i64::from(u32::MAX).to_le_bytes());
    }
}
