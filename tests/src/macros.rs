//! The macros that make a test of one line.
//!
//! Arguments are written as in a call. Active ones are owned sample values, behind `&` where the function takes a
//! reference (`&vec![1.0, 2.0]` for a slice); inactive ones follow `const`:
//!
//! ```ignore
//! check!(norm(&[1.0, 2.0], 0.5, const 3_usize));
//! ```

/// [`Companions`](crate::Companions) of a function called with the given arguments.
///
/// The first argument says which companions exist: `scalar` (all of them), `generic` (all, and the function is generic
/// enough for dual numbers), `several` (no gradients, because the result holds several floats), `vector` (several in a `Vec`), `forward` or `reverse`.
/// The second names them all, with commas in between where they are paths.
#[macro_export]
macro_rules! companions {
    ($family:ident, $names:tt, ($($arguments:tt)*)) => {
        $crate::__read_arguments! {
            $family $names
            [(a0 d0 b0) (a1 d1 b1) (a2 d2 b2) (a3 d3 b3) (a4 d4 b4) (a5 d5 b5) (a6 d6 b6) (a7 d7 b7)]
            [] [] [] []
            $($arguments)*
        }
    };
}

/// Reads arguments one by one into: active names and samples, call arguments, tangents, buffers.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_arguments {
    ($family:ident $names:tt $pool:tt [$($active:tt)*] [$($call:tt)*] [$($tangent:tt)*] [$($buffer:tt)*]) => {
        $crate::__build_companions!($family $names [$($active)*] [$($call)*] [$($tangent)*] [$($buffer)*])
    };
    (
        $family:ident $names:tt $pool:tt $active:tt [$($call:tt)*] $tangent:tt $buffer:tt
        const $inactive:expr $(, $($rest:tt)*)?
    ) => {
        $crate::__read_arguments! {
            $family $names $pool $active [$($call)* $inactive,] $tangent $buffer
            $($($rest)*)?
        }
    };
    (
        $family:ident $names:tt [($a:ident $d:ident $b:ident) $($pool:tt)*]
        [$($active:tt)*] [$($call:tt)*] [$($tangent:tt)*] [$($buffer:tt)*]
        & $sample:expr $(, $($rest:tt)*)?
    ) => {
        $crate::__read_arguments! {
            $family $names [$($pool)*]
            [$($active)* ($a $d $b $sample)] [$($call)* &$a,] [$($tangent)* &$d,] [$($buffer)* &mut $b,]
            $($($rest)*)?
        }
    };
    (
        $family:ident $names:tt [($a:ident $d:ident $b:ident) $($pool:tt)*]
        [$($active:tt)*] [$($call:tt)*] [$($tangent:tt)*] [$($buffer:tt)*]
        $sample:expr $(, $($rest:tt)*)?
    ) => {
        $crate::__read_arguments! {
            $family $names [$($pool)*]
            [$($active)* ($a $d $b $sample)] [$($call)* $a,] [$($tangent)* $d,] [$($buffer)* &mut $b,]
            $($($rest)*)?
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __build_companions {
    (
        $family:ident [$primal:ident $jvp:ident $linearize:ident $vjp:ident $grad:ident $value_and_grad:ident $grad_into:ident]
        $($arguments:tt)*
    ) => {
        $crate::__build_companions! {
            $family [$primal, $jvp, $linearize, $vjp, $grad, $value_and_grad, $grad_into] $($arguments)*
        }
    };
    (
        $family:ident [$primal:path, $jvp:path, $linearize:path, $vjp:path, $grad:path, $value_and_grad:path, $grad_into:path]
        [$(($a:ident $d:ident $b:ident $sample:expr))*] $call:tt $tangent:tt $buffer:tt
    ) => {{
        let samples = || ($($sample,)*);
        let reshape = move |floats: &[f64]| $crate::reshape(&samples(), floats);
        let primal = $crate::__with!([$($a)*] reshape, |point| $crate::flatten(&$crate::__call!($primal, $call)));
        let value = || $crate::__with!([$($a)*] reshape, |point| $crate::__call!($primal, $call))(&$crate::flatten(&samples()));
        $crate::Companions {
            name: stringify!($primal),
            at: $crate::flatten(&samples()),
            roundoff: $crate::roundoff_of(&(samples(), value())),
            represent: Box::new(move |floats| $crate::flatten(&reshape(floats))),
            primal: Box::new(primal),
            duals: $crate::__duals!($family, Box::new(move |point, tangent| {
                let ($($a,)*) = $crate::reshape_to_duals(&samples(), point, tangent);
                let pairs = $crate::flatten(&$crate::__call!($primal, $call));
                pairs.chunks_exact(2).map(|pair| pair[1]).collect()
            })),
            jvp: $crate::__forward!($family, Box::new(move |point, tangent| {
                let ($($a,)*) = reshape(point);
                let ($($d,)*) = reshape(tangent);
                let (value, value_dot) = $crate::__call!($jvp, $call $tangent);
                ($crate::flatten(&value), $crate::flatten(&value_dot))
            })),
            linearize: $crate::__forward!($family, Box::new(move |point, tangent| {
                let ($($a,)*) = reshape(point);
                let (value, linear) = $crate::__call!($linearize, $call);
                let dots = |tangent: &[f64]| {
                    let ($($d,)*) = reshape(tangent);
                    $crate::flatten(&$crate::__call!(linear, $tangent))
                };
                let once = dots(tangent);
                dots(point);
                $crate::assert_primal_bits("the linear map called again", &dots(tangent), &once);
                ($crate::flatten(&value), once)
            })),
            vjp: $crate::__reverse!($family, Box::new(move |point, seed| {
                let ($($a,)*) = reshape(point);
                let (value, pullback) = $crate::__call!($vjp, $call);
                let seed = || $crate::reshape(&value, seed);
                let bars = || $crate::flatten(&pullback($crate::__seed!($family, seed())));
                let once = bars();
                $crate::assert_primal_bits("the pullback called again", &bars(), &once);
                ($crate::flatten(&value), once)
            })),
            gradients: $crate::__gradients!($family, vec![
                ("_grad", Box::new(move |point| {
                    let ($($a,)*) = reshape(point);
                    (None, $crate::flatten(&$crate::__call!($grad, $call)))
                })),
                ("_value_and_grad", Box::new(move |point| {
                    let ($($a,)*) = reshape(point);
                    let (value, bars) = $crate::__call!($value_and_grad, $call);
                    (Some($crate::flatten(&value)), $crate::flatten(&bars))
                })),
                ("_grad_into", Box::new(move |point| {
                    let ($($a,)*) = reshape(point);
                    // Old contents that would show if they were added to rather than overwritten.
                    let ($(mut $b,)*) = reshape(&vec![f64::NAN; point.len()]);
                    let value = $crate::__call!($grad_into, $call $buffer);
                    (Some($crate::flatten(&value)), $crate::flatten(&($($b,)*)))
                })),
            ]),
        }
    }};
}

/// Imports by name what the family has: a glob would bring whatever else a case defines.
#[doc(hidden)]
#[macro_export]
macro_rules! __import {
    (scalar $module:ident) => {
        use $module::{f, f_grad, f_grad_into, f_jvp, f_linearize, f_value_and_grad, f_vjp};
    };
    (generic $module:ident) => {
        use $module::{f, f_grad, f_grad_into, f_jvp, f_linearize, f_value_and_grad, f_vjp};
    };
    (reverse $module:ident) => {
        use $module::{f, f_grad, f_grad_into, f_value_and_grad, f_vjp};
    };
    (several $module:ident) => {
        use $module::{f, f_jvp, f_linearize, f_vjp};
    };
    (vector $module:ident) => {
        use $module::{f, f_jvp, f_linearize, f_vjp};
    };
    (forward $module:ident) => {
        use $module::{f, f_jvp, f_linearize};
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __with {
    ([$($a:ident)*] $reshape:ident, |$point:ident| $body:expr) => {
        move |$point: &[f64]| {
            let ($($a,)*) = $reshape($point);
            $body
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    ($function:path, [$($call:tt)*] $([$($more:tt)*])?) => {
        $function($($call)* $($($more)*)?)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __duals {
    (generic, $duals:expr) => {
        Some($duals)
    };
    ($family:ident, $duals:expr) => {
        None
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __seed {
    (vector, $seed:expr) => {
        &$seed
    };
    ($family:ident, $seed:expr) => {
        $seed
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __forward {
    (reverse, $jvp:expr) => {
        None
    };
    ($family:ident, $jvp:expr) => {
        Some($jvp)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __reverse {
    (forward, $vjp:expr) => {
        None
    };
    ($family:ident, $vjp:expr) => {
        Some($vjp)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __gradients {
    (forward, $gradients:expr) => {
        Vec::new()
    };
    (several, $gradients:expr) => {
        Vec::new()
    };
    (vector, $gradients:expr) => {
        Vec::new()
    };
    ($family:ident, $gradients:expr) => {
        $gradients
    };
}

/// A module with a differentiated function `f` in it, and a test of the module's name that checks `f`.
///
/// `case! { product(0.7, 1.3); … }`, with more lists of arguments to check at more points. The family is announced
/// where it is not `scalar`: `case! { several pair(0.7); … }`, `case! { generic product(0.7 as f64); … }`.
#[macro_export]
macro_rules! case {
    ($name:ident $(($($arguments:tt)*))+; $($items:tt)*) => {
        $crate::case! { scalar $name $(($($arguments)*))+; $($items)* }
    };
    ($family:ident $name:ident $(($($arguments:tt)*))+; $($items:tt)*) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            $($items)*
        }
        #[test]
        fn $name() {
            $crate::__import!($family $name);
            $($crate::companions!(
                $family, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], ($($arguments)*)
            ).check();)+
        }
    };
}

/// The same of an associated function or method `f` of a type: a receiver is the first argument, as in
/// `method_case! { field Case (const &Case { k: 0.7 }, 1.3); struct Case { k: f64 } impl Case { … } }`.
#[macro_export]
macro_rules! method_case {
    ($name:ident $of:ident $(($($arguments:tt)*))+; $($items:tt)*) => {
        $crate::method_case! { scalar $name $of $(($($arguments)*))+; $($items)* }
    };
    ($family:ident $name:ident $of:ident $(($($arguments:tt)*))+; $($items:tt)*) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            $($items)*
        }
        #[test]
        fn $name() {
            use $name::$of;
            $($crate::companions!(
                $family,
                [$of::f, $of::f_jvp, $of::f_linearize, $of::f_vjp, $of::f_grad, $of::f_value_and_grad, $of::f_grad_into],
                ($($arguments)*)
            ).check();)+
        }
    };
}

/// Items written once for a float type `$F`, in module `in_f64` and in module `in_f32`.
///
/// `for_f32_and_f64! { ($F:ident) => { … } }`; at most one per module.
#[macro_export]
macro_rules! for_f32_and_f64 {
    ($($rule:tt)*) => {
        macro_rules! items { $($rule)* }
        mod in_f64 {
            #[allow(unused_imports)]
            use super::*;
            items!(f64);
        }
        mod in_f32 {
            #[allow(unused_imports)]
            use super::*;
            items!(f32);
        }
    };
}
