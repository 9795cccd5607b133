//! Memory for large buffers begins where a line of the processor's cache begins.
//!
//! WebAssembly's allocator promises 8 bytes. Numbers that the engine takes four at a time
//! then lie across two cache lines again and again, and a training step takes 6 % longer
//! (784-128-10 in Chromium). There is no safe way to ask for more: ndarray's arrays are
//! vectors, and a vector's alignment is that of its numbers.

use std::alloc::{GlobalAlloc, Layout, System};

/// The system's allocator, with large buffers aligned.
struct Aligned;

/// Bytes of a cache line.
const LINE: usize = 64;

/// From this size on, in bytes, what is lost to alignment is little.
const LARGE: usize = 1024;

#[global_allocator]
static ALLOCATOR: Aligned = Aligned;

/// What is asked for, in the place of `layout`: always the same for the same layout.
fn aligned(layout: Layout) -> Layout {
    if layout.size() < LARGE { layout } else { layout.align_to(LINE).unwrap_or(layout) }
}

// SAFETY: every call goes on to the system's allocator, with a layout of the same size and
// of at least the same alignment; a block's layout is the same when it is given back.
#[expect(unsafe_code, reason = "an allocator can't be written without")]
unsafe impl GlobalAlloc for Aligned {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises about `layout` hold for the aligned one.
        unsafe { System.alloc(aligned(layout)) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(aligned(layout)) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above; and `pointer` was allocated with the aligned layout.
        unsafe { System.dealloc(pointer, aligned(layout)) }
    }
}
