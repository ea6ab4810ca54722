//! Fields without a derivative, as their use tells.
//!
//! The macro does not see types: `p.n` may be a float or an integer. What is an index, a bound of a loop or a condition is
//! no float; what is cast, or computed with integer literals, is none either, as a rule, and the compiler is asked to
//! confirm that at the cast. What follows from a field, and what it is computed or compared with, is of its type.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Lit, Member, Pat, Type, UnOp};

use super::carrier::{Carrier, Types, is_number};
use super::{iterators, scope};
use crate::rules;

/// The fields of a function's structs that have no derivative.
#[derive(Clone, Default)]
pub(super) struct Discrete {
    /// The fields, and the names that patterns bind to such; whether that is certain.
    known: BTreeMap<String, bool>,
}

impl Discrete {
    pub(super) fn of<'a>(
        body: &syn::Block,
        parameters: impl IntoIterator<Item = &'a Ident>,
    ) -> Self {
        let mut bindings = Bindings::default();
        for parameter in parameters {
            bindings.add(parameter);
        }
        bindings.visit_block(body);
        let mut survey = Survey {
            rebound: bindings.again,
            ..Survey::default()
        };
        survey.visit_block(body);
        let mut known = BTreeMap::new();
        for (key, is_named) in &survey.fields {
            let class = survey.class(key);
            if !class.float && (class.certain || class.likely && *is_named) {
                known.insert(key.clone(), class.certain);
            }
        }
        Discrete { known }
    }

    /// Whether a field has no derivative.
    pub(super) fn contains(&self, field: &Expr) -> bool {
        key(field).is_some_and(|key| self.known.contains_key(&key))
    }

    /// Whether that is certain.
    pub(super) fn is_certain(&self, field: &Expr) -> bool {
        key(field).and_then(|key| self.known.get(&key)) == Some(&true)
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
                let known = key(expr).and_then(|key| self.of.known.get(&key));
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

/// What is known of values of one type.
#[derive(Clone, Copy, Default)]
struct Class {
    float: bool,
    certain: bool,
    likely: bool,
}

impl Class {
    const FLOAT: Class = Class {
        float: true,
        certain: false,
        likely: false,
    };
    /// No floats.
    const CERTAIN: Class = Class {
        float: false,
        certain: true,
        likely: false,
    };
    /// No floats, if the compiler agrees.
    const LIKELY: Class = Class {
        float: false,
        certain: false,
        likely: true,
    };
}

/// The names that a function binds.
#[derive(Default)]
struct Bindings {
    once: BTreeSet<String>,
    again: BTreeSet<String>,
}

impl Bindings {
    fn add(&mut self, name: &Ident) {
        let name = name.to_string();
        if !self.once.insert(name.clone()) {
            self.again.insert(name);
        }
    }
}

impl<'ast> Visit<'ast> for Bindings {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.add(&pat.ident);
        visit::visit_pat_ident(self, pat);
    }
}

/// Classes of values of one type, merged as the body tells.
#[derive(Default)]
struct Survey {
    nodes: BTreeMap<String, usize>,
    /// The names that stand for more than one binding.
    rebound: BTreeSet<String>,
    /// What has been found of expressions, by their place in the syntax tree.
    known: BTreeMap<usize, Option<usize>>,
    parents: Vec<usize>,
    classes: Vec<Class>,
    /// The fields, and the names that patterns bind to fields; whether the field has a name: that of a tuple has a type
    /// that may be known.
    fields: BTreeMap<String, bool>,
}

impl Survey {
    fn node(&mut self, class: Class) -> usize {
        self.parents.push(self.parents.len());
        self.classes.push(class);
        self.parents.len() - 1
    }

    fn find(&self, mut node: usize) -> usize {
        while let Some(parent) = self.parents.get(node).filter(|parent| **parent != node) {
            node = *parent;
        }
        node
    }

    fn class(&self, key: &str) -> Class {
        let node = self.nodes.get(key).map(|node| self.find(*node));
        let class = node.and_then(|node| self.classes.get(node));
        class.copied().unwrap_or_default()
    }

    fn mark(&mut self, node: Option<usize>, class: Class) {
        let Some(node) = node.map(|node| self.find(node)) else {
            return;
        };
        if let Some(known) = self.classes.get_mut(node) {
            known.float |= class.float;
            known.certain |= class.certain;
            known.likely |= class.likely;
        }
    }

