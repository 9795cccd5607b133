//! Runs for other programs: as CSV and as JSON. (The page reads and writes no JSON by serde,
//! for its size: what is written here has a form that a few lines can write.)

use std::fmt::Write as _;

use super::differences::Row;
use super::overlay::letter;
use super::{Contents, Summary};
use crate::training::{HistoryPoint, Metrics};

/// The curves of runs: a row a point, as it was told, without any smoothing.
pub fn curves_csv(runs: &[(&Summary, &Contents)]) -> String {
    let mut text = "run,name,step,epoch,seconds,training_loss,training_accuracy,held_out_loss,\
                    held_out_accuracy\n"
        .to_owned();
    for (idx, (summary, contents)) in runs.iter().enumerate() {
        let name = csv_field(&summary.label.name);
        for point in merged(contents) {
            let HistoryPoint { step, epoch, seconds, train, test } = point;
            let loss = |metrics: Option<Metrics>| cell(metrics.map(|metrics| metrics.loss));
            let accuracy =
                |metrics: Option<Metrics>| cell(metrics.and_then(|metrics| metrics.accuracy));
            // Writing to a text can't fail.
            let _ = writeln!(
                text,
                "{},{name},{step},{epoch},{seconds},{},{},{},{}",
                letter(idx),
                loss(train),
                accuracy(train),
                loss(test),
                accuracy(test),
            );
        }
    }
    text
}

/// Settings side by side: a row a setting, a column a run.
pub fn settings_csv(summaries: &[&Summary], rows: &[Row]) -> String {
    let mut text = "setting".to_owned();
    for (idx, summary) in summaries.iter().enumerate() {
        let _ = write!(text, ",{}", csv_field(&format!("{} {}", letter(idx), summary.label.name)));
    }
    text.push_str(",differs\n");
    for row in rows {
        text.push_str(&csv_field(row.name));
        for value in &row.values {
            let _ = write!(text, ",{}", csv_field(value));
        }
        text.push_str(if row.differs() { ",yes\n" } else { ",no\n" });
    }
    text
}

/// Runs with their configurations (each as the text of a configuration file), figures and
/// curves.
pub fn json(runs: &[(&Summary, &Contents)], configs: &[String]) -> String {
    let mut text =
        "{\n  \"format\": \"descent-runs\",\n  \"version\": 1,\n  \"runs\": [".to_owned();
    for (idx, ((summary, contents), config)) in runs.iter().zip(configs).enumerate() {
        text.push_str(if idx == 0 { "\n" } else { ",\n" });
        let Summary { label, standing, step, epoch, train_seconds, train, test, .. } = summary;
        let _ = writeln!(
            text,
            "    {{\n      \"run\": \"{}\",\n      \"id\": \"{}\",\n      \"name\": {},\n      \
             \"created\": {},\n      \"updated\": {},\n      \"standing\": \"{}\",\n      \
             \"step\": {step},\n      \"epoch\": {epoch},\n      \"train_seconds\": {train_seconds},\n      \
             \"training\": {},\n      \"held_out\": {},",
            letter(idx),
            label.id,
            json_text(&label.name),
            label.created,
            label.updated,
            standing.word(),
            figures(*train),
            figures(*test),
        );
        let _ = writeln!(text, "      \"config\": {},", config.trim());
        if let Some(origin) = &summary.origin {
            let _ = writeln!(text, "      \"start_weights\": {},", json_text(&origin.told()));
        }
        text.push_str("      \"curves\": [");
        for (idx, point) in merged(contents).iter().enumerate() {
            text.push_str(if idx == 0 { "\n" } else { ",\n" });
            let HistoryPoint { step, epoch, seconds, train, test } = point;
            let _ = write!(
                text,
                "        {{\"step\": {step}, \"epoch\": {epoch}, \"seconds\": {seconds}, \
                 \"training\": {}, \"held_out\": {}}}",
                figures(*train),
                figures(*test),
            );
        }
        text.push_str("\n      ]\n    }");
    }
    text.push_str("\n  ]\n}\n");
    text
}

