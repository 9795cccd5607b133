//! Messages between page and worker: what is understood is sent on unchanged. (Bytes are
//! compared, not messages: NaN travels, too, and is not equal to itself.)
#![no_main]

use descent::protocol::codec::{Message, decode, encode};
use descent::protocol::{Command, Event, Reader, RunId, Ticket};
use descent::training::BatchSize;
use descent_fuzz::real;
use libfuzzer_sys::fuzz_target;

fn try_one<M: Message>(data: &[u8]) {
    let Ok(message) = decode::<M>(data) else { return };
    let sent = encode(&message);
    let arrived = decode::<M>(&sent).expect("what was sent can be read");
    assert_eq!(encode(&arrived), sent);
}

fn seeds() -> Vec<Vec<u8>> {
    let (run, ticket, reader) = (RunId(7), Ticket(300), Reader::Run);
    let mut commands = vec![
        Command::Load { base_url: "https://example.org/descent/".to_owned() },
        Command::Train,
        Command::Step,
        Command::SetBatchSize(BatchSize::All),
        Command::GetParameters { ticket, reader },
        Command::Trace { ticket },
    ];
    let configs = real::configs();
    commands
        .extend(configs.iter().map(|config| Command::Configure { run, config: config.clone() }));
    let mut events = vec![
        Event::Ready { build: "build".to_owned() },
        Event::Failed { message: "It failed.".to_owned() },
    ];
    for trainer in real::trainers() {
        let checkpoint = trainer.checkpoint();
        events.push(Event::Checkpoint { run, step: 2, bytes: checkpoint.clone() });
        let (learning_rate, batch_size) = (None, Some(BatchSize::All));
        commands.push(Command::Restore { run, learning_rate, batch_size, checkpoint });
        let trace = trainer.trace_next(&real::dataset()).expect("the data are here");
        let link = trainer.config().to_link().ok();
        let (is_chosen, trace) = (false, Box::new(trace));
        events.push(Event::Traced { ticket, run, is_chosen, trace, link });
    }
    commands.iter().map(encode).chain(events.iter().map(encode)).collect()
}

fuzz_target!(init: descent_fuzz::plant(seeds()), |data: &[u8]| {
    try_one::<Command>(data);
    try_one::<Event>(data);
});
