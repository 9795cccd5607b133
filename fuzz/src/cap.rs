//! No parser may ask for a lot of memory because a few bytes say so.
//!
//! libFuzzer's own limit for a single allocation works through a sanitizer's hooks only,
//! and stable Rust has no sanitizers; so the allocator itself looks. The memory in all is
//! capped by libFuzzer (`-rss_limit_mb`), which needs no hooks for it.

use std::alloc::{GlobalAlloc, Layout, System};

/// Bytes that may be asked for at once: four times the largest network's parameters.
pub const LARGEST_ALLOCATION: usize = 64 << 20;

struct Capped;

#[global_allocator]
static CAPPED: Capped = Capped;

fn check(size: usize) {
    if size > LARGEST_ALLOCATION {
        // The panic hook ends the program, and libFuzzer keeps the input.
        panic!("{size} bytes were asked for at once; the cap is {LARGEST_ALLOCATION}");
    }
}

// SAFETY: all is handed on to the system's allocator as it came. The check before it
// allocates only when it panics, which ends the program.
unsafe impl GlobalAlloc for Capped {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        // SAFETY: the caller's promises are the system allocator's conditions.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        check(size);
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}
