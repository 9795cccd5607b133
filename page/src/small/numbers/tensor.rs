//! An image is a tensor (CURRICULUM E6): 28 rows of 28, laid one behind the other.

use leptos::prelude::*;

use super::digit::Digit;
use crate::format;
use crate::widget::as_table::AsTable;
use crate::widget::picture::{Picture, Pointed};
use descent::data::DigitImage;
use descent::plots::Limit;

const SIDE: usize = DigitImage::SIDE;

/// Numbers of the row of 784 that are written out on either side of the pixel.
const AROUND: isize = 4;

/// The picture, its row of numbers, and what stands at the pixel.
#[component]
pub fn Tensor(digit: Digit) -> impl IntoView {
    let Digit { x, pixel, .. } = digit;
    let values = Signal::derive(move || x.get());
    // What was pointed at last stays: a finger that is lifted points at nothing.
    let on_point = Callback::new(move |(at,): (Pointed,)| {
        if let Some((idx, _)) = at {
            pixel.set(idx);
        }
    });
    let percent = |part: usize, n: usize| format!("{:.3}%", 100.0 * part as f64 / n as f64);
    let row = move || pixel.get() / SIDE;
    let col = move || pixel.get() % SIDE;
    let value = move || x.with(|x| x.get(pixel.get()).copied());
    let gray =
        move || digit.image.with(|image| image.as_ref().map(|image| image.pixels()[pixel.get()]));
    let told = move || {
        let (row, col, pixel) = (row(), col(), pixel.get());
        let number = value().map(|x| format::number(f64::from(x))).unwrap_or_default();
        format!("Row {row}, column {col}: number {pixel} of 784, value {number}.")
    };
    let cells = (-AROUND..=AROUND)
        .map(|offset| {
            let idx = move || pixel.get().checked_add_signed(offset).filter(|&i| i < DigitImage::LEN);
            let number = move || {
                let value = idx().and_then(|idx| x.with(|x| x.get(idx).copied()));
                value.map(|x| format::fixed(f64::from(x), 2)).unwrap_or_default()
            };
            let shade = move || idx().and_then(|idx| x.with(|x| x.get(idx).copied())).unwrap_or(0.0);
            view! {
                <button type="button" class="cells__cell number" class:cells__cell--here={offset == 0}
                    data-testid=format!("cell-{offset}") data-value=move || idx().map(|i| i.to_string()).unwrap_or_default()
                    disabled=move || idx().is_none()
                    on:click=move |_| if let Some(idx) = untrack(idx) { pixel.set(idx) }>
                    <span class="cells__shade" style:background=move || {
                        let gray = (255.0 * shade()).round();
                        format!("rgb({gray} {gray} {gray})")
                    }></span>
                    <span class="cells__value"><span class="visually-hidden">"value "</span>{number}</span>
                    <span class="cells__idx"><span class="visually-hidden">" of number "</span>{move || idx().map(|idx| idx.to_string())}</span>
                </button>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <p class="numbers__idea">
            "28 rows of 28 pixels, each a number from 0 (black) to 1 (white). The network never sees \
             the picture: it gets the rows laid one behind the other. Point at a pixel, here or in \
             the row below."
        </p>
        <div class="tensor stack" data-testid="tensor" data-value=move || pixel.get().to_string()
            data-number=move || value().map(|x| x.to_string()).unwrap_or_default()>
            <div class="tensor__picture">
                <Picture values limit=Limit::Fixed(1.0) label="The digit" on_point />
                <span class="tensor__band" aria-hidden="true" style:top=move || percent(row(), SIDE)></span>
                <span class="tensor__mark" aria-hidden="true" style:top=move || percent(row(), SIDE)
                    style:left=move || percent(col(), SIDE)></span>
            </div>
            <div class="tensor__told">
                <p class="tensor__value number">{move || value().map(|x| format::fixed(f64::from(x), 3))}</p>
                <p class="number">
                    {move || format!("row {}, column {}", row(), col())}
                </p>
                <p class="number">
                    "index = 28 · row + column"<br />
                    {move || format!("= 28 · {} + {} = ", row(), col())} <strong>{move || pixel.get()}</strong>
                </p>
                <p class="number">
                    "value = gray/255"<br />
                    {move || gray().map(|gray| format!("= {gray}/255"))}
                </p>
                <p class="visually-hidden" role="status" data-testid="tensor-told">{told}</p>
            </div>
        </div>
        <div class="row784">
            <Picture values cols=784 rows=1 limit=Limit::Fixed(1.0) label="The same as one row of 784 numbers" on_point />
            <span class="row784__band" aria-hidden="true" style:left=move || percent(row(), SIDE)></span>
            <span class="row784__mark" aria-hidden="true" style:left=move || percent(pixel.get(), DigitImage::LEN)></span>
        </div>
        <div class="row784__ends number" aria-hidden="true"><span>"0"</span><span>"783"</span></div>
        <div class="cells" role="group" aria-label="The numbers around it">{cells}</div>
        <AsTable name="the image" values cols=SIDE />
    }
}
