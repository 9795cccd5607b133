//! Messages come back as they went, bit for bit, and nothing else is taken for one.

use descent::data::DigitImage;
use descent::data::digit::{Drawing, Point};
use descent::data::handwriting::{BadRecord, Record};
use descent::field::{self, Descent, End, Land, Moment, Runner};
use descent::nn::trace::SlotTrace;
use descent::nn::{Clipped, LayerTrace, LayerValues, OptimizerSpec, Parameter, Penalty, StepTrace};
use descent::protocol::codec::{CodecError, Message, VERSION, decode, encode};
use descent::protocol::diff::{Counts, Diff, DiffRequest, Examined, Sides, Turned, Version};
use descent::protocol::field::{Course, Heights, Race};
use descent::protocol::grid::{GridOutcome, GridRequest, GridSeen};
use descent::protocol::histogram::Histogram;
use descent::protocol::look::Look;
use descent::protocol::seen::{
    Assessed, Batch, Collected, Example, Kept, LayerHealth, Rival, Seen, Shown,
};
use descent::protocol::{
    ChosenExample, Command, DataState, Event, Export, ExportedFile, HistoryPoint, Inspection,
    Landscape, LandscapeRequest, Metrics, Pace, Parameters, PathOnPlane, PlacedStep, Progress,
    Reader, RunId, Span, Status, Ticket,
};
use descent::training::changed::{ChangePicture, LayerChange, UnitChange};
use descent::training::landscape::{Directions, Extent};
use descent::training::{
    Choosing, Confusion, LearningRate, Nudge, RateOutcome, Reading, Seed, StopReason,
};
use descent::worked::CardRow;
use ndarray::{Array1, Array2};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

#[path = "support/mod.rs"]
mod support;

use support::configs::{augmentation, batch_size, choice, config, network};

/// Any four bytes: NaN and infinity travel, too.
fn float() -> impl Strategy<Value = f32> {
    any::<u32>().prop_map(f32::from_bits)
}

fn array1() -> impl Strategy<Value = Array1<f32>> {
    vec(float(), 0..6).prop_map(Array1::from_vec)
}

fn array2() -> impl Strategy<Value = Array2<f32>> {
    (0_usize..4, 0_usize..4).prop_flat_map(|shape| {
        vec(float(), shape.0 * shape.1)
            .prop_map(move |values| Array2::from_shape_vec(shape, values).unwrap())
    })
}

fn run() -> impl Strategy<Value = RunId> {
    any::<u32>().prop_map(RunId)
}

fn parameter() -> impl Strategy<Value = Parameter> {
    let weight =
        |(layer_idx, unit_idx, input_idx)| Parameter::Weight { layer_idx, unit_idx, input_idx };
    let bias = |(layer_idx, unit_idx)| Parameter::Bias { layer_idx, unit_idx };
    prop_oneof![
        (0..9usize, 0..99usize, 0..999usize).prop_map(weight),
        (0..9usize, 0..99usize).prop_map(bias)
    ]
}

fn ticket() -> impl Strategy<Value = Ticket> {
    any::<u32>().prop_map(Ticket)
}

fn reader() -> impl Strategy<Value = Reader> {
    select(vec![Reader::Pretrained, Reader::Run])
}

fn figures() -> impl Strategy<Value = Metrics> {
    (float(), proptest::option::of(float())).prop_map(|(loss, accuracy)| Metrics { loss, accuracy })
}

fn metrics() -> impl Strategy<Value = Option<Metrics>> {
    proptest::option::of(figures())
}

fn point() -> impl Strategy<Value = HistoryPoint> {
    (any::<u64>(), any::<f64>(), any::<f64>(), metrics(), metrics()).prop_map(
        |(step, epoch, seconds, train, test)| HistoryPoint { step, epoch, seconds, train, test },
    )
}

