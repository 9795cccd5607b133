//! What only a browser can show, run in a worker as the engine is.
//!
//! `cargo xtask test --only wasm` runs it in Chromium.

#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

// The engine's speed rests on these instructions; a build that lost the flag in
// `.cargo/config.toml` would work, slowly.
const _: () = assert!(cfg!(target_feature = "simd128"));

/// The SIMD kernel agrees with the sum written out.
#[wasm_bindgen_test]
fn matrix_products_are_right() {
    let (m, k, n) = (7, 33, 10);
    let x = ndarray::Array2::from_shape_fn((m, k), |(i, j)| ((i * 5 + j * 3) % 11) as f32 - 5.0);
    let w = ndarray::Array2::from_shape_fn((k, n), |(i, j)| ((i * 7 + j * 2) % 13) as f32 - 6.0);
    let z = x.dot(&w);
    for i in 0..m {
        for j in 0..n {
            // Small whole numbers: exact in f32, in whatever order they are added.
            let expected: f32 = (0..k).map(|l| x[[i, l]] * w[[l, j]]).sum();
            assert_eq!(z[[i, j]], expected);
        }
    }
}
