//! Loss and accuracy of two runs on the same examples.

use leptos::prelude::*;

use crate::format;
use descent::protocol::Metrics;
use descent::protocol::diff::Sides;

/// Loss and accuracy of both.
#[component]
pub fn Figures(
    /// How both do.
    sides: Sides,
    /// Whether both losses are the same function.
    has_one_loss: bool,
) -> impl IntoView {
    let of = if sides.is_held_out {
        "held-out examples"
    } else {
        "training examples, none are held out"
    };
    let caption = format!("On the same {} {of}", format::count(sides.n));
    let loss = |metrics: &Metrics| format::number(f64::from(metrics.loss));
    let accuracy = |metrics: &Metrics| {
        format::accuracy(metrics).map_or_else(|| "–".to_owned(), |share| format::percent(share, 2))
    };
    let (a, b) = sides.metrics;
    let change = f64::from(b.loss) - f64::from(a.loss);
    let of_loss =
        if has_one_loss && change.is_finite() { signed(change) } else { "–".to_owned() };
    let rise = format::accuracy(&b).zip(format::accuracy(&a)).map(|(b, a)| 100.0 * (b - a));
    let accuracies = rise.map(|rise| {
        view! {
            <tr data-testid="diff-accuracy">
                <th scope="row">"Accuracy"</th><td>{accuracy(&a)}</td><td>{accuracy(&b)}</td>
                <td>{format!("{} points", sign_of(rise, &format::fixed(rise.abs(), 2)))}</td>
            </tr>
        }
    });
    view! {
        <div class="stack stack--tight">
            <table class="diff__figures number" data-testid="diff-figures">
                <caption>{caption}</caption>
                <thead><tr><td></td><th scope="col">"A"</th><th scope="col">"B"</th><th scope="col">"B − A"</th></tr></thead>
                <tbody>
                    {accuracies}
                    <tr data-testid="diff-loss">
                        <th scope="row">"Loss"</th><td>{loss(&a)}</td><td>{loss(&b)}</td><td>{of_loss}</td>
                    </tr>
                </tbody>
            </table>
            {(!has_one_loss).then(|| view! {
                <p class="field__hint">"Their losses are different ones: the two numbers can't be compared."</p>
            })}
        </div>
    }
}

fn signed(value: f64) -> String {
    if value == 0.0 { "0".to_owned() } else { format::signed(value) }
}

fn sign_of(value: f64, size: &str) -> String {
    let sign = if value > 0.0 {
        "+"
    } else if value < 0.0 {
        "−"
    } else {
        ""
    };
    format!("{sign}{size}")
}
