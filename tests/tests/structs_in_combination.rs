//! Structs beside other constructs, as random programs have them.

use ad_runtime::{Differentiable, check_gradient, differentiate};
use ad_tests::for_f32_and_f64;

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    pub struct Pair(pub $F, pub $F);

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    pub struct Tagged {
        pub x: $F,
        pub at: Pair,
        pub flag: bool,
        pub n: usize,
    }

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    pub struct Measured<T>(pub T, pub u8);

    const TAGGED: Tagged = Tagged { x: 0.7, at: Pair(1.2, -0.4), flag: true, n: 2 };

    // A struct of fields without names, by its constructor.
    #[differentiate(order = 2)]
    fn constructed(p: Pair, k: $F) -> Pair {
        let turned = Pair(p.1 * k, -p.0);
        let measured = Measured::<$F>(turned.0, 3);
        let Pair(a, b) = Pair(measured.0 + turned.1, k);
        if a > 0.0 { Pair(a * b, b) } else { Pair { 0: b, ..turned } }
    }

    impl Pair {
        #[differentiate(wrt(self, k))]
        fn scaled(self, k: $F) -> Self {
            Self(self.0 * k, self.1 * k.sin())
        }
    }

    #[differentiate]
    fn of_scaled(p: &Pair, k: $F) -> $F {
        let q = p.scaled(k);
        q.0 * q.1
    }

    // The name of a field is none of a variable, in a macro neither.
    #[differentiate]
    fn in_macros(x: $F, n: usize) -> $F {
        let mut list = vec![Tagged { x: 0.5, ..TAGGED }; n];
        let y = x * 2.0;
        for x in 0..n {
            list[x].x = y * (x as $F);
        }
        let x = y * x;
        let x = x.sin() + list[1].x;
        let other = vec![Tagged { x: 1.5, at: Pair(1.0, 2.0), flag: false, n: 1 }];
        assert!(other[0].x > 0.0, "{}", Tagged { x: 2.0, ..other[0] }.x);
        x * other[0].x + list[n - 1].x
    }

    // A flag decides, whatever else its struct's name stands for.
    #[differentiate]
    fn flags(tagged: &[Tagged], k: $F) -> $F {
        let mut sum = 0.0;
        for one in tagged {
            if one.flag {
                sum += one.x * k;
            }
        }
        for one in tagged {
            if !one.flag && k > 0.0 {
                sum -= one.at.0;
            } else if !(one.flag) {
                sum += one.at.1;
            }
        }
        sum
    }

    #[test]
    fn fields_without_names() {
        check_gradient!(several constructed(Pair(0.4, 1.3), 0.8));
        check_gradient!(several constructed(Pair(1.4, -1.3), 0.8));
        check_gradient!(of_scaled(&Pair(0.4, 1.3), 0.8));
    }

    #[test]
    fn names_of_fields() {
        check_gradient!(in_macros(0.6, const 3));
    }

    #[test]
    fn names_of_several_structs() {
        let other = Tagged { flag: false, ..TAGGED };
        check_gradient!(flags(&vec![TAGGED, other, TAGGED], 0.8));
        check_gradient!(flags(&vec![TAGGED, other], -0.8));
    }

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    pub struct Settings {
        pub gain: $F,
        pub table: [$F; 2],
        pub within: Tagged,
        pub pair: Pair,
    }

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    pub struct Filter<T> {
        pub state: T,
        pub count: usize,
        pub open: bool,
        #[differentiable(constant)]
        pub settings: Settings,
        #[differentiable(constant)]
        pub limits: ($F, (i32, $F)),
        #[differentiable(constant)]
        pub generic: Measured<T>,
    }

    // Parts of what is held constant are numbers like any other.
    #[differentiate(order = 2)]
    fn constant_parts(f: &Filter<$F>, k: $F) -> $F {
        let mut sum = f.state * f.settings.gain * k + f.limits.1.1 * f.state;
        for i in 0..2 {
            sum += f.settings.table[i] * f.settings.within.at.1 * sum;
        }
        sum * f.limits.0 + f.settings.pair.0 * k + f.generic.0 * f.state
    }

    // What is copied from struct to struct may be anything.
    #[differentiate]
    fn copied(list: &[Filter<$F>], k: $F) -> Filter<$F> {
        let mut all = list[0];
        for f in list {
            all = Filter { state: all.state * f.state * k, count: f.count, open: f.open, ..all };
        }
        Filter {
            state: all.state + all.settings.gain,
            count: all.count,
            open: list[0].open,
            settings: list[0].settings,
            limits: all.limits,
            generic: all.generic,
        }
    }

    // What is lent to be written, and is not.
    #[differentiate]
    fn not_written(all: &mut [Pair], one: &mut Pair, k: &$F) -> $F {
        *k * 2.0
    }

    #[differentiate]
    fn of_not_written(p: Pair, k: $F) -> $F {
        let mut all = [p, p];
        let mut one = p;
        let y = not_written(&mut all, &mut one, &k);
        y * one.0 * all[1].1
    }

    #[test]
    fn constants() {
        let settings = Settings { gain: 1.3, table: [0.4, -0.7], within: TAGGED, pair: Pair(0.3, 1.1) };
        let limits = (0.9, (2, 1.7));
        let one = Filter { state: 0.8, count: 3, open: true, settings, limits, generic: Measured(0.6, 1) };
        check_gradient!(constant_parts(&one, 0.7));
        check_gradient!(several copied(&vec![one, Filter { state: 1.2, count: 4, open: false, ..one }], 0.7));
        check_gradient!(of_not_written(Pair(0.4, 1.3), 0.8));
        let (bar, _) = constant_parts_grad(&one, 0.7);
        assert_eq!(bar, FilterTangent { state: bar.state });
    }
}}