fn progress() -> impl Strategy<Value = Progress> {
    let status = select(vec![
        Status::Paused,
        Status::Training,
        Status::WaitingForData,
        Status::Diverged,
        Status::Finished(StopReason::MaxSteps),
        Status::Finished(StopReason::TargetAccuracy),
        Status::Rewinding,
    ]);
    (status, point(), any::<f64>(), any::<f64>(), float()).prop_map(
        |(status, at, samples_per_second, train_seconds, learning_rate)| Progress {
            status,
            step: at.step,
            first: at.step / 2,
            newest: at.step.saturating_mul(2),
            epoch: at.epoch,
            train: at.train,
            test: at.test,
            samples_per_second,
            train_seconds,
            learning_rate,
            penalty: samples_per_second,
        },
    )
}

fn rivals() -> impl Strategy<Value = Vec<Rival>> {
    let parameters = (network(), any::<u64>(), vec(array2(), 0..3), vec(array1(), 0..3));
    let parameters = parameters.prop_map(|(network, step, weights, biases)| Parameters {
        network,
        step,
        weights,
        biases,
    });
    let rival = (run(), proptest::option::of(parameters)).prop_map(|(run, parameters)| Rival {
        run,
        parameters,
        plane: None,
    });
    vec(rival, 0..4)
}

fn grid_seen() -> impl Strategy<Value = GridSeen> {
    let outcome = (any::<u64>(), metrics(), metrics(), any::<bool>()).prop_map(
        |(step, train, test, has_diverged)| GridOutcome { step, train, test, has_diverged },
    );
    (vec(proptest::option::of(outcome), 0..9), any::<f64>())
        .prop_map(|(outcomes, share_done)| GridSeen { outcomes, share_done })
}

fn data_state() -> impl Strategy<Value = DataState> {
    prop_oneof![
        any::<(u64, u64, u32, u32)>().prop_map(|(bytes, total_bytes, n_train, n_test)| {
            DataState::Loading { bytes, total_bytes, n_train, n_test }
        }),
        any::<(u32, u32)>().prop_map(|(n_train, n_test)| DataState::Ready { n_train, n_test }),
        any::<String>().prop_map(|message| DataState::Failed { message }),
    ]
}

fn layer_trace() -> impl Strategy<Value = LayerTrace> {
    let slot = (array2(), array1()).prop_map(|(weights, bias)| SlotTrace { weights, bias });
    let slots = vec(slot, 0..3);
    (vec(array2(), 7), vec(array1(), 3), slots).prop_map(|(matrices, vectors, slots)| {
        let [weights, pre_activations, activations, slopes, output_gradients, deltas, new_weights] =
            <[_; 7]>::try_from(matrices).unwrap();
        let [bias, bias_gradients, new_bias] = <[_; 3]>::try_from(vectors).unwrap();
        LayerTrace {
            masks: slopes.clone(),
            sent: activations.clone(),
            penalty_gradients: weights.clone(),
            final_weight_gradients: weights.clone(),
            final_bias_gradients: bias.clone(),
            weight_gradients: weights.clone(),
            weights,
            bias,
            pre_activations,
            activations,
            slopes,
            output_gradients,
            deltas,
            bias_gradients,
            state_before: slots.clone(),
            state_after: slots,
            new_weights,
            new_bias,
        }
    })
}

fn trace() -> impl Strategy<Value = StepTrace> {
    let arrays = (array2(), array2(), array1(), vec(layer_trace(), 0..3));
    let numbers = (float(), float(), float(), any::<u64>(), any::<u32>());
    (network(), choice(), arrays, numbers, vec(any::<u32>(), 0..5)).prop_map(
        |(network, rule, arrays, numbers, examples)| {
            let (inputs, targets, example_losses, layers) = arrays;
            let (learning_rate, loss, loss_after, step, epoch) = numbers;
            StepTrace {
                network,
                rules: OptimizerSpec::defaults(rule).into(),
                learning_rate,
                step,
                t: step,
                epoch,
                batch_len: examples.len(),
                labels: examples.iter().map(|&example| example as u8).collect(),
                examples,
                inputs,
                targets,
                layers,
                example_weights: example_losses.clone(),
                example_losses,
                loss,
                penalty: loss_after,
                clipped: Some(Clipped { norm: 2.0, factor: 0.5, n_cut: 0 }),
                loss_after,
                penalty_after: loss,
            }
        },
    )
}

fn image() -> impl Strategy<Value = DigitImage> {
    vec(any::<u8>(), DigitImage::LEN).prop_map(|pixels| DigitImage::from_pixels(pixels).unwrap())
}

