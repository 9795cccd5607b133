//! What stands in the cells of the list.

use js_sys::Date;
use wasm_bindgen::JsValue;

use crate::format;
use descent::ledger::Summary;
use descent::ledger::list::Column;
use descent::training::BatchSize;

/// The months, short.
pub const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A column's head.
pub fn head(column: Column) -> &'static str {
    match column {
        Column::Name => "Name",
        Column::When => "When",
        Column::Data => "Data",
        Column::Network => "Network",
        Column::Rate => "Rate, batch, optimizer",
        Column::Seed => "Seed",
        Column::Steps => "Updates",
        Column::Quality => "Held-out",
        Column::Time => "Training",
    }
}

/// A column's key, in `data-testid`s.
pub fn key(column: Column) -> &'static str {
    match column {
        Column::Name => "name",
        Column::When => "when",
        Column::Data => "data",
        Column::Network => "network",
        Column::Rate => "rate",
        Column::Seed => "seed",
        Column::Steps => "steps",
        Column::Quality => "quality",
        Column::Time => "time",
    }
}

/// A moment, by the clock on the wall: "today 14:05", "Nov 3, 14:05", "Nov 3, 2025".
pub fn when(at: u64) -> String {
    let date = Date::new(&JsValue::from_f64(at as f64));
    let today = Date::new_0();
    let day = |date: &Date| (date.get_full_year(), date.get_month(), date.get_date());
    let clock = format!("{}:{:02}", date.get_hours(), date.get_minutes());
    let (year, month, in_month) = day(&date);
    let name = MONTHS.get(month as usize).copied().unwrap_or_default();
    match day(&today) {
        now if now == (year, month, in_month) => format!("today {clock}"),
        (this_year, ..) if this_year == year => format!("{name} {in_month}, {clock}"),
        _ => format!("{name} {in_month}, {year}"),
    }
}

/// The size of its batches.
pub fn batch(size: BatchSize) -> String {
    match size {
        BatchSize::Examples(n) => format::count(n.get() as usize),
        BatchSize::All => size.to_string(),
    }
}

/// How well a run does: "97.42 %", "loss 0.0123"; of what it trains on where none are held
/// out, and it says so.
pub fn quality(summary: &Summary) -> String {
    let Some(metrics) = summary.test.or(summary.train) else { return "–".to_owned() };
    let value = match metrics.accuracy {
        Some(accuracy) => format::percent(f64::from(accuracy), 2),
        None => format!("loss {}", format::number(f64::from(metrics.loss))),
    };
    if summary.test.is_some() { value } else { format!("{value} in training") }
}

/// A stretch of time: "0.4 s", "12 s", "3 min 20 s".
pub fn stretch(seconds: f64) -> String {
    match seconds {
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 59.5 => format!("{s:.0} s"),
        s => {
            let whole = s.round() as u64;
            format!("{} min {} s", format::count((whole / 60) as usize), whole % 60)
        }
    }
}

/// A run's curve as a path in a plane of 100 by 100, lying between its lowest and highest
/// value; empty if there is none.
pub fn sketch_path(sketch: &[f32]) -> String {
    let finite = || sketch.iter().copied().filter(|value| value.is_finite());
    let low = finite().fold(f32::INFINITY, f32::min);
    let high = finite().fold(f32::NEG_INFINITY, f32::max);
    let width = (sketch.len().max(2) - 1) as f32;
    let mut path = String::new();
    for (idx, &value) in sketch.iter().enumerate().filter(|(_, value)| value.is_finite()) {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        let (x, y) = (100.0 * idx as f32 / width, 92.0 - 84.0 * share);
        path.push_str(&format!("{}{x:.1} {y:.1}", if path.is_empty() { 'M' } else { 'L' }));
    }
    path
}
