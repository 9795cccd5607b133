//! IDX, the format in which MNIST and its relatives are published.
//!
//! Big-endian: two zero bytes, the type (8 = unsigned byte), the number of dimensions,
//! each dimension as u32, then the data, row-major. Described on MNIST's page by
//! Y. LeCun, C. Cortes and C. Burges. Only unsigned bytes are read, as all those sets
//! consist of them.

/// What an IDX file of unsigned bytes holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idx<'a> {
    /// Size of each dimension; the first counts the examples.
    pub shape: Vec<usize>,
    /// All values, row-major.
    pub values: &'a [u8],
}

/// Bytes that are not an IDX file of unsigned bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdxError {
    /// Too short for its own header.
    #[error("the file ends within its header, after {len} bytes")]
    Header {
        /// Bytes given.
        len: usize,
    },
    /// Doesn't begin like an IDX file.
    #[error("this is not an IDX file: it begins with {first:02x?} instead of two zeros")]
    Magic {
        /// The first two bytes.
        first: [u8; 2],
    },
    /// Gzip, as these files are often handed out.
    #[error("the file is compressed (gzip); unpack it first")]
    Gzip,
    /// Holds something else than unsigned bytes.
    #[error("the file holds values of type 0x{code:02x}; only unsigned bytes (0x08) can be read")]
    Type {
        /// Type code.
        code: u8,
    },
    /// No dimension.
    #[error("the file has no dimensions")]
    NoDimensions,
    /// More or fewer values than the dimensions say.
    #[error("the file announces {shape:?} values, but {len} bytes of them are there")]
    Length {
        /// Announced dimensions.
        shape: Vec<usize>,
        /// Bytes after the header.
        len: usize,
    },
}

impl<'a> Idx<'a> {
    /// Reads a whole file: nothing may be missing, and nothing may follow.
    pub fn parse(file: &'a [u8]) -> Result<Self, IdxError> {
        let short = IdxError::Header { len: file.len() };
        let ([first, second, code, n_dimensions], rest) =
            file.split_first_chunk().ok_or(short.clone())?;
        match [*first, *second] {
            [0, 0] => {}
            [0x1f, 0x8b] => return Err(IdxError::Gzip),
            first => return Err(IdxError::Magic { first }),
        }
        if *code != 8 {
            return Err(IdxError::Type { code: *code });
        }
        if *n_dimensions == 0 {
            return Err(IdxError::NoDimensions);
        }
        let (sizes, values) = rest.split_at_checked(4 * usize::from(*n_dimensions)).ok_or(short)?;
        let (sizes, _) = sizes.as_chunks();
        let shape: Vec<usize> =
            sizes.iter().map(|&size| u32::from_be_bytes(size) as usize).collect();
        let announced = shape.iter().try_fold(1_usize, |n, &size| n.checked_mul(size));
        if announced != Some(values.len()) {
            return Err(IdxError::Length { shape, len: values.len() });
        }
        Ok(Self { shape, values })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(shape: &[u32], values: &[u8]) -> Vec<u8> {
        let mut file = vec![0, 0, 8, shape.len() as u8];
        file.extend(shape.iter().flat_map(|size| size.to_be_bytes()));
        file.extend(values);
        file
    }

    #[test]
    fn reads_images() {
        let file = file(&[2, 1, 3], &[1, 2, 3, 4, 5, 6]);
        let idx = Idx::parse(&file).unwrap();
        assert_eq!(idx.shape, [2, 1, 3]);
        assert_eq!(idx.values, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn says_what_is_wrong() {
        let parse = |file: &[u8]| Idx::parse(file).unwrap_err();
        assert_eq!(parse(&[0, 0, 8]), IdxError::Header { len: 3 });
        assert_eq!(parse(&[0, 0, 8, 2, 0, 0, 0, 1]), IdxError::Header { len: 8 });
        assert_eq!(parse(&[0x1f, 0x8b, 8, 0]), IdxError::Gzip);
        assert_eq!(parse(b"PK\x03\x04"), IdxError::Magic { first: *b"PK" });
        assert_eq!(parse(&[0, 0, 0x0d, 1]), IdxError::Type { code: 0x0d });
        assert_eq!(parse(&[0, 0, 8, 0]), IdxError::NoDimensions);
        let missing = parse(&file(&[2, 2], &[1, 2, 3]));
        assert_eq!(missing, IdxError::Length { shape: vec![2, 2], len: 3 });
        let surplus = parse(&file(&[2], &[1, 2, 3]));
        assert_eq!(surplus, IdxError::Length { shape: vec![2], len: 3 });
        let absurd = parse(&file(&[u32::MAX; 8], &[]));
        assert!(matches!(absurd, IdxError::Length { .. }));
    }

    proptest! {
        #[test]
        fn no_input_makes_it_panic(file: Vec<u8>) {
            let _ = Idx::parse(&file);
        }

        #[test]
        fn what_was_written_is_read(rows in 0_u32..9, cols in 0_u32..9, seed: u8) {
            let values: Vec<u8> = (0..rows * cols).map(|i| seed.wrapping_add(i as u8)).collect();
            let file = file(&[rows, cols], &values);
            prop_assert_eq!(Idx::parse(&file).unwrap().values, values);
        }

        #[test]
        fn any_header_is_read_or_refused(shape in prop::collection::vec(any::<u32>(), 0..6)) {
            let file = file(&shape, &[0; 16]);
            if let Ok(idx) = Idx::parse(&file) {
                prop_assert_eq!(idx.shape.iter().product::<usize>(), 16);
            }
        }
    }
}
