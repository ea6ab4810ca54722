//! Fields without a derivative, as their use tells.
//!
//! The macro does not see types: `p.n` may be a float or an integer. What is an index, a bound of a loop or a condition is
//! no float; what is cast, or computed with integer literals, is none either, as a rule, and the compiler is asked to
//! confirm that at the cast. What follows from a field, and what it is computed or compared with, is of its type.
//!
//! The same tells what a function gives: `let i = locate(knots, x)` is no float if it is an index later.

mod survey;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{Expr, Member, UnOp};

use self::survey::Survey;
use super::bindings::AMONG;
use super::scope::BindingKey;

/// What of a function's values has no derivative.
#[derive(Clone, Default)]
pub(super) struct Discrete {
    /// The fields of its structs, and the names that patterns bind to such; whether that is certain.
    known: BTreeMap<String, bool>,
    /// The declarations of variables that have none.
    declared: BTreeSet<BindingKey>,
    /// A name for what each declaration declares.
    names: BTreeMap<BindingKey, String>,
}

impl Discrete {
    pub(super) fn of<'a>(
        body: &syn::Block,
        parameters: impl IntoIterator<Item = &'a Ident>,
    ) -> Self {
        let survey = Survey::taken(body, parameters);
        let mut known = BTreeMap::new();
        for (key, is_named) in &survey.fields {
            let class = survey.class(key);
            // What is cast is told by its name alone.
            let likely = class.likely && *is_named && !key.contains(AMONG);
            if !class.float && (class.certain || likely) {
                known.insert(key.clone(), class.certain);
            }
        }
        let names: BTreeMap<BindingKey, String> = survey.bindings.declarations().collect();
        let selects = |(_, name): &(&BindingKey, &String)| {
            let (class, element) = (survey.class(name), survey.class(&format!("{name}[]")));
            (class.certain || element.certain) && !class.float && !element.float
        };
        let declared = names.iter().filter(selects).map(|(key, _)| *key).collect();
        Discrete {
            known,
            declared,
            names,
        }
    }

    /// Whether what a declaration binds has no derivative.
    pub(super) fn declares(&self, declaration: BindingKey) -> bool {
        self.declared.contains(&declaration)
    }

    /// Whether a field has no derivative, of a variable of this declaration.
    pub(super) fn contains(&self, field: &Expr, of: Option<BindingKey>) -> bool {
        self.certainty(field, of).is_some()
    }

    /// Whether that is certain.
    pub(super) fn is_certain(&self, field: &Expr, of: Option<BindingKey>) -> bool {
        self.certainty(field, of) == Some(true)
    }

    fn certainty(&self, field: &Expr, of: Option<BindingKey>) -> Option<bool> {
        let name = |root: &Ident| match of.and_then(|of| self.names.get(&of)) {
            Some(name) => Some(name.clone()),
            None => Some(root.to_string()),
        };
        self.known.get(&place_name(field, &name)?).copied()
    }

    /// Whether a name that a pattern binds to a field stands for one without a derivative.
    pub(super) fn binds(&self, name: &Ident) -> bool {
        self.known.contains_key(&name.to_string())
    }

    /// Whether what is cast has no derivative only if the compiler agrees.
    pub(super) fn is_to_be_confirmed(&self, cast: &Expr) -> bool {
        struct Search<'a> {
            of: &'a Discrete,
            found: bool,
        }
        impl<'ast> Visit<'ast> for Search<'_> {
            fn visit_expr(&mut self, expr: &'ast Expr) {
                let name = place_name(expr, &|root| Some(root.to_string()));
                let known = name.and_then(|name| self.of.known.get(&name));
                self.found |= known == Some(&false);
                visit::visit_expr(self, expr);
            }
        }
        let mut search = Search {
            of: self,
            found: false,
        };
        search.visit_expr(cast);
        search.found
    }
}