fn choosing() -> impl Strategy<Value = Choosing> {
    let cell = any::<(u8, u8)>().prop_map(|(label, answer)| Choosing::Cell { label, answer });
    prop_oneof![Just(Choosing::Mistakes), cell]
}

fn extent() -> impl Strategy<Value = Extent> {
    let ends = || (-1e9..1e9f64, -1e9..1e9f64);
    (ends(), ends()).prop_map(|(x, y)| Extent { x, y })
}

fn landscape_request() -> impl Strategy<Value = LandscapeRequest> {
    let directions = prop_oneof![
        any::<u64>().prop_map(|seed| Directions::Random { seed }),
        Just(Directions::Path),
        (parameter(), parameter()).prop_map(|(one, other)| Directions::Parameters(one, other)),
    ];
    let span = prop_oneof![
        (0.0..9.0f64).prop_map(Span::Around),
        (0.0..9.0f64).prop_map(Span::Path),
        extent().prop_map(Span::Between),
    ];
    (directions, span, 0..9u32, any::<u32>()).prop_map(
        |(directions, span, fineness, n_examples)| LandscapeRequest {
            directions,
            span,
            fineness,
            n_examples,
        },
    )
}

fn path_on_plane() -> impl Strategy<Value = PathOnPlane> {
    let point = (any::<u64>(), -1e9..1e9f64, -1e9..1e9f64).prop_map(|(step, x, y)| PlacedStep {
        step,
        x,
        y,
    });
    let way = vec(point, 0..6).boxed();
    (ticket(), way.clone(), vec(way, 0..3), proptest::option::of(0.0..1.0f64))
        .prop_map(|(plane, points, earlier, share)| PathOnPlane { plane, points, earlier, share })
}

fn landscape() -> impl Strategy<Value = Landscape> {
    let numbers = (any::<u64>(), any::<u32>(), float(), -1e9..1e9f64);
    let request = (landscape_request(), extent());
    (numbers, request, vec(float(), 0..30), path_on_plane()).prop_map(
        |((step, n, here_loss, x), (request, extent), losses, path)| Landscape {
            run: RunId(n),
            request,
            step,
            extent,
            side: n / 2,
            losses,
            n_known: n,
            here: (x, -x),
            here_loss,
            n_examples: n / 3,
            lengths: (2.0 * x, 3.0 * x),
            path,
        },
    )
}

fn batch() -> impl Strategy<Value = Batch> {
    (any::<u64>(), any::<u32>(), float(), vec(shown(), 0..4)).prop_map(
        |(step, n, loss, examples)| Batch {
            step,
            epoch: n,
            position: n / 2,
            n_epoch: n / 3,
            len: n / 5,
            n_measured: n / 7,
            loss,
            examples,
        },
    )
}

fn land() -> impl Strategy<Value = Land> {
    prop_oneof![
        choice().prop_map(Land::Known),
        ("[-+x^y0-9() ]{0,20}", 1..3usize)
            .prop_map(|(formula, n_inputs)| Land::Own { formula, n_inputs }),
    ]
}

fn ranges() -> impl Strategy<Value = [(f64, f64); 2]> {
    [(-1e9..0.0, 0.0..1e9), (-1e9..0.0, 0.0..1e9)]
}

fn pair() -> impl Strategy<Value = [f64; 2]> {
    [-1e300..1e300, -1e300..1e300]
}

fn runner() -> impl Strategy<Value = Runner> {
    let batch = (1..99usize, any::<u64>()).prop_map(|(size, seed)| field::Batch { size, seed });
    (config(), 1e-9..1e9, pair(), proptest::option::of(batch)).prop_map(
        |(config, learning_rate, start, batch)| Runner {
            optimizer: config.optimizer,
            learning_rate,
            start,
            batch,
        },
    )
}

