//! Methods and associated functions of inherent `impl` blocks.

#![allow(clippy::needless_pass_by_value, clippy::trivially_copy_pass_by_ref)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64, method_case};

/// For pullbacks that borrow it.
fn leaked<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

for_f32_and_f64! { ($F:ident) => {
    /// Something to have methods.
    #[derive(Clone)]
    pub struct Spring {
        pub k: $F,
        pub table: Vec<$F>,
        pub order: usize,
    }

    pub fn spring() -> Spring { Spring { k: 1.7, table: vec![0.3, -0.8, 1.9], order: 2 } }

    impl Spring {
        /// Without the attribute: what has no derivative.
        pub fn stiffness(&self, i: usize) -> $F { self.k + self.table[i] }

        #[differentiate]
        pub fn energy(&self, x: $F) -> $F { self.k * x * x / 2.0 + self.stiffness(1) * x.sin() }

        #[differentiate]
        pub fn inner(&self, x: &[$F]) -> $F {
            let mut sum = 0.0;
            for i in 0..self.table.len() { sum += self.table[i] * x[i] * x[i]; }
            sum
        }

        #[differentiate]
        pub fn force(&self, x: $F) -> [$F; 2] { [x * self.k, x.cos() * self.table[0]] }

        #[differentiate]
        pub fn advance(&self, x: &mut [$F], by: $F) {
            for i in 0..self.table.len() { x[i] = x[i] * self.table[i] + by * by; }
        }

        #[differentiate]
        pub fn cubed(self, x: $F) -> $F { x * x * x * self.k }

        #[differentiate]
        pub fn square(x: $F) -> $F { let _of: Option<Self> = None; x * x }

        #[differentiate(constant(scale))]
        pub fn scaled(&self, x: $F, scale: $F) -> $F { scale * x.exp() }
    }

    method_case! { field Case (const &Case { k: 0.7 }, 1.3 as $F);
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate]
            pub fn f(&self, x: $F) -> $F { self.k * x.sin() + x }
        }
    }
    method_case! { elements Case (const &Case { table: [0.7, 1.1, -0.4] }, &vec![1.3 as $F, 0.2, 0.9]);
        pub struct Case { pub table: [$F; 3] }
        impl Case {
            #[differentiate]
            pub fn f(&self, x: &[$F]) -> $F {
                let mut sum = 0.0;
                for (k, x) in self.table.iter().zip(x) { sum += k * x * x; }
                for i in 0..x.len() { sum += self.table[i] * x[i].sin(); }
                sum
            }
        }
    }
    method_case! { by_value Case (const Case { k: 0.7 }, 1.3 as $F, 0.4 as $F);
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate]
            pub fn f(self, x: $F, y: $F) -> $F { self.k * x.sin() + x * y }
        }
    }
    method_case! { mutable_value Case (const Case { k: 0.7 }, 1.3 as $F);
        #[derive(Clone, Copy)]
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate]
            pub fn f(mut self, x: $F) -> $F { self.k += 1.0; let y = self.k * x.sin(); self.k += 1.0; y * self.k * x }
        }
    }
    method_case! { mutable_reference Case (const &mut Case { k: 0.7, calls: 0 }, 1.3 as $F);
        pub struct Case { pub k: $F, pub calls: usize }
        impl Case {
            #[differentiate]
            pub fn f(&mut self, x: $F) -> $F { self.calls += 1; self.k += 1.0; self.k * x.sin() * x }
        }
    }
    method_case! { associated Case (1.3 as $F, const 3_usize);
        pub struct Case;
        impl Case {
            const SCALE: $F = 0.3;
            #[differentiate]
            pub fn f(x: $F, n: usize) -> $F { let mut y = x; for _ in 0..n { y = y.sin() * Self::SCALE + x; } y }
        }
    }
    method_case! { calls_of_methods Case (const &Case { k: 0.7 }, 1.3 as $F);
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate]
            pub fn f(&self, x: $F) -> $F { self.pair(x, 2.0) + Self::shape(x, self) * Case::shape(x * x, self) }
            #[differentiate]
            fn pair(&self, x: $F, y: $F) -> $F { self.k * (x * y).sin() }
            #[differentiate(wrt(x))]
            fn shape(x: $F, of: &Self) -> $F { x.exp() * of.k }
        }
    }
    method_case! { in_branches Case (const &Case { k: 0.7, kind: true }, 1.3 as $F) (const &Case { k: 0.7, kind: false }, 1.3 as $F);
        pub struct Case { pub k: $F, pub kind: bool }
        impl Case {
            #[differentiate]
            pub fn f(&self, x: $F) -> $F {
                if self.kind { return self.g(x) * x; }
                let y = match self.name() { "soft" => self.g(x * x), _ => x.sin() };
                y + if x > 1.0 { self.g(y) } else { y }
            }
            fn name(&self) -> &'static str { if self.kind { "hard" } else { "soft" } }
            #[differentiate]
            fn g(&self, x: $F) -> $F { self.k * x.cos() + x }
        }
    }
    method_case! { in_loops Case (const &Case { k: 0.7, steps: 5 }, &vec![1.3 as $F, 0.4]);
        pub struct Case { pub k: $F, pub steps: usize }
        impl Case {
            #[differentiate]
            pub fn f(&self, start: &[$F]) -> $F {
                let mut y = start.to_vec();
                for step in 0..self.steps {
                    let rates = self.rates([y[0], y[1]], step);
                    y[0] += 0.1 * rates[0];
                    y[1] += 0.1 * rates[1] * self.slice(&y);
                }
                y[0] * y[1]
            }
            #[differentiate]
            fn rates(&self, y: [$F; 2], step: usize) -> [$F; 2] {
                let k = if step % 2 == 0 { self.k } else { 1.0 };
                [y[1] * k, -y[0].sin()]
            }
            #[differentiate]
            fn slice(&self, y: &[$F]) -> $F { let mut p = self.k; for v in y { p *= v.cos(); } p }
        }
    }
    method_case! { in_place Case (const &Case { k: 0.7 }, 1.3 as $F, 0.4 as $F);
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate]
            pub fn f(&self, x: $F, y: $F) -> $F {
                let mut state = [x, y];
                for _ in 0..3 { self.step(&mut state, x); }
                state[0] * state[1]
            }
            #[differentiate]
            fn step(&self, state: &mut [$F], by: $F) {
                state[0] += self.k * state[1] * by;
                state[1] = state[1].sin() + state[0];
            }
        }
    }
    method_case! { recursive Case (const &Case { k: 0.7 }, 1.3 as $F, const 4_u32);
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate]
            pub fn f(&self, x: $F, n: u32) -> $F {
                if n == 0 { return x * self.k; }
                let y = self.f(x.sin() + x, n - 1);
                y * x
            }
        }
    }
    method_case! { recursive_by_path Case (&vec![1.3 as $F, 0.4, 0.9, 2.0]);
        pub struct Case;
        impl Case {
            #[differentiate]
            pub fn f(x: &[$F]) -> $F {
                if x.len() == 1 { return x[0].sin(); }
                let (a, b) = x.split_at(x.len() / 2);
                Self::f(a) * Self::f(b) + x[0]
            }
        }
    }
    method_case! { tree Case (const leaked(Case { k: 0.7, left: Some(Box::new(Case { k: 0.2, left: None, right: None })), right: None }), 1.3 as $F);
        pub struct Case { pub k: $F, pub left: Option<Box<Case>>, pub right: Option<Box<Case>> }
        impl Case {
            #[differentiate]
            pub fn f(&self, x: $F) -> $F {
                let mut y = self.k * x.sin();
                if let Some(left) = &self.left { y += (**left).f(x * y); }
                if let Some(right) = &self.right { y += (**right).f(x); }
                y
            }
        }
    }
    method_case! { tree_by_index Case (const leaked(Case::tree()), 0.8 as $F);
        #[derive(Clone)]
        pub struct Case { pub k: $F, pub children: Vec<Case> }
        impl Case {
            pub fn tree() -> Case {
                let leaf = |k| Case { k, children: Vec::new() };
                Case { k: 0.7, children: vec![leaf(0.3), Case { k: 1.3, children: vec![leaf(0.2), leaf(0.9)] }] }
            }
            #[differentiate]
            pub fn f(&self, x: $F) -> $F {
                let mut y = self.k * x.sin();
                let mut i = 0;
                while i < self.children.len() { y *= self.children[i].f(x + y); i += 1; }
                for child in &self.children { y += 0.1 * child.g(x + 0.1 * y, 2); }
                y
            }
            #[differentiate]
            fn g(&self, x: $F, n: u32) -> $F {
                if n == 0 { return self.k * x.sin(); }
                let mut changed = self.clone();
                let (mut y, mut n) = (x, n);
                for _ in 0..2 { changed.k += 0.3; n -= 1; y += 0.1 * changed.g(0.2 * y, n) * x; n += 1; }
                changed.k = 0.0;
                y + changed.k
            }
        }
    }
    method_case! { several several_results Case (const &Case { k: 0.7 }, 1.3 as $F, 0.4 as $F);
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate]
            pub fn f(&self, x: $F, y: $F) -> [$F; 2] { [x * y * self.k, x.sin()] }
        }
    }
    method_case! { vector vector_result Case (const &Case { k: 0.7 }, &vec![1.3 as $F, 0.4]);
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate]
            pub fn f(&self, x: &[$F]) -> Vec<$F> { x.iter().map(|x| x * x * self.k).collect() }
        }
    }
    method_case! { named_like_primitives Case (const &Case { k: 0.7 }, 1.3 as $F);
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate]
            pub fn f(&self, x: $F) -> $F { self.max(x) + self.position(x) * self.map(x) + self.sum(x) + self.k.max(x) }
            #[differentiate]
            fn max(&self, x: $F) -> $F { self.k * x * x }
            #[differentiate]
            fn position(&self, x: $F) -> $F { self.k * x.sin() }
            #[differentiate]
            fn map(&self, x: $F) -> $F { self.k + x }
            #[differentiate]
            fn sum(&self, x: $F) -> $F { self.k / x }
        }
    }

    // Called from functions.
    case! { by_a_function(const leaked(spring()), 1.3 as $F);
        #[differentiate(constant(spring))]
        pub fn f(spring: &Spring, x: $F) -> $F { spring.energy(x * x) * x + spring.scaled(x, 2.0) }
    }
    case! { position_of_another(const leaked(spring()), 1.3 as $F);
        pub struct Orbit($F);
        impl Orbit {
            #[differentiate]
            pub fn position(&self, t: $F) -> $F { self.0 * t.sin() }
            #[differentiate]
            pub fn count(&self, t: $F) -> $F { self.0 * t.cos() }
        }
        #[differentiate(constant(spring))]
        pub fn f(spring: &Spring, t: $F) -> $F {
            let orbit = Orbit(spring.k);
            orbit.position(t) * orbit.count(t) + Orbit::position(&orbit, t)
        }
    }
    case! { of_parts(const leaked([spring(), spring()]), 1.3 as $F);
        #[differentiate(constant(springs))]
        pub fn f(springs: &[Spring], x: $F) -> $F {
            let mut y = x;
            for i in 0..springs.len() { y = springs[i].energy(y) * 0.3; }
            for spring in springs { y += spring.energy(x); }
            for _ in 0..2 { y += springs[1].clone().cubed(y) * 0.1; }
            y + Spring::square(x)
        }
    }
    case! { lent(const leaked(spring()), &vec![1.3 as $F, 0.4, 0.2], 0.7 as $F);
        #[differentiate(constant(spring))]
        pub fn f(spring: &Spring, x: &[$F], by: $F) -> $F {
            let mut y = x.to_vec();
            spring.advance(&mut y, by);
            let once = spring.inner(&y);
            y[0] += once;
            spring.advance(&mut y, once);
            let force = spring.force(y[1]);
            spring.inner(&y) + force[0] * force[1]
        }
    }
    case! { functions_called_back(const leaked(spring()), 1.3 as $F);
        pub struct Caller;
        impl Caller {
            #[differentiate]
            pub fn twice(&self, x: $F) -> $F { outside(x) * outside(x * x) }
        }
        #[differentiate]
        pub fn outside(x: $F) -> $F { x.sin() }
        #[differentiate(constant(spring))]
        pub fn f(spring: &Spring, x: $F) -> $F { Caller.twice(x) + (&Caller).twice(spring.k * x) }
    }
}}
