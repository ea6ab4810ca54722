//! Branches and loops, and the records of them.

use super::value::Value;
use super::{Block, Branch, Decision, Head, Loop, Machine, Residual, Var};

impl Machine<'_> {
    /// The results of the arm that is taken.
    pub(super) fn branch(&self, branch: &Branch) -> Vec<Value> {
        match &branch.decision {
            Decision::If(condition) => {
                let then = || self.condition(&condition.expr).then(|| self.arm(branch, 0));
                let taken = self.scoped(then);
                taken.unwrap_or_else(|| self.scoped(|| self.arm(branch, 1)))
            }
            Decision::Match(value) => {
                let value = self.expression(&value.expr);
                let mut arms = 0..branch.arms.len();
                let taken = arms.find_map(|index| {
                    self.scoped(|| {
                        let fits = self.is_case(branch, index, &value);
                        fits.then(|| self.arm(branch, index))
                    })
                });
                taken.expect("an arm that fits")
            }
            Decision::Taken(record) => {
                let (index, kept) = match self.get(*record) {
                    Value::Taken(index, kept) => (index, kept),
                    // Of two arms of which nothing is kept, whether the first was taken.
                    Value::Truth(first) => (usize::from(!first), Vec::new()),
                    _ => panic!("not the record of a branch"),
                };
                self.scoped(|| {
                    self.take(&branch.arms[index].residuals, &kept);
                    self.arm(branch, index)
                })
            }
        }
    }

    fn is_case(&self, branch: &Branch, index: usize, value: &Value) -> bool {
        let case = branch.arms[index].case.as_ref().expect("a case");
        let guard = case.guard.as_ref();
        self.fits(&case.pattern, value) && guard.is_none_or(|guard| self.condition(guard))
    }

    fn arm(&self, branch: &Branch, index: usize) -> Vec<Value> {
        let arm = &branch.arms[index];
        let mut results = self.body(&arm.body);
        if let Some(trip) = &arm.trip {
            self.append(trip.tape, vec![Value::List(self.kept(&trip.residuals))]);
        }
        if branch.recorded {
            results.push(Value::Taken(index, self.kept(&arm.residuals)));
        }
        results
    }

    /// The tape of a loop, if it is recorded.
    pub(super) fn repeated(&self, repeated: &Loop) -> Vec<Value> {
        let (mut tape, mut passed) = (Vec::new(), Vec::new());
        let mut trip = || {
            if repeated.keeping.is_some() {
                tape.push(Value::List(self.kept(&repeated.residuals)));
            }
            let code = self.body(&repeated.body);
            if repeated.recorded && repeated.keeping.is_none() && !repeated.sparse {
                tape.push(Value::List(self.kept(&repeated.residuals)));
            }
            code.first().is_none_or(|code| code.number() == 0.0)
        };
        match &repeated.head {
            Head::For(counter) => {
                let items = self.expression(&counter.iterator.expr);
                let mut trip = |item| {
                    self.scoped(|| {
                        self.bind(&counter.pattern, item);
                        passed.push(item.clone());
                        trip()
                    })
                };
                items.list().iter().all(&mut trip);
            }
            Head::While(condition, _) => {
                while self.scoped(|| self.condition(&condition.expr) && trip()) {}
            }
            Head::Forever => while self.scoped(&mut trip) {},
            Head::Backwards(counter, record) => {
                let items = self.expression(&counter.iterator.expr);
                let records = record.map(|record| match repeated.shared {
                    Some(tape) if repeated.forwards => self.first_trips(tape, items.list().len()),
                    Some(tape) => self.last_trips(tape, items.list().len()),
                    None => self.get(record),
                });
                let records = records.as_ref().map(Value::list);
                // The tape of a loop that was left early is shorter.
                let trips = records.map_or(items.list().len(), <[Value]>::len);
                let mut items: Vec<_> = items.list().iter().enumerate().take(trips).collect();
                if !repeated.forwards {
                    items.reverse();
                }
                for (index, item) in items {
                    self.scoped(|| {
                        self.bind(&counter.pattern, item);
                        if let Some(records) = records {
                            self.take(&repeated.residuals, records[index].list());
                        }
                        trip()
                    });
                }
            }
            Head::Unwind(record) | Head::Follow(record) => {
                let record = self.get(*record);
                let mut trips: Vec<_> = record.list().iter().collect();
                if !repeated.forwards {
                    trips.reverse();
                }
                for kept in trips {
                    self.scoped(|| {
                        self.take(&repeated.residuals, kept.list());
                        trip()
                    });
                }
            }
        }
        if repeated.keeping.is_some() {
            // What the iterator had given is part of a state.
            vec![Value::List(vec![Value::List(passed), Value::List(tape)])]
        } else if let (Some(shared), true) = (repeated.shared, repeated.recorded) {
            self.append(shared, tape);
            Vec::new()
        } else if repeated.recorded {
            vec![Value::List(tape)]
        } else {
            Vec::new()
        }
    }

    /// Puts trips at the end of a tape.
    fn append(&self, tape: Var, trips: Vec<Value>) {
        let earlier = self.get(tape);
        let trips = earlier.list().iter().cloned().chain(trips).collect();
        self.set(tape, Value::List(trips));
    }

    /// Takes the trips of the last run of a loop off a tape.
    fn last_trips(&self, tape: Var, count: usize) -> Value {
        let whole = self.get(tape);
        let (left, last) = whole.list().split_at(whole.list().len() - count);
        self.set(tape, Value::List(left.to_vec()));
        Value::List(last.to_vec())
    }

    /// Takes the trips of the first run of a loop off a tape.
    fn first_trips(&self, tape: Var, count: usize) -> Value {
        let whole = self.get(tape);
        let (first, left) = whole.list().split_at(count);
        self.set(tape, Value::List(left.to_vec()));
        Value::List(first.to_vec())
    }

    /// The results of a block, in a scope around.
    pub(super) fn body(&self, block: &Block) -> Vec<Value> {
        self.run(&block.stmts);
        assert!(!block.diverges, "the end of a block that never ends");
        self.atoms(&block.results)
    }

    /// What is kept of a block.
    fn kept(&self, residuals: &[Residual]) -> Vec<Value> {
        let kept = residuals.iter().map(|residual| match residual {
            Residual::Var(var) => self.get(*var),
            Residual::Name(name) => self.lookup(name),
        });
        kept.collect()
    }

    /// Brings back what was kept.
    pub(super) fn take(&self, residuals: &[Residual], kept: &[Value]) {
        assert_eq!(residuals.len(), kept.len(), "what was kept");
        for (residual, value) in residuals.iter().zip(kept) {
            let name = match residual {
                Residual::Var(var) => self.name(*var),
                Residual::Name(name) => name.clone(),
            };
            self.bind_name(&name, value.clone());
        }
    }
}
