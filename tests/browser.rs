//! What only a browser can show, run in a worker as the engine is.
//!
//! `cargo xtask test --only wasm` runs it in Chromium, for both builds of the engine.

#![cfg(target_arch = "wasm32")]

use descent::nn::matmul::{
    Packing, Put, Sparse, laid_out, times, times_transposed, transposed_times,
};
use descent::nn::{DenseLayer, Real};
use descent::protocol::codec::{decode, encode};
use descent::protocol::{Command, Event, RunId, Ticket};
use descent::session::Session;
use descent::training::Trainer;
use ndarray::Array2;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "support/reference.rs"]
mod reference;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

// The engine's speed rests on these instructions; a build that lost the flag in
// `.cargo/config.toml` would work, slowly.
const _: () = assert!(cfg!(target_feature = "simd128"));

/// The kernels, in this build's instructions, against double precision, which computes
/// the sums as they are written.
#[wasm_bindgen_test]
fn matrix_products_are_right() {
    // Sizes around those of tiles and strips.
    for (batch, n_in, n_out) in [(1, 9, 5), (7, 33, 10), (64, 50, 16), (5, 8, 65)] {
        let single = products::<f32>(batch, n_in, n_out);
        let double = products::<f64>(batch, n_in, n_out);
        for (single, double) in single.iter().zip(&double) {
            let far = |(&single, &double): (&f32, &f64)| (f64::from(single) - double).abs() > 1e-4;
            let n_far = single.iter().zip(double).filter(|&pair| far(pair)).count();
            assert_eq!(n_far, 0, "{batch} x {n_in} x {n_out}");
        }
    }
}

/// z, dx and dw of a layer; z and dw also over what is not 0 alone.
fn products<T: Real>(batch: usize, n_in: usize, n_out: usize) -> [Array2<T>; 5] {
    let numbers = |rows, cols| {
        let number = |(i, j)| T::of((i * 5 + j * 3) as f64 % 11.0 / 5.0 - 1.0);
        Array2::from_shape_fn((rows, cols), number)
    };
    let (x, dz) = (numbers(batch, n_in), numbers(batch, n_out));
    let w = laid_out(numbers(n_out, n_in));
    let put = Put { scale: T::of(0.5), keep: false };
    let mut packing = Packing::default();
    let (mut z, mut dx) = (dz.clone(), x.clone());
    let mut dw = w.clone();
    times_transposed(x.view(), w.view(), z.view_mut(), &mut packing);
    times(dz.view(), w.view(), dx.view_mut(), &mut packing);
    transposed_times(dz.view(), x.view(), put, dw.view_mut(), &mut packing);

    let mut sparse = Sparse::new(batch, n_in);
    x.rows().into_iter().for_each(|x| sparse.push(x.to_slice().unwrap()));
    let (mut sparse_z, mut sparse_dw) = (z.clone(), dw.clone());
    sparse.times_transposed(w.view(), sparse_z.view_mut());
    sparse.transposed_times(dz.view(), put, sparse_dw.view_mut(), &mut vec![false; n_in]);
    [z, dx, dw, sparse_z, sparse_dw]
}

/// The reference run, by WebAssembly's kernels: the host's losses, and twice the same bits.
#[wasm_bindgen_test]
fn training_is_as_on_the_host_and_repeatable() {
    let data = reference::first_examples();
    let train = || {
        let mut trainer = Trainer::new(reference::run()).unwrap();
        let losses: Vec<f32> = (0..100).map(|_| trainer.step(&data).unwrap().loss).collect();
        (losses, trainer.network().layers().to_vec())
    };
    let (losses, layers) = train();
    reference::check(&losses);
    assert_eq!(train(), (losses, layers));
}

/// A conversation in which everything goes through the codec, as between page and
/// worker: the traced step is the step that is made.
#[wasm_bindgen_test]
fn a_conversation_by_wire() {
    let mut session = Session::default();
    session.add_manifest(reference::MANIFEST).unwrap();
    session.add_part(reference::FIRST_PART, 0.0).unwrap();
    say(&mut session, Command::Configure { run: RunId(1), config: reference::run() });
    say(&mut session, Command::Train);
    work(&mut session, 20);
    let Some(Event::Traced { trace, .. }) =
        say(&mut session, Command::Trace { ticket: Ticket(1) }).pop()
    else {
        panic!("no trace");
    };
    assert_eq!(trace.step, 20);
    say(&mut session, Command::Step);
    work(&mut session, 1);
    assert!(!session.has_work());
    let layers = session.network().unwrap().layers();
    for (DenseLayer { weights, bias }, traced) in layers.iter().zip(&trace.layers) {
        assert_eq!((weights, bias), (&traced.new_weights, &traced.new_bias));
    }
}

/// Says something by wire; all that the session had to tell, by wire.
fn say(session: &mut Session, command: Command) -> Vec<Event> {
    session.handle(decode(&encode(&command)).unwrap(), 0.0);
    session.take_events().iter().map(|event| decode(&encode(event)).unwrap()).collect()
}

/// So many passes, here steps: each seems to take a millisecond or so.
fn work(session: &mut Session, n_passes: u32) {
    const TICK: f64 = 1.0 / 1024.0;
    let mut now = -TICK;
    session.work(f64::from(n_passes) * TICK, &mut || {
        now += TICK;
        now
    });
}
