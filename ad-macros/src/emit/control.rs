//! Branches and loops, and the records by which the reverse sweep follows the forward one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::body::braced;
use super::signature::bare_or_tuple;
use super::statement::Writer;
use super::tape::Onto;
use super::tokens::Tokens;
use crate::ir::{Arm, Atom, Block, Branch, Decision, Head, Loop, Residual, Role, Shape, Var};
use crate::syntax::identifier;

/// The most arms that a record of the runtime tells apart; one more stands in the last of them.
const ARMS: usize = 8;

impl Writer<'_> {
    pub(super) fn branch(&mut self, branch: &Branch, results: &[Var]) {
        self.flush(false);
        let kept = branch.arms.iter().any(|arm| !arm.residuals.is_empty());
        let flag = branch.arms.len() == 2 && !kept;
        let statement = match &branch.decision {
            Decision::If(condition) => {
                let condition = &condition.expr;
                let [first, second] = self.arms(branch, flag).try_into().unwrap_or_default();
                let otherwise = (!second.is_empty()).then(|| quote!(else { #second }));
                quote!(if #condition { #first } #otherwise)
            }
            Decision::Match(value) => {
                let value = &value.expr;
                let bodies = self.arms(branch, flag);
                let arms = branch.arms.iter().zip(bodies).map(|(arm, body)| {
                    let case = arm.case.as_ref().map(|case| {
                        let pattern = &case.pattern;
                        let guard = case.guard.as_ref().map(|guard| quote!(if #guard));
                        quote!(#pattern #guard)
                    });
                    quote!(#case => { #body })
                });
                quote!(match #value { #(#arms)* })
            }
            Decision::Taken(record) => self.taken(branch, *record, flag),
        };
        match results {
            [] => self.emit(statement),
            [result] => {
                let pattern = self.pattern(*result);
                let ty = self.vars.get(*result).and_then(|v| v.ascription.as_ref());
                let ty = ty.map(|ty| quote!(: #ty));
                self.emit(quote!(let #pattern #ty = #statement;));
            }
            results => {
                let patterns = results.iter().map(|var| self.pattern(*var));
                let patterns: Vec<TokenStream> = patterns.collect();
                self.emit(quote!(let (#(#patterns),*) = #statement;));
            }
        }
    }

    /// The arms of the forward sweep, each with its results and its record.
    fn arms(&mut self, branch: &Branch, flag: bool) -> Vec<TokenStream> {
        let count = branch.arms.len();
        let arms = branch.arms.iter().enumerate();
        arms.map(|(index, arm)| {
            let record = branch.recorded.then_some((index, count, flag));
            self.arm(arm, record)
        })
        .collect()
    }

    fn arm(&mut self, arm: &Arm, record: Option<(usize, usize, bool)>) -> TokenStream {
        self.nested(&arm.body, |this| {
            let trip = arm.trip.as_ref().map(|trip| {
                let (tape, kept) = (this.name(trip.tape), this.kept(&trip.residuals));
                quote!(#tape.push(#kept);)
            });
            let mut values: Vec<TokenStream> = arm
                .body
                .results
                .iter()
                .map(|atom| this.owned(atom).tokens().into_stream())
                .collect();
            if let Some((index, count, flag)) = record {
                values.push(if flag {
                    let first = index == 0;
                    quote!(#first)
                } else {
                    let kept = this.kept(&arm.residuals);
                    alternative(this.runtime, index, count, &kept)
                });
            }
            match values.as_slice() {
                _ if arm.body.diverges => TokenStream::new(),
                [] => quote!(#trip),
                [value] => quote!(#trip #value),
                values => quote!(#trip (#(#values),*)),
            }
        })
    }

    /// What an arm of the second sweep ends with.
    fn results(&mut self, body: &Block) -> TokenStream {
        if body.diverges {
            return quote!(::core::unreachable!());
        }
        let results = body.results.iter();
        let results = results.map(|atom| self.owned(atom).tokens().into_stream());
        let results: Vec<TokenStream> = results.collect();
        match results.as_slice() {
            [] => TokenStream::new(),
            results => bare_or_tuple(results),
        }
    }

    /// The arms of the reverse sweep, by the record of the forward one.
    fn taken(&mut self, branch: &Branch, record: Var, flag: bool) -> TokenStream {
        let name = self.name(record);
        let record = if self.borrowed.contains(&record) {
            quote!(*#name)
        } else {
            quote!(#name)
        };
        let count = branch.arms.len();
        let bodies: Vec<(TokenStream, TokenStream)> = branch
            .arms
            .iter()
            .map(|arm| {
                let (pattern, own) = self.bound(&arm.residuals);
                let body = self.nested(&arm.body, |this| this.results(&arm.body));
                (pattern, quote!(#own #body))
            })
            .collect();
        if let ([(_, first), (_, second)], true) = (bodies.as_slice(), flag) {
            return match (first.is_empty(), second.is_empty()) {
                (true, _) => quote!(if !#record { #second }),
                (false, true) => quote!(if #record { #first }),
                (false, false) => quote!(if #record { #first } else { #second }),
            };
        }
        let arms = bodies.iter().enumerate().map(|(index, (pattern, body))| {
            let pattern = alternative(self.runtime, index, count, pattern);
            quote!(#pattern => { #body })
        });
        quote!(match #record { #(#arms)* })
    }

    pub(super) fn repeated(&mut self, repeated: &Loop, results: &[Var]) {
        self.flush(false);
        if let (Some(keeping), [record]) = (&repeated.keeping, results) {
            self.keeping(repeated, keeping, *record);
            return;
        }
        let (pattern, own) = if repeated.head.tape().is_some() {
            self.bound(&repeated.residuals)
        } else {
            (quote!(()), TokenStream::new())
        };
        if let (true, [tape]) = (repeated.sparse, results) {
            self.tape(*tape, &[]);
        }
        let tape = repeated.shared.or(results.first().copied());
        let tape = tape.filter(|_| repeated.recorded && !repeated.sparse);
        let onto = tape.map(|tape| (tape, self.onto(tape, repeated)));
        let cuts = self.cut(repeated);
        let body = self.again(&repeated.body, |this| {
            let kept = onto.as_ref().map(|(tape, onto)| {
                let (tape, kept) = (this.name(*tape), this.kept(&repeated.residuals));
                match onto {
                    Onto::Collected(_) => kept,
                    Onto::Pushed => quote!(#tape.push(#kept);),
                    Onto::Written { record, .. } => quote!(*#record = #kept;),
                }
            });
            let exit = repeated.body.results.first().map(|code| this.exit(code));
            quote!(#kept #exit)
        });
        self.end_of(&cuts);
        let body = quote!(#own #body);
        if let Head::Follow(tape) = repeated.head {
            let repeated = self.followed(tape, &pattern, &body);
            self.emit(repeated);
            return;
        }
        let body = braced(body);
        match onto {
            Some((tape, onto)) => self.record_trips(tape, &onto, &body, repeated),
            None => {
                let head = self.head(repeated, &pattern);
                self.emit(cuts.around(quote!(#head #body)));
            }
        }
    }

    /// The statements of a block that runs again, and what stands at its end.
    pub(super) fn again(
        &mut self,
        block: &Block,
        end: impl FnOnce(&mut Self) -> TokenStream,
    ) -> TokenStream {
        let around = std::mem::replace(&mut self.within_loop, true);
        let own_tapes = self.own_tapes(block);
        // What is used up in every trip is made once, before the first.
        let declared = (!around).then(|| std::mem::take(&mut self.declared));
        let body = self.nested(block, end);
        self.within_loop = around;
        self.hoisted.retain(|tape| !own_tapes.contains(tape));
        if let Some(declared) = declared {
            let tapes = std::mem::replace(&mut self.declared, declared);
            self.emit(tapes.into_iter().collect());
        }
        body
    }

    /// What stands before the body of a loop.
    pub(super) fn head(&self, repeated: &Loop, pattern: &TokenStream) -> TokenStream {
        let ordered = repeated.forwards || self.is_unordered(repeated);
        let back = (!ordered).then(|| quote!(.rev()));
        match &repeated.head {
            Head::For(counter) => {
                let (pattern, iterator) = (&counter.pattern, &counter.iterator.expr);
                quote!(for #pattern in #iterator)
            }
            Head::While(condition, _) => {
                let condition = &condition.expr;
                quote!(while #condition)
            }
            Head::Forever => quote!(loop),
            Head::Backwards(counter, None) => {
                let (pattern, iterator) = (&counter.pattern, &counter.iterator.expr);
                match back {
                    Some(back) => quote!(for #pattern in (#iterator)#back),
                    None => quote!(for #pattern in #iterator),
                }
            }
            Head::Backwards(counter, Some(tape)) => {
                let (index, iterator) = (&counter.pattern, &counter.iterator.expr);
                let (tape, runtime) = (self.name(*tape), self.runtime);
                let trips = match repeated.shared {
                    Some(_) if repeated.forwards => {
                        quote!(#runtime::first_trips(&mut #tape, #iterator))
                    }
                    Some(_) => quote!(#runtime::last_trips(&mut #tape, #iterator)),
                    None => quote!(#tape),
                };
                let mut counted = false;
                repeated
                    .body
                    .for_each_name(&mut |name| counted |= counter.binds.contains(name));
                match (counted, counter.exact) {
                    (true, true) => {
                        quote!(for (#index, &#pattern) in (#iterator).zip(#trips.iter())#back)
                    }
                    (true, false) => {
                        quote!(for (#index, &#pattern) in (#iterator)#back.zip(#trips.iter()#back))
                    }
                    (false, _) => quote!(for &#pattern in #trips.iter()#back),
                }
            }
            Head::Unwind(tape) => {
                let tape = self.name(*tape);
                quote!(for &#pattern in #tape.iter()#back)
            }
            // The names are those of `followed`.
            Head::Follow(_) => quote!(loop),
        }
    }

    /// What stands before and in a loop over a tape of which the compiler need not be told that it has a trip.
    fn followed(&mut self, tape: Var, pattern: &TokenStream, body: &TokenStream) -> TokenStream {
        let (tape, trips, runtime) = (self.name(tape), self.free("trips"), self.runtime);
        quote! {
            let mut #trips = #tape.iter();
            loop {
                let &#pattern = #runtime::next_trip(&mut #trips);
                #body
                if #trips.as_slice().is_empty() {
                    break;
                }
            }
        }
    }

    /// Leaves the loop, where the code is not zero.
    pub(super) fn exit(&mut self, code: &Atom) -> TokenStream {
        let code = self.operand(code).tokens();
        quote!(if #code != 0 { break; })
    }

    /// The statements of a nested block, and what stands at its end.
    fn nested(&mut self, block: &Block, end: impl FnOnce(&mut Self) -> TokenStream) -> TokenStream {
        let outside = std::mem::take(&mut self.out);
        for stmt in &block.stmts {
            self.statement(stmt);
        }
        let end = end(self);
        self.flush(false);
        let inside = std::mem::replace(&mut self.out, outside);
        inside.then(Tokens::of(end)).into_stream()
    }

    /// What is kept of a block, as one value.
    fn kept(&mut self, residuals: &[Residual]) -> TokenStream {
        let kept = residuals.iter().map(|residual| match residual {
            Residual::Var(var) => {
                let value = self.owned(&Atom::Var(*var)).tokens();
                if self.is_cloned(*var) {
                    quote!(#value.clone())
                } else {
                    quote!(#value)
                }
            }
            Residual::Name(name) => {
                let name = identifier(name);
                quote!(#name.clone())
            }
        });
        bare_or_tuple(&kept.collect::<Vec<_>>())
    }

    /// The pattern that takes a record apart, and what makes a value of one that is borrowed by it.
    fn bound(&mut self, residuals: &[Residual]) -> (TokenStream, TokenStream) {
        let mut own = TokenStream::new();
        let patterns = residuals.iter().map(|residual| match residual {
            Residual::Var(var) => {
                let name = self.name(*var);
                if self.is_cloned(*var) {
                    own.extend(quote!(let #name = #name.clone();));
                    quote!(ref #name)
                } else if self.vars.role(*var) == Role::Record || !self.is_copied(*var) {
                    self.borrowed.insert(*var);
                    quote!(ref #name)
                } else {
                    quote!(#name)
                }
            }
            Residual::Name(name) => {
                let name = identifier(name);
                own.extend(quote!(let #name = #name.clone();));
                quote!(ref #name)
            }
        });
        let patterns = bare_or_tuple(&patterns.collect::<Vec<_>>());
        (patterns, own)
    }

    /// Whether a variable is of a type that is copied, as its shape shows.
    pub(super) fn is_copied(&self, var: Var) -> bool {
        fn copied(shape: &Shape) -> bool {
            match shape {
                Shape::Scalar(_) => true,
                Shape::Array(inner, _) => copied(inner),
                Shape::Tuple(fields) => fields.iter().all(copied),
                Shape::Sequence(_) | Shape::Vector | Shape::Inert | Shape::Unknown => false,
            }
        }
        copied(&self.vars.shape(var))
    }

    /// Whether a variable may be of a type that is not copied, and is small.
    fn is_cloned(&self, var: Var) -> bool {
        self.vars.role(var) != Role::Record
            && matches!(self.vars.shape(var), Shape::Inert | Shape::Unknown)
    }
}

/// One of several alternatives of a record: `Br2::A(content)`.
fn alternative(
    runtime: &syn::Path,
    index: usize,
    count: usize,
    content: &TokenStream,
) -> TokenStream {
    if count == 1 {
        return content.clone();
    }
    let letter = |index: usize| {
        let letter = char::from(b'A' + u8::try_from(index).unwrap_or_default());
        Ident::new(&letter.to_string(), Span::mixed_site())
    };
    if count > ARMS && index + 1 >= ARMS {
        let rest = alternative(runtime, index + 1 - ARMS, count + 1 - ARMS, content);
        let (record, letter) = (Ident::new("Br8", Span::mixed_site()), letter(ARMS - 1));
        return quote!(#runtime::#record::#letter(#rest));
    }
    let record = Ident::new(&format!("Br{}", count.min(ARMS)), Span::mixed_site());
    let letter = letter(index);
    quote!(#runtime::#record::#letter(#content))
}
