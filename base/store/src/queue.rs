//! Where acts and reads wait for a thread: one line for SQLite, one lane per agency for PostgreSQL.
//! For the writer and reader threads; bounded, so that overload is told instead of swelling.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

/// More than this waiting means minutes of delay: better to say so at once.
const WAITING_MAX: usize = 20_000;

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No closure of a caller runs under these locks, so a poisoned one is still consistent.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tasks in lanes; a lane is served by one thread at a time, lanes in order of arrival.
pub(crate) struct Lanes<T> {
    state: Mutex<State<T>>,
    wake: Condvar,
}

struct State<T> {
    lanes: HashMap<String, VecDeque<T>>,
    ready: VecDeque<String>,
    busy: BTreeSet<String>,
    waiting: usize,
    closed: bool,
}

impl<T> Lanes<T> {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                lanes: HashMap::new(),
                ready: VecDeque::new(),
                busy: BTreeSet::new(),
                waiting: 0,
                closed: false,
            }),
            wake: Condvar::new(),
        }
    }

    /// Puts a task at the end of its lane, or gives it back if too many wait or all is closing.
    pub(crate) fn push(&self, lane: &str, task: T) -> Result<(), T> {
        let mut state = held(&self.state);
        if state.closed || state.waiting >= WAITING_MAX {
            return Err(task);
        }
        state.waiting += 1;
        if let Some(line) = state.lanes.get_mut(lane) {
            line.push_back(task);
        } else {
            state.lanes.insert(lane.to_owned(), VecDeque::from([task]));
            if !state.busy.contains(lane) {
                state.ready.push_back(lane.to_owned());
            }
        }
        drop(state);
        self.wake.notify_one();
        Ok(())
    }

    /// Waits for tasks of one lane; `None` when all is closed and done.
    pub(crate) fn take(&self, most: usize) -> Option<(String, VecDeque<T>)> {
        let mut state = held(&self.state);
        loop {
            if let Some(lane) = state.ready.pop_front() {
                let mut tasks = state.lanes.remove(&lane).unwrap_or_default();
                if tasks.len() > most {
                    let rest = tasks.split_off(most);
                    state.lanes.insert(lane.clone(), rest);
                }
                state.waiting -= tasks.len();
                state.busy.insert(lane.clone());
                if state.closed && state.waiting == 0 {
                    self.wake.notify_all();
                }
                return Some((lane, tasks));
            }
            if state.closed && state.waiting == 0 {
                return None;
            }
            state = self
                .wake
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Gives a lane back after its tasks are done.
    pub(crate) fn done(&self, lane: &str) {
        let mut state = held(&self.state);
        state.busy.remove(lane);
        if state.lanes.contains_key(lane) {
            state.ready.push_back(lane.to_owned());
            drop(state);
            self.wake.notify_one();
        }
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        held(&self.state).waiting
    }

    /// Lets what waits be done, and nothing new in.
    pub(crate) fn close(&self) {
        held(&self.state).closed = true;
        self.wake.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_is_served_by_one_at_a_time_and_in_order() {
        let lanes = Lanes::new();
        for task in 1..=3 {
            lanes.push("a", task).unwrap();
        }
        lanes.push("b", 9).unwrap();
        assert_eq!(
            lanes.take(2),
            Some(("a".to_owned(), VecDeque::from([1, 2])))
        );
        assert_eq!(lanes.take(2), Some(("b".to_owned(), VecDeque::from([9]))));
        lanes.push("b", 10).unwrap();
        lanes.done("a");
        assert_eq!(lanes.take(2), Some(("a".to_owned(), VecDeque::from([3]))));
        lanes.done("b");
        lanes.close();
        assert_eq!(lanes.push("a", 4), Err(4));
        assert_eq!(lanes.take(2), Some(("b".to_owned(), VecDeque::from([10]))));
        assert_eq!(lanes.take(2), None);
    }

    #[test]
    fn too_many_waiting_are_turned_away() {
        let lanes = Lanes::new();
        for task in 0..WAITING_MAX {
            lanes.push("a", task).unwrap();
        }
        assert!(lanes.push("b", 1).is_err());
    }
}
