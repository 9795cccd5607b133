//! The example's pixels as a picture, and below it what a first layer's unit has for each
//! of them: its weights, backward their gradients, in the update how they change.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::super::super::of_trace;
use super::edges::Told;
use super::layout::Layout;
use crate::state::use_state;
use crate::widget::edges::Spot;
use crate::widget::picture::{Picture, Pointed};
use descent::data::DigitImage;
use descent::plots::Colormap;
use descent::walk::{Phase, Place, Quantity, UnitAt, input_name};

/// Both pictures, where the layout has room for them.
#[component]
pub fn Pictures(cursor: Cursor, layout: Memo<Option<Layout>>) -> impl IntoView {
    let state = use_state();
    let input = Signal::derive(move || {
        let row = cursor.row.get();
        let input =
            of_trace(state, |t| (row < t.inputs.nrows()).then(|| t.inputs.row(row).to_vec()));
        input.flatten().unwrap_or_default()
    });
    let frame = move |corner: fn(&Layout) -> Option<Spot>| {
        layout.with(|layout| {
            let layout = layout.as_ref()?;
            let (Spot { x, y }, (_, side)) = (corner(layout)?, layout.picture?);
            Some(format!("left:{x}px;top:{y}px;width:{side}px"))
        })
    };
    let unit = Memo::new(move |_| cursor.unit().filter(|at| at.layer_idx == 0));
    let told = Memo::new(move |_| told(cursor.place.get(), cursor.prediction.is_asking()));
    let values = Signal::derive(move || {
        unit.get().map(|at| values(cursor, told.get(), at)).unwrap_or_default()
    });
    let pixel = RwSignal::new(None::<usize>);
    let point = Callback::new(move |(pointed,): (Pointed,)| {
        let row = cursor.row.get_untracked();
        pixel.set(pointed.map(|(idx, _)| idx));
        cursor.pointed.set(pointed.map(|(input_idx, _)| Quantity::Input { row, input_idx }));
    });
    let point_weight = Callback::new(move |(pointed,): (Pointed,)| {
        pixel.set(pointed.map(|(idx, _)| idx));
        let weight = pointed.and_then(|(idx, _)| Some(unit.get_untracked()?.weight(Some(idx))));
        cursor.pointed.set(weight.map(Quantity::Old));
    });
    // Pointed at, a pixel says which it is, and both pictures what they have there.
    let at_pixel = move |values: Signal<Vec<f32>>| {
        let idx = pixel.get()?;
        let value = values.with(|values| values.get(idx).copied())?;
        Some(format!("{}: {}", input_name(DigitImage::LEN, idx), cursor.show(value.into())))
    };
    let about_input = move || at_pixel(input).unwrap_or_else(|| "x, 784 pixels".to_owned());
    let about_weights = move || {
        at_pixel(values)
            .or_else(|| Some(format!("{} of unit {}", told.get().1, unit.get()?.unit_idx)))
    };
    let has_second =
        Memo::new(move |_| layout.with(|l| l.as_ref().is_some_and(|l| l.second.is_some())));
    let has_picture =
        Memo::new(move |_| layout.with(|l| l.as_ref().is_some_and(|l| l.picture.is_some())));
    view! {
        <Show when=move || has_picture.get()>
            <figure class="net__picture" style=move || frame(|l| l.picture.map(|(spot, _)| spot))>
                <Picture values=input colormap=Colormap::Gray label="The example's pixels" on_point=point />
                <figcaption class="net__told">{about_input}</figcaption>
            </figure>
        </Show>
        <Show when=move || has_second.get()>
            <figure class="net__picture" style=move || frame(|l| l.second)>
                <Picture values colormap=Colormap::Diverging label=move || told.get().1 on_point=point_weight />
                <figcaption class="net__told">{about_weights}</figcaption>
            </figure>
        </Show>
    }
}

/// What the second picture shows at a place, and its name.
fn told(place: Place, hides: bool) -> (Told, &'static str) {
    match place.phase() {
        Phase::Backward => (Told::Gradient, "∂loss/∂w"),
        Phase::Update if !hides => (Told::Change, "change of w"),
        _ => (Told::Weight, "w"),
    }
}

fn values(cursor: Cursor, (told, _): (Told, &str), at: UnitAt) -> Vec<f32> {
    of_trace(cursor.state(), |trace| {
        let n_inputs = trace.inputs.ncols();
        let value = |k| told.value(trace, at.row, at.weight(Some(k))).unwrap_or(f32::NAN);
        (0..n_inputs).map(value).collect()
    })
    .unwrap_or_default()
}
