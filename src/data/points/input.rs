//! What a network gets of a point (x₁, x₂).

use crate::registry::entry;

/// A number made of a point's place.
#[derive(Debug)]
pub struct Input {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people, a formula.
    pub name: &'static str,
    /// The formula; places go from −6 to 6.
    pub of: fn(f32, f32) -> f32,
    /// The same in NumPy, of arrays x1 and x2 in double precision.
    pub numpy: &'static str,
}

/// Every input, in menu order. Sines are libm's, since platforms' own differ in the last bit.
pub static ALL: &[&Input] = &[&X1, &X2, &X1_SQUARED, &X2_SQUARED, &PRODUCT, &SIN_X1, &SIN_X2];

/// From left to right.
pub static X1: Input = Input { key: "x1", name: "x₁", of: |x, _| x, numpy: "x1" };
/// From below to above.
pub static X2: Input = Input { key: "x2", name: "x₂", of: |_, y| y, numpy: "x2" };
/// Squared.
pub static X1_SQUARED: Input =
    Input { key: "x1_squared", name: "x₁²", of: |x, _| x * x, numpy: "x1 * x1" };
/// Squared.
pub static X2_SQUARED: Input =
    Input { key: "x2_squared", name: "x₂²", of: |_, y| y * y, numpy: "x2 * x2" };
/// Their product.
pub static PRODUCT: Input =
    Input { key: "product", name: "x₁·x₂", of: |x, y| x * y, numpy: "x1 * x2" };
/// A wave.
pub static SIN_X1: Input =
    Input { key: "sin_x1", name: "sin x₁", of: |x, _| libm::sinf(x), numpy: "np.sin(x1)" };
/// A wave.
pub static SIN_X2: Input =
    Input { key: "sin_x2", name: "sin x₂", of: |_, y| libm::sinf(y), numpy: "np.sin(x2)" };

entry!(Input, "input");
