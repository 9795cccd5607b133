//! Min-max and standardization (CURRICULUM E2), by the engine's own functions: of pixels, and
//! of a list of one's own.

use leptos::prelude::*;

use super::digit::Digit;
use super::mapping::Mapping;
use crate::format;
use crate::state::use_state;
use crate::widget::segmented::Segmented;
use descent::data::Features;
use descent::data::scaling::{self, Affine, FeatureStats, MIN_MAX, STANDARDIZE, Scaling};
use descent::registry::Choice;

/// Most numbers of a list: more don't fit on the page.
const MOST: usize = 20;

/// Mean 5 and standard deviation 2.
const FIRST_LIST: &str = "2, 4, 4, 4, 5, 5, 7, 9";

/// A digit's pixels under a scaling that one chooses.
#[component]
pub fn Pixels(digit: Digit) -> impl IntoView {
    let state = use_state();
    let chosen = RwSignal::new(STANDARDIZE.key);
    let scaling = move || -> &'static Scaling {
        scaling::ALL.iter().find(|s| s.key == chosen.get()).copied().unwrap_or(&STANDARDIZE)
    };
    let stats = move || digit.measures().map(|(mean, std)| FeatureStats::of_gray(mean, std));
    let apply = move |x: f64| -> Option<f64> {
        let mut value = [x as f32];
        scaling().apply(&[stats()?], &mut value);
        Some(f64::from(value[0]))
    };
    let pixel = move || digit.x.with(|x| x.get(digit.pixel.get()).copied()).map(f64::from);
    let pairs = Signal::derive(move || {
        (0..=10)
            .filter_map(|n| {
                let x = f64::from(n) / 10.0;
                Some((x, apply(x)?))
            })
            .collect()
    });
    let marked = Signal::derive(move || {
        let x = pixel()?;
        Some((x, apply(x)?))
    });
    let rows = move || {
        let (mean, std) = digit.measures()?;
        let row = |testid: &'static str, name: String, x: f64| {
            let scaled = apply(x).unwrap_or_default();
            view! {
                <tr data-testid=testid data-value=scaled.to_string()>
                    <th scope="row">{name}</th>
                    <td>{format::fixed(x, 4)}</td>
                    <td><strong>{format::fixed(scaled, 4)}</strong></td>
                </tr>
            }
        };
        let at = digit.pixel.get();
        Some(vec![
            row("scaled-black", "black".to_owned(), 0.0),
            row("scaled-mean", "the mean of all training pixels".to_owned(), mean),
            row("scaled-above", "one standard deviation above it".to_owned(), mean + std),
            row("scaled-white", "white".to_owned(), 1.0),
            row("scaled-pixel", format!("pixel {at} of the digit above"), pixel()?),
        ])
    };
    let with_numbers = move || {
        let (mean, std) = digit.measures()?;
        Some(match chosen.get() {
            key if key == STANDARDIZE.key => {
                format!("mean {mean} and standard deviation {std}, of all training pixels")
            }
            key if key == MIN_MAX.key => {
                "min 0 (black) and max 1 (white): of images that is gray/255".to_owned()
            }
            "raw" => "the byte as it is stored, 0 to 255".to_owned(),
            _ => "x = gray/255, the network's usual input".to_owned(),
        })
    };
    let taken = move || Choice::<Scaling>::by_key(chosen.get());
    view! {
        <h3>"Pixels"</h3>
        <div class="numbers__beside stack">
            <div class="numbers__stack stack stack--tight">
                <Segmented label="Scaling of the pixels"
                    options=scaling::ALL.iter().map(|s| (s.key, s.name)).collect()
                    value=chosen on_choose=move |key| chosen.set(key) />
                <p class="numbers__formula" data-testid="scaling-formula">{move || scaling().formula}</p>
                <p class="field__hint number">{with_numbers}</p>
                <Mapping pairs marked label="Where each gray value goes; the table has the numbers" />
            </div>
            <table class="numbers__table" data-testid="scaled-pixels">
                <thead><tr><td></td><th scope="col">"x"</th><th scope="col">"x′"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="numbers__buttons">
            <button type="button" class="button button--primary" data-testid="scale-take"
                on:click=move |_| if let Some(scaling) = taken() { state.learn_scaled(scaling) }>
                "Train the lesson's network on digits scaled so"
            </button>
        </div>
    }
}

