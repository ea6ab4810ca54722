//! How a program is declared and written down, which does not change its value.
//!
//! - second derivatives
//! - calls by way of functions that take what is called
//! - functions of `T: Scalar`
//! - functions whose rules are the companions of another that computes the same

mod generic;

use crate::ast::{Expr, Function, Param, Passing, Program, Type};
use crate::random::Random;

/// The program, declared in a way that its seed decides: by numbers of its own, so that the program stays what it is.
#[must_use]
pub fn declared(program: &Program) -> Program {
    let mut random = Random::new(program.seed ^ 0xdec1);
    let mut program = program.clone();
    program.twice = random.one_in(4);
    for index in (0..program.functions.len()).rev() {
        let function = &program.functions[index];
        let callable = !(program.twice && function.takes_receiver());
        if random.one_in(6) && function.may_be_called_again() && callable {
            set_rules(&mut program, index);
        }
    }
    if random.one_in(2) {
        program.functions.iter_mut().for_each(|f| f.passes = true);
    }
    if random.one_in(3) {
        let float = if random.one_in(3) {
            Type::F32
        } else {
            Type::F64
        };
        generic::declare(&mut program, &float, &mut random);
    }
    program
}

impl Function {
    /// Whether all that is passed by value without a derivative is known to be cloned: where it is not, nothing calls the
    /// function again and again.
    pub(crate) fn may_be_called_again(&self) -> bool {
        let foreign = |param: &Param| {
            let binding = &self.bindings[param.id];
            matches!(binding.ty, Type::Struct(_)) && binding.passing == Passing::Value
        };
        let mut params = self.params.iter();
        params.all(|param| self.is_active(*param) || !foreign(param))
    }

    /// Whether its receiver is passed by value, which a call by a path does not show.
    fn takes_receiver(&self) -> bool {
        let first = self.params.first();
        let by_value = first.is_some_and(|param| self.bindings[param.id].passing == Passing::Value);
        self.is_method() && by_value
    }
}

/// Puts before a function another that computes the same, by the companions of which it is differentiated.
fn set_rules(program: &mut Program, index: usize) {
    let mut same = program.functions[index].clone();
    same.name += "_same";
    let later = |other: &mut usize| *other += usize::from(*other >= index);
    for function in &mut program.functions[index + 1..] {
        function.rules.iter_mut().for_each(later);
        function.body.change(&mut |expr| {
            if let Expr::Call(callee, _) = expr {
                later(callee);
            }
        });
    }
    program.functions.insert(index, same);
    program.functions[index + 1].rules = Some(index);
}
