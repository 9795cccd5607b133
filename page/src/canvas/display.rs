//! What the screen is like: the theme's colors as numbers, and the pixel ratio.

use leptos::prelude::*;
use web_sys::CssStyleDeclaration;

use super::watch::{on_attributes, on_fonts, on_media};
use descent::plots::theme::parse_computed_color;
use descent::plots::{Theme, Tint};

/// Signals that canvases depend on besides their data.
#[derive(Clone, Copy)]
pub struct Display {
    /// The colors of the style sheet, by its custom properties.
    pub theme: Signal<Theme>,
    /// Device pixels to a CSS pixel.
    pub pixel_ratio: Signal<f64>,
}

/// The display. Its watches are made by the first to ask and shared with all
/// components below; asked by the page's root component, by all.
pub fn use_display() -> Display {
    use_context::<Display>().unwrap_or_else(|| {
        let display = Display { theme: watch_theme(), pixel_ratio: watch_pixel_ratio() };
        provide_context(display);
        display
    })
}

fn watch_theme() -> Signal<Theme> {
    let theme = RwSignal::new(read_theme());
    // Not if nothing has changed: every picture would be painted again.
    let update = move || {
        let now = read_theme();
        if theme.with_untracked(|before| *before != now) {
            theme.set(now);
        }
    };
    on_media("(prefers-color-scheme: dark)", update);
    on_media("(prefers-contrast: more)", update);
    // A canvas asks for a font when it first needs it, and draws in another till then.
    on_fonts(move || theme.update(|_| ()));
    if let Some(root) = document().document_element() {
        on_attributes(&root, &["data-theme", "class", "style"], update);
    }
    theme.into()
}

fn watch_pixel_ratio() -> Signal<f64> {
    let ratio = RwSignal::new(window().device_pixel_ratio());
    // There is no event for it: only a query for the present value that ceases to hold.
    Effect::new(move |_| {
        let query = format!("(resolution: {}dppx)", ratio.get());
        on_media(&query, move || ratio.set(window().device_pixel_ratio()));
    });
    ratio.into()
}

/// Reads the custom properties. The text of one may be in any notation, with
/// functions in it, so the browser is asked to compute a mixture in sRGB with itself.
fn read_theme() -> Theme {
    let probe = document()
        .create_element("span")
        .ok()
        .filter(|probe| document().body().is_some_and(|body| body.append_child(probe).is_ok()));
    let root = document().document_element().and_then(|root| computed_style(&root));
    let property = |name: &str| {
        let text = root.as_ref()?.get_property_value(name).ok()?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let color = |tint: Tint| {
        let name = tint.css_property();
        property(name)?;
        let probe = probe.as_ref()?;
        let mixture = format!("color: color-mix(in srgb, var({name}), var({name}))");
        probe.set_attribute("style", &mixture).ok()?;
        parse_computed_color(&computed_style(probe)?.get_property_value("color").ok()?)
    };
    let font = property("--font-sans").unwrap_or_else(|| "system-ui, sans-serif".to_owned());
    let theme = Theme::from_tints(color, font);
    if let Some(probe) = probe {
        probe.remove();
    }
    theme
}

fn computed_style(element: &web_sys::Element) -> Option<CssStyleDeclaration> {
    window().get_computed_style(element).ok().flatten()
}
