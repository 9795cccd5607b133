//! The host's side of what `browser.rs` compares with.

use descent::training::Trainer;

#[path = "support/reference.rs"]
mod reference;

#[test]
fn the_reference_run_has_the_losses_that_were_written_down() {
    let data = reference::first_examples();
    let mut trainer = Trainer::new(reference::run()).unwrap();
    let losses: Vec<f32> = (0..100).map(|_| trainer.step(&data).unwrap().loss).collect();
    reference::check(&losses);
}
