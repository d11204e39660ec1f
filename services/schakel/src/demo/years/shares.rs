//! How many cases there are of each kind in each municipality: shared out so that every margin is met.

use std::collections::BTreeMap;

use schakel_domain::region::MunicipalityCode;

use super::Margins;

/// A count for each municipality.
pub(super) type Counts = BTreeMap<MunicipalityCode, usize>;

/// How the counts of one year are shared out.
pub(super) struct Year<'a> {
    pub(super) year: i32,
    pub(super) margins: &'a Margins,
    /// Waits since the year before for the first briefing.
    pub(super) waiting: Counts,
    /// Is on an agenda at the end, and was not weighed.
    pub(super) left: Counts,
    /// Under aftercare by a decision of the year, and since earlier.
    pub(super) aftercare_new: Counts,
    pub(super) aftercare_old: Counts,
    /// Under focus by a decision of the year, and since earlier.
    pub(super) focus_new: Counts,
    pub(super) focus_old: Counts,
    /// Decided in the year, and scheduled in the next.
    pub(super) focus_unscheduled: Counts,
    /// Put on the Top60 agenda now, decided before all years.
    pub(super) top60: Counts,
}

pub(super) fn total(counts: &Counts) -> usize {
    counts.values().sum()
}

fn of(counts: &Counts, code: &MunicipalityCode) -> usize {
    counts.get(code).copied().unwrap_or(0)
}

pub(super) fn less(counts: &Counts, others: &[&Counts]) -> Counts {
    let rest = |(code, count): (&MunicipalityCode, &usize)| {
        let taken: usize = others.iter().map(|other| of(other, code)).sum();
        (code.clone(), count.saturating_sub(taken))
    };
    counts.iter().map(rest).collect()
}

/// So many, spread over the municipalities by how many each can take.
fn spread(number: usize, room: &Counts) -> Counts {
    let all = total(room).max(1);
    let number = number.min(total(room));
    let mut shares: Counts = room.iter().map(|(code, room)| (code.clone(), room * number / all)).collect();
    let mut left = number - total(&shares);
    for (code, room) in room {
        let share = shares.entry(code.clone()).or_default();
        let more = (room - *share).min(left).min(1);
        *share += more;
        left -= more;
    }
    for (code, room) in room {
        let share = shares.entry(code.clone()).or_default();
        let more = (room - *share).min(left);
        *share += more;
        left -= more;
    }
    shares
}

fn plus(one: &Counts, other: &Counts) -> Counts {
    let mut sum = one.clone();
    other.iter().for_each(|(code, count)| *sum.entry(code.clone()).or_default() += count);
    sum
}

fn most(counts: &Counts, at_most: usize) -> Counts {
    let mut by_size: Vec<_> = counts.iter().collect();
    by_size.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let mut left = at_most;
    let take = |(code, count): (&MunicipalityCode, &usize)| {
        let taken = (*count).min(left);
        left -= taken;
        (code.clone(), taken)
    };
    by_size.into_iter().map(take).collect()
}

/// From the last year to the first what each takes over, then what each does.
pub(super) fn share_out(years: &[(i32, Margins)]) -> Vec<Year<'_>> {
    let mut shared: Vec<Year<'_>> = Vec::new();
    for (at, (year, margins)) in years.iter().enumerate() {
        let before = shared.last();
        let [briefing, aftercare, focus] = &margins.in_handling;
        let waiting = before.map(|it| it.left.clone()).unwrap_or_default();
        let decided = |name: &str| Margins::of(&margins.decisions, name);
        let weighed = decided("total");
        // Who was discussed last year can be discussed still; before the first year there is no limit.
        let could_go_on = before.map_or_else(|| aftercare.clone(), |it| it.margins.in_handling[1].clone());
        let must_be_new = less(aftercare, &[&could_go_on]);
        let further = decided("schedule_or_monitor_aftercare").saturating_sub(total(&must_be_new));
        let aftercare_new = plus(&must_be_new, &spread(further, &less(aftercare, &[&must_be_new])));
        let aftercare_old = less(aftercare, &[&aftercare_new]);
        let by_decision = decided("schedule_focus_or_top60");
        let open_before = before.map_or(0, |it| total(&it.margins.in_handling[2]) - it.margins.closed);
        let late_before = before.map_or(0, |it| total(&it.focus_unscheduled));
        let scheduled = by_decision.min(total(focus));
        let top60 = most(focus, total(focus).saturating_sub(scheduled + late_before + open_before));
        let rest = less(focus, &[&top60]);
        let focus_late = before.map(|it| it.focus_unscheduled.clone()).unwrap_or_default();
        let focus_old = before.map(|it| it.focus_left(&less(&rest, &[&focus_late]))).unwrap_or_default();
        let focus_new = less(&rest, &[&focus_late, &focus_old]);
        let next = years.get(at + 1).map(|(_, next)| &next.in_handling);
        let not_scheduled = by_decision - scheduled;
        // They come on next year's agendas, so they are spread as those are.
        let room = next.map_or_else(|| focus.clone(), |next| without_the_most(&next[2], years.get(at + 1)));
        let focus_unscheduled = spread(not_scheduled, &room);
        let fresh = less(briefing, &[&waiting, &aftercare_new, &focus_new, &focus_unscheduled]);
        let room = next.map_or_else(|| fresh.clone(), |next| smaller(&fresh, &next[0]));
        let left = spread(total(briefing) - weighed, &room);
        shared.push(Year {
            year: *year,
            margins,
            waiting,
            left,
            aftercare_new,
            aftercare_old,
            focus_new,
            focus_old,
            focus_unscheduled,
            top60,
        });
    }
    shared
}

fn smaller(one: &Counts, other: &Counts) -> Counts {
    one.iter().map(|(code, count)| (code.clone(), (*count).min(of(other, code)))).collect()
}

/// The focus cases of the next year apart from those of the municipality that has most.
fn without_the_most(focus: &Counts, next: Option<&(i32, Margins)>) -> Counts {
    let largest = focus.iter().max_by_key(|(_, count)| **count).map(|(code, _)| code.clone());
    let is_crowded =
        next.is_some_and(|(_, it)| total(focus) > Margins::of(&it.decisions, "schedule_focus_or_top60"));
    focus
        .iter()
        .filter(|(code, _)| !is_crowded || Some(*code) != largest.as_ref())
        .map(|(code, count)| (code.clone(), *count))
        .collect()
}

impl Year<'_> {
    /// Of the focus cases of the year, those that stay open: where the next year has room for them.
    fn focus_left(&self, room: &Counts) -> Counts {
        let open = total(&self.margins.in_handling[2]) - self.margins.closed;
        spread(open, &smaller(&self.margins.in_handling[2], room))
    }
}
