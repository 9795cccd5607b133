//! All that is random in Descent: start weights, the order of the examples,
//! augmentation. One seed gives one run, on every platform and in every release.
//!
//! The generator is PCG-XSH-RR 64/32 (M. O'Neill, "PCG: A Family of Simple Fast
//! Space-Efficient Statistically Good Algorithms for Random Number Generation",
//! 2014). What is drawn from it is written out here rather than taken from a
//! library, because libraries reserve the right to draw other numbers in their
//! next version, and a link that a teacher shared must go on giving the same run.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

/// What random numbers are for. Each purpose has its own stream, so that drawing
/// more for one (a wider layer) leaves the others (the order of the examples) alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Start weights.
    Weights,
    /// Order of the examples in one epoch, counted from 0.
    Order {
        /// The epoch.
        epoch: u32,
    },
    /// Augmentation of the examples in one epoch, counted from 0.
    Augmentation {
        /// The epoch.
        epoch: u32,
    },
    /// Which examples of one's own data are held out.
    HeldOut,
    /// Points in the plane.
    Points,
    /// Directions through the space of all parameters.
    Directions,
    /// Which training examples a loss surface is taken of.
    Sample,
}

impl Purpose {
    /// A number of its own for each purpose and epoch. Never change one.
    fn id(self) -> u64 {
        let (kind, epoch) = match self {
            Self::Weights => (1, 0),
            Self::Order { epoch } => (2, epoch),
            Self::Augmentation { epoch } => (3, epoch),
            // 4 is dropout's.
            Self::HeldOut => (5, 0),
            Self::Points => (6, 0),
            Self::Directions => (7, 0),
            Self::Sample => (8, 0),
        };
        kind << 32 | u64::from(epoch)
    }
}

/// The random numbers for one purpose under one seed.
pub fn stream(seed: u64, purpose: Purpose) -> Stream {
    stream_with(seed, mix(purpose.id()))
}

/// The random numbers for one item (an example) of a purpose: they don't depend on how
/// many other items were drawn for before.
pub fn stream_of(seed: u64, purpose: Purpose, item: u64) -> Stream {
    stream_with(seed, mix(mix(purpose.id()).wrapping_add(item)))
}

fn stream_with(seed: u64, purpose: u64) -> Stream {
    // Neighboring seeds and purposes (1, 2, 3, …) must give unrelated streams, and
    // PCG by itself does not promise that: both of its halves are mixed first, `purpose` by the callers.
    Stream { generator: Pcg32::new(mix(seed ^ purpose), purpose) }
}

/// SplitMix64's output function: every bit of the result depends on every bit of `z`.
fn mix(z: u64) -> u64 {
    let z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A stream of random numbers; see [`stream`].
#[derive(Clone, Debug)]
pub struct Stream {
    generator: Pcg32,
}

impl Stream {
    /// 32 random bits.
    pub fn bits(&mut self) -> u32 {
        self.generator.next_u32()
    }

    /// A whole number from 0 to `n` − 1, all equally likely; 0 if `n` is 0.
    ///
    /// Multiply and reject: D. Lemire, "Fast Random Integer Generation in an
    /// Interval", 2019.
    pub fn below(&mut self, n: u32) -> u32 {
        let too_few = if n == 0 { 0 } else { n.wrapping_neg() % n };
        loop {
            let product = u64::from(self.bits()) * u64::from(n);
            if product as u32 >= too_few {
                return (product >> 32) as u32;
            }
        }
    }

    /// A number in [0, 1), one of 2²⁴ equally likely ones.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 8) as f32 / (1 << 24) as f32
    }

    /// A number in [low, high), all equally likely.
    pub fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// A number of the standard normal distribution: mean 0, standard deviation 1.
    ///
    /// Marsaglia's polar method. The square root is exact everywhere; the logarithm
    /// is libm's, since platforms' own differ in the last bit.
    pub fn normal(&mut self) -> f32 {
        let wide = |bits: u32| (f64::from(bits) + 0.5) / f64::from(1_u32 << 31) - 1.0;
        loop {
            let (u, v) = (wide(self.bits()), wide(self.bits()));
            let square = u * u + v * v;
            if square < 1.0 {
                return (u * (-2.0 * libm::log(square) / square).sqrt()) as f32;
            }
        }
    }

    /// Puts `items` into random order, all orders equally likely (Fisher and Yates).
    ///
    /// # Panics
    /// If there are more than 2³² − 1 items.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let bound = u32::try_from(last + 1).expect("fewer than 2³² items");
            items.swap(last, self.below(bound) as usize);
        }
    }
}