    fn merge(&mut self, one: Option<usize>, other: Option<usize>) -> Option<usize> {
        let (Some(one), Some(other)) = (one, other) else {
            return one.or(other);
        };
        let (one, other) = (self.find(one), self.find(other));
        if one != other {
            let class = self.classes.get(other).copied().unwrap_or_default();
            if let Some(parent) = self.parents.get_mut(other) {
                *parent = one;
            }
            self.mark(Some(one), class);
        }
        Some(one)
    }

    fn certain(&mut self, expr: &Expr) {
        let node = self.of(expr);
        self.mark(node, Class::CERTAIN);
    }

    /// The class of an expression's value, where something tells.
    fn of(&mut self, expr: &Expr) -> Option<usize> {
        let place = std::ptr::from_ref(expr).addr();
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        let node = self.told(expr);
        self.known.insert(place, node);
        node
    }

    fn told(&mut self, expr: &Expr) -> Option<usize> {
        match expr {
            Expr::Paren(paren) => self.of(&paren.expr),
            Expr::Group(group) => self.of(&group.expr),
            Expr::Reference(reference) => self.of(&reference.expr),
            Expr::Unary(unary) => {
                let node = self.of(&unary.expr);
                // It may be of a type with a `Not` of its own.
                if matches!(unary.op, UnOp::Not(_)) {
                    self.mark(node, Class::LIKELY);
                }
                node
            }
            Expr::Lit(literal) => match &literal.lit {
                Lit::Float(_) => Some(self.node(Class::FLOAT)),
                Lit::Int(literal) if literal.suffix().starts_with('f') => {
                    Some(self.node(Class::FLOAT))
                }
                Lit::Int(_) | Lit::Byte(_) => Some(self.node(Class::LIKELY)),
                _ => None,
            },
            Expr::Binary(binary) => self.binary(binary),
            Expr::Cast(cast) => {
                let operand = self.of(&cast.expr);
                self.mark(operand, Class::LIKELY);
                self.of_type(&cast.ty)
            }
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) if is_from_integer(&call.func) => {
                call.args.iter().for_each(|argument| self.certain(argument));
                Some(self.node(Class::FLOAT))
            }
            Expr::Field(_) | Expr::Index(_) | Expr::Path(_) => {
                let key = key(expr)?;
                let node = self.called(&key, scope::root(expr)?)?;
                if let Expr::Field(field) = expr {
                    let is_named = matches!(field.member, Member::Named(_));
                    self.fields.insert(key, is_named);
                }
                Some(node)
            }
            _ => None,
        }
    }

    /// The class of what is called so. A name of several bindings may be of several types.
    fn called(&mut self, key: &str, root: &Ident) -> Option<usize> {
        if self.rebound.contains(&root.to_string()) {
            return None;
        }
        if let Some(node) = self.nodes.get(key) {
            return Some(*node);
        }
        let node = self.node(Class::default());
        self.nodes.insert(key.to_owned(), node);
        Some(node)
    }

    fn of_type(&mut self, ty: &Type) -> Option<usize> {
        let types = Types {
            generics: &syn::Generics::default(),
            float: &[],
            functions: None,
        };
        match types.carrier(ty) {
            Carrier::Scalar(_) => Some(self.node(Class::FLOAT)),
            Carrier::Inert => Some(self.node(Class::CERTAIN)),
            _ => None,
        }
    }

    fn binary(&mut self, binary: &syn::ExprBinary) -> Option<usize> {
        let (left, right) = (self.of(&binary.left), self.of(&binary.right));
        match binary.op {
            BinOp::And(_) | BinOp::Or(_) => {
                self.certain(&binary.left);
                self.certain(&binary.right);
                None
            }
            BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_) => {
                self.merge(left, right);
                None
            }
            // A vector may be so many times another.
            BinOp::Mul(_) | BinOp::Div(_) | BinOp::MulAssign(_) | BinOp::DivAssign(_)
                if is_integer(&binary.left) || is_integer(&binary.right) =>
            {
                if is_integer(&binary.right) {
                    left
                } else {
                    right
                }
            }
            BinOp::Add(_)
            | BinOp::Sub(_)
            | BinOp::Mul(_)
            | BinOp::Div(_)
            | BinOp::Rem(_)
            | BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_) => self.merge(left, right),
            // Sets and multivectors have these too.
            _ => None,
        }
    }

    fn method(&mut self, call: &syn::ExprMethodCall) -> Option<usize> {
        let name = call.method.to_string();
        if let (true, Expr::Range(range)) =
            (iterators::is_iterator_method(&name), strip(&call.receiver))
        {
            self.bounds(range);
        }
        match name.as_str() {
            "clone" | "to_owned" => self.of(&call.receiver),
            "min" | "max" | "abs" | "clamp" | "signum" => {
                let receiver = self.of(&call.receiver);
                call.args.iter().fold(receiver, |node, argument| {
                    let argument = self.of(argument);
                    self.merge(node, argument)
                })
            }
            "powi" => {
                call.args.iter().for_each(|argument| self.certain(argument));
                Some(self.node(Class::FLOAT))
            }
            // Of a range: a method of this name of the user's may take a float.
            "step_by" if matches!(strip(&call.receiver), Expr::Range(_)) => {
                call.args.iter().for_each(|argument| self.certain(argument));
                None
            }
            name if rules::method(name).is_some() => {
                let receiver = self.of(&call.receiver);
                self.mark(receiver, Class::FLOAT);
                Some(self.node(Class::FLOAT))
            }
            _ => None,
        }
    }

    /// What a range goes from and to, if anything iterates over it, or is indexed by it.
    fn bounds(&mut self, range: &syn::ExprRange) {
        for bound in range.start.iter().chain(&range.end) {
            self.certain(bound);
        }
    }
}