/// A name for a variable or a field, whatever the indices on the way to it, by one for the variable.
fn place_name(expr: &Expr, of_root: &dyn Fn(&Ident) -> Option<String>) -> Option<String> {
    match expr {
        Expr::Paren(paren) => place_name(&paren.expr, of_root),
        Expr::Group(group) => place_name(&group.expr, of_root),
        Expr::Reference(reference) => place_name(&reference.expr, of_root),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
            place_name(&unary.expr, of_root)
        }
        Expr::Path(path) if path.qself.is_none() => of_root(path.path.get_ident()?),
        Expr::Index(index) => Some(format!("{}[]", place_name(&index.expr, of_root)?)),
        Expr::Field(field) => {
            let base = place_name(&field.base, of_root)?;
            Some(match &field.member {
                Member::Named(name) => format!("{base}.{name}"),
                Member::Unnamed(index) => format!("{base}.{}", index.index),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{BindingKey, Discrete};
    use syn::parse_quote;
    use syn::visit::{self, Visit};

    /// The fields without a derivative of `p`, a parameter; with a question mark, those that are to be confirmed.
    fn known(body: &syn::Block) -> Vec<String> {
        let discrete = Discrete::of(body, [&parse_quote!(p)]);
        let shown =
            |(key, certain): (&String, &bool)| format!("{key}{}", if *certain { "" } else { "?" });
        discrete.known.iter().map(shown).collect()
    }

    #[test]
    fn use_tells_integers() {
        assert_eq!(known(&parse_quote!({ x[p.n] * p.k })), ["p.n"]);
        assert_eq!(known(&parse_quote!({ for i in 0..p.n {} })), ["p.n"]);
        assert_eq!(
            known(&parse_quote!({ if p.on { p.k } else { p.x } })),
            ["p.on"]
        );
        assert_eq!(
            known(&parse_quote!({
                let m = p.n;
                x[m - 1]
            })),
            ["p.n"]
        );
        assert_eq!(known(&parse_quote!({ x.powi(p.n) })), ["p.n"]);
        assert_eq!(known(&parse_quote!({ (0..k).step_by(p.n).rev() })), ["p.n"]);
        assert_eq!(
            known(&parse_quote!({ x * (p.n - p.m) as f64 })),
            ["p.m?", "p.n?"]
        );
        assert_eq!(known(&parse_quote!({ y[p.rows[i].n] })), ["p.rows[].n"]);
        assert_eq!(
            known(&parse_quote!({
                p.n = 1;
                p.on = true;
                p.x = 1f64;
            })),
            ["p.n", "p.on"]
        );
        // Of one of two variables of this name.
        assert_eq!(
            known(&parse_quote!({
                for s in a {
                    t += x[s.v];
                }
                for s in b {
                    t += g(s.v);
                }
            })),
            ["s@1.v"]
        );
        assert_eq!(
            known(&parse_quote!({
                let p = q();
                x[p.n] * p.m as f64
            })),
            ["p@1.n"]
        );
    }

    /// The names of the declarations that bind what has no derivative.
    fn declared(body: &syn::Block) -> Vec<String> {
        struct Names<'a>(&'a Discrete, Vec<String>);
        impl<'ast> Visit<'ast> for Names<'_> {
            fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
                if self.0.declares(BindingKey::of(&pat.ident)) {
                    self.1.push(pat.ident.to_string());
                }
                visit::visit_pat_ident(self, pat);
            }
        }
        let discrete = Discrete::of(body, [&parse_quote!(p)]);
        let mut names = Names(&discrete, Vec::new());
        names.visit_block(body);
        names.1
    }

    #[test]
    fn use_tells_what_declarations_bind() {
        let none: &[&str] = &[];
        for (body, names) in [
            ("{ let i = locate(p); let y = g(p); x[i] * y }", &["i"][..]),
            ("{ let (i, y) = largest(p); x[i] * y }", &["i"]),
            (
                "{ let inside = test(p); if inside { x } else { y } }",
                &["inside"],
            ),
            ("{ if let Some(i) = find(p) { x[i] } else { y } }", &["i"]),
            ("{ let order = sort(p); x[order[0]] }", &["order"]),
            (
                "{ let order = sort(p); for &i in &order { y += x[i]; } }",
                &["order", "i"],
            ),
            ("{ let n = count(p); for i in 0..n { y += g(i); } }", &["n"]),
            // One of two of this name, wherever they stand.
            (
                "{ let i = g(p); { let i = locate(p); y += x[i]; } i }",
                &["i"],
            ),
            (
                "{ { let i = locate(p); y += x[i]; } let i = g(p); h(i) }",
                &["i"],
            ),
            ("{ let i = locate(p); let i = x[i]; g(i) }", &["i"]),
            ("{ let at = |i| x[i]; let i = g(p); at(2) * i }", &["i"]),
            // What is computed with floats is one, whatever else is done with it.
            ("{ let i = g(p); x[i] * (i + 1.5) }", none),
            ("{ let y = g(p); y.sin() }", none),
        ] {
            let parsed = syn::parse_str(body).expect("a body");
            assert_eq!(declared(&parsed), names, "{body}");
        }
    }

    #[test]
    fn what_may_be_a_float_is_one() {
        let none: [&str; 0] = [];
        for body in [
            parse_quote!({ p.k * 2.0 + g(p.x) }),
            parse_quote!({ (p.lo..p.hi).contains(&x) }),
            parse_quote!({ p.a ^ p.b }),
            parse_quote!({ 2 * p.v }),
            parse_quote!({ table.get(p.x) }),
            // Methods of the user's, which may give floats.
            parse_quote!({ g(p.x + chain.count()) }),
            parse_quote!({ g(p.x + rod.len()) }),
            parse_quote!({ integrator.step_by(p.dt) }),
            parse_quote!({ signal.windows(p.width) }),
            // Under one name an index and something else.
            parse_quote!({
                let v = p.v;
                let y = g(v);
                let v = 1;
                x[v]
            }),
        ] {
            assert_eq!(
                known(&body),
                none,
                "{}",
                quote::ToTokens::to_token_stream(&body)
            );
        }
    }
}
