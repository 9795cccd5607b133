//! What has changed from one kept state to another. Both networks are asked about every
//! held-out example, a pass at a time, so that neither training nor commands wait for it.

use super::{Session, checkpoint};
use crate::data::{Dataset, DatasetSpec, DigitImage, Source, Split};
use crate::protocol::diff::{Counts, Diff, DiffRequest, Examined, MOST_TURNED, Sides, Turned};
use crate::protocol::{Seen, Ticket};
use crate::registry::Choice;
use crate::training::changed::LayerChange;
use crate::training::{Evaluation, Metrics, Reading, Trainer};
use crate::worked::Card;

/// Between two reports lies no more than one part in so many of the work.
const REPORTS: usize = 8;

/// A diff under way.
#[derive(Debug)]
pub(super) struct Diffing {
    ticket: Ticket,
    a: Asked,
    b: Asked,
    data: Data,
    /// As it was told last.
    diff: Diff,
}

/// A network that is asked.
#[derive(Debug)]
struct Asked {
    trainer: Trainer,
    evaluation: Evaluation,
}

/// Where the examples are.
#[derive(Debug)]
enum Data {
    Shipped(Choice<Source>),
    Own(Box<Dataset>),
}

impl Session {
    /// Tells how the weights have changed, and begins to ask both about the examples.
    pub(super) fn diff(&mut self, ticket: Ticket, request: &DiffRequest) {
        if let Some(before) = self.diffing.take() {
            self.see(before.ticket, Err("Another comparison has taken its place.".to_owned()));
        }
        let answer = compared(request).map(|(layers, a, b)| {
            let steps = (a.step_count(), b.step_count());
            match self.data_of(&a, &b) {
                Ok((n, data)) => {
                    let examples = Examined::UnderWay { done: 0, n: 2 * n };
                    let diff = Diff { steps, layers, examples };
                    let (split, _) = split(self.dataset(&data));
                    let [a, b] =
                        [a, b].map(|trainer| Asked { trainer, evaluation: Evaluation::new(split) });
                    self.diffing = Some(Diffing { ticket, a, b, data, diff: diff.clone() });
                    diff
                }
                Err(why) => Diff { steps, layers, examples: Examined::Impossible(why) },
            }
        });
        self.see(ticket, answer.map(|diff| Seen::Diff(Box::new(diff))));
    }

    /// The examples that both are asked about, and how many there are.
    fn data_of(&self, a: &Trainer, b: &Trainer) -> Result<(usize, Data), String> {
        let (of_a, of_b) = (&a.config().dataset, &b.config().dataset);
        if of_a != of_b {
            let names = match (of_a.name(), of_b.name()) {
                (a, b) if a != b => format!(": A from {a}, B from {b}"),
                _ => String::new(),
            };
            return Err(format!(
                "They learn from different examples{names}. So they are not asked the same."
            ));
        }
        let not_here = || {
            format!(
                "The examples of {} are not here now. Open one of the two runs, come back, and they \
                 are asked.",
                of_a.name()
            )
        };
        let data = match of_a {
            DatasetSpec::Shipped(source) => {
                if *source != self.intake.source() {
                    return Err(not_here());
                }
                Data::Shipped(*source)
            }
            DatasetSpec::Points(points) => Data::Own(Box::new(points.data())),
            DatasetSpec::Own(_) => {
                let card = Card::of(of_a).map(Card::data);
                let own = card.or_else(|| self.handwriting_of(of_a)).ok_or_else(not_here)?;
                Data::Own(Box::new(own))
            }
        };
        let (split, _) = split(self.dataset(&data));
        if split.is_empty() || !split.is_complete() {
            return Err(
                "The held-out examples are not here yet. Compare again in a moment.".to_owned()
            );
        }
        Ok((split.len(), data))
    }

    fn dataset<'a>(&'a self, data: &'a Data) -> &'a Dataset {
        match data {
            Data::Shipped(_) => self.intake.dataset(),
            Data::Own(data) => data,
        }
    }

