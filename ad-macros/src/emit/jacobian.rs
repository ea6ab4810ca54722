//! `f_jacobian` and `f_jacobian_into`: a row for each output, by the pullback of one evaluation, or a column for each
//! input, by forward mode, whichever are fewer.

mod into;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, Generics, Path, Type};

use super::companions::{attributes, companion_name};
use super::linkage::{lent_parts, linked};
use super::over;
use super::signature::{Target, bare_or_tuple};
use super::types::Floats;
use super::{documentation, types};
use crate::ir::Shape;
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::Parameter;

/// `f_jacobian` and `f_jacobian_into`, of several results of one type of floats by parameters of the same.
///
/// `in_batches` tells whether several columns may be computed at once.
pub(super) fn companions(target: &Target, in_batches: bool) -> Option<TokenStream> {
    if target.in_place().next().is_some() && !target.family.reverse() {
        return None;
    }
    let returned = companion(target, in_batches)?;
    let stored = into::companion(target, in_batches)?;
    Some(quote!(#returned #stored))
}

fn companion(target: &Target, in_batches: bool) -> Option<TokenStream> {
    let float = float(target)?;
    let matrices: Vec<Matrix> = target.active().map(|p| Matrix::new(target, p)).collect();
    if !cfg!(feature = "alloc") && matrices.iter().any(|matrix| matrix.size.is_none()) {
        return None;
    }
    let runtime = &target.runtime;
    let types = matrices.iter().map(|matrix| matrix.ty(&float, runtime));
    let output = bare_or_tuple(&types.collect::<Vec<_>>());
    let body = Writer {
        target,
        float: &float,
        matrices: &matrices,
        in_batches: in_batches && target.generic.is_none(),
        kept: None,
    }
    .body();
    let name = target.companion("jacobian");
    let documentation = documentation::jacobian(target, &output);
    let attributes = attributes(target, &documentation);
    let vis = target.vis();
    let generics = target.generics_of_matrices()?;
    let clause = &generics.where_clause;
    let inputs = target.inputs();
    Some(quote! {
        #attributes
        #vis fn #name #generics (#(#inputs),*) -> #output #clause { #body }
    })
}

/// The type that all floats of some shapes have, if it is the same.
pub(super) fn common_float<'s>(shapes: impl IntoIterator<Item = &'s Shape>) -> Option<TokenStream> {
    let mut floats = Vec::new();
    for shape in shapes {
        floats_in(shape, &mut floats)?;
    }
    let first = floats.first()?.clone();
    let same = |float: &TokenStream| float.to_string() == first.to_string();
    floats.iter().all(same).then_some(first)
}

fn floats_in(shape: &Shape, floats: &mut Vec<TokenStream>) -> Option<()> {
    match shape {
        Shape::Scalar(ty) => floats.push(ty.as_ref()?.to_token_stream()),
        Shape::Array(inner, _) | Shape::Sequence(inner) => floats_in(inner, floats)?,
        Shape::Tuple(fields) => {
            for field in fields.iter() {
                floats_in(field, floats)?;
            }
        }
        Shape::Inert => {}
        Shape::Vector | Shape::Unknown => return None,
    }
    Some(())
}

/// The type that all floats of the value and of the active parameters have, if it is the same.
pub(super) fn float(target: &Target) -> Option<TokenStream> {
    let result = target.signature.result.shape();
    let result = (!target.signature.returns_nothing()).then_some(result);
    let parameters = target.active().map(|parameter| parameter.carrier.shape());
    let shapes: Vec<Shape> = result.into_iter().chain(parameters).collect();
    common_float(&shapes)
}

/// How many floats there are, where the type alone tells.
fn count(carrier: &Carrier) -> Option<TokenStream> {
    match carrier.referent() {
        Carrier::Array(element, length) if element.is_scalar() => {
            let length: &Expr = length;
            Some(quote!(#length))
        }
        carrier => {
            let count = Literal::usize_unsuffixed(carrier.count()?);
            Some(quote!(#count))
        }
    }
}

/// The Jacobian by one parameter.
struct Matrix<'a> {
    parameter: &'a Parameter,
    name: Ident,
    /// What is written to.
    place: TokenStream,
    /// Rows and columns, where the types tell both.
    size: Option<(TokenStream, TokenStream)>,
}

impl<'a> Matrix<'a> {
    fn new(target: &Target, parameter: &'a Parameter) -> Self {
        let name = local(parameter, "jacobian");
        Matrix {
            parameter,
            place: quote!(#name),
            name,
            size: outputs(target).zip(count(&parameter.carrier)),
        }
    }

    fn ty(&self, float: &TokenStream, runtime: &Path) -> TokenStream {
        match &self.size {
            Some((rows, cols)) => quote!([[#float; #cols]; #rows]),
            None => quote!(#runtime::Jacobian<#float>),
        }
    }
}

/// How many outputs there are, where the types tell.
fn outputs(target: &Target) -> Option<TokenStream> {
    let result = &target.signature.result;
    if target.in_place().next().is_none() {
        return count(result);
    }
    let own = if target.signature.returns_nothing() {
        Some(0)
    } else {
        result.count()
    };
    let in_place = target.in_place().map(|parameter| parameter.carrier.count());
    let count = in_place.fold(own, |sum, count| sum?.checked_add(count?))?;
    let count = Literal::usize_unsuffixed(count);
    Some(quote!(#count))
}

/// A name of its own for something of a parameter.
pub(super) fn local(parameter: &Parameter, suffix: &str) -> Ident {
    linked(&companion_name(&parameter.ident, suffix))
}

/// How many columns are computed at once.
const LANES: usize = 8;
/// How many are where that is all of them.
const MOST_LANES: usize = 16;

/// The body, by one loop over the outputs or one over the inputs of each parameter.
struct Writer<'a> {
    target: &'a Target<'a>,
    float: &'a TokenStream,
    matrices: &'a [Matrix<'a>],
    /// Whether there is forward mode over several floats.
    in_batches: bool,
    /// The option that keeps the value that a column comes with, if it is wanted.
    kept: Option<Ident>,
}

impl Writer<'_> {
    fn body(&self) -> TokenStream {
        let names = self.matrices.iter().map(|m| m.name.to_token_stream());
        let matrices = bare_or_tuple(&names.collect::<Vec<_>>());
        match self.fewer_inputs() {
            Some(true) => {
                let counted = self.dynamic().next().map(|_| self.counted());
                let (tangents, declared) = (self.tangents(), self.declared());
                let columns = self.columns();
                quote!(#counted #tangents #declared #columns #matrices)
            }
            Some(false) => {
                let dynamic = self.matrices.iter().any(|matrix| matrix.size.is_none());
                let tangents = dynamic.then(|| self.tangents());
                let (evaluated, declared) = (self.evaluated(), self.declared());
                let rows = self.rows();
                quote!(#tangents #evaluated #declared #rows #matrices)
            }
            None => {
                let (evaluated, tangents) = (self.evaluated(), self.tangents());
                let declared = self.declared();
                let (rows, columns) = (self.rows(), self.columns());
                let (outputs, inputs) = (linked("outputs"), self.inputs());
                quote! {
                    #tangents
                    #evaluated
                    #declared
                    if #outputs <= #inputs { #rows } else { #columns }
                    #matrices
                }
            }
        }
    }

    /// Whether there are fewer inputs than outputs, where the types tell: then forward mode does it alone.
    fn fewer_inputs(&self) -> Option<bool> {
        // What is written in place would have to be at hand again.
        if self.target.in_place().next().is_some() || !self.target.family.forward() {
            return Some(false);
        }
        if !self.target.family.reverse() {
            return Some(true);
        }
        let mut counts = self.matrices.iter().map(|m| m.parameter.carrier.count());
        let inputs = counts.try_fold(0_usize, |sum, count| sum.checked_add(count?))?;
        Some(inputs < self.target.signature.result.count()?)
    }

    /// The value, its pullback, and the seeds: those of the result, and of what is written in place.
    fn evaluated(&self) -> TokenStream {
        let target = self.target;
        let (value, pullback) = (linked("value"), linked("pullback"));
        let (vjp, turbofish) = (target.call("vjp"), target.turbofish());
        let arguments = target.arguments_again();
        let seeds = self.seeds();
        let zeros = seeds.iter().map(|(seed, carrier, like)| {
            let zero = types::zero(&carrier.shape(), like, target.floats());
            let ty = types::owned(carrier, &target.runtime);
            quote!(let mut #seed: #ty = #zero;)
        });
        let names = seeds.iter().map(|(seed, ..)| seed);
        let outputs = linked("outputs");
        let (runtime, float) = (&target.runtime, self.float);
        quote! {
            let (#value, #pullback) = #vjp #turbofish(#(#arguments),*);
            #(#zeros)*
            let #outputs = 0 #(+ #runtime::Elements::<#float>::count_elements(&mut #names))*;
        }
    }

    /// The name of each seed, what it carries, and what its zero is like.
    fn seeds(&self) -> Vec<(Ident, &Carrier, TokenStream)> {
        let value = linked("value");
        let result = (!self.target.signature.returns_nothing()).then(|| {
            (
                linked("seed"),
                &self.target.signature.result,
                quote!(&#value),
            )
        });
        let in_place = self.target.in_place().map(|parameter| {
            let ident = &parameter.ident;
            (
                local(parameter, "seed"),
                &parameter.carrier,
                quote!(&(*#ident)),
            )
        });
        result.into_iter().chain(in_place).collect()
    }

    /// A zero tangent of each parameter.
    fn tangents(&self) -> TokenStream {
        let target = self.target;
        let zeros = self.matrices.iter().map(|matrix| {
            let dot = local(matrix.parameter, "dot");
            let zero = types::zero_of(matrix.parameter, &matrix.parameter.ident, target.floats());
            let ty = types::owned(&matrix.parameter.carrier, &target.runtime);
            quote!(let mut #dot: #ty = #zero;)
        });
        zeros.collect()
    }

    fn inputs(&self) -> TokenStream {
        let (runtime, float) = (&self.target.runtime, self.float);
        let dots = self.matrices.iter().map(|m| local(m.parameter, "dot"));
        quote!(0 #(+ #runtime::Elements::<#float>::count_elements(&mut #dots))*)
    }

    fn declared(&self) -> TokenStream {
        let (runtime, float) = (&self.target.runtime, self.float);
        let zero = self.number(0.0);
        let outputs = linked("outputs");
        let declared = self.matrices.iter().map(|matrix| {
            let name = &matrix.name;
            let value = match &matrix.size {
                Some((rows, cols)) => quote!([[#zero; #cols]; #rows]),
                None => {
                    let dot = local(matrix.parameter, "dot");
                    quote!(#runtime::Jacobian::<#float>::zeros(
                        #outputs,
                        #runtime::Elements::<#float>::count_elements(&mut #dot)
                    ))
                }
            };
            quote!(let mut #name = #value;)
        });
        declared.collect()
    }

    fn number(&self, value: f64) -> TokenStream {
        let ty = syn::parse2(self.float.clone()).ok();
        let (runtime, generic) = (&self.target.runtime, self.target.generic.as_ref());
        types::literal(value, ty.as_ref(), runtime, generic).to_token_stream()
    }

    /// A loop over the outputs, for each of what holds them.
    fn rows(&self) -> TokenStream {
        let target = self.target;
        let (runtime, float) = (&target.runtime, self.float);
        let (one, zero) = (self.number(1.0), self.number(0.0));
        let (row, index, pullback) = (linked("row"), linked("index"), linked("pullback"));
        let buffers = target.in_place().map(|parameter| {
            let (bar, seed) = (local(parameter, "bar"), local(parameter, "seed"));
            quote!(let mut #bar = #seed.clone();)
        });
        let buffers: TokenStream = buffers.collect();
        let result = (!target.signature.returns_nothing()).then(|| {
            let seed = linked("seed");
            match &target.signature.result {
                Carrier::Vec(_) => quote!(&#seed),
                _ => quote!(#seed.clone()),
            }
        });
        let lent = target.in_place().map(|parameter| {
            let bar = local(parameter, "bar");
            quote!(&mut #bar)
        });
        let arguments: Vec<TokenStream> = result.into_iter().chain(lent).collect();
        let returned = target.returned().map(|parameter| {
            let bar = local(parameter, "bar");
            quote!(mut #bar)
        });
        let returned = bare_or_tuple(&returned.collect::<Vec<_>>());
        let set = self.matrices.iter().map(|matrix| {
            let (place, bar) = (&matrix.place, local(matrix.parameter, "bar"));
            quote!(#runtime::set_row(&mut #place, #row, &mut #bar);)
        });
        let set: TokenStream = set.collect();
        let loops = self.seeds().into_iter().map(|(seed, ..)| {
            quote! {
                for #index in 0..#runtime::Elements::<#float>::count_elements(&mut #seed) {
                    #seed.set_element(#index, #one);
                    #buffers
                    let #returned = #pullback(#(#arguments),*);
                    #seed.set_element(#index, #zero);
                    #set
                    #row += 1;
                }
            }
        });
        let loops: TokenStream = loops.collect();
        quote! {
            use #runtime::Elements as _;
            let mut #row = 0;
            #loops
        }
    }

    /// A loop over the elements of each parameter, several of them at once where that can be written.
    fn columns(&self) -> TokenStream {
        if self.in_batches {
            self.batches()
        } else {
            self.single_columns()
        }
    }

    /// The pattern of the value that a column comes with, and what keeps it.
    fn keeping(&self) -> (TokenStream, Option<TokenStream>) {
        match &self.kept {
            Some(kept) => {
                let (runtime, value) = (&self.target.runtime, linked("value_here"));
                let keep = quote!(#kept = #runtime::Some(#value););
                (quote!(#value), Some(keep))
            }
            None => (quote!(_), None),
        }
    }

    fn batches(&self) -> TokenStream {
        let target = self.target;
        let (runtime, float, scalar) = (&target.runtime, self.float, over::scalar());
        let one = self.number(1.0);
        let [col, count, value_dot] = ["col", "count", "value_dot"].map(linked);
        let (value, keep) = self.keeping();
        let (jvp, turbofish) = (target.call("jvp_over"), target.turbofish_over(&scalar));
        let arguments = target.arguments_again();
        let tangents = self.matrices.iter().map(|matrix| {
            let dot = local(matrix.parameter, "dot");
            lent_tangent(&matrix.parameter.carrier, &dot.to_token_stream())
        });
        let tangents: Vec<TokenStream> = tangents.collect();
        let floats = Floats {
            scalar: Some(&scalar),
            ..target.floats()
        };
        let zeros = target.active().map(|parameter| {
            let zero = types::zero_of(parameter, &parameter.ident, floats);
            let dot = local(parameter, "dot");
            quote!(let mut #dot = #zero;)
        });
        let zeros: TokenStream = zeros.collect();
        let loops = self.matrices.iter().map(|matrix| {
            let (place, dot) = (&matrix.place, local(matrix.parameter, "dot"));
            let lanes = match matrix.parameter.carrier.count() {
                Some(count @ 1..=MOST_LANES) => count,
                _ => LANES,
            };
            let lanes = Literal::usize_unsuffixed(lanes);
            quote! {
                {
                    type #scalar = [#float; #lanes];
                    #zeros
                    let #count = #runtime::Elements::<#scalar>::count_elements(&mut #dot);
                    for #col in (0..#count).step_by(#lanes) {
                        #runtime::scalar::seed_lanes(&mut #dot, #col, #one);
                        let (#value, mut #value_dot) = #jvp #turbofish(#(#arguments,)* #(#tangents),*);
                        #keep
                        #runtime::scalar::seed_lanes(&mut #dot, #col, -#one);
                        #runtime::set_columns(&mut #place, #col, #count, &mut #value_dot);
                    }
                }
            }
        });
        let loops: TokenStream = loops.collect();
        quote! {
            use #runtime::TangentScalar as _;
            #loops
        }
    }

    fn single_columns(&self) -> TokenStream {
        let target = self.target;
        let (runtime, float) = (&target.runtime, self.float);
        let (one, zero) = (self.number(1.0), self.number(0.0));
        let (col, value_dot) = (linked("col"), linked("value_dot"));
        let (value, keep) = self.keeping();
        let (jvp, turbofish) = (target.call("jvp"), target.turbofish());
        let tangents = self.matrices.iter().map(|matrix| {
            let dot = local(matrix.parameter, "dot");
            lent_tangent(&matrix.parameter.carrier, &dot.to_token_stream())
        });
        let tangents: Vec<TokenStream> = tangents.collect();
        let arguments = target.arguments_again();
        let loops = self.matrices.iter().map(|matrix| {
            let (place, dot) = (&matrix.place, local(matrix.parameter, "dot"));
            quote! {
                for #col in 0..#runtime::Elements::<#float>::count_elements(&mut #dot) {
                    #dot.set_element(#col, #one);
                    let (#value, mut #value_dot) = #jvp #turbofish(#(#arguments,)* #(#tangents),*);
                    #keep
                    #dot.set_element(#col, #zero);
                    #runtime::set_column(&mut #place, #col, &mut #value_dot);
                }
            }
        });
        let loops: TokenStream = loops.collect();
        quote! {
            use #runtime::Elements as _;
            #loops
        }
    }
}

/// An owned tangent in the form of its parameter.
pub(super) fn lent_tangent(carrier: &Carrier, owned: &TokenStream) -> TokenStream {
    match carrier {
        carrier if carrier.is_reference() => quote!(&#owned),
        carrier => lent_parts(carrier, owned),
    }
}

/// An argument or a tangent of it, that may be passed again.
pub(super) fn again(parameter: &Parameter, name: &Ident) -> TokenStream {
    match &parameter.ty {
        syn::Type::Reference(reference) if reference.mutability.is_some() => quote!(&mut *#name),
        syn::Type::Reference(_) => quote!(#name),
        _ => quote!(#name.clone()),
    }
}

impl Target<'_> {
    /// Whether there is more than one output, or may be.
    pub(super) fn has_several_outputs(&self) -> bool {
        !self.signature.result.is_scalar() || self.in_place().next().is_some()
    }

    /// Arguments of these names, that may be passed again.
    pub(super) fn again(&self, names: &[Ident]) -> Vec<TokenStream> {
        let arguments = self.signature.parameters.iter().zip(names);
        let arguments = arguments.map(|(parameter, name)| again(parameter, name));
        arguments.collect()
    }

    /// The same, of the names of the parameters.
    pub(super) fn arguments_again(&self) -> Vec<TokenStream> {
        let names = self.signature.parameters.iter().map(|p| p.ident.clone());
        self.again(&names.collect::<Vec<_>>())
    }

    /// The same for the linkage, where functions are behind references.
    pub(super) fn linked_arguments(&self) -> Vec<TokenStream> {
        let arguments = self.arguments_again().into_iter();
        let parameters = self.signature.parameters.iter().zip(arguments);
        let argument = |(parameter, argument): (&Parameter, TokenStream)| {
            let name = &parameter.ident;
            let is_function = self.source.functions.is_type(&parameter.ty);
            if is_function {
                quote!(&#name)
            } else {
                argument
            }
        };
        parameters.map(argument).collect()
    }

    /// The generics of what calls the function again and again: what is passed by value must be cloned. None where there is
    /// a parameter of which that is not known, or one behind `&mut` without a derivative, which every call would find as
    /// the last one left it.
    pub(super) fn generics_if_cloned(&self) -> Option<Generics> {
        let mut generics = self.generics_if(!self.cotangents_lack_alloc());
        let parameters = self.signature.parameters.iter().zip(self.parameters());
        for (parameter, (_, ty)) in parameters.filter(|(parameter, _)| !parameter.active) {
            if matches!(&ty, Type::Reference(reference) if reference.mutability.is_some()) {
                return None;
            }
            let is_type =
                |known: &Ident| matches!(&ty, Type::Path(path) if path.path.is_ident(known));
            if parameter.is_receiver() && matches!(ty, Type::Path(_)) {
                // Checked where the companion is called, because of the lifetime.
                let runtime = &self.runtime;
                let bound = syn::parse_quote!(for<'cloned> Self: #runtime::ClonedIn<'cloned>);
                generics.make_where_clause().predicates.push(bound);
            } else if generics.type_params().any(|known| is_type(&known.ident)) {
                let bound = syn::parse_quote!(#ty: ::core::clone::Clone);
                generics.make_where_clause().predicates.push(bound);
            } else if matches!(parameter.carrier, Carrier::Foreign(_)) {
                return None;
            }
        }
        Some(generics)
    }

    /// The same of what returns a matrix of floats.
    pub(super) fn generics_of_matrices(&self) -> Option<Generics> {
        let mut generics = self.generics_if_cloned()?;
        if let Some(float) = &self.generic {
            let runtime = &self.runtime;
            let bound = syn::parse_quote!(#float: #runtime::Elements<#float>);
            generics.make_where_clause().predicates.push(bound);
        }
        Some(generics)
    }
}
