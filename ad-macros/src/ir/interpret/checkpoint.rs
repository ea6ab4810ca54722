//! Loops run again from states.

use super::value::Value;
use super::{Machine, Replay};

impl Machine<'_> {
    /// The trips from the last to the first, each from the state before it, or before the trip before.
    pub(super) fn replay(&self, replay: &Replay) -> Vec<Value> {
        let record = self.get(replay.record);
        let [items, states] = record.list() else {
            panic!("not the states of a loop");
        };
        let (items, states) = (items.list(), states.list());
        for (index, item) in items.iter().enumerate().rev() {
            self.scoped(|| {
                for (restored, copy) in &replay.around {
                    let copy = self.get(*copy);
                    self.take(std::slice::from_ref(restored), &[copy]);
                }
                let from = index - index % 2;
                self.take(&replay.state, states[from].list());
                for item in &items[from..index] {
                    self.scoped(|| {
                        self.bind(&replay.counter.pattern, item);
                        self.body(&replay.advance)
                    });
                }
                self.bind(&replay.counter.pattern, item);
                self.body(&replay.trip)
            });
        }
        Vec::new()
    }
}