fn course() -> impl Strategy<Value = Course> {
    let moment = (pair(), -1e9..1e9, pair(), vec(pair(), 0..3), vec(pair(), 0..6)).prop_map(
        |(at, value, gradient, slots, substeps)| Moment { at, value, gradient, slots, substeps },
    );
    let end = select(vec![End::Diverged, End::AtRest, End::Going]);
    (runner(), vec(moment, 0..5), vec("[a-z]{1,5}", 0..3), end, "[a-z ]{0,30}").prop_map(
        |(runner, moments, slots, end, story)| {
            let substeps = slots.iter().map(|name| (name.clone(), story.clone())).collect();
            Course { runner, descent: Descent { slots, substeps, moments, end }, story }
        },
    )
}

fn look() -> impl Strategy<Value = Look> {
    prop_oneof![
        (reader(), image(), 0..99usize).prop_map(|(reader, image, output)| Look::Saliency {
            reader,
            image,
            output
        }),
        (choosing(), 0..999usize).prop_map(|(choosing, n)| Look::Readings { choosing, n }),
        (reader(), 0..9usize, 0..999usize, 0..99usize).prop_map(
            |(reader, layer_idx, unit_idx, n)| Look::Exciting { reader, layer_idx, unit_idx, n }
        ),
        (image(), 0..999usize).prop_map(|(image, n)| Look::Nearest { image, n }),
        reader().prop_map(|reader| Look::Health { reader }),
        (0..9usize).prop_map(|layer_idx| Look::Gradients { layer_idx }),
        reader().prop_map(|reader| Look::Handwriting { reader }),
        landscape_request().prop_map(Look::Landscape),
        Just(Look::PathOnPlane),
        Just(Look::Link),
        Just(Look::LinkWeights),
        (any::<String>(), any::<Option<String>>())
            .prop_map(|(text, weights)| Look::ReadLink { text, weights }),
        vec(config(), 0..3).prop_map(Look::AsJson),
        Just(Look::Version),
        (vec(any::<u8>(), 0..300), vec(any::<u8>(), 0..300))
            .prop_map(|(a, b)| Look::Diff(DiffRequest { a, b })),
        (0..999usize).prop_map(|n| Look::Batch { n }),
        (0..999usize).prop_map(|side| Look::SideBySide { side }),
        (vec(config(), 0..3), any::<f64>())
            .prop_map(|(cells, n_epochs)| Look::Grid(GridRequest { cells, n_epochs })),
        any::<u32>().prop_map(|example_idx| Look::Example { example_idx }),
        (image(), any::<u32>(), augmentation(), any::<u64>(), any::<u32>()).prop_map(
            |(image, example_idx, augmentation, seed, n)| {
                Look::Augmented { image, example_idx, augmentation, seed: Seed(seed), n }
            }
        ),
        (reader(), image()).prop_map(|(reader, image)| Look::Outputs { reader, image }),
        (land(), ranges(), 0..999usize).prop_map(|(land, ranges, n)| Look::Terrain {
            land,
            ranges,
            n
        }),
        (land(), ranges(), vec(runner(), 0..4), 0..999usize).prop_map(
            |(land, ranges, runners, n_steps)| Look::Descents { land, ranges, runners, n_steps }
        ),
    ]
}

fn reading() -> impl Strategy<Value = Reading> {
    (any::<Option<u8>>(), float()).prop_map(|(class, confidence)| Reading { class, confidence })
}

fn shown() -> impl Strategy<Value = Shown> {
    (any::<(u32, u8)>(), image(), proptest::option::of(reading()), float()).prop_map(
        |((example_idx, label), image, reading, score)| Shown {
            example_idx,
            label,
            image,
            reading,
            score,
        },
    )
}

fn histogram() -> impl Strategy<Value = Histogram> {
    (float(), float(), vec(any::<u32>(), 0..9), any::<u32>())
        .prop_map(|(min, max, counts, n_zero)| Histogram { min, max, counts, n_zero })
}

fn kept() -> impl Strategy<Value = Kept> {
    let texts = (any::<String>(), any::<Option<String>>(), any::<String>());
    (texts, any::<u8>(), any::<bool>(), proptest::option::of(image())).prop_map(
        |((id, writer, line), label, is_held_out, image)| Kept {
            id,
            label,
            writer,
            is_held_out,
            image,
            line,
        },
    )
}

