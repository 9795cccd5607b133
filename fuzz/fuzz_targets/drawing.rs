//! Drawings: any coordinates, NaN and infinity included, become an image or nothing.
//!
//! The bytes are floats: the canvas's sides, then points; a point whose x is a NaN with
//! its lowest bit set begins the next stroke instead.
#![no_main]

use descent::data::digit::{Centering, Drawing, Normalization, Point};
use libfuzzer_sys::fuzz_target;

const NEXT_STROKE: u32 = 0x7fc0_0001;

fn seed() -> Vec<u8> {
    let corner = [280.0_f32, 280.0, 40.0, 50.0, 200.0, 50.0, 120.0, 230.0].map(f32::to_bits);
    let bar = [90.0_f32, 140.0, 160.0, 140.0].map(f32::to_bits);
    let floats = corner.into_iter().chain([NEXT_STROKE, 0]).chain(bar);
    floats.flat_map(u32::to_le_bytes).collect()
}

fuzz_target!(init: descent_fuzz::plant([seed()]), |data: &[u8]| {
    let (floats, _) = data.as_chunks::<4>();
    let floats: Vec<u32> = floats.iter().map(|&bytes| u32::from_le_bytes(bytes)).collect();
    let (pairs, _) = floats.as_chunks::<2>();
    let Some((&[width, height], points)) = pairs.split_first() else { return };
    let mut drawing = Drawing::new(f32::from_bits(width), f32::from_bits(height));
    let mut begins = true;
    for &[x, y] in points {
        if x == NEXT_STROKE {
            begins = true;
            continue;
        }
        let point = Point { x: f32::from_bits(x), y: f32::from_bits(y), t: 0.0 };
        if begins {
            drawing.begin_stroke(point);
        } else {
            drawing.extend_stroke(point);
        }
        begins = false;
    }
    for scale_to_box in [false, true] {
        for centering in [Centering::Off, Centering::Box, Centering::Mass] {
            let image = Normalization { scale_to_box, centering }.apply(&drawing);
            assert_eq!(image.is_none(), drawing.is_empty());
        }
    }
});