/// Random numbers by their place: the number at a place does not depend on how many
/// were asked for before, so that work can be divided as one likes.
///
/// SplitMix64 (G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number
/// generators", 2014), which is a function of a counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Noise {
    key: u64,
}

impl Noise {
    /// The random numbers of one training step, counted from 0: what dropout drops.
    pub fn of_step(seed: u64, step: u64) -> Self {
        const DROPOUT: u64 = 4 << 32;
        Self { key: mix(mix(seed ^ mix(DROPOUT)) ^ step) }
    }

    /// Those of one layer of a network.
    pub fn of_layer(self, layer_idx: usize) -> Self {
        Self { key: mix(self.key ^ (layer_idx as u64 + 1)) }
    }

    /// The number in [0, 1) at a place, one of 2²⁴ equally likely ones.
    pub fn unit(self, place: u64) -> f32 {
        let counter = place.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mix(self.key.wrapping_add(counter)) >> 40) as f32 / (1 << 24) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_never_change_between_releases() {
        let mut weights = stream(1, Purpose::Weights);
        let bits: Vec<u32> = (0..3).map(|_| weights.bits()).collect();
        let mut order: Vec<u8> = (0..10).collect();
        stream(1, Purpose::Order { epoch: 3 }).shuffle(&mut order);
        let normal: Vec<u32> = (0..3).map(|_| weights.normal().to_bits()).collect();
        let purpose = Purpose::Augmentation { epoch: 2 };
        let items = [0, 1, 70_000].map(|item| stream_of(1, purpose, item).bits());
        assert_eq!(items, [784_333_788, 695_215_268, 3_164_237_859]);
        assert_eq!(bits, [3_048_863_471, 2_471_211_810, 1_809_292_037]);
        assert_eq!(order, [0, 1, 3, 8, 2, 5, 6, 4, 7, 9]);
        assert_eq!(normal, [3_171_905_173, 1_070_562_406, 1_059_750_572]);
    }

    #[test]
    fn seeds_and_purposes_are_unrelated() {
        let mut first: Vec<u32> = Vec::new();
        for seed in 0..100 {
            first.push(stream(seed, Purpose::Weights).bits());
            for epoch in 0..10 {
                first.push(stream(seed, Purpose::Order { epoch }).bits());
                let purpose = Purpose::Augmentation { epoch };
                first.push(stream(seed, purpose).bits());
                first.extend((0..10).map(|item| stream_of(seed, purpose, item).bits()));
            }
        }
        let ones: u32 = first.iter().map(|bits| bits.count_ones()).sum();
        let share = f64::from(ones) / (32 * first.len()) as f64;
        assert!((share - 0.5).abs() < 0.01, "{share} of the first bits are ones");
        first.sort_unstable();
        let n = first.len();
        first.dedup();
        assert!(first.len() >= n - 1, "streams begin alike");
    }

    #[test]
    fn below_is_fair_and_in_range() {
        let mut stream = stream(7, Purpose::Weights);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[stream.below(6) as usize] += 1;
        }
        // Standard deviation 91; five of them.
        assert!(counts.iter().all(|&n| n.abs_diff(10_000) < 456), "{counts:?}");
        assert_eq!(stream.below(1), 0);
        assert_eq!(stream.below(0), 0);
    }

    #[test]
    fn shuffles_are_fair() {
        // How often each item lands in each place, over the first shuffles of many streams.
        let mut counts = [[0_u32; 5]; 5];
        for epoch in 0..10_000 {
            let mut items = [0, 1, 2, 3, 4];
            stream(1, Purpose::Order { epoch }).shuffle(&mut items);
            for (place, &item) in items.iter().enumerate() {
                counts[place][item] += 1;
            }
        }
        // Standard deviation 40; five of them.
        assert!(counts.as_flattened().iter().all(|&n| n.abs_diff(2_000) < 200), "{counts:?}");
    }

    #[test]
    fn normal_has_its_moments() {
        let mut stream = stream(7, Purpose::Weights);
        let n = 100_000;
        let draws: Vec<f64> = (0..n).map(|_| f64::from(stream.normal())).collect();
        let moment = |power| draws.iter().map(|x| x.powi(power)).sum::<f64>() / f64::from(n);
        let moments = [moment(1), moment(2), moment(3), moment(4)];
        for (measured, expected) in moments.iter().zip([0.0, 1.0, 0.0, 3.0]) {
            assert!((measured - expected).abs() < 0.1, "{moments:?}");
        }
    }
}