fn record() -> impl Strategy<Value = Record> {
    let points = vec((float(), float(), float()), 0..9);
    (any::<String>(), any::<u8>(), any::<Option<String>>(), points).prop_map(
        |(id, label, writer, points)| {
            let mut drawing = Drawing::new(1.0, 1.0);
            for (x, y, t) in points {
                drawing.extend_stroke(Point { x, y, t });
            }
            Record { id, label, writer, drawing }
        },
    )
}

fn version() -> impl Strategy<Value = Version> {
    let figures = (metrics(), metrics());
    let bytes = vec(any::<u8>(), 0..300);
    (run(), any::<u64>(), 0.0..1e9f64, config(), figures, bytes).prop_map(
        |(run, step, epoch, config, (train, test), checkpoint)| Version {
            run,
            step,
            epoch,
            train_seconds: epoch / 7.0,
            config,
            train,
            test,
            checkpoint,
        },
    )
}

fn diff() -> impl Strategy<Value = Diff> {
    let turned = (any::<(u32, u8)>(), image(), reading(), reading())
        .prop_map(|((example_idx, label), image, a, b)| Turned { example_idx, label, image, a, b });
    let counts = any::<[u32; 4]>().prop_map(|[both, lost, gained, neither]| Counts {
        both,
        lost,
        gained,
        neither,
    });
    let sides = (
        any::<(bool, usize)>(),
        (figures(), figures()),
        proptest::option::of(counts),
        vec(turned, 0..3),
    )
        .prop_map(|((is_held_out, n), metrics, counts, lost)| {
            let gained = lost.iter().rev().cloned().collect();
            Sides { is_held_out, n, metrics, counts, lost, gained }
        });
    let examples = prop_oneof![
        any::<(usize, usize)>().prop_map(|(done, n)| Examined::UnderWay { done, n }),
        any::<String>().prop_map(Examined::Impossible),
        sides.prop_map(|sides| Examined::Done(Box::new(sides))),
    ];
    let picture = prop_oneof![
        (array2(), any::<(usize, usize)>())
            .prop_map(|(values, block)| ChangePicture::Matrix { values, block }),
        vec((any::<usize>(), 0.0..1e9f64, vec(float(), 0..9)), 0..3).prop_map(|units| {
            let unit = |(unit_idx, norm, values)| UnitChange { unit_idx, norm, values };
            ChangePicture::Units(units.into_iter().map(unit).collect())
        }),
    ];
    let layer = (any::<(usize, usize)>(), 0.0..1e9f64, picture).prop_map(
        |((n_units, n_inputs), of, picture)| LayerChange {
            n_units,
            n_inputs,
            mean: of,
            norm: of / 3.0,
            norm_before: of / 7.0,
            bias_mean: of / 11.0,
            picture,
        },
    );
    (any::<(u64, u64)>(), vec(layer, 0..4), examples).prop_map(|(steps, layers, examples)| Diff {
        steps,
        layers,
        examples,
    })
}

