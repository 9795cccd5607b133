//! A link to hand on: what it leads to, what it hides, its address, and its QR code.

mod hiding;
mod picture;

use leptos::prelude::*;

pub use self::hiding::Hidden;
use self::hiding::Hiding;
use self::picture::Picture;
use crate::format;
use crate::state::link::Lead;
use crate::state::looks::Slot;
use crate::state::{Screen, State, use_state};
use crate::widget::copied::copy;
use crate::widget::dialog::Dialog;
use crate::widget::icon::{Icon, SHARE};
use descent::protocol::{Look, Seen};

const USUAL: &str = "Copy";

/// Which of the run's updates was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Start,
    Update,
    Weights,
}

impl Which {
    fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Update => "now",
            Self::Weights => "weights",
        }
    }
}

/// Opens the sheet.
#[component]
pub fn ShareButton() -> impl IntoView {
    let state = use_state();
    view! {
        <button type="button" class="button button--quiet masthead__share" data-testid="share"
            aria-haspopup="dialog" title="A link to what is open here, and its QR code"
            on:click=move |_| state.share()>
            <Icon path=SHARE /> <span>"Share"</span>
        </button>
    }
}

impl State {
    /// Opens the sheet on the run as it stands.
    pub fn share(&self) {
        self.answers.of(Slot::Link).set(None);
        self.answers.of(Slot::LinkWeights).set(None);
        if untrack(|| self.has_no_link()).is_none() {
            self.look(Slot::Link, Look::Link);
            self.look(Slot::LinkWeights, Look::LinkWeights);
        }
        self.sharing.set(true);
    }
}

/// The sheet.
#[component]
pub fn ShareSheet() -> impl IntoView {
    let state = use_state();
    view! {
        <Dialog is_open=state.sharing title="Share a link" testid="share-sheet">
            <Sheet />
        </Dialog>
    }
}

#[component]
fn Sheet() -> impl IntoView {
    let state = use_state();
    // The run may go on meanwhile; the link is of what it was when the sheet was opened.
    let leads = StoredValue::new(untrack(|| state.leads_to_step()));
    let no_link = StoredValue::new(untrack(|| state.has_no_link()));
    let run = Memo::new(move |_| match state.answers.of(Slot::Link).get() {
        Some(Ok(Seen::Link(text))) => Some(Ok(text)),
        Some(Err(why)) => Some(Err(why)),
        _ => None,
    });
    let weights = Memo::new(move |_| match state.answers.of(Slot::LinkWeights).get() {
        Some(Ok(Seen::LinkWeights(text))) => Some(Ok(text)),
        Some(Err(why)) => Some(Err(why)),
        _ => None,
    });
    let chosen = RwSignal::new(None::<Which>);
    let which = Memo::new(move |_| {
        let usual = match leads.get_value() {
            Ok(0) => Which::Start,
            Ok(_) => Which::Update,
            Err(_) if matches!(weights.get(), Some(Ok(_))) => Which::Weights,
            Err(_) => Which::Start,
        };
        chosen.get().unwrap_or(usual)
    });
    let hide = RwSignal::new(state.hidden_keys());
    let address = Memo::new(move |_| {
        let hide = hide.get();
        if no_link.get_value().is_some() {
            return Some(state.address(None, &Lead::Start, hide));
        }
        let lead = match (which.get(), leads.get_value(), weights.get()) {
            (Which::Update, Ok(step), _) => Lead::Update(step),
            (Which::Weights, _, Some(Ok(text))) => Lead::Weights(text),
            _ => Lead::Start,
        };
        run.get()?.ok().map(|run| state.address(Some(&run), &lead, hide))
    });
    let text = Memo::new(move |_| address.get().map(|address| state.address_text(&address)));
    let told = RwSignal::new(USUAL);
    let copy_it = move |_| {
        if let Some((text, address)) = text.get_untracked().zip(address.get_untracked()) {
            copy(&text, told, USUAL, "It stands in the address bar");
            state.show_address(&address);
        }
    };
    let select =
        |event: web_sys::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    let n_chars = move || text.with(|text| text.as_ref().map_or(0, String::len));
    let choices = move || match no_link.get_value() {
        Some(why) => view! { <p data-testid="share-no-run">{why}</p> }.into_any(),
        None => {
            view! { <Choices leads weights which choose=move |which| chosen.set(Some(which)) /> }
                .into_any()
        }
    };
    view! {
        <div class="share-sheet stack">
            {choices}
            <p class="field__error" role="alert">{move || run.get().and_then(Result::err)}</p>
            <div class="field">
                <label for="share-address">"The link"</label>
                <div class="share-sheet__address">
                    <input id="share-address" class="input" type="text" readonly
                        data-testid="share-address" data-value=move || text.get().unwrap_or_default()
                        prop:value=move || text.get().unwrap_or_default()
                        on:focus=select />
                    <button type="button" class="button" data-testid="share-copy" aria-live="polite"
                        disabled=move || text.with(Option::is_none) on:click=copy_it>{told}</button>
                </div>
                <p class="field__hint number" data-testid="share-length" data-value=move || n_chars().to_string()>
                    {move || format!("{} characters", format::count(n_chars()))}
                </p>
            </div>
            <Picture text />
            <Hiding hide />
        </div>
    }
}

/// The start, the update that it stands at, or its weights as a new start.
#[component]
fn Choices(
    leads: StoredValue<Result<u64, &'static str>>,
    weights: Memo<Option<Result<String, String>>>,
    which: Memo<Which>,
    choose: impl Fn(Which) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let state = use_state();
    let place = match state.screen.get_untracked() {
        Screen::Steps => " It opens in the step view, at the place you are at.",
        Screen::Lesson => "",
    };
    let choice = move |option: Which, name: String, hint: Signal<String>, is_free: Signal<bool>| {
        let key = option.key();
        view! {
            <label class="share-sheet__choice">
                <input type="radio" name="share-lead" value=key data-testid=format!("share-lead-{key}")
                    disabled=move || !is_free.get()
                    prop:checked=move || which.get() == option
                    on:change=move |_| choose(option) />
                <span>{name}<small class="field__hint">{hint}</small></span>
            </label>
        }
    };
    let step = leads.get_value().unwrap_or_default();
    let update = match leads.get_value() {
        Ok(0) => "The run is at its start.".to_owned(),
        Ok(_) => {
            "The same numbers: it is trained again on opening, which takes as long.".to_owned()
        }
        Err(why) => why.to_owned(),
    };
    let start = match leads.get_value() {
        Ok(_) => "The same settings, seed and data.",
        Err(_) => {
            "The start that its seed draws, with the settings of now. All of the run is in its file: \
             Runs, Save."
        }
    };
    let of_weights = Signal::derive(move || match weights.get() {
        Some(Ok(_)) => {
            "A new start at update 0 from them; what the optimizer remembers is not in it."
                .to_owned()
        }
        Some(Err(why)) => format!("Not in a link: {why}."),
        None => "Asking the engine.".to_owned(),
    });
    view! {
        <fieldset class="share-sheet__choices">
            <legend>"It opens this run"{place}</legend>
            {choice(Which::Start, "from the start".to_owned(),
                Signal::stored(start.to_owned()), Signal::stored(true))}
            {choice(Which::Update, match step {
                0 => "as it stands now".to_owned(),
                n => format!("as it stands now, at update {}", format::count(n as usize)),
            }, Signal::stored(update), Signal::stored(step > 0))}
            {choice(Which::Weights, "with its present weights".to_owned(), of_weights,
                Signal::derive(move || matches!(weights.get(), Some(Ok(_)))))}
        </fieldset>
    }
}
