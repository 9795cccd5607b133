//! A kept run taken up again: in the room where it lived, standing where it stood.

use std::time::Duration;

use leptos::prelude::*;

use super::super::homes::DIGITS;
use super::super::waiting::Waiting;
use super::super::{Kept, Made, Notice, Room, State, Way, is_ours};
use crate::small::pages::{self, Page};
use crate::small::{self, Lab};
use descent::ledger::{Contents, EntryId, Summary, file};
use descent::protocol::{Command, RunId};

/// How often it is looked whether the class's drawings have come, and how many times.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const LOOKS: usize = 100;

/// A run that was sent to the engine, which has not confirmed it yet.
pub(super) struct Opening {
    run: RunId,
    back: Waiting,
}

/// A small lab, and a page of it if it has pages.
type LabPage = (&'static Lab, Option<&'static Page>);

/// Where a home is: its room, and its small lab and page if it is one. None if this version
/// has no such home.
fn place_of(home: &str) -> Option<(Room, Option<LabPage>)> {
    if home == DIGITS {
        return Some((Room::Lesson, None));
    }
    small::ALL.iter().find_map(|&lab| {
        let page = pages::of(lab).iter().find(|page| page.home.is_some_and(|it| it.key == home));
        let is_it = page.is_some() || (lab.key == home && lab.start.is_some());
        is_it.then_some((Room::Small, Some((lab, page.copied()))))
    })
}

impl State {
    /// Goes to a kept run, and stands there where it stood. The one that was there can be had
    /// back from the notice.
    pub fn open_run(&self, id: EntryId) {
        let (state, ledger) = (*self, self.ledger);
        ledger.trouble.set(None);
        leptos::task::spawn_local(async move {
            if let Err(why) = state.fetch_and_open(id).await {
                ledger.trouble.set(Some(why));
            }
        });
    }

    /// A kept run, whole.
    ///
    /// # Errors
    /// Why it can't be had, for people.
    pub async fn kept_run(&self, id: EntryId) -> Result<(Summary, Contents), String> {
        let unread = |why: String| format!("This run can't be read: the browser says that {why}.");
        let store = self.ledger.store().await.map_err(unread)?;
        let key = id.to_string();
        let gone = || "This run is not there any more: another window has deleted it.".to_owned();
        let summary = store.summary(&key).await.map_err(unread)?.ok_or_else(gone)?;
        let contents = store.contents(&key).await.map_err(unread)?.ok_or_else(gone)?;
        let told = |error: file::FileError| format!("{}.", capital(&error.to_string()));
        let summary = file::read(&summary).map_err(told)?.summary.ok_or_else(gone)?;
        let contents = file::read(&contents).map_err(told)?.contents.ok_or_else(gone)?;
        Ok((summary, contents))
    }

    async fn fetch_and_open(&self, id: EntryId) -> Result<(), String> {
        let (summary, contents) = self.kept_run(id).await?;
        if is_ours(&summary.config) {
            self.fetch_drawings().await;
            if !self.has_data_of(&summary.config.dataset) {
                return Err(format!(
                    "\"{}\" learned from {} of our drawings, and those are not here as they were. \
                     Take them in, in the digits lab under \"Our handwriting\", and open it again.",
                    summary.label.name,
                    summary.config.dataset.n_train()
                ));
            }
        }
        let place = place_of(&summary.home);
        let (room, lab) =
            place.ok_or("This run is from a room that this version does not have.")?;
        self.enter_home(room, lab);
        self.take_up_kept(summary, contents);
        Ok(())
    }

    /// Waits until the drawings that the browser keeps are taken in.
    async fn fetch_drawings(&self) {
        self.open_collection();
        for _ in 0..LOOKS {
            if self.collection.is_at_rest() {
                return;
            }
            pause(LOOK_EVERY).await;
        }
    }

    fn enter_home(&self, room: Room, lab: Option<LabPage>) {
        if let Some((lab, page)) = lab {
            self.small_lab.set(lab);
            if let Some(page) = page {
                self.small_pages.update(|open| {
                    open.insert(lab.key, page);
                });
            }
        }
        self.enter(room);
    }

    /// Goes to where the present run lives.
    pub(in super::super) fn go_home(&self) {
        let home = self.inner.with_value(|inner| inner.home);
        if let Some((room, lab)) = place_of(home) {
            self.enter_home(room, lab);
        }
    }

    /// Whether this kept run is the present one. Not tracked.
    pub fn is_open(&self, id: EntryId) -> bool {
        self.inner.with_value(|inner| inner.entry == Some(id))
    }

    fn take_up_kept(&self, summary: Summary, contents: Contents) {
        self.ledger.offer.set(None);
        if self.is_open(summary.label.id) {
            return;
        }
        // A version stays as it is: what comes of it is another run.
        let is_version = summary.is_version;
        let entry = if is_version {
            self.go_on_from(&summary, &contents)
        } else {
            self.ledger.adopt(&summary, &contents);
            summary.label.id
        };
        let start = contents.start;
        if let Some(start) = start.clone() {
            self.note_start_of(entry, start);
        }
        let Summary { label, config, step, .. } = summary;
        self.leave_link();
        let before = self.keep();
        let back = self.set_aside();
        let text = if is_version {
            format!(
                "A run of its own goes on from \"{}\", which stays as it is. Press Train.",
                label.name
            )
        } else {
            format!("\"{}\" stands where it stood. Press Train to go on.", label.name)
        };
        let way = before.map(Way::Undo);
        match contents.saved {
            Some(saved) => {
                let has_exploded = saved.step < step;
                let text = if has_exploded {
                    format!(
                        "It stands at update {}, the last one that was kept before its loss exploded.",
                        saved.step
                    )
                } else {
                    text
                };
                self.tried_opened(&config);
                let made = contents.made.map_or(Made::Changed, |made| Made::Alike(Box::new(made)));
                let history = contents.history;
                self.undo(Kept {
                    entry: Some(entry),
                    saved,
                    config: Box::new(config),
                    history,
                    made,
                });
                self.ledger.inner.update_value(|inner| {
                    let run = self.run_id();
                    inner.opening = Some(Opening { run, back });
                });
                self.notice.set(Some(Notice { text, way }));
            }
            None => {
                let text = "It exploded before it could be saved: here is its start.";
                match start {
                    Some(start) => self.begin_from(start, config, text),
                    None => self.begin(config, Some(text)),
                }
            }
        }
        self.follow_run();
        if !is_version {
            self.remember(entry);
        }
    }

    /// The engine has the run.
    pub(in super::super) fn has_opened(&self, run: RunId) {
        self.ledger.inner.update_value(|inner| {
            inner.opening.take_if(|opening| opening.run == run);
        });
    }

    /// The engine refuses something: if it is the run that was to be opened, the one from
    /// before is there again.
    pub(in super::super) fn opening_failed(&self) {
        let opening = self.ledger.inner.try_update_value(|inner| inner.opening.take()).flatten();
        if let Some(Opening { back, .. }) = opening {
            self.send(Command::Pause);
            self.take_up(back);
        }
    }
}

async fn pause(time: Duration) {
    let over = js_sys::Promise::new(&mut |resolve, _| {
        set_timeout(move || drop(resolve.call0(&wasm_bindgen::JsValue::NULL)), time);
    });
    drop(wasm_bindgen_futures::JsFuture::from(over).await);
}

/// With its first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
