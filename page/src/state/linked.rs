//! Where a link leads: to a lab, its run, and a place in it. It is first read by the engine, and
//! only what it can open takes the place of what is there.

use leptos::prelude::*;

use super::homes::{DIGITS, Start};
use super::{Entries, Notice, Room, Screen, State, link};
use crate::lab;
use crate::small::pages::{self, Page};
use crate::small::{self, Lab};
use descent::gallery;
use descent::linking::{Address, Spot};
use descent::protocol::{Command, DataState, Look, Pace, Progress, Seen, Status};
use descent::training::RunConfig;

use super::looks::Slot;

/// A link that the engine reads, and what was hidden before.
pub(super) type Opening = (Address, Vec<&'static super::hidden::Control>);

/// Where a link opens.
#[derive(Clone, Copy)]
enum Goal {
    Lesson,
    Lab(&'static lab::View),
    Small(&'static Lab, Option<&'static Page>),
}

impl Goal {
    /// Where the run there lives, and what it begins as; none where there is no run.
    fn home(self) -> Option<Start> {
        match self {
            Self::Lesson | Self::Lab(_) => Some((DIGITS, RunConfig::default)),
            Self::Small(_, Some(page)) => page.home.map(|home| (home.key, home.start)),
            Self::Small(lab, None) => lab.start.map(|start| (lab.key, start)),
        }
    }

    /// Whether a run can be shown there. A link may have been written by hand.
    fn takes(self, config: &RunConfig) -> bool {
        let Some((key, start)) = self.home() else { return false };
        let has_points = config.dataset.points().is_some();
        let shape = |config: &RunConfig| {
            let widths: Vec<usize> = config.network.layers().iter().map(|it| it.width).collect();
            (config.network.n_inputs(), widths, config.dataset.n_classes())
        };
        match key {
            DIGITS => !has_points,
            _ if key == small::playground().key => has_points,
            "wrong" => gallery::ALL.iter().any(|it| (it.config)().dataset == config.dataset),
            // It has several, and a link has one.
            _ if key == small::abreast::HOME.key => false,
            _ => has_points && shape(config) == shape(&start()),
        }
    }

    /// Where a run of this kind is at home.
    fn of(config: Option<&RunConfig>) -> Self {
        match config {
            Some(config) if config.dataset.points().is_some() => {
                Self::Small(small::playground(), None)
            }
            _ => Self::Lesson,
        }
    }

    /// Where a link says; what there is not, in words.
    fn named(spot: &Spot) -> (Option<Self>, Option<String>) {
        let Spot { lab, page } = spot;
        let missing = |page: &str| Some(format!("This version has no page \"{page}\" in it."));
        match lab.as_str() {
            "lesson" => (Some(Self::Lesson), None),
            "digits" => {
                let view = page.as_ref().map(|page| lab::ALL.iter().find(|it| it.key == *page));
                let found = view.flatten().copied().unwrap_or(lab::ALL[0]);
                let told = page.as_deref().filter(|_| matches!(view, Some(None))).and_then(missing);
                (Some(Self::Lab(found)), told)
            }
            key => match small::ALL.iter().find(|lab| lab.key == key) {
                Some(lab) => {
                    let all = pages::of(lab);
                    let found = page.as_ref().map(|page| all.iter().find(|it| it.key == *page));
                    let told = page.as_deref().filter(|_| matches!(found, Some(None)));
                    let page = found.flatten().or(all.first()).copied();
                    (Some(Self::Small(lab, page)), told.and_then(missing))
                }
                None => (None, Some(format!("This version has no lab \"{key}\"."))),
            },
        }
    }
}

impl State {
    /// Goes to where a link leads.
    pub(super) fn open_link(&self, address: Address) {
        let before = self.hidden.get_untracked();
        self.hide(&address.hide);
        match address.run.clone() {
            None => {
                self.leave_for_link();
                let told = self.enter_spot(address.spot.as_ref(), None);
                self.clear_link();
                self.notice.set(told.map(|text| Notice { text, way: None }));
                if self.inner.with_value(|inner| inner.is_arriving) {
                    self.offer_last_run();
                }
                self.has_arrived();
            }
            Some(text) => {
                let weights = address.weights.clone();
                self.inner.update_value(|inner| inner.opening = Some((address, before)));
                self.look(Slot::LinkRead, Look::ReadLink { text, weights });
            }
        }
    }

    /// Takes in what the engine says of a link.
    pub(super) fn link_read(&self, answer: &Result<Seen, String>) {
        let opening = self.inner.try_update_value(|inner| inner.opening.take()).flatten();
        let Some((address, before)) = opening else { return };
        match answer {
            Ok(Seen::LinkRead(config)) => self.begin_linked(address, config),
            Ok(_) => {}
            Err(why) => {
                self.hidden.set(before);
                self.refuse_link(why);
            }
        }
    }

    /// Says that a link leads nowhere. What is there stays.
    pub(super) fn refuse_link(&self, why: &str) {
        let is_arriving = self.inner.with_value(|inner| inner.is_arriving);
        let instead = if is_arriving { "Here is the lesson instead." } else { "All is as it was." };
        let text = format!("This link can't be opened: {why}. {instead}");
        self.notice.set(Some(Notice { text, way: None }));
        self.clear_link();
        self.has_arrived();
    }

    /// The link that the page was opened with has led to what is there now.
    fn has_arrived(&self) {
        self.inner.update_value(|inner| inner.is_arriving = false);
    }

    /// Begins a link's run where it leads, and sends it to its step; [`follow_link`] then opens
    /// the step view.
    ///
    /// [`follow_link`]: Self::follow_link
    fn begin_linked(&self, address: Address, config: &RunConfig) {
        self.leave_for_link();
        let told = self.enter_spot(address.spot.as_ref(), Some(config));
        let Address { run: text, weights, step, .. } = address.clone();
        self.has_arrived();
        let notice = match step {
            0 => "Opening the link.".to_owned(),
            step => format!("Opening the link: the run is sent to update {step}."),
        };
        // On the way there is no pace.
        self.send(Command::SetPace(Pace::Unlimited));
        self.begin_by(Some(&notice), |run| Command::OpenLink {
            run,
            text: text.unwrap_or_default(),
            weights: weights.clone(),
            step,
        });
        self.tried_opened(config);
        if let Some(weights) = weights {
            self.note_start(descent::ledger::Start::link(&weights));
        }
        if step > 0 {
            self.follow_run();
        }
        self.inner.update_value(|inner| inner.told_of_spot = told);
        self.linked.set(Some(address));
    }

    /// Out of the step view and of another link's way, without a step in the browser's history.
    fn leave_for_link(&self) {
        self.linked.set(None);
        self.went_back.set(0);
        if self.screen.get_untracked() == Screen::Steps {
            self.send(Command::Choose { example: None });
            self.leave_card();
            self.screen.set(Screen::Lesson);
        }
    }

    /// Goes to where a link's run is shown. What can't be had there is told.
    fn enter_spot(&self, spot: Option<&Spot>, config: Option<&RunConfig>) -> Option<String> {
        let (named, told) = spot.map_or((None, None), Goal::named);
        let fits = |goal: &Goal| config.is_none_or(|config| goal.takes(config));
        let goal = named.filter(fits).unwrap_or_else(|| Goal::of(config));
        let is_elsewhere = named.is_some_and(|goal| !fits(&goal));
        let told = told.or_else(|| {
            let text = "This run is none of the lab that the link names: it is shown here.";
            is_elsewhere.then(|| text.to_owned())
        });
        match goal {
            Goal::Lesson => self.enter(Room::Lesson),
            Goal::Lab(view) => {
                self.lab_view.set(view);
                self.enter(Room::Lab);
            }
            Goal::Small(lab, page) => {
                self.small_lab.set(lab);
                if let Some(page) = page {
                    self.small_pages.update(|open| {
                        open.insert(lab.key, page);
                    });
                }
                self.enter(Room::Small);
            }
        }
        told
    }

    /// Gives up a link that has not arrived: its run is not the one that is open now.
    pub(super) fn leave_link(&self) {
        let opening = self.inner.try_update_value(|inner| inner.opening.take()).flatten();
        if let Some((_, before)) = opening {
            self.hidden.set(before);
            self.clear_link();
            self.has_arrived();
        }
        if self.linked.with_untracked(Option::is_some) {
            self.linked.set(None);
            self.notice.set(None);
            self.clear_link();
            self.send(Command::SetPace(self.pace.get_untracked()));
        }
        self.forget_link();
    }

    /// The run has made the updates up to this one. One that was sent on before the link had
    /// arrived (its data come last) has left the place that it leads to.
    pub(super) fn pass_link(&self, step: u64) {
        let aim = self.linked.with_untracked(|linked| linked.as_ref().map(|linked| linked.step));
        match aim {
            Some(aim) if aim < step => self.leave_link(),
            _ => self.forget_link(),
        }
    }

    /// Whoever pauses a run on its way to where a link leads is there.
    pub(crate) fn stop_on_the_way(&self) {
        let aim = self.linked.with_untracked(|linked| linked.as_ref().map(|linked| linked.step));
        let at = self.progress.with_untracked(|p| p.as_ref().map_or(0, |p| p.step));
        if let Some(aim) = aim {
            self.leave_link();
            let [at, aim] = [at, aim].map(|step| crate::format::count(step as usize));
            self.tell(&format!(
                "Stopped at update {at}, on the way to update {aim}, which the link leads to."
            ));
        }
    }

    /// Opens the step view once the run has come to where the link leads.
    pub(super) fn follow_link(&self, progress: &Progress) {
        let is_there = self.linked.with_untracked(|linked| {
            linked.as_ref().is_some_and(|linked| linked.step == progress.step)
        });
        let needs_files = self.config.with_untracked(|it| it.dataset.source().is_some());
        let has_data = matches!(self.data.get_untracked(), DataState::Ready { .. })
            || progress.step > 0
            || !needs_files;
        let is_open = self.screen.get_untracked() == Screen::Steps;
        let rests = matches!(progress.status, Status::Paused | Status::Finished(_));
        if is_there && has_data && !is_open && rests {
            self.arrive();
        } else if let (Some(step), Status::Finished(_)) =
            (self.is_short_of(progress), progress.status)
        {
            // The run that the link is of had been sent on from here.
            self.send(Command::TrainTo { step });
        }
    }

    /// Where a link led, one goes on at the pace that is usual there; the run that was there
    /// before can still be had back.
    fn arrive(&self) {
        self.send(Command::SetPace(self.pace.get_untracked()));
        let way = self.notice.get_untracked().and_then(|notice| notice.way);
        let told = self.inner.try_update_value(|inner| inner.told_of_spot.take()).flatten();
        let opened = way.is_some().then(|| "The link is open.".to_owned());
        self.notice.set(told.or(opened).map(|text| Notice { text, way }));
        let leads_inside =
            self.linked.with_untracked(|it| it.as_ref().is_some_and(|it| it.place.is_some()));
        if leads_inside {
            return self.open_steps();
        }
        let linked = self.linked.get_untracked();
        self.linked.set(None);
        self.inner.update_value(|inner| {
            inner.began_with = linked.filter(|linked| linked.step == 0);
        });
        self.clear_link();
    }

    /// The step that a link leads to, if the run has yet to get there and can.
    fn is_short_of(&self, progress: &Progress) -> Option<u64> {
        let step =
            self.linked.with_untracked(|linked| linked.as_ref().map(|linked| linked.step))?;
        (progress.step < step && progress.learning_rate > 0.0).then_some(step)
    }

    /// An address was put into the address bar by hand, or a link of the page was followed: the
    /// browser has made an entry of it.
    pub(super) fn came_by_hand(&self) {
        match link::read() {
            // An anchor of the page.
            Ok(None) => {}
            Ok(Some(address)) => {
                link::mark(0);
                self.inner.update_value(|inner| inner.entries = Entries::default());
                self.open_link(address);
            }
            Err(why) => {
                link::mark(self.inner.with_value(|inner| inner.entries.depth()));
                self.refuse_link(&why.to_string());
            }
        }
    }
}