fn seen() -> impl Strategy<Value = Seen> {
    let readings = (any::<u64>(), choosing(), vec(reading(), 0..20), vec(shown(), 0..4)).prop_map(
        |(step, choosing, readings, examples)| {
            let confusion = Confusion::of(10, &[3; 20], &readings);
            Seen::Readings { step, confusion, choosing, examples }
        },
    );
    let layer = (histogram(), histogram(), proptest::option::of(-1e9..1e9f64), 0..99usize)
        .prop_map(|(weights, activations, gradient_norm, n)| LayerHealth {
            weights,
            activations,
            gradient_norm,
            n_units: n,
            n_dead: n / 2,
            n_saturated: n / 3,
            n_alike: n / 4,
        });
    prop_oneof![
        array1().prop_map(Seen::Saliency),
        any::<String>().prop_map(Seen::Link),
        any::<String>().prop_map(Seen::LinkWeights),
        config().prop_map(|config| Seen::LinkRead(Box::new(config))),
        readings,
        landscape().prop_map(|landscape| Seen::Landscape(Box::new(landscape))),
        path_on_plane().prop_map(Seen::PathOnPlane),
        batch().prop_map(Seen::Batch),
        rivals().prop_map(Seen::SideBySide),
        grid_seen().prop_map(Seen::Grid),
        (land(), ranges(), array2(), -1e9..1e9).prop_map(|(land, ranges, heights, lowest)| {
            Seen::Terrain(Box::new(Heights { land, ranges, heights, lowest }))
        }),
        (land(), vec(course(), 0..3))
            .prop_map(|(land, courses)| Seen::Descents(Box::new(Race { land, courses }))),
        vec(shown(), 0..4).prop_map(Seen::Examples),
        vec(layer, 0..4).prop_map(Seen::Health),
        array2().prop_map(Seen::Gradients),
        (vec(kept(), 0..4), any::<String>(), any::<(usize, usize)>()).prop_map(
            |(added, reason, (n_known, n_all))| {
                let bad = vec![BadRecord { line: n_known, reason }];
                Seen::Collected(Collected { added, bad, n_known, n_all })
            }
        ),
        (reader(), any::<[(u32, u32); 2]>(), any::<String>(), reading()).prop_map(
            |(reader, [held_out, learned_from], id, reading)| {
                let confusion = Confusion::of(10, &[3], &[reading]);
                let readings = vec![(id, reading)];
                Seen::Assessed(Assessed { reader, held_out, learned_from, confusion, readings })
            }
        ),
        (shown(), any::<(String, u32)>(), -1e9..1e9f64, 0.0..1e9f64).prop_map(
            |(shown, (class_name, n_train), mean, std)| {
                Seen::Example(Example { shown, class_name, n_train, mean, std })
            }
        ),
        vec(vec(float(), 0..9), 0..4).prop_map(Seen::Augmented),
        array1().prop_map(Seen::Outputs),
        (any::<String>(), vec(any::<u8>(), 0..300))
            .prop_map(|(name, bytes)| Seen::File(ExportedFile { name, bytes })),
        any::<Option<String>>().prop_map(|note| Seen::WeightsOpened { note }),
        vec(any::<String>(), 0..3).prop_map(Seen::AsJson),
        version().prop_map(|version| Seen::Version(Box::new(version))),
        diff().prop_map(|diff| Seen::Diff(Box::new(diff))),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        any::<String>().prop_map(|base_url| Command::Load { base_url }),
        (run(), config()).prop_map(|(run, config)| Command::Configure { run, config }),
        (run(), any::<String>()).prop_map(|(run, key)| Command::OpenCard { run, key }),
        (run(), any::<String>(), any::<Option<String>>(), any::<u64>())
            .prop_map(|(run, text, weights, step)| Command::OpenLink { run, text, weights, step }),
        (run(), config(), any::<String>()).prop_map(|(run, config, weights)| Command::StartFrom {
            run,
            config,
            weights
        }),
        select(vec![
            Command::Train,
            Command::Pause,
            Command::Step,
            Command::TrainEpoch,
            Command::Save
        ]),
        learning_rate().prop_map(Command::SetLearningRate),
        batch_size().prop_map(Command::SetBatchSize),
        (float(), float()).prop_map(|(l1, l2)| Command::SetPenalty(Penalty { l1, l2 })),
        any::<u32>().prop_map(|n| Command::SetPace(Pace::steps_per_second(n).unwrap_or_default())),
        (ticket(), any::<String>()).prop_map(|(ticket, text)| Command::Collect { ticket, text }),
        (ticket(), record())
            .prop_map(|(ticket, record)| Command::CollectDrawing { ticket, record }),
        vec(any::<String>(), 0..4).prop_map(|ids| Command::Discard { ids }),
        (run(), config(), proptest::option::of(reader()))
            .prop_map(|(run, config, start)| { Command::LearnHandwriting { run, config, start } }),
        (ticket(), look()).prop_map(|(ticket, look)| Command::Look { ticket, look }),
        ticket().prop_map(|ticket| Command::GiveUp { ticket }),
        proptest::option::of((image(), any::<u8>())).prop_map(|example| Command::Choose {
            example: example.map(|(image, label)| ChosenExample { image, label })
        }),
        (ticket(), reader(), image()).prop_map(|(ticket, reader, image)| Command::Inspect {
            ticket,
            reader,
            image
        }),
        (ticket(), reader()).prop_map(|(ticket, reader)| Command::GetParameters { ticket, reader }),
        ticket().prop_map(|ticket| Command::Trace { ticket }),
        ticket().prop_map(|ticket| Command::ProbeStep { ticket }),
        any::<u64>().prop_map(|step| Command::TrainTo { step }),
        any::<u64>().prop_map(|step| Command::GoTo { step }),
        vec((run(), config()), 0..4).prop_map(|runs| Command::Compete { runs }),
        (ticket(), parameter(), 1e-9..1.0f64).prop_map(|(ticket, parameter, distance)| {
            Command::Nudge { ticket, parameter, distance }
        }),
        config().prop_map(|config| Command::Amend { config }),
        (ticket(), select(Export::ALL.to_vec()))
            .prop_map(|(ticket, what)| Command::ExportRun { ticket, what }),
        (ticket(), run(), config(), proptest::option::of(choice()), vec(any::<u8>(), 0..300))
            .prop_map(|(ticket, run, config, hidden, bytes)| Command::OpenWeights {
                ticket,
                run,
                config,
                hidden,
                bytes
            }),
        (
            run(),
            proptest::option::of(learning_rate()),
            proptest::option::of(batch_size()),
            vec(any::<u8>(), 0..300)
        )
            .prop_map(|(run, learning_rate, batch_size, checkpoint)| Command::Restore {
                run,
                learning_rate,
                batch_size,
                checkpoint
            }),
    ]
}

