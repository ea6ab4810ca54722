//! Whatever the input: the macro returns, what it returns is items, and it is the same each time.
//!
//! Inputs are functions of a corpus, mutated token by token. They depend on the seed alone.

mod corpus;
mod mutate;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::Builder;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Item, ItemFn};

use super::pipeline::Numbers;
use crate::expand::{check, companions, expand};
use crate::syntax::impl_block::is_impl;
use mutate::Mutator;

/// What the compiler's threads have. This code is not optimized, but neither are macros as a rule.
const STACK: usize = 8 << 20;

/// Runs on a thread with the compiler's stack, so that a recursion without bound shows.
pub(super) fn on_compiler_stack<T: Send + 'static>(test: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = Builder::new().stack_size(STACK).spawn(test).unwrap();
    thread.join().expect("no panic")
}

/// The companions of an item. Asserts what holds of every expansion.
pub(super) fn assert_expands(args: &TokenStream, item: &TokenStream) -> TokenStream {
    let made = companions(args.clone(), item);
    let file = syn::parse2::<syn::File>(made.clone());
    let file = file.unwrap_or_else(|error| panic!("{error} in {made}"));
    let failed = file.items.iter().any(is_error);
    let has_function = file.items.iter().any(|made| matches!(made, Item::Fn(_)));
    assert!(
        failed || has_function || syn::parse2::<ItemFn>(item.clone()).is_err(),
        "neither an error nor companions: {made}"
    );
    made
}

fn is_error(item: &Item) -> bool {
    let Item::Macro(item) = item else {
        return false;
    };
    let name = item.mac.path.segments.last();
    name.is_some_and(|name| name.ident == "compile_error")
}

/// Asserts that the item comes first, unchanged, and that the same comes out each time.
fn assert_reproducible(args: &TokenStream, item: &TokenStream, made: &TokenStream) {
    let again = expand(args.clone(), item).to_string();
    if is_impl(item) {
        // The companions stand inside.
        assert_eq!(again, expand(args.clone(), item).to_string());
        return;
    }
    let mut expected = item.clone();
    expected.extend(made.clone());
    assert_eq!(again, expected.to_string());
}

/// Asserts all of that of mutated functions; every so often, with what is costly.
fn fuzz(seed: u64, count: u32) {
    let corpus = corpus::corpus();
    let mut mutator = Mutator::new(&corpus, Numbers(seed));
    for round in 0..count {
        let (args, item) = mutator.input();
        let checked = catch_unwind(AssertUnwindSafe(|| {
            let made = assert_expands(&args, &item);
            if round % 16 == 0 {
                assert_reproducible(&args, &item, &made);
            }
            if round % 32 == 0 {
                check(item.clone());
            }
        }));
        assert!(
            checked.is_ok(),
            "seed {seed}, round {round}:\n#[differentiate({args})]\n{item}"
        );
    }
}

#[test]
fn mutated_functions_expand() {
    on_compiler_stack(|| fuzz(1, 20_000));
}

/// `FUZZ=1000000 SEED=2 cargo test --release -p ad-macros -- --ignored fuzz --nocapture`
#[test]
#[ignore = "takes as long as it is told to"]
fn fuzz_for_long() {
    let number = |name| std::env::var(name).ok()?.parse::<u32>().ok();
    let (count, seed) = (
        number("FUZZ").unwrap_or(1_000_000),
        number("SEED").unwrap_or(2),
    );
    on_compiler_stack(move || fuzz(u64::from(seed), count));
}

#[test]
fn the_corpus_expands() {
    on_compiler_stack(|| {
        for (args, item) in corpus::corpus() {
            let made = assert_expands(&args, &item);
            assert_reproducible(&args, &item, &made);
        }
    });
}

/// Every prefix of every function, its brackets closed: as it is typed.
#[test]
fn functions_expand_while_they_are_typed() {
    on_compiler_stack(|| {
        for (args, item) in corpus::corpus() {
            for length in 0..mutate::count(&item) {
                let mut left = length;
                let typed = truncated(&item, &mut left);
                assert_expands(&args, &typed);
            }
        }
    });
}

/// The first tokens, in their brackets.
fn truncated(stream: &TokenStream, left: &mut usize) -> TokenStream {
    let mut kept = Vec::new();
    for token in stream.clone() {
        if *left == 0 {
            break;
        }
        *left -= 1;
        kept.push(match token {
            TokenTree::Group(group) => {
                mutate::group(group.delimiter(), truncated(&group.stream(), left))
            }
            token => token,
        });
    }
    kept.into_iter().collect()
}

#[test]
fn tokens_without_sense_expand() {
    on_compiler_stack(|| {
        let corpus = corpus::corpus();
        let mut mutator = Mutator::new(&corpus, Numbers(3));
        for _ in 0..2_000 {
            let (args, item) = (mutator.soup(3), mutator.soup(3));
            assert_expands(&args, &item);
        }
    });
}
