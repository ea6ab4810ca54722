//! Arrays that are built element by element: `array::from_fn(|i| …)`, `a.map(|v| …)`.
//!
//! ```text
//! let y: [f64; 3] = array::from_fn(|i| x[i] * s)    →    let mut y = [0.0; 3]; for i in 0..3 { y[i] = x[i] * s }
//! ```
//!
//! How long the array is must be written somewhere near: it is the type of a variable or of the result.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{
    Expr, ExprCall, ExprClosure, ExprMethodCall, ExprPath, GenericArgument, Pat, PathArguments,
    Stmt, Type,
};

use super::Lowerer;
use super::algebra::referent;
use super::call::address;
use super::chosen::is_choice;
use super::control::{at_hand, default_value, derived, inert_code};
use super::inert::inert_name;
use crate::ir::{Aggregate, Atom, Inert, Mentions, Op, Place, Projection, Shape, Var};
use crate::syntax::algebra::Form;
use crate::syntax::fence;
use crate::syntax::inspect;
use crate::syntax::scope::Value;

impl Lowerer<'_> {
    /// Remembers what arrays are to be that are built where something of this shape is expected.
    pub(super) fn expect(&mut self, expr: &Expr, shape: &Shape) {
        match (expr, shape) {
            (Expr::Paren(paren), _) => self.expect(&paren.expr, shape),
            (Expr::Block(block), _) => self.expect_at_end(&block.block, shape),
            (Expr::If(branch), _) => {
                self.expect_at_end(&branch.then_branch, shape);
                if let Some((_, otherwise)) = &branch.else_branch {
                    self.expect(otherwise, shape);
                }
            }
            (Expr::Match(branch), _) => {
                for arm in &branch.arms {
                    self.expect(&arm.body, shape);
                }
            }
            (Expr::Tuple(tuple), Shape::Tuple(fields)) => {
                for (part, shape) in tuple.elems.iter().zip(fields.iter()) {
                    self.expect(part, shape);
                }
            }
            (Expr::Array(array), Shape::Array(element, _)) => {
                for part in &array.elems {
                    self.expect(part, element);
                }
            }
            (Expr::MethodCall(call), Shape::Scalar(_) | Shape::Vector) if call.method == "dot" => {
                self.expected.insert(address(expr), shape.clone());
            }
            (Expr::Call(_) | Expr::MethodCall(_), Shape::Array(..)) => {
                self.expected.insert(address(expr), shape.clone());
            }
            _ => {}
        }
    }

    /// The same, of what a block ends with.
    pub(super) fn expect_at_end(&mut self, block: &syn::Block, shape: &Shape) {
        if let Some(Stmt::Expr(end, None)) = block.stmts.last() {
            self.expect(end, shape);
        }
    }

    /// The same, of the arguments of a closure, and of what it gives.
    pub(super) fn expect_of(&mut self, closure: &ExprClosure, arguments: &[&Expr]) {
        for (pat, argument) in closure.inputs.iter().zip(arguments) {
            if let Pat::Type(typed) = pat
                && let Some(shape) = self.signature.shape(&typed.ty)
            {
                self.expect(argument, &shape);
            }
        }
        if let syn::ReturnType::Type(_, ty) = &closure.output
            && let Some(shape) = self.signature.shape(ty)
        {
            self.expect(&closure.body, &shape);
        }
    }

    /// `array::from_fn(|i| value)`
    pub(super) fn array_from_fn(
        &mut self,
        expr: &Expr,
        call: &ExprCall,
        path: &ExprPath,
    ) -> Option<Value> {
        let expected = self.expected.get(&address(expr)).cloned();
        let (true, Some(Expr::Closure(closure))) = (is_from_fn(path), call.args.first()) else {
            return None;
        };
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        if inspection.is_inert() || self.mentions_unknown(&inspection) {
            return None;
        }
        if !self.is_of(
            "array",
            "from_fn",
            &[quote!(()), quote!(0), quote!(fn(usize))],
            path,
        ) {
            return None;
        }
        let expected = expected.or_else(|| length_argument(path).map(of_length));
        Some(self.built(
            expected.map(Extent::Of),
            closure,
            path.span(),
            |_, index| vec![Value::Inert(Rc::new(inert_name(index)))],
        ))
    }

    /// `array.map(|item| value)`
    pub(super) fn array_map(&mut self, expr: &Expr, call: &ExprMethodCall) -> Option<Value> {
        let expected = self.expected.get(&address(expr)).cloned();
        let (closure, partner) = self.mapped_by(call)?;
        let inspect = |expr: &Expr| inspect::expression(&self.scope, &self.vars, expr);
        let (whole, receiver) = (inspect(expr), inspect(&call.receiver));
        let written_out = matches!(&*call.receiver, Expr::Array(_));
        let is_vector = self.is_vector(&call.receiver);
        let array = written_out || is_vector || !receiver.is_inert() && !is_choice(&call.receiver);
        if whole.is_inert() || self.mentions_unknown(&whole) || !array {
            return None;
        }
        if self.form(&call.receiver) == Some(Form::Array(2)) {
            fence::map_of_matrix(call, self.errors);
            return Some(self.poison(expr.span()));
        }
        let Some(array) = self.sequence_or_code(&call.receiver) else {
            return Some(self.poison(expr.span()));
        };
        let partner = partner.and_then(|partner| self.sequence_or_code(referent(partner)));
        let expected = expected.or_else(|| match (&array, &*call.receiver) {
            (Ok(place), _) => match self.place_shape(place) {
                Shape::Array(_, length) => Some(of_length(length)),
                _ => None,
            },
            (Err(_), Expr::Array(array)) => {
                let length = Literal::usize_unsuffixed(array.elems.len());
                Some(of_length(Rc::new(syn::parse_quote!(#length))))
            }
            _ => None,
        });
        let extent = match (expected, &array) {
            (Some(shape), _) => Some(Extent::Of(shape)),
            (None, Ok(place)) => Some(Extent::Like(place.clone())),
            (None, Err(code)) => is_vector.then(|| Extent::LikeVector(code.clone())),
        };
        let span = call.method.span();
        Some(self.built(extent, closure, span, |this, index| {
            let items = std::iter::once(&array).chain(&partner);
            items
                .map(|array| this.item_of(array, index, span))
                .collect()
        }))
    }

    /// The closure of `map`; that of a vector's `zip_map`, and the other vector.
    fn mapped_by<'e>(
        &self,
        call: &'e ExprMethodCall,
    ) -> Option<(&'e ExprClosure, Option<&'e Expr>)> {
        let mut arguments = call.args.iter();
        match (arguments.next()?, arguments.next()) {
            (Expr::Closure(closure), None) if call.method == "map" => Some((closure, None)),
            (Expr::Closure(closure), None)
                if call.method == "mapv" && self.is_vector(&call.receiver) =>
            {
                Some((closure, None))
            }
            (partner, Some(Expr::Closure(closure)))
                if call.method == "zip_map" && self.is_vector(&call.receiver) =>
            {
                Some((closure, Some(partner)))
            }
            _ => None,
        }
    }

    /// An item of an array or a vector.
    fn item_of(&mut self, array: &Result<Place, Inert>, index: &Ident, span: Span) -> Value {
        match array {
            Ok(place) => {
                let mut place = place.clone();
                let index = Atom::Inert(Rc::new(inert_name(index)));
                place.path.push(Projection::Index(index));
                Value::Atom(self.load(place, span))
            }
            Err(code) => {
                let of = &code.expr;
                Value::Inert(Rc::new(derived(syn::parse_quote!(#of[#index]), [code])))
            }
        }
    }

    /// What an array that is gone through by value is: a place, or code without a derivative.
    fn sequence_or_code(&mut self, expr: &Expr) -> Option<Result<Place, Inert>> {
        let value = match (expr, self.value(expr)) {
            // Read where it is: a vector may not be `Copy`.
            (Expr::Path(_), Value::Inert(code)) if self.is_vector(expr) => {
                return Some(Err((*code).clone()));
            }
            (_, value) => self.materialize(value, expr.span()),
        };
        match value {
            Atom::Var(var) => Some(Ok(Place::whole(var))),
            Atom::Inert(code) => Some(Err((*code).clone())),
            Atom::Literal(_) => None,
        }
    }

    /// An array of what a closure gives for each index, or for what is found there.
    fn built(
        &mut self,
        extent: Option<Extent>,
        closure: &ExprClosure,
        span: Span,
        items: impl FnOnce(&mut Self, &Ident) -> Vec<Value>,
    ) -> Value {
        if !self.is_without_exits(closure) {
            return self.poison(span);
        }
        let Some(extent) = extent else {
            fence::unknown_length(span, self.errors);
            return self.poison(span);
        };
        let mark = self.bind_captured(closure);
        let start = self.out.len();
        let built = self.synthetic_place("built", default_value(), Shape::Unknown, None);
        if let Some(variable) = self.vars.get_mut(built) {
            variable.named = false;
        }
        let (length, mut element) = match &extent {
            Extent::Of(shape) => (length_of(shape), shape.element()),
            Extent::Like(place) => (self.length(place), Shape::Unknown),
            Extent::LikeVector(code) => {
                let of = &code.expr;
                let length = derived(syn::parse_quote!((#of).len()), [code]);
                (at_hand(length), Shape::Unknown)
            }
        };
        let end = &length.expr;
        let indices = derived(syn::parse_quote!(0..#end), [&length]);
        let index = Ident::new(&self.vars.fresh("i"), Span::call_site());
        self.numbering(indices, syn::parse_quote!(#index), |this| {
            let arguments = items(this, &index);
            for (pat, argument) in closure.inputs.iter().zip(arguments) {
                this.bind_argument(pat, argument);
            }
            this.expect(&closure.body, &element);
            let value = this.value(&closure.body);
            let atom = this.materialize(value, span);
            if matches!(element, Shape::Unknown) {
                element = this.shape_of(&atom);
            }
            let mut place = Place::whole(built);
            let at = Atom::Inert(Rc::new(inert_name(&index)));
            place.path.push(Projection::Index(at));
            this.emit(Vec::new(), Op::Store(place, atom), span);
        });
        self.scope.leave(mark);
        self.begin(built, start, &extent, element, span);
        Value::Atom(Atom::Var(built))
    }

    /// Declares an array, where it has been, once it is known what its elements are.
    fn begin(&mut self, built: Var, start: usize, extent: &Extent, element: Shape, span: Span) {
        let mut rest = self.out.split_off(start);
        let init = match extent {
            Extent::Of(Shape::Array(_, length)) => {
                let shape = Shape::Array(Rc::new(element), length.clone());
                if let Some(variable) = self.vars.get_mut(built) {
                    variable.shape = shape.clone();
                }
                self.zero_of(&shape, span)
            }
            Extent::Of(_) => None,
            Extent::Like(place) => {
                if matches!(self.place_shape(place), Shape::Vector) {
                    self.note_vector(built);
                }
                let code = self.place_code(place);
                Some(self.cleared(&code, &element))
            }
            Extent::LikeVector(code) => {
                self.note_vector(built);
                Some(self.cleared(code, &element))
            }
        };
        let init = init.unwrap_or_else(|| {
            let each = syn::parse_quote!(::core::array::from_fn(|_| {
                ::core::default::Default::default()
            }));
            Atom::Inert(Rc::new(inert_code(each, Mentions::default())))
        });
        if let Some(declared) = rest.first_mut() {
            declared.op = Op::Declare(init);
        }
        self.out.append(&mut rest);
    }

    fn note_vector(&mut self, built: Var) {
        if let Some(variable) = self.vars.get_mut(built) {
            variable.shape = Shape::Vector;
        }
    }

    /// As many zeros as there are elements in what is there.
    fn cleared(&self, code: &Inert, element: &Shape) -> Atom {
        let (of, zero) = (&code.expr, self.zero_code(element));
        let init = derived(syn::parse_quote!((#of).clone().map(|_| #zero)), [code]);
        Atom::Inert(Rc::new(init))
    }

    /// A value of some shape for what is to be stored, if it can be copied.
    fn zero_of(&mut self, shape: &Shape, span: Span) -> Option<Atom> {
        Some(match shape {
            Shape::Scalar(_) => Atom::Literal(0.0),
            Shape::Unknown if self.holds_floats_alone() => Atom::Literal(0.0),
            Shape::Array(element, length) => {
                let zero = self.zero_of(element, span)?;
                let op = Op::Repeat(zero, length.clone());
                Atom::Var(self.define(op, shape.clone(), span))
            }
            Shape::Tuple(fields) => {
                let zeros: Option<Vec<Atom>> = fields
                    .iter()
                    .map(|field| self.zero_of(field, span))
                    .collect();
                let op = Op::Pack(Aggregate::Tuple, zeros?);
                Atom::Var(self.define(op, shape.clone(), span))
            }
            Shape::Sequence(_) | Shape::Vector | Shape::Inert | Shape::Unknown => return None,
        })
    }

    /// Whether a path names a function of the standard library, by its module or by an import. Which
    /// function an imported name is, the compiler must agree to: no two have one type.
    pub(super) fn is_of(
        &mut self,
        module: &str,
        name: &str,
        arguments: &[TokenStream],
        path: &ExprPath,
    ) -> bool {
        let mut segments = path.path.segments.iter().rev();
        if segments.next().is_none_or(|last| last.ident != name) {
            return false;
        }
        if let Some(owner) = segments.next() {
            return owner.ident == module;
        }
        let bound = path.path.get_ident();
        if bound.is_none_or(|ident| self.scope.lookup(ident).is_some()) {
            return false;
        }
        let (module, name) = (
            Ident::new(module, path.span()),
            Ident::new(name, path.span()),
        );
        let runtime = &self.runtime;
        let known = quote!(::core::#module::#name::<#(#arguments),*>);
        let same = syn::parse_quote!(#runtime::same_function(#known, #path););
        self.synthetic_statement(same, BTreeSet::new(), false);
        true
    }
}

/// How long an array that is built is.
enum Extent {
    /// As one of this shape.
    Of(Shape),
    /// As the one that is there.
    Like(Place),
    /// As a vector or a matrix without a derivative.
    LikeVector(Inert),
}

/// The number of elements of an array.
fn length_of(shape: &Shape) -> Inert {
    match shape {
        Shape::Array(_, length) => at_hand(derived((**length).clone(), [])),
        _ => at_hand(derived(syn::parse_quote!(0), [])),
    }
}

/// An array of so many elements.
fn of_length(length: Rc<Expr>) -> Shape {
    Shape::Array(Rc::new(Shape::Unknown), length)
}

/// The length that is written with the function: `from_fn::<_, 3, _>`.
fn length_argument(path: &ExprPath) -> Option<Rc<Expr>> {
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    match arguments.args.iter().nth(1)? {
        GenericArgument::Const(length) => Some(Rc::new(length.clone())),
        // The name of a constant looks like that of a type.
        GenericArgument::Type(Type::Path(path)) => Some(Rc::new(syn::parse_quote!(#path))),
        _ => None,
    }
}

/// Whether the name of a function is that of `array::from_fn`.
fn is_from_fn(path: &ExprPath) -> bool {
    let mut segments = path.path.segments.iter().rev();
    segments.next().is_some_and(|last| last.ident == "from_fn")
        && segments.next().is_none_or(|owner| owner.ident == "array")
}
