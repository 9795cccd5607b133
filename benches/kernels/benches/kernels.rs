//! The engine's products natively, on one thread; an "element" is a floating-point
//! operation, so that Gelem/s reads as GFLOP/s.
//!
//! ```text
//! cargo bench --package descent-kernels [-- part of a name]
//! ```
//!
//! The browser's figures are `cargo xtask bench`'s.

use std::path::Path;
use std::time::Instant;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use descent::data::load_folder;
use descent::data::source::MNIST;
use descent_kernels::{FirstLayer, Products};

/// Units and inputs of a layer.
const LAYERS: [(usize, usize); 2] = [(512, 256), (128, 784)];
const BATCH: usize = 64;

type Group<'a> = BenchmarkGroup<'a, WallTime>;
/// Name of a product, and what repeats it.
type Repeated<T> = (&'static str, fn(&mut T, usize));

fn dense(criterion: &mut Criterion) {
    const PRODUCTS: [Repeated<Products>; 3] = [
        ("forward", Products::forward),
        ("dW", Products::weights_backward),
        ("dX", Products::inputs_backward),
    ];
    for (n_out, n_in) in LAYERS {
        let mut products = Products::new(n_out, n_in, BATCH);
        let n_operations = (2 * n_out * n_in * BATCH) as u64;
        let mut group = criterion.benchmark_group(format!("{n_out}x{n_in}, batch {BATCH}"));
        group.throughput(Throughput::Elements(n_operations));
        for (name, repeat) in PRODUCTS {
            group.bench_function(name, |bencher| {
                bencher.iter_custom(|n_times| {
                    let start = Instant::now();
                    repeat(&mut products, n_times as usize);
                    start.elapsed()
                });
            });
        }
    }
}

fn by_ink(criterion: &mut Criterion) {
    const PARTS: [Repeated<FirstLayer>; 2] = [
        ("forward, with finding", FirstLayer::forward),
        ("dW, with finding", FirstLayer::backward),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public").join(MNIST.folder);
    let data = load_folder(&folder, &MNIST).unwrap_or_else(|error| panic!("{error}"));
    let n_units = 128;
    let mut layer = FirstLayer::new(&data.train, n_units, BATCH);
    let n_operations = (2 * n_units * 784 * BATCH) as f64 * layer.density();
    let mut group = criterion.benchmark_group(format!("{n_units}x784 by the ink, batch {BATCH}"));
    let mut time = |group: &mut Group, name, repeat: fn(&mut FirstLayer, usize)| {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|n_times| {
                let start = Instant::now();
                repeat(&mut layer, n_times as usize);
                start.elapsed()
            });
        });
    };
    // Finding has no arithmetic.
    time(&mut group, "finding the ink", FirstLayer::find);
    group.throughput(Throughput::Elements(n_operations as u64));
    for (name, repeat) in PARTS {
        time(&mut group, name, repeat);
    }
}

criterion_group!(kernels, dense, by_ink);
criterion_main!(kernels);
