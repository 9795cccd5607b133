//! Links to runs: what is read is a configuration that can be written as a link again.
//!
//! A text is tried as it is and, without its checksum's help, as the bytes that a link
//! packs: else nearly all mutations would end at the checksum.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use descent::training::RunConfig;
use descent::training::link::{Version, unpacked};
use descent_fuzz::real;
use libfuzzer_sys::fuzz_target;

fn seeds() -> Vec<Vec<u8>> {
    let links: Vec<String> =
        real::configs().iter().map(|config| config.to_link().expect("it is short")).collect();
    let packed = links.iter().map(|link| {
        let bytes = URL_SAFE_NO_PAD.decode(&link[2..]).expect("it is base64url");
        bytes[..bytes.len() - 2].to_vec()
    });
    packed.chain(links.iter().map(|link| link.clone().into_bytes())).collect()
}

fuzz_target!(init: descent_fuzz::plant(seeds()), |data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(config) = RunConfig::from_link(text)
        && config.check().is_ok()
    {
        let again = config.to_link().expect("what was short is short");
        assert_eq!(RunConfig::from_link(&again).expect("a link of one's own"), config);
    }
    for version in Version::ALL {
        let Ok(json) = unpacked(data, version) else { continue };
        let mut bytes = data.to_vec();
        bytes.extend_from_slice(&(crc32fast::hash(&json) as u16).to_le_bytes());
        let _ = RunConfig::from_link(&(version.prefix().to_owned() + &URL_SAFE_NO_PAD.encode(bytes)));
    }
});