impl<'ast> Visit<'ast> for Survey {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.of(expr);
        visit::visit_expr(self, expr);
    }

    fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
        match strip(&index.index) {
            Expr::Range(range) => self.bounds(range),
            position => self.certain(position),
        }
        visit::visit_expr_index(self, index);
    }

    fn visit_expr_for_loop(&mut self, repeated: &'ast syn::ExprForLoop) {
        if let Expr::Range(range) = strip(&repeated.expr) {
            self.bounds(range);
        }
        visit::visit_expr_for_loop(self, repeated);
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.certain(&branch.cond);
        visit::visit_expr_if(self, branch);
    }

    fn visit_expr_while(&mut self, repeated: &'ast syn::ExprWhile) {
        self.certain(&repeated.cond);
        visit::visit_expr_while(self, repeated);
    }

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.certain(&repeat.len);
        visit::visit_expr_repeat(self, repeat);
    }

    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        let (left, right) = (self.of(&assign.left), self.of(&assign.right));
        self.merge(left, right);
        visit::visit_expr_assign(self, assign);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let (pat, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pat => (pat, None),
        };
        if let Pat::Ident(name) = pat {
            let name = self.called(&name.ident.to_string(), &name.ident);
            let value = local.init.as_ref().and_then(|init| self.of(&init.expr));
            let ty = ty.and_then(|ty| self.of_type(ty));
            let value = self.merge(value, ty);
            self.merge(name, value);
        }
        visit::visit_local(self, local);
    }

    fn visit_field_pat(&mut self, field: &'ast syn::FieldPat) {
        if let Pat::Ident(name) = &*field.pat
            && !self.rebound.contains(&name.ident.to_string())
        {
            self.fields.insert(name.ident.to_string(), true);
        }
        visit::visit_field_pat(self, field);
    }
}

/// `T::from_usize` and its like, of `num_traits::FromPrimitive`.
fn is_from_integer(function: &Expr) -> bool {
    let Expr::Path(path) = function else {
        return false;
    };
    let mut segments = path.path.segments.iter();
    let (Some(_), Some(name), None) = (segments.next(), segments.next(), segments.next()) else {
        return false;
    };
    let name = name.ident.to_string();
    let of = name.strip_prefix("from_");
    of.is_some_and(|ty| is_number(ty) && !["f32", "f64", "bool", "char"].contains(&ty))
}

/// Whether an expression is an integer as it is written.
fn is_integer(expr: &Expr) -> bool {
    matches!(strip(expr), Expr::Lit(literal) if matches!(&literal.lit, Lit::Int(_)))
}

fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => strip(&paren.expr),
        Expr::Group(group) => strip(&group.expr),
        expr => expr,
    }
}

/// What stands for a variable or a field, whatever the indices on the way to it.
fn key(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Paren(paren) => key(&paren.expr),
        Expr::Group(group) => key(&group.expr),
        Expr::Reference(reference) => key(&reference.expr),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => key(&unary.expr),
        Expr::Path(path) if path.qself.is_none() => Some(path.path.get_ident()?.to_string()),
        Expr::Index(index) => Some(format!("{}[]", key(&index.expr)?)),
        Expr::Field(field) => {
            let base = key(&field.base)?;
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
    use super::Discrete;
    use syn::parse_quote;

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
            parse_quote!({
                for s in a {
                    t += x[s.v];
                }
                for s in b {
                    t += g(s.v);
                }
            }),
            parse_quote!({
                let p = q();
                x[p.n]
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
