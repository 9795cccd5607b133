//! A training step allocates nothing.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use descent::training::{BatchSize, RunConfig, Trainer};
use support::{mnist, network, run};

/// The system's allocator, counting on the thread that asks.
struct Counting;

thread_local! {
    static TAKEN: Cell<usize> = const { Cell::new(0) };
    static GIVEN_BACK: Cell<usize> = const { Cell::new(0) };
}

fn add_one(counter: &'static std::thread::LocalKey<Cell<usize>>) {
    // After a thread's end there is nothing left to count for.
    let _ = counter.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: every call goes on to the system's allocator unchanged. The counters neither
// allocate nor have destructors, so that counting can't come back here.
#[expect(unsafe_code, reason = "an allocator can't be written without")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add_one(&TAKEN);
        // SAFETY: the caller's promises are the system allocator's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        add_one(&GIVEN_BACK);
        // SAFETY: as above; and `pointer` came from the system's allocator.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations taken and given back while `work` runs on this thread.
fn counted(work: impl FnOnce()) -> (usize, usize) {
    let before = (TAKEN.get(), GIVEN_BACK.get());
    work();
    (TAKEN.get() - before.0, GIVEN_BACK.get() - before.1)
}

#[test]
fn the_counter_counts() {
    assert_eq!(counted(|| drop(std::hint::black_box(vec![1, 2, 3]))), (1, 1));
}

#[test]
fn steps_allocate_nothing() {
    let runs = [
        RunConfig::default(),
        run(network(&[32], "relu", "sigmoid", "squared_error"), "adam", 0.001),
        run(network(&[20, 20, 20], "tanh", "softmax", "squared_error"), "momentum", 0.01),
    ];
    for config in runs {
        let mut trainer = Trainer::new(config).unwrap();
        trainer.set_batch_size(BatchSize::examples(256).unwrap());
        // Through an epoch, over its end, and into the next.
        let n_steps = 240;
        // The first one makes room for the products.
        trainer.step(mnist()).unwrap();
        let counts = counted(|| {
            for _ in 0..n_steps {
                trainer.step(mnist()).unwrap();
            }
        });
        assert!(trainer.epoch() > 1.0, "the end of an epoch was among the steps");
        assert_eq!(counts, (0, 0));
    }
}