fn learning_rate() -> impl Strategy<Value = LearningRate> {
    (1e-6_f32..100.0).prop_map(|rate| LearningRate::new(rate).unwrap())
}

fn card_row() -> impl Strategy<Value = CardRow> {
    let texts = (any::<String>(), any::<String>(), proptest::option::of(any::<String>()));
    (texts, any::<f64>(), float()).prop_map(|((name, printed, note), exact, single)| CardRow {
        name,
        printed,
        exact,
        single,
        note,
    })
}

fn event() -> impl Strategy<Value = Event> {
    let layer = (array1(), array1())
        .prop_map(|(pre_activations, activations)| LayerValues { pre_activations, activations });
    let inspection = (reader(), any::<u64>(), array1(), vec(layer, 0..4))
        .prop_map(|(reader, step, input, layers)| Inspection { reader, step, input, layers });
    let parameters = (network(), any::<u64>(), vec(array2(), 0..4), vec(array1(), 0..4))
        .prop_map(|(network, step, weights, biases)| Parameters { network, step, weights, biases });
    prop_oneof![
        any::<String>().prop_map(|build| Event::Ready { build }),
        data_state().prop_map(Event::Data),
        network().prop_map(|network| Event::PretrainedReady { network }),
        any::<String>().prop_map(|message| Event::PretrainedFailed { message }),
        (run(), config(), progress()).prop_map(|(run, config, progress)| Event::Configured {
            run,
            config,
            progress
        }),
        (run(), any::<String>(), vec(card_row(), 0..4)).prop_map(|(run, key, rows)| Event::Card {
            run,
            key,
            rows
        }),
        (run(), progress(), vec(point(), 0..5))
            .prop_map(|(run, progress, history)| Event::Progress { run, progress, history }),
        (ticket(), inspection)
            .prop_map(|(ticket, inspection)| Event::Inspected { ticket, inspection }),
        (ticket(), reader(), parameters).prop_map(|(ticket, reader, parameters)| {
            Event::Parameters { ticket, reader, parameters }
        }),
        (ticket(), run(), any::<bool>(), trace(), proptest::option::of(any::<String>())).prop_map(
            |(ticket, run, is_chosen, trace, link)| Event::Traced {
                ticket,
                run,
                is_chosen,
                trace: Box::new(trace),
                link
            }
        ),
        (ticket(), seen()).prop_map(|(ticket, seen)| Event::Seen { ticket, seen }),
        (ticket(), any::<String>())
            .prop_map(|(ticket, message)| Event::Refused { ticket, message }),
        (run(), any::<u64>(), vec(any::<u8>(), 0..300))
            .prop_map(|(run, step, bytes)| Event::Checkpoint { run, step, bytes }),
        (
            ticket(),
            parameter(),
            -1e3..1e3f64,
            any::<f32>().prop_filter("equal to itself", |g| !g.is_nan())
        )
            .prop_map(|(ticket, parameter, slope, gradient)| {
                let (distance, below, above) = (1e-3, slope, 2.0 * slope);
                let here = 1.5 * slope;
                let nudge = Nudge { distance, below, here, above, slope, gradient };
                Event::Nudged { ticket, parameter, nudge }
            }),
        (ticket(), run(), any::<u64>(), vec(0.0..1e3f32, 0..5)).prop_map(
            |(ticket, run, step, rates)| {
                let outcome =
                    |rate| RateOutcome { learning_rate: rate, loss: 2.0 * rate, penalty: 0.0 };
                let outcomes = rates.into_iter().map(outcome).collect();
                Event::Probed { ticket, run, step, outcomes }
            },
        ),
        any::<String>().prop_map(|message| Event::Failed { message }),
        (run(), config(), progress()).prop_map(|(run, config, progress)| Event::Rewound {
            run,
            config,
            progress
        }),
        (run(), any::<u64>()).prop_map(|(run, step)| Event::TurnedOff { run, step }),
        (run(), any::<String>()).prop_map(|(run, message)| Event::LinkRefused { run, message }),
    ]
}

