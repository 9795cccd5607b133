//! A scaling as a picture: the same axis twice, and where each x goes.

use leptos::prelude::*;

use crate::widget::plot::percent;
use descent::plots::Axis;

/// Both axes, x above and x′ below, at the same scale: what is stretched, is seen.
#[component]
pub fn Mapping(
    /// Pairs (x, x′).
    #[prop(into)]
    pairs: Signal<Vec<(f64, f64)>>,
    /// The pair that stands out.
    #[prop(into)]
    marked: Signal<Option<(f64, f64)>>,
    /// What it shows, for those who do not see it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let axis = Memo::new(move |_| {
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        pairs.with(|pairs| {
            for &(x, scaled) in pairs {
                (low, high) = (low.min(x).min(scaled), high.max(x).max(scaled));
            }
        });
        let margin = 0.03 * (high - low);
        Axis::linear(low - margin, high + margin).with_ticks(6)
    });
    let line = move |(x, scaled): (f64, f64)| {
        axis.with(|axis| format!("M{:.2} 0L{:.2} 100", percent(axis, x), percent(axis, scaled)))
    };
    let lines =
        move || pairs.with(|pairs| pairs.iter().map(|&pair| line(pair)).collect::<String>());
    let ticks = move || {
        axis.with(|axis| {
            let ticks = axis.ticks().iter().map(|&tick| {
                let left = format!("{:.2}%", percent(axis, tick));
                let text = axis.label(tick).replace('-', "−");
                view! { <span class="mapping__tick number" style:left=left>{text}</span> }
            });
            ticks.collect::<Vec<_>>()
        })
    };
    view! {
        <figure class="mapping" role="img" aria-label=label>
            <div class="mapping__row"><span class="mapping__name">"x"</span><div class="mapping__ticks">{ticks}</div></div>
            <div class="mapping__row"><span></span>
                <svg class="mapping__lines" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                    <path class="mapping__all" d=lines />
                    <path class="mapping__marked" d=move || marked.get().map(line).unwrap_or_default() />
                </svg>
            </div>
            <div class="mapping__row"><span class="mapping__name">"x′"</span><div class="mapping__ticks">{ticks}</div></div>
        </figure>
    }
}
