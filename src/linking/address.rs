//! What stands behind the `#` of an address.
//!
//! ```text
//! v=2&lab=line.records&run=1.xxxx&weights=1.xxxx&step=500&at=forward.2&example=3&hide=rate.batch&sum=xxxx
//! ```
//!
//! Each part may be missing. With `v=2` the sum, which is of all that stands before it, must be
//! there and right: so a link that was cut off says so, and leads nowhere else. Without a
//! version it is the form from before, which has no sum and may be written by hand.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::count::grouped;
use crate::training::crc32::crc32;
use crate::walk::Place;

/// The version that is written.
const VERSION: u64 = 2;

/// What comes before the sum.
const SUM: &str = "&sum=";

/// Bytes of the checksum that are in the text.
const SUM_BYTES: usize = 3;

/// Most updates that a link sends a run through before it opens: minutes, not hours.
pub const MOST_STEPS: u64 = 200_000;

/// Longest text that is read.
pub const MOST_CHARS: usize = 48 << 10;

/// Most controls that a link hides, and the longest key of one.
const MOST_HIDDEN: usize = 64;
const LONGEST_KEY: usize = 24;

/// Each part's name; what begins with none of them is no link of ours.
const NAMES: [&str; 9] = ["v", "lab", "run", "weights", "step", "at", "example", "hide", "sum"];

/// Where a link leads, and what it makes of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// Where it opens; none for where a run of its kind is at home.
    pub spot: Option<Spot>,
    /// The run's configuration, as text; none for a place without one.
    pub run: Option<String>,
    /// The weights that the run starts from, as text; none for those of its seed.
    pub weights: Option<String>,
    /// Updates it has made.
    pub step: u64,
    /// Where in the next one; none leads to where runs are trained, not into the step view.
    pub place: Option<Place>,
    /// Which example, as a row of the trace.
    pub row: usize,
    /// What it says of the place, if that is none.
    pub no_place: Option<String>,
    /// What is hidden, by key. Keys that nobody knows are kept here: they hide nothing.
    pub hide: Vec<String>,
}

/// A lab, and a page of it, by their keys; the page's registries know which there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The lab's key.
    pub lab: String,
    /// Its page's or view's key, if it has several.
    pub page: Option<String>,
}

/// A text that leads nowhere; it says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// It has parts, and none that is known.
    #[error("it says nothing that this version of Descent knows: copy the whole of it")]
    Unknown,
    /// It was made by a later version.
    #[error("it was made by a later version of Descent: load this page anew to have the latest")]
    Later,
    /// Cut off or altered.
    #[error("it is damaged or cut off: copy the whole of it, or ask for it again")]
    Damaged,
    /// More than any run needs.
    #[error("it is too long: ask for the run as a file")]
    TooLong,
    /// A number is none.
    #[error("its {name} is no number")]
    NoNumber {
        /// Which.
        name: &'static str,
    },
    /// A run of hours.
    #[error("it asks for {step} updates; at most {most} are made for a link", step = grouped(*step), most = grouped(MOST_STEPS))]
    TooFar {
        /// Updates asked for.
        step: u64,
    },
}

impl Address {
    /// What a text behind the `#` says; none if it is no link of ours, as an anchor of the page.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Option<Self>, AddressError> {
        let text = text.strip_prefix('#').unwrap_or(text);
        // What browsers mark text by is none of ours.
        if !text.contains('=') && !text.contains("%3D") || text.starts_with(":~:") {
            return Ok(None);
        }
        if text.len() > MOST_CHARS {
            return Err(AddressError::TooLong);
        }
        // Mail and chat encode more than they must, and take a full stop for a part of it.
        let text = decoded(text);
        let text = text.trim().trim_end_matches(|c: char| ".,;:!?)]}>'\"".contains(c));
        let parts: Vec<(&str, &str)> = text
            .split('&')
            .map(|part| part.split_once('=').unwrap_or((part, "")))
            .filter(|(_, said)| !said.is_empty())
            .collect();
        let get = |name: &str| parts.iter().find(|(key, _)| *key == name).map(|(_, said)| *said);
        if !NAMES.iter().any(|name| get(name).is_some()) {
            return Err(AddressError::Unknown);
        }
        let version = match get("v") {
            None => 1,
            Some(said) => said.parse::<u64>().map_err(|_| AddressError::Damaged)?,
        };
        if version > VERSION {
            return Err(AddressError::Later);
        }
        match text.rsplit_once(SUM) {
            Some((summed, sum)) if sum_of(summed) != sum => return Err(AddressError::Damaged),
            None if version == VERSION => return Err(AddressError::Damaged),
            _ => {}
        }
        let number = |name: &'static str| match get(name) {
            None => Ok(0),
            Some(said) => said.parse::<u64>().map_err(|_| AddressError::NoNumber { name }),
        };
        let step = number("step")?;
        if step > MOST_STEPS {
            return Err(AddressError::TooFar { step });
        }
        let row = number("example")?.saturating_sub(1);
        // The run is worth opening even if the place in it was mistyped.
        let (place, no_place) = match get("at").map(|said| (said.parse(), said)) {
            None => (None, None),
            Some((Ok(place), _)) => (Some(place), None),
            Some((Err(_), said)) => (Some(Place::START), Some(said.chars().take(40).collect())),
        };
        let hide = get("hide").into_iter().flat_map(|said| said.split('.'));
        let hide = hide.filter(|key| is_key(key)).take(MOST_HIDDEN).map(str::to_owned);
        Ok(Some(Self {
            spot: get("lab").map(Spot::read),
            run: get("run").map(str::to_owned),
            weights: get("weights").map(str::to_owned),
            step,
            place,
            row: usize::try_from(row).unwrap_or(usize::MAX),
            no_place,
            hide: hide.collect(),
        }))
    }

    /// The text behind the `#`; "" if there is nothing to say.
    pub fn write(&self) -> String {
        let mut text = format!("v={VERSION}");
        let mut part = |name: &str, said: Option<String>| {
            if let Some(said) = said {
                text.push_str(&format!("&{name}={said}"));
            }
        };
        part("lab", self.spot.as_ref().map(Spot::write));
        part("run", self.run.clone());
        part("weights", self.weights.clone());
        part("step", (self.step > 0).then(|| self.step.to_string()));
        part("at", self.place.map(|place| place.to_string()));
        part("example", (self.row > 0).then(|| (self.row as u64).saturating_add(1).to_string()));
        part("hide", (!self.hide.is_empty()).then(|| self.hide.join(".")));
        if !text.contains('&') {
            return String::new();
        }
        let sum = sum_of(&text);
        text + SUM + &sum
    }
}

impl Spot {
    fn read(text: &str) -> Self {
        let (lab, page) = match text.split_once('.') {
            Some((lab, page)) => (lab, Some(page)),
            None => (text, None),
        };
        let short = |key: &str| key.chars().take(LONGEST_KEY).collect::<String>();
        Self { lab: short(lab), page: page.filter(|page| !page.is_empty()).map(short) }
    }

    fn write(&self) -> String {
        match &self.page {
            Some(page) => format!("{}.{page}", self.lab),
            None => self.lab.clone(),
        }
    }
}

/// Whether it can be the key of something that is hidden.
fn is_key(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !text.is_empty() && text.len() <= LONGEST_KEY && text.chars().all(fits)
}

fn sum_of(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&crc32(text.as_bytes()).to_le_bytes()[..SUM_BYTES])
}

/// With what is written as % and two digits in place of it; what is no such stays.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |idx: usize| bytes.get(idx).and_then(|&byte| char::from(byte).to_digit(16));
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
