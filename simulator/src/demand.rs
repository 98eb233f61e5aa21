//! What a commune of this size is asked for, and in which months: weights over real procedures.
//! Residence is left out: it lies with the police. For planning each day's arrivals.

use domain::dossier::Channel;
use jiff::civil::{Date, Weekday};

use crate::chance::Chance;

/// When a matter is asked for more than usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Season {
    AllYear,
    /// Enrolment and school papers.
    School,
    Weddings,
    /// The yearly review of poor households.
    Review,
    Conscription,
    /// The end of the year: titles and certificates.
    Titles,
}

impl Season {
    /// How much more, in hundredths.
    const fn factor(self, month: i8) -> i64 {
        match (self, month) {
            (Self::School, 6) => 120,
            (Self::School, 7 | 8) => 165,
            (Self::School, 9) => 130,
            (Self::Weddings, 1 | 2 | 10 | 11 | 12) => 150,
            (Self::Weddings, _) => 70,
            (Self::Review, 9..=11) => 280,
            (Self::Review, _) => 25,
            (Self::Conscription, 3 | 4) => 400,
            (Self::Conscription, _) => 20,
            (Self::Titles, 10 | 11) => 420,
            (Self::Titles, _) => 10,
            _ => 100,
        }
    }
}

/// One procedure and how often it is asked for.
#[derive(Clone, Copy, Debug)]
struct Matter {
    code: &'static str,
    weight: i64,
    /// How many of a thousand come through the portal.
    online: i64,
    season: Season,
}

const fn matter(code: &'static str, weight: i64, online: i64, season: Season) -> Matter {
    Matter {
        code,
        weight,
        online,
        season,
    }
}

const MATTERS: &[Matter] = &[
    matter("2.000815", 590, 0, Season::School),
    matter("2.000884", 58, 0, Season::AllYear),
    matter("2.000635", 118, 260, Season::School),
    matter("1.001193", 62, 330, Season::AllYear),
    matter("2.001023", 42, 420, Season::AllYear),
    matter("2.000986", 18, 500, Season::AllYear),
    matter("1.004873", 95, 400, Season::Weddings),
    matter("1.000894", 50, 250, Season::Weddings),
    matter("1.000656", 40, 150, Season::AllYear),
    matter("1.004859", 18, 250, Season::School),
    matter("1.004884", 14, 150, Season::AllYear),
    matter("1.001022", 4, 0, Season::AllYear),
    matter("1.004837", 3, 0, Season::AllYear),
    matter("2.002516", 6, 300, Season::AllYear),
    matter("2.001035", 22, 0, Season::AllYear),
    matter("2.001019", 3, 0, Season::AllYear),
    matter("2.001009", 6, 0, Season::AllYear),
    matter("1.001776", 34, 200, Season::AllYear),
    matter("1.001699", 18, 150, Season::AllYear),
    matter("1.001731", 22, 250, Season::AllYear),
    matter("1.001653", 5, 200, Season::AllYear),
    matter("1.011607", 8, 0, Season::Review),
    matter("1.011608", 6, 0, Season::Review),
    matter("1.010833", 18, 150, Season::AllYear),
    matter("1.010803", 8, 200, Season::AllYear),
    matter("1.010816", 3, 0, Season::AllYear),
    matter("1.003554", 12, 0, Season::AllYear),
    matter("1.001821", 20, 100, Season::Conscription),
    matter("2.001801", 8, 100, Season::AllYear),
    matter("1.000954", 8, 0, Season::Titles),
    matter("1.000775", 6, 0, Season::Titles),
    matter("1.008004", 5, 0, Season::AllYear),
    matter("2.000509", 2, 0, Season::AllYear),
    matter("2.001263", 2, 0, Season::AllYear),
    matter("1.004492", 2, 300, Season::School),
    matter("2.002226", 2, 0, Season::AllYear),
    matter("1.002211", 3, 0, Season::AllYear),
];

/// How many come on an ordinary day, in hundredths.
const USUAL: i64 = 485;
/// How many of a thousand non-online dossiers come by post.
const BY_POST: i64 = 30;

/// What is asked for on a day: the procedure's code and how it comes in.
pub(crate) fn matter_of(day: Date, chance: &mut Chance) -> (&'static str, Channel) {
    let month = day.month();
    let place = chance.weighted(
        MATTERS
            .iter()
            .map(|matter| matter.weight * matter.season.factor(month)),
    );
    let matter = &MATTERS[place];
    (matter.code, channel_of(matter, chance))
}

fn channel_of(matter: &Matter, chance: &mut Chance) -> Channel {
    if chance.happens(matter.online) {
        Channel::Online
    } else if matter.online > 0 && chance.happens(BY_POST) {
        Channel::Post
    } else {
        Channel::Counter
    }
}

/// How many come on a working day, of a thousand in a commune of the usual size: more on Mondays, after Tết, before school; fewer before Tết.
pub(crate) fn how_many(day: Date, per_mille: i64, chance: &mut Chance) -> usize {
    let weekday = match day.weekday() {
        Weekday::Monday => 130,
        Weekday::Tuesday => 105,
        Weekday::Wednesday => 92,
        Weekday::Thursday => 95,
        _ => 82,
    };
    let month = match (day.month(), day.day()) {
        (1, _) => 78,
        (2, 1..=10) => 112,
        (2, _) => 118,
        (3, _) => 105,
        (4, _) => 92,
        (5 | 9, _) => 98,
        (6, _) => 104,
        (7, _) => 112,
        (8, _) => 132,
        _ => 92,
    };
    // Three chances of one third each for every one expected: the mean stays, the days differ.
    let expected = USUAL * weekday * month / 10_000;
    let chances = (expected * 3 * per_mille / 1_000 + 50) / 100;
    (0..chances).filter(|_| chance.happens(333)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_procedure_asked_for_is_in_force_all_year_and_none_is_the_polices() {
        let law = kit::Law::embedded().expect("the embedded data is checked by tests");
        for matter in MATTERS {
            for day in [date(2023, 1, 3), date(2023, 12, 29)] {
                let procedure = law.catalogue.in_force(matter.code, day);
                let procedure = procedure.unwrap_or_else(|| panic!("{} on {day}", matter.code));
                assert!(
                    procedure.applicable_locally && !procedure.internal_only,
                    "{}",
                    matter.code
                );
                assert_ne!(procedure.handling_post, "cong_an", "{}", matter.code);
            }
        }
    }

    #[test]
    fn certified_copies_are_nearly_half_of_all() {
        let mut chance = Chance::of(&[4]);
        let day = date(2023, 5, 15);
        let copies = (0..4000)
            .filter(|_| matter_of(day, &mut chance).0 == "2.000815")
            .count();
        assert!((1650..2000).contains(&copies), "{copies}");
    }
}