    /// Goes on by one pass of one of the two.
    pub(super) fn go_on_diffing(&mut self) {
        let Some(mut diffing) = self.diffing.take() else { return };
        if matches!(diffing.data, Data::Shipped(source) if source != self.intake.source()) {
            let why = "Other data have been chosen meanwhile. Compare once more.".to_owned();
            diffing.diff.examples = Examined::Impossible(why);
            return self.see(diffing.ticket, Ok(Seen::Diff(Box::new(diffing.diff))));
        }
        let Diffing { a, b, data, diff, .. } = &mut diffing;
        let (split, is_held_out) = split(self.dataset(data));
        let next = if a.evaluation.result().is_none() { &mut *a } else { &mut *b };
        next.trainer.evaluate(&mut next.evaluation, split);
        let (done, n) = (a.evaluation.progress().0 + b.evaluation.progress().0, 2 * split.len());
        let is_news = match (a.evaluation.result(), b.evaluation.result(), &mut diff.examples) {
            (Some(of_a), Some(of_b), examples) => {
                let readings =
                    |asked: &mut Asked| std::mem::take(&mut asked.evaluation).into_readings();
                let readings = (readings(a), readings(b));
                let sides = sides(split, is_held_out, (of_a, of_b), &readings);
                *examples = Examined::Done(Box::new(sides));
                true
            }
            (_, _, Examined::UnderWay { done: told, .. }) if done - *told >= n / REPORTS => {
                *told = done;
                true
            }
            _ => false,
        };
        let (ticket, told) = (diffing.ticket, is_news.then(|| diffing.diff.clone()));
        if !diffing.diff.is_done() {
            self.diffing = Some(diffing);
        }
        if let Some(diff) = told {
            self.see(ticket, Ok(Seen::Diff(Box::new(diff))));
        }
    }

    /// Drops a diff that nobody waits for any more.
    pub(super) fn give_up_diff(&mut self, ticket: Ticket) {
        self.diffing.take_if(|diffing| diffing.ticket == ticket);
    }
}

/// How the weights have changed, and the two.
fn compared(request: &DiffRequest) -> Result<(Vec<LayerChange>, Trainer, Trainer), String> {
    let restored = |name: &str, bytes: &[u8]| match checkpoint::read(bytes) {
        Ok(saved) => Ok(saved.trainer),
        Err(error) => Err(format!("{name} can't be looked into: {error}.")),
    };
    let (a, b) = (restored("A", &request.a)?, restored("B", &request.b)?);
    let layers = LayerChange::of_all(a.network(), b.network()).ok_or_else(|| {
        let widths = |trainer: &Trainer| trainer.config().network.widths();
        format!(
            "A is a network of {} and B one of {}: weights can be set against each other only where \
             the layers are as wide.",
            widths(&a),
            widths(&b)
        )
    })?;
    Ok((layers, a, b))
}

/// The examples that are asked about, and whether they are held out.
fn split(data: &Dataset) -> (&Split, bool) {
    if data.test.expected() == 0 { (&data.train, false) } else { (&data.test, true) }
}

/// What both make of all examples.
fn sides(
    split: &Split,
    is_held_out: bool,
    metrics: (Metrics, Metrics),
    (a, b): &(Vec<Reading>, Vec<Reading>),
) -> Sides {
    let mut counts = Counts::default();
    let (mut lost, mut gained) = (Vec::new(), Vec::new());
    for (example, (a, b)) in a.iter().zip(b).enumerate() {
        let label = Some(split.label(example));
        match (a.class == label, b.class == label) {
            (true, true) => counts.both += 1,
            (false, false) => counts.neither += 1,
            (true, false) => {
                counts.lost += 1;
                lost.push((b.confidence, example));
            }
            (false, true) => {
                counts.gained += 1;
                gained.push((a.confidence, example));
            }
        }
    }
    let pictures = |mut turned: Vec<(f32, usize)>| {
        turned.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let picture =
            |&(_, example): &(f32, usize)| picture(split, example, (a[example], b[example]));
        turned.iter().take(MOST_TURNED).filter_map(picture).collect::<Vec<_>>()
    };
    Sides {
        is_held_out,
        n: split.len(),
        metrics,
        counts: (!a.is_empty()).then_some(counts),
        lost: pictures(lost),
        gained: pictures(gained),
    }
}

/// An example to look at; none if it is no image.
fn picture(split: &Split, example: usize, (a, b): (Reading, Reading)) -> Option<Turned> {
    let pixels = split.pixels().get(example * split.n_features()..)?.get(..split.n_features())?;
    let image = DigitImage::from_pixels(pixels.to_vec())?;
    Some(Turned { example_idx: example as u32, label: split.label(example), image, a, b })
}
