//! The curves of a kept run: training, then held-out.
//!
//! ```text
//! span u64, points u32, then for each point
//! step u64, epoch f64, seconds f64, loss f32, accuracy f32 (NaN where there are no classes)
//! ```

use crate::training::{History, HistoryPoint, Metrics};

const POINT_LEN: usize = 3 * size_of::<u64>() + 2 * size_of::<f32>();
const HEAD_LEN: usize = size_of::<u64>() + size_of::<u32>();

/// Bytes of these curves.
pub(super) fn len(history: &History) -> usize {
    history.curves().iter().map(|(_, points)| HEAD_LEN + POINT_LEN * points.len()).sum()
}

pub(super) fn to_bytes(history: &History) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(len(history));
    for (span, points) in history.curves() {
        bytes.extend_from_slice(&span.to_le_bytes());
        bytes.extend_from_slice(&(points.len() as u32).to_le_bytes());
        for point in points {
            let HistoryPoint { step, epoch, seconds, train, test } = point;
            bytes.extend_from_slice(&step.to_le_bytes());
            bytes.extend_from_slice(&epoch.to_le_bytes());
            bytes.extend_from_slice(&seconds.to_le_bytes());
            // A point has the figures of its curve.
            let metrics = train.or(*test).unwrap_or(Metrics { loss: f32::NAN, accuracy: None });
            bytes.extend_from_slice(&metrics.loss.to_le_bytes());
            bytes.extend_from_slice(&metrics.accuracy.unwrap_or(f32::NAN).to_le_bytes());
        }
    }
    bytes
}

/// None if they make no sense.
pub(super) fn read(mut bytes: &[u8]) -> Option<History> {
    let train =
        curve(&mut bytes)?.map(|(point, metrics)| HistoryPoint { train: Some(metrics), ..point });
    let test =
        curve(&mut bytes)?.map(|(point, metrics)| HistoryPoint { test: Some(metrics), ..point });
    if !bytes.is_empty() {
        return None;
    }
    let all = [train, test].map(|Points { span, points }| (span, points));
    let is_number = |point: &HistoryPoint| point.epoch.is_finite() && point.seconds.is_finite();
    let are_numbers = all.iter().all(|(_, points)| points.iter().all(is_number));
    are_numbers.then(|| History::from_curves(all)).flatten()
}

struct Points<T> {
    span: u64,
    points: Vec<T>,
}

impl<T> Points<T> {
    fn map<U>(self, of: impl FnMut(T) -> U) -> Points<U> {
        Points { span: self.span, points: self.points.into_iter().map(of).collect() }
    }
}

fn curve(bytes: &mut &[u8]) -> Option<Points<(HistoryPoint, Metrics)>> {
    let span = u64::from_le_bytes(chunk(bytes)?);
    let n = u32::from_le_bytes(chunk(bytes)?) as usize;
    let (points, rest) = bytes.split_at_checked(n.checked_mul(POINT_LEN)?)?;
    *bytes = rest;
    let points = points.chunks_exact(POINT_LEN).filter_map(point).collect::<Vec<_>>();
    (points.len() == n).then_some(Points { span, points })
}

fn point(mut bytes: &[u8]) -> Option<(HistoryPoint, Metrics)> {
    let step = u64::from_le_bytes(chunk(&mut bytes)?);
    let epoch = f64::from_le_bytes(chunk(&mut bytes)?);
    let seconds = f64::from_le_bytes(chunk(&mut bytes)?);
    let loss = f32::from_le_bytes(chunk(&mut bytes)?);
    let accuracy = Some(f32::from_le_bytes(chunk(&mut bytes)?)).filter(|it| !it.is_nan());
    let point = HistoryPoint { step, epoch, seconds, train: None, test: None };
    Some((point, Metrics { loss, accuracy }))
}

fn chunk<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (chunk, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*chunk)
}
