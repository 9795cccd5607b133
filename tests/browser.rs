//! What only a browser can show, run in a worker as the engine is.
//!
//! `cargo xtask test --only wasm` runs it in Chromium, for both builds of the engine.

#![cfg(target_arch = "wasm32")]

use descent::nn::DenseLayer;
use descent::protocol::codec::{decode, encode};
use descent::protocol::{Command, Event, RunId, Ticket};
use descent::session::Session;
use descent::training::Trainer;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "support/reference.rs"]
mod reference;

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
