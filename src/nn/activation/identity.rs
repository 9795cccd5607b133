//! No activation (CURRICULUM C4).

use super::{Activation, Kind};

/// f(z) = z: stacked identity layers collapse into one linear map.
pub static IDENTITY: Activation = Activation {
    key: "identity",
    name: "Identity",
    formula: "z",
    slope_formula: "1",
    kind: Kind::Elementwise { value: |z| z, slope: |_z, _a| 1.0 },
};
