//! Writing .zip files whose content is stored as it is: weights hardly compress.
//!
//! ```text
//! for each file   local header, name, content
//! for each file   central header, name
//! end             how many, and where the central headers are
//! ```
//!
//! By hand, because the crates for it bring a large checksum table, times and compression,
//! which every visitor would download. The same files give the same bytes: all are of the
//! format's first day.
//!
//! Format: PKWARE, "APPNOTE.TXT – .ZIP File Format Specification", 6.3.

use crate::training::crc32::crc32;

const LOCAL_HEADER: u32 = 0x0403_4b50;
const CENTRAL_HEADER: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Of those who can read it: 2.0, as for folders.
const VERSION: u16 = 20;
/// The first of January 1980, at 0:00.
const DATE: u16 = (1 << 5) | 1;

/// A .zip file that is being written.
#[derive(Default)]
pub(super) struct Zip {
    bytes: Vec<u8>,
    central: Vec<u8>,
    n_files: u16,
}

impl Zip {
    /// Adds a file. Its name has ASCII characters only, and "/" between folders.
    ///
    /// # Panics
    /// If all together have 4 GiB, more than a browser's engine has room for.
    pub fn push(&mut self, name: &str, content: &[u8]) {
        let offset = size(self.bytes.len());
        let mut about = Vec::new();
        // Flags, method: nothing special, stored.
        for number in [VERSION, 0, 0, 0, DATE] {
            about.extend(number.to_le_bytes());
        }
        for number in [crc32(content), size(content.len()), size(content.len())] {
            about.extend(number.to_le_bytes());
        }
        let name_len = u16::try_from(name.len()).expect("names are short");
        about.extend(name_len.to_le_bytes());
        // Nothing extra.
        about.extend([0; 2]);

        self.bytes.extend(LOCAL_HEADER.to_le_bytes());
        self.bytes.extend(&about);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(content);

        self.central.extend(CENTRAL_HEADER.to_le_bytes());
        self.central.extend(VERSION.to_le_bytes());
        self.central.extend(&about);
        // No comment, the first disk, no attributes.
        self.central.extend([0; 10]);
        self.central.extend(offset.to_le_bytes());
        self.central.extend(name.as_bytes());
        self.n_files += 1;
    }

    /// The file.
    pub fn into_bytes(self) -> Vec<u8> {
        let Self { mut bytes, central, n_files } = self;
        let at = size(bytes.len());
        bytes.extend(&central);
        bytes.extend(END.to_le_bytes());
        // One disk.
        for number in [0, 0, n_files, n_files] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(size(central.len()).to_le_bytes());
        bytes.extend(at.to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }
}

fn size(n: usize) -> u32 {
    u32::try_from(n).expect("less than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an empty file and one of four bytes come to, field by field. (`tests/torch.rs`
    /// has another program read one.)
    #[test]
    fn the_bytes_are_those_of_the_format() {
        let mut zip = Zip::default();
        zip.push("a/b", b"1234");
        zip.push("c", b"");
        let bytes = zip.into_bytes();
        let about = "14000000 00000000 2100 a3e0e39b 04000000 04000000 0300 0000";
        let empty = "14000000 00000000 2100 00000000 00000000 00000000 0100 0000";
        let expected = format!(
            "504b0304 {about} 612f62 31323334 504b0304 {empty} 63 \
             504b0102 1400 {about} 0000 0000 0000 00000000 00000000 612f62 \
             504b0102 1400 {empty} 0000 0000 0000 00000000 25000000 63 \
             504b0506 0000 0000 0200 0200 60000000 44000000 0000"
        );
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, expected.replace(' ', ""));
    }
}
