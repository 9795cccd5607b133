//! No parser may ask for a lot of memory because a few bytes say so.
//!
//! libFuzzer's own limit for a single allocation works through a sanitizer's hooks only,
//! and stable Rust has no sanitizers; so the allocator itself refuses. Whoever does not
//! expect that ends the program, and libFuzzer keeps the input. The memory in all is
//! capped by libFuzzer (`-rss_limit_mb`), which needs no hooks for it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr;

/// Bytes that may be asked for at once: four times the largest network's parameters.
pub const LARGEST_ALLOCATION: usize = 64 << 20;

struct Capped;

#[global_allocator]
static CAPPED: Capped = Capped;

// SAFETY: all is handed on to the system's allocator as it came, or refused with the
// null pointer that says so.
unsafe impl GlobalAlloc for Capped {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() > LARGEST_ALLOCATION {
            return ptr::null_mut();
        }
        // SAFETY: the caller's promises are the system allocator's conditions.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if layout.size() > LARGEST_ALLOCATION {
            return ptr::null_mut();
        }
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size > LARGEST_ALLOCATION {
            return ptr::null_mut();
        }
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_allocation_is_refused() {
        assert!(Vec::<u8>::new().try_reserve_exact(LARGEST_ALLOCATION).is_ok());
        assert!(Vec::<u8>::new().try_reserve_exact(LARGEST_ALLOCATION + 1).is_err());
        let mut growing = vec![0_u8; 1 << 10];
        assert!(growing.try_reserve_exact(LARGEST_ALLOCATION).is_err());
    }
}