/// Both curves as one, by steps: what was measured after the same update stands together.
fn merged(contents: &Contents) -> Vec<HistoryPoint> {
    let (train, test) = (contents.history.train(), contents.history.test());
    let mut all = Vec::with_capacity(train.len() + test.len());
    let (mut at, mut held) = (0, 0);
    while at < train.len() || held < test.len() {
        let (a, b) = (train.get(at), test.get(held));
        let point = match (a, b) {
            (Some(a), Some(b)) if a.step == b.step => HistoryPoint { test: b.test, ..*a },
            (Some(a), Some(b)) => *if a.step < b.step { a } else { b },
            (Some(one), None) | (None, Some(one)) => *one,
            (None, None) => break,
        };
        at += usize::from(a.is_some_and(|a| a.step == point.step));
        held += usize::from(b.is_some_and(|b| b.step == point.step));
        all.push(point);
    }
    all
}

fn cell(value: Option<f32>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A text as a field: in quotes where it must be, and never taken for a formula by a program
/// for tables. Names come from other people's files, too.
fn csv_field(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// JSON has no infinities, and nothing that is no number.
fn json_number(value: f32) -> String {
    if value.is_finite() { value.to_string() } else { "null".to_owned() }
}

fn figures(metrics: Option<Metrics>) -> String {
    let Some(Metrics { loss, accuracy }) = metrics else { return "null".to_owned() };
    let accuracy = accuracy.map_or_else(|| "null".to_owned(), json_number);
    format!("{{\"loss\": {}, \"accuracy\": {accuracy}}}", json_number(loss))
}

fn json_text(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::differences::rows;
    use crate::ledger::tests::{contents, summary};
    use crate::training::RunConfig;

    #[test]
    fn a_row_a_point_and_quotes_where_they_must_be() {
        let (mut summary, contents) = (summary(1), contents());
        summary.label.name = "he said \"go\", twice".to_owned();
        let text = curves_csv(&[(&summary, &contents)]);
        let expected = "\
run,name,step,epoch,seconds,training_loss,training_accuracy,held_out_loss,held_out_accuracy
A,\"he said \"\"go\"\", twice\",10,0.5,1,2,0.25,,
A,\"he said \"\"go\"\", twice\",20,1,2,1,0.5,1.5,0.375
A,\"he said \"\"go\"\", twice\",30,1.5,3,0.5,0.75,,
A,\"he said \"\"go\"\", twice\",40,2,4,,,0.75,0.625
";
        assert_eq!(text, expected);
        assert_eq!(csv_field("=SUM(A1)"), "'=SUM(A1)");
        assert_eq!(csv_field("plain"), "plain");
    }

    #[test]
    fn settings_say_where_they_differ() {
        let (a, mut b) = (summary(1), summary(2));
        b.config.seed = crate::training::Seed(2);
        let text = settings_csv(&[&a, &b], &rows(&[&a, &b]));
        assert!(text.starts_with("setting,A Run 1,B Run 2,differs\nData,MNIST,MNIST,no\n"));
        assert!(text.ends_with("Seed,1,2,yes\n"), "{text}");
    }

    #[test]
    fn json_is_json_and_its_configurations_can_be_read_again() {
        let (mut a, b, mut contents) = (summary(1), summary(2), contents());
        a.label.name = "\u{1}tab\t \"quoted\" \\ back".to_owned();
        a.test = Some(Metrics { loss: f32::INFINITY, accuracy: None });
        a.origin = Some(crate::ledger::Start::link("1.abc").origin().clone());
        let point = HistoryPoint {
            step: 50,
            epoch: 2.5,
            seconds: 5.0,
            train: Some(Metrics { loss: f32::NAN, accuracy: None }),
            test: None,
        };
        contents.history.push(point);
        let configs = [a.config.to_json(), b.config.to_json()];
        let text = json(&[(&a, &contents), (&b, &contents)], &configs);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["runs"][0]["name"], a.label.name.as_str());
        assert_eq!(read["runs"][0]["start_weights"], "from a link");
        assert_eq!(read["runs"][1].get("start_weights"), None);
        assert_eq!(read["runs"][0]["held_out"]["loss"], serde_json::Value::Null);
        assert_eq!(read["runs"][1]["curves"][1]["held_out"]["accuracy"], 0.375);
        assert_eq!(read["runs"][1]["curves"][4]["training"]["loss"], serde_json::Value::Null);
        let config = read["runs"][1]["config"].to_string();
        assert_eq!(RunConfig::from_json(&config).unwrap(), b.config);
        let none: serde_json::Value = serde_json::from_str(&json(&[], &[])).unwrap();
        assert_eq!(none["runs"], serde_json::json!([]));
    }
}
