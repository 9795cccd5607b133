//! Whole links, and the weights in them: what is read can be written, and then says the same.
//!
//! A text is tried as it is and with a sum that is right: else nearly all mutations would end
//! at the sum.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use descent::linking::{Address, Spot, weights};
use descent::nn::Network;
use descent::training::RunConfig;
use descent_fuzz::real;
use libfuzzer_sys::fuzz_target;

fn seeds() -> Vec<Vec<u8>> {
    let spots = [("playground", None), ("line", Some("records")), ("digits", Some("lens"))];
    let links =
        real::configs().into_iter().zip(spots.iter().cycle()).map(|(config, (lab, page))| {
            let network = Network::initialized(config.network.clone(), &config.initializer, 1);
            let address = Address {
                spot: Some(Spot { lab: (*lab).to_owned(), page: page.map(str::to_owned) }),
                run: config.to_link().ok(),
                weights: weights::write(&network).ok(),
                step: 12,
                place: "forward.0.1".parse().ok(),
                row: 3,
                no_place: None,
                hide: vec!["rate".to_owned(), "setup".to_owned()],
            };
            address.write()
        });
    let old = ["#run=1.q8YUM60FAP8I&step=137&at=forward.2&example=1".to_owned()];
    links.chain(old).map(String::into_bytes).collect()
}

fuzz_target!(init: descent_fuzz::plant(seeds()), |data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let body = text.rsplit_once("&sum=").map_or(text, |(body, _)| body);
    let sum = URL_SAFE_NO_PAD.encode(&crc32fast::hash(body.as_bytes()).to_le_bytes()[..3]);
    for text in [text.to_owned(), format!("{body}&sum={sum}")] {
        let Ok(Some(address)) = Address::read(&text) else { continue };
        if let (Some(run), Some(packed)) = (&address.run, &address.weights)
            && let Ok(config) = RunConfig::from_link(run)
            && config.check().is_ok()
            && let Ok(network) = weights::read(packed, &config.network)
        {
            let again = weights::write(&network).expect("what was short is short");
            let again = weights::read(&again, &config.network).expect("weights of one's own");
            assert_eq!(again, network);
        }
        // What was decoded may hold what parts a link; all that we write can be read.
        let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        let is_plain = [&address.run, &address.weights].into_iter().flatten().all(|it| plain(it))
            && address.spot.as_ref().is_none_or(|spot| {
                let page = spot.page.as_deref();
                !spot.lab.is_empty() && plain(&spot.lab) && page.is_none_or(plain)
                    && !spot.lab.contains('.')
            });
        if is_plain && address.write().len() < descent::linking::MOST_CHARS {
            let mine = Address { no_place: None, ..address };
            // One that says nothing is none.
            let expected = (!mine.write().is_empty()).then_some(mine.clone());
            assert_eq!(Address::read(&mine.write()), Ok(expected));
        }
    }
});