/// The numbers of a text.
fn numbers_of(text: &str) -> Result<Vec<f32>, String> {
    let parts = text.split([',', ';', ' ', '\n', '\t']).filter(|part| !part.is_empty());
    let numbers = parts.map(|part| {
        let number = part.replace('−', "-").parse::<f32>().ok().filter(|x| x.is_finite());
        number.ok_or_else(|| {
            format!("\"{part}\" is no number: write numbers with commas between them.")
        })
    });
    let numbers: Vec<f32> = numbers.collect::<Result<_, _>>()?;
    match numbers.len() {
        0 => Err("Write a few numbers, with commas between them.".to_owned()),
        n if n > MOST => Err(format!("These are {n} numbers; {MOST} are the most that fit here.")),
        _ => Ok(numbers),
    }
}

/// A column of numbers that one types.
#[component]
pub fn List() -> impl IntoView {
    let text = RwSignal::new(FIRST_LIST.to_owned());
    let parsed = Memo::new(move |_| text.with(|text| numbers_of(text)));
    let stats = Memo::new(move |_| {
        let numbers = parsed.get().ok()?;
        FeatureStats::of(&Features::Numbers(numbers), 1).pop()
    });
    let is_constant = Memo::new(move |_| stats.get().is_some_and(|stats| stats.min == stats.max));
    let rows = move || {
        let (numbers, stats) = (parsed.get().ok()?, stats.get()?);
        let scaled = |scaling: &Scaling| {
            let mut x = numbers.clone();
            x.iter_mut().for_each(|x| scaling.apply(&[stats], std::slice::from_mut(x)));
            x
        };
        let (min_max, standardized) = (scaled(&MIN_MAX), scaled(&STANDARDIZE));
        let rows = numbers.iter().zip(min_max).zip(standardized).enumerate();
        Some(rows.map(|(i, ((x, a), b))| view! {
            <tr data-testid=format!("listed-{i}") data-min-max=a.to_string() data-standardized=b.to_string()>
                <th scope="row">{format::number(f64::from(*x))}</th>
                <td>{format::fixed(f64::from(a), 3)}</td>
                <td>{format::fixed(f64::from(b), 3)}</td>
            </tr>
        }).collect::<Vec<_>>())
    };
    let measures = move || {
        let FeatureStats { min, max, mean, std, .. } = stats.get()?;
        let [min, max, mean, std] = [min, max, mean, std].map(format::number);
        Some(format!("min {min}, max {max}, mean {mean}, standard deviation {std}"))
    };
    let pair = |scaling: &'static Scaling| {
        Signal::derive(move || {
            let pair = stats.get().map(|stats| (scaling.pair)(&stats)).unwrap_or(Affine::IDENTITY);
            parsed
                .get()
                .unwrap_or_default()
                .iter()
                .map(|&x| (f64::from(x), f64::from(pair.apply(x))))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <h3>"A column of numbers"</h3>
        <div class="field">
            <label for="scaling-list">"Numbers, with commas between them"</label>
            <div class="field__row">
                <input id="scaling-list" class="input numbers__list number" type="text" inputmode="text"
                    data-testid="scaling-list" autocomplete="off" aria-describedby="scaling-list-error"
                    aria-invalid=move || parsed.with(Result::is_err).to_string()
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event)) />
                <button type="button" class="button" data-testid="all-same"
                    on:click=move |_| text.set("5, 5, 5, 5".to_owned())>"All the same"</button>
                <button type="button" class="button button--quiet" data-testid="first-list"
                    on:click=move |_| text.set(FIRST_LIST.to_owned())>"Back"</button>
            </div>
            <p class="field__error" id="scaling-list-error" role="alert" data-testid="scaling-list-error">
                {move || parsed.get().err()}
            </p>
        </div>
        <p class="number" data-testid="list-measures">{measures}</p>
        <Show when=move || is_constant.get()>
            <p class="numbers__note" role="status" data-testid="guarded">
                "max = min: there is no spread to divide by. A column that is the same in every example \
                 says nothing, so the engine makes it 0 rather than 0/0."
            </p>
        </Show>
        <div class="numbers__beside stack">
            <div class="numbers__stack stack stack--tight">
                <p class="numbers__formula">{MIN_MAX.formula}</p>
                <Mapping pairs=pair(&MIN_MAX) marked=Signal::stored(None)
                    label="Where min-max scaling takes each number; the table has the numbers" />
                <p class="numbers__formula">{STANDARDIZE.formula}</p>
                <Mapping pairs=pair(&STANDARDIZE) marked=Signal::stored(None)
                    label="Where standardization takes each number; the table has the numbers" />
            </div>
            <table class="numbers__table" data-testid="scaled-list">
                <thead><tr>
                    <th scope="col">"x"</th><th scope="col">{MIN_MAX.name}</th><th scope="col">{STANDARDIZE.name}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
