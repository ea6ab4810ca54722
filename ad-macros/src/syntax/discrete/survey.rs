//! What a body tells of its values: which of them are of one type, and which of these are no floats.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Lit, Member, Pat, Type, UnOp};

use super::place_name;
use crate::rules;
use crate::syntax::bindings::Bindings;
use crate::syntax::carrier::{Carrier, Types, is_number};
use crate::syntax::iterators;
use crate::syntax::scope;

/// What is known of values of one type.
#[derive(Clone, Copy, Default)]
pub(super) struct Class {
    pub(super) float: bool,
    pub(super) certain: bool,
    pub(super) likely: bool,
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

/// Classes of values of one type, merged as the body tells.
#[derive(Default)]
pub(super) struct Survey {
    nodes: BTreeMap<String, usize>,
    pub(super) bindings: Bindings,
    /// What has been found of expressions, by their place in the syntax tree.
    known: BTreeMap<usize, Option<usize>>,
    parents: Vec<usize>,
    classes: Vec<Class>,
    /// The fields, and the names that patterns bind to fields; whether the field has a name: that of a tuple has a type
    /// that may be known.
    pub(super) fields: BTreeMap<String, bool>,
}

impl Survey {
    pub(super) fn taken<'a>(
        body: &syn::Block,
        parameters: impl IntoIterator<Item = &'a Ident>,
    ) -> Self {
        let mut survey = Survey {
            bindings: Bindings::of(body, parameters),
            ..Survey::default()
        };
        survey.visit_block(body);
        survey
    }

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

    pub(super) fn class(&self, key: &str) -> Class {
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
            Expr::Call(call) => {
                let converted = of_integer(&call.func)?;
                call.args.iter().for_each(|argument| self.certain(argument));
                Some(self.node(converted))
            }
            Expr::Field(_) | Expr::Index(_) | Expr::Path(_) => {
                let name = self.name(expr)?;
                if let Expr::Field(field) = expr {
                    let is_named = matches!(field.member, Member::Named(_));
                    self.fields.insert(name.clone(), is_named);
                }
                Some(self.called(name))
            }
            _ => None,
        }
    }

    /// A name for a variable or a field, by the declaration of the variable.
    fn name(&self, expr: &Expr) -> Option<String> {
        place_name(expr, &|root| self.bindings.name(root))
    }

    /// The class of what is called so.
    fn called(&mut self, name: String) -> usize {
        if let Some(node) = self.nodes.get(&name) {
            return *node;
        }
        let node = self.node(Class::default());
        self.nodes.insert(name, node);
        node
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

    /// What a loop over a sequence binds is of the class of its elements.
    fn elements(&mut self, sequence: &Expr, pat: &Pat) {
        let sequence = match sequence {
            Expr::MethodCall(call)
                if ["iter", "into_iter"].iter().any(|name| call.method == name) =>
            {
                &call.receiver
            }
            other => other,
        };
        let (Some(name), Some(bound)) = (self.name(sequence), scope::value_of(pat)) else {
            return;
        };
        let element = self.called(format!("{name}[]"));
        let bound = self.bindings.name(bound).map(|bound| self.called(bound));
        self.merge(Some(element), bound);
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
        match strip(&repeated.expr) {
            Expr::Range(range) => self.bounds(range),
            sequence => self.elements(sequence, &repeated.pat),
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
        // Nothing else than an integer can be assigned one. Of a tuple, the type may be known.
        let is_named =
            matches!(&*assign.left, Expr::Field(field) if matches!(field.member, Member::Named(_)));
        if is_named && (is_integer(&assign.right) || is_bool(&assign.right)) {
            self.mark(left, Class::CERTAIN);
        }
        visit::visit_expr_assign(self, assign);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let (pat, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pat => (pat, None),
        };
        if let Pat::Ident(name) = pat {
            let name = self.bindings.name(&name.ident);
            let name = name.map(|name| self.called(name));
            let value = local.init.as_ref().and_then(|init| self.of(&init.expr));
            let ty = ty.and_then(|ty| self.of_type(ty));
            let value = self.merge(value, ty);
            self.merge(name, value);
        }
        visit::visit_local(self, local);
    }

    fn visit_field_pat(&mut self, field: &'ast syn::FieldPat) {
        if let Pat::Ident(name) = &*field.pat
            && self.bindings.is_only(&name.ident)
        {
            self.fields.insert(name.ident.to_string(), true);
        }
        visit::visit_field_pat(self, field);
    }
}

/// What a function makes of integers alone: `T::from_usize` of `num_traits::FromPrimitive`, and its like, a float;
/// `usize::from` and its like an integer.
fn of_integer(function: &Expr) -> Option<Class> {
    let Expr::Path(path) = function else {
        return None;
    };
    let mut segments = path.path.segments.iter().map(|segment| &segment.ident);
    let (Some(ty), Some(name), None) = (segments.next(), segments.next(), segments.next()) else {
        return None;
    };
    let name = name.to_string();
    match name.strip_prefix("from_") {
        Some(of) => is_integer_type(of).then_some(Class::FLOAT),
        None => (name == "from" && is_integer_type(&ty.to_string())).then_some(Class::CERTAIN),
    }
}

fn is_integer_type(name: &str) -> bool {
    is_number(name) && !["f32", "f64", "bool", "char"].contains(&name)
}

/// Whether an expression is an integer as it is written.
fn is_integer(expr: &Expr) -> bool {
    matches!(strip(expr), Expr::Lit(literal)
        if matches!(&literal.lit, Lit::Int(number) if !number.suffix().starts_with('f')))
}

fn is_bool(expr: &Expr) -> bool {
    matches!(strip(expr), Expr::Lit(literal) if matches!(&literal.lit, Lit::Bool(_)))
}

fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => strip(&paren.expr),
        Expr::Group(group) => strip(&group.expr),
        expr => expr,
    }
}