/// NaN is not equal to itself, but its bytes are: so bytes and text are compared.
fn comes_back<M: Message + std::fmt::Debug>(message: &M) -> Result<(), TestCaseError> {
    let bytes = encode(message);
    let back: M = decode(&bytes)?;
    prop_assert_eq!(encode(&back), bytes);
    prop_assert_eq!(format!("{:?}", back), format!("{:?}", message));
    Ok(())
}

proptest! {
    // A failing case is printed whole; no file is kept of it.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn commands_come_back(message in command()) {
        comes_back(&message)?;
    }

    #[test]
    fn events_come_back(message in event()) {
        comes_back(&message)?;
    }

    #[test]
    fn garbage_is_refused_or_read_but_never_panics(mut bytes: Vec<u8>, has_version: bool) {
        if has_version {
            bytes.insert(0, VERSION);
        }
        let _ = decode::<Command>(&bytes);
        let _ = decode::<Event>(&bytes);
    }

    #[test]
    fn damage_never_panics(message in event(), position: usize, change in 1_u8.., cut: usize) {
        let mut bytes = encode(&message);
        let _ = decode::<Event>(&bytes[..cut % bytes.len()]);
        let position = position % bytes.len();
        bytes[position] ^= change;
        let _ = decode::<Event>(&bytes);
    }

    #[test]
    fn a_message_cut_short_is_refused(message in command(), cut: usize) {
        let bytes = encode(&message);
        prop_assert!(decode::<Command>(&bytes[..cut % bytes.len()]).is_err());
    }
}

#[test]
fn what_is_no_message_is_named() {
    assert!(matches!(decode::<Command>(&[]), Err(CodecError::Empty)));
    let mut bytes = encode(&Command::Pause);
    bytes.push(0);
    assert!(matches!(decode::<Command>(&bytes), Err(CodecError::Trailing { n: 1 })));
    bytes[0] = VERSION + 1;
    let error = decode::<Command>(&bytes).unwrap_err();
    assert!(matches!(error, CodecError::Version { found } if found == VERSION + 1));
    assert!(error.to_string().contains("reload the page"));
}

/// Settings out of their range do not get in by wire, either.
#[test]
fn values_are_checked_on_arrival() {
    let mut bytes = encode(&Command::SetLearningRate(LearningRate::new(1.0).unwrap()));
    let at = bytes.len() - 4;
    for rate in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        bytes[at..].copy_from_slice(&rate.to_le_bytes());
        assert!(matches!(decode::<Command>(&bytes), Err(CodecError::Malformed(_))), "{rate}");
    }
}

/// A page that meets a worker of another build must at least be able to read which.
#[test]
fn the_first_message_keeps_its_form() {
    let ready = Event::Ready { build: "ab".to_owned() };
    assert_eq!(encode(&ready), [VERSION, 0, 2, b'a', b'b']);
}
