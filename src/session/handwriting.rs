//! Our handwriting: a class's drawings, collected, read, and learned from.

use super::look::NO_CLASSES;
use super::{Session, run::Run};
use crate::data::digit::Normalization;
use crate::data::handwriting::{self, Handwriting, Record, dataset, is_held_out};
use crate::data::{Dataset, DatasetSpec};
use crate::nn::{classify, forward};
use crate::protocol::seen::{Assessed, Collected, Kept};
use crate::protocol::{Event, Reader, RunId, Seen, Ticket};
use crate::training::{Confusion, Reading, RunConfig, Trainer};

impl Session {
    /// Takes in a file.
    pub(super) fn collect(&mut self, ticket: Ticket, text: &str) {
        let known = self.handwriting.keys().cloned().collect();
        let answer = match Handwriting::parse(text, &known) {
            Ok(Handwriting { records, bad, n_known }) => {
                let added = records.into_iter().map(|record| self.keep(record)).collect();
                let n_all = self.handwriting.len();
                Ok(Seen::Collected(Collected { added, bad, n_known, n_all }))
            }
            Err(error) => Err(error.to_string()),
        };
        self.see(ticket, answer);
    }

    /// Takes in a drawing that has just been made.
    pub(super) fn collect_drawing(&mut self, ticket: Ticket, record: Record) {
        // By way of the file's line: what is kept is what will be read again.
        self.collect(ticket, &handwriting::to_text([&record]));
    }

    /// Takes drawings out.
    pub(super) fn discard(&mut self, ids: &[String]) {
        for id in ids {
            self.handwriting.remove(id);
        }
    }

    fn keep(&mut self, record: Record) -> Kept {
        let kept = Kept {
            id: record.id.clone(),
            label: record.label,
            writer: record.writer.clone(),
            is_held_out: is_held_out(&record.id),
            image: Normalization::FULL.apply(&record.drawing),
            line: record.to_line(),
        };
        self.handwriting.insert(record.id.clone(), record);
        kept
    }

    /// How a network reads all drawings.
    pub(super) fn assess(&self, reader: Reader) -> Result<Seen, String> {
        let (network, _) = self.reader(reader)?;
        let layers = network.spec().layers();
        let activation = &layers[layers.len() - 1].activation;
        let n_outputs = network.spec().n_outputs();
        if n_outputs < 10 {
            return Err(NO_CLASSES.to_owned());
        }
        let read = |record: &Record| {
            let mut x = Normalization::FULL.apply(&record.drawing)?.to_input();
            self.scale(reader, &mut x);
            if x.len() != network.spec().n_inputs() {
                return None;
            }
            let output = forward::read(network, &x).pop()?;
            let (z, a) = (output.pre_activations.as_slice()?, output.activations.as_slice()?);
            let class = classify(activation, z, a);
            let confidence = class.map_or(0.0, |class| a[class]);
            Some(Reading { class: class.map(|class| class as u8), confidence })
        };
        let all = self.handwriting.values().filter_map(|record| Some((record, read(record)?)));
        let (mut ids, mut labels, mut readings) = (Vec::new(), Vec::new(), Vec::new());
        for (record, reading) in all {
            ids.push(record.id.clone());
            labels.push(record.label);
            readings.push(reading);
        }
        let confusion = Confusion::of(10, &labels, &readings);
        let score = |held_out: bool| {
            let part = ids.iter().zip(&labels).zip(&readings);
            let part = part.filter(|((id, _), _)| is_held_out(id) == held_out);
            part.fold((0, 0), |(n_right, n), ((_, label), reading)| {
                (n_right + u32::from(reading.class == Some(*label)), n + 1)
            })
        };
        let (held_out, learned_from) = (score(true), score(false));
        let readings = ids.into_iter().zip(readings).collect();
        Ok(Seen::Assessed(Assessed { reader, held_out, learned_from, confusion, readings }))
    }

    /// Begins a run on the drawings.
    pub(super) fn learn_handwriting(
        &mut self,
        run: RunId,
        config: RunConfig,
        start: Option<Reader>,
    ) {
        match self.at_handwriting(config, start) {
            Ok(trainer) => self.begin(Run::new(run, trainer)),
            Err(message) => self.events.push(Event::Failed {
                message: format!("Nothing can be learned from these drawings: {message}."),
            }),
        }
    }

    fn at_handwriting(
        &mut self,
        config: RunConfig,
        start: Option<Reader>,
    ) -> Result<Trainer, String> {
        let own = dataset(self.handwriting.values()).map_err(|error| error.to_string())?;
        let mut config = RunConfig { dataset: own.spec.into(), ..config };
        let trainer = match start {
            None => Trainer::new(config).map_err(|error| error.to_string())?,
            Some(reader) => {
                let (network, _) = self.reader(reader)?;
                let network = network.clone();
                config.network = network.spec().clone();
                Trainer::with_start(config, &network).map_err(|error| error.to_string())?
            }
        };
        Ok(trainer)
    }

    /// Our handwriting as it stands now, if it is what a run learns from.
    pub(super) fn handwriting_of(&self, spec: &DatasetSpec) -> Option<Dataset> {
        let own = dataset(self.handwriting.values()).ok()?;
        (DatasetSpec::from(own.spec) == *spec).then_some(own.data)
    }
}
