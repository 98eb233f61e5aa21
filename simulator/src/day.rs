//! The commune's year, day by day: who comes when, and with what.
//! For `live`, which performs the lives planned here in order of time.

use domain::dossier::Channel;
use domain::moment::Moment;
use jiff::civil::{Date, date};

use crate::chance::Chance;
use crate::citizens::Citizen;
use crate::habits::{next_day, on};
use crate::house::House;
use crate::life::Life;
use crate::{demand, incidents, story};

/// The day from which on the commune uses the program.
pub(crate) const FIRST_DAY: Date = date(2023, 1, 3);

/// Somebody comes, or something arrives.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub code: &'static str,
    pub channel: Channel,
    pub at: Moment,
    pub citizen: Citizen,
    /// When it could be entered, if that was later.
    pub entered_at: Option<Moment>,
    /// The first receipt is made by mistake.
    pub mistaken: bool,
    /// The procedure it is taken for at first, where that is another.
    pub taken_for: Option<&'static str>,
}

/// Every life that begins before `until`.
pub(crate) fn lives(house: &House, until: Moment) -> Vec<Life> {
    let calendar = house.calendar();
    let mut lives = Vec::new();
    let mut day = calendar.roll_forward(FIRST_DAY);
    while day <= until.date() && day.year() == FIRST_DAY.year() {
        let is_eve = next_day(calendar, day) == until.date();
        for (place, arrival) in (0_u64..).zip(arrivals(house, day, is_eve)) {
            if arrival.entered_at.unwrap_or(arrival.at) < until {
                let chances = [&[][..], &[ASIDE]].map(|more| {
                    Chance::of(&[&[house.seed, number_of(day), place + 1], more].concat())
                });
                story::tell(house, arrival, chances, &mut lives);
            }
        }
        day = next_day(calendar, day);
    }
    lives
}

fn number_of(day: Date) -> u64 {
    u64::from(day.day_of_year().unsigned_abs())
}

/// When what is taken for another procedure comes in.
const RECAST_AT: i64 = 9 * 60 + 17;
/// Names the stream of what happens beside a story.
const ASIDE: u64 = 1;

/// Matters of one day that come too late in the afternoon and are due on the next (NĐ 61/2018 Đ18).
const OF_THE_EVE: [&str; 4] = ["1.001193", "1.000656", "1.000894", "1.001193"];

/// Who comes on a day, in order. On the eve of the opening some come after 15:00, so that the
/// opening day has its own work from the first minute.
fn arrivals(house: &House, day: Date, is_eve: bool) -> Vec<Arrival> {
    let mut chance = Chance::of(&[house.seed, number_of(day), 0]);
    let mut planned: Vec<(&'static str, Channel, Moment, bool)> =
        (0..demand::how_many(day, house.per_mille, &mut chance))
            .map(|_| {
                let (code, channel) = demand::matter_of(day, &mut chance);
                (code, channel, minute_of_arrival(day, &mut chance), false)
            })
            .collect();
    for code in OF_THE_EVE.into_iter().filter(|_| is_eve) {
        planned.push((
            code,
            Channel::Counter,
            on(day, chance.between(15 * 60 + 4, 16 * 60 + 20)),
            false,
        ));
    }
    let papers = incidents::on_paper(day).into_iter();
    planned.extend(papers.map(|(code, at)| (code, Channel::Counter, at, false)));
    let mistake = incidents::mistake_of(day);
    planned.extend(mistake.map(|code| (code, Channel::Counter, on(day, 8 * 60 + 52), true)));
    let recast = incidents::recast_of(day);
    planned.extend(recast.map(|(right, _)| (right, Channel::Counter, on(day, RECAST_AT), false)));
    planned.sort_by_key(|(_, _, at, _)| *at);
    let mut arrivals: Vec<Arrival> = Vec::with_capacity(planned.len());
    for (place, (code, channel, at, mistaken)) in (0..).zip(planned) {
        let citizen = match arrivals.last() {
            // One in fourteen has a second matter while here.
            Some(before) if channel == before.channel && chance.happens(70) => {
                before.citizen.clone()
            }
            _ => Citizen::adult(&mut chance, house.team),
        };
        let entered_at = incidents::entered_at(house.calendar(), at, place);
        arrivals.push(Arrival {
            code,
            channel,
            at,
            citizen,
            entered_at,
            mistaken,
            taken_for: recast
                .filter(|(right, _)| *right == code && at == on(day, RECAST_AT))
                .map(|(_, wrong)| wrong),
        });
    }
    arrivals
}

/// Most come in the morning; the last half hour is left to those who wait.
fn minute_of_arrival(day: Date, chance: &mut Chance) -> Moment {
    let minute = if chance.happens(630) {
        chance.between(7 * 60 + 35, 11 * 60 + 10)
    } else {
        chance.between(13 * 60 + 5, 16 * 60 + 20)
    };
    Moment::from_millis(on(day, minute).millis() + chance.between(0, 59) * 1_000)
}
