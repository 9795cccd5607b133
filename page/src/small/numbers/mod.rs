//! Data into numbers (CURRICULUM E2, E3, E4, E6): what a network is given. An image is a list
//! of numbers, numbers are scaled, images are changed a little, classes become numbers.

mod augment;
mod digit;
mod labels;
mod mapping;
mod scale;
mod target;
mod tensor;

use leptos::prelude::*;

use self::augment::Augment;
use self::digit::{Chooser, Digit};
use self::labels::Labels;
use self::scale::{List, Pixels};
use self::target::Target;
use self::tensor::Tensor;
use super::Lab;

/// The lab.
pub static LAB: Lab = Lab {
    key: "numbers",
    title: "Data into numbers",
    about: "A network is given numbers and nothing else. What becomes of an image, of a list of \
            measurements, of a name?",
    body: || view! { <Numbers /> }.into_any(),
    start: None,
    steps_per_second: None,
};

#[component]
fn Numbers() -> impl IntoView {
    let digit = Digit::new();
    view! {
        <section class="panel numbers__part stack" aria-labelledby="numbers-tensor">
            <h2 id="numbers-tensor">"An image is 784 numbers"</h2>
            <Chooser digit />
            <Tensor digit />
        </section>
        <section class="panel numbers__part stack" aria-labelledby="numbers-scale">
            <h2 id="numbers-scale">"Scaling: into a range in which training goes well"</h2>
            <Pixels digit />
            <List />
        </section>
        <section class="panel numbers__part stack" aria-labelledby="numbers-augment">
            <h2 id="numbers-augment">"Augmentation: the same digit, never the same picture"</h2>
            <Augment digit />
        </section>
        <section class="panel numbers__part stack" aria-labelledby="numbers-labels">
            <h2 id="numbers-labels">"Names become numbers, numbers become rows"</h2>
            <div class="numbers__halves stack">
                <Labels />
                <Target digit />
            </div>
        </section>
    }
}
