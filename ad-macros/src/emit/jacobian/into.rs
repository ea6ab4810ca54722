//! `f_jacobian_into`: the value, and the Jacobian in the caller's matrices.
//!
//! The pullback of the linkage adds to buffers for what is behind references: a row of zeros is one. What is written in
//! place has its seed in the same buffer, so that it is the row with a 1.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{Matrix, Writer, float, local};
use crate::emit::companions::{attributes, default_names};
use crate::emit::linkage::linked;
use crate::emit::signature::{Target, bare_or_tuple};
use crate::emit::{documentation, types};
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::Parameter;

pub(super) fn companion(target: &Target, in_batches: bool) -> Option<TokenStream> {
    let (float, runtime) = (float(target)?, &target.runtime);
    let storages = default_names(target, "jacobian");
    let matrices = target.active().zip(&storages);
    let matrices: Vec<Matrix> = matrices
        .map(|(parameter, storage)| Matrix {
            name: storage.clone(),
            place: quote!(*#storage),
            ..Matrix::new(target, parameter)
        })
        .collect();
    let types = matrices.iter().map(|matrix| matrix.ty(&float, runtime));
    let types: Vec<TokenStream> = types.collect();
    let mut writer = Writer {
        target,
        float: &float,
        matrices: &matrices,
        in_batches: in_batches && target.generic.is_none(),
        kept: None,
    };
    let fewer_inputs = writer.fewer_inputs();
    if fewer_inputs == Some(true) {
        writer.kept = Some(linked("value"));
    }
    let documentation = documentation::jacobian_into(
        target,
        &storages,
        &types,
        &allocated(target, fewer_inputs),
        writer.dynamic().next().is_some(),
    );
    let body = writer.stored();
    let name = target.companion("jacobian_into");
    let (attributes, vis) = (attributes(target, &documentation), target.vis());
    let generics = target.generics_of_matrices()?;
    let clause = &generics.where_clause;
    let (inputs, output) = (target.inputs(), &target.signature.output);
    Some(quote! {
        #attributes
        #[track_caller]
        #vis fn #name #generics (#(#inputs,)* #(#storages: &mut #types),*) -> #output #clause { #body }
    })
}

/// What is allocated besides what the function does.
fn allocated(target: &Target, fewer_inputs: Option<bool>) -> String {
    let named = |of: &dyn Fn(&Parameter) -> bool| {
        let names = target.active().filter(|parameter| of(parameter));
        let names: Vec<String> = names.map(|p| format!("`{}`", p.ident)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let owns_vec = |parameter: &Parameter| types::owns_vec(&parameter.carrier.shape());
    let mut parts = Vec::new();
    if fewer_inputs != Some(true) {
        if types::owns_vec(&target.signature.result.shape()) {
            parts.push("for each row a seed of the result".to_owned());
        }
        let kept =
            |parameter: &Parameter| owns_vec(parameter) && lent(&parameter.carrier).is_none();
        let kept = named(&kept);
        parts.extend(kept.map(|names| format!("for each row a cotangent of {names}")));
    }
    if fewer_inputs != Some(false) {
        let tangents = named(&owns_vec);
        parts.extend(tangents.map(|names| format!("for columns a tangent of {names}")));
    }
    parts
        .iter()
        .fold(String::new(), |all, part| all + ", " + part)
}

/// How a row of floats is lent as a buffer.
enum Lent {
    Floats,
    /// In arrays of some length.
    Arrays,
}

/// How a row of a matrix is a buffer for the cotangent of what is behind a reference, if it is one.
fn lent(carrier: &Carrier) -> Option<Lent> {
    if !carrier.is_reference() {
        return None;
    }
    match carrier.referent() {
        Carrier::Slice(element) | Carrier::Vec(element) => match &**element {
            element if element.is_scalar() => Some(Lent::Floats),
            Carrier::Array(part, _) if part.is_scalar() && element.count()? > 0 => {
                Some(Lent::Arrays)
            }
            _ => None,
        },
        _ => None,
    }
}

impl Matrix<'_> {
    fn lent(&self) -> Option<Lent> {
        match self.parameter.carrier.referent() {
            // A row of an array of arrays is one; a row of another matrix has another type.
            Carrier::Array(element, _) if element.is_scalar() => {
                let lent = self.size.is_some() && self.parameter.carrier.is_reference();
                lent.then_some(Lent::Floats)
            }
            _ => lent(&self.parameter.carrier),
        }
    }

    /// A row.
    fn row(&self, row: &Ident) -> TokenStream {
        let place = &self.place;
        match self.size {
            Some(_) => quote!(&mut (#place)[#row]),
            None => quote!((#place).row_mut(#row)),
        }
    }

    fn bar(&self) -> Ident {
        local(self.parameter, "bar")
    }
}

impl<'a> Writer<'a> {
    /// The matrices whose size no type tells.
    pub(super) fn dynamic(&self) -> impl Iterator<Item = &'a Matrix<'a>> {
        let matrices = self.matrices.iter();
        matrices.filter(|matrix| matrix.size.is_none())
    }

    fn stored(&self) -> TokenStream {
        let runtime = &self.target.runtime;
        let fewer_inputs = self.fewer_inputs();
        let [value, outputs, inputs] = ["value", "outputs", "inputs"].map(linked);
        let counts = self.counts();
        if fewer_inputs == Some(true) {
            let (columns, primal) = (self.columns_alone(), self.primal());
            let evaluated = if self.dynamic().next().is_none() {
                quote!(let mut #value = #runtime::None;)
            } else {
                let (counted, checks) = (self.counted(), self.checks());
                quote! {
                    #counted #checks
                    let mut #value = #runtime::Some(#value);
                }
            };
            return quote! {
                #counts
                #evaluated
                #columns
                match #value {
                    #runtime::Some(#value) => #value,
                    #runtime::None => #primal,
                }
            };
        }
        // A rule's pullback is the companion's: the linkage would run the rule again for each row.
        let by_rule = self.target.rules.are_of_maps();
        let (evaluated, rows) = if by_rule {
            (self.evaluated(), self.rows())
        } else {
            (self.evaluated_to_add(), self.stored_rows())
        };
        let checks = self.checks();
        let sweeps = if fewer_inputs.is_none() {
            let columns = self.columns_alone();
            let counts = self.matrices.iter().map(|matrix| match &matrix.size {
                Some((_, cols)) => quote!(#cols),
                None => {
                    let name = &matrix.name;
                    quote!(#name.cols())
                }
            });
            quote! {
                let #inputs = 0 #(+ #counts)*;
                if #outputs <= #inputs { #rows } else { #columns }
            }
        } else {
            rows
        };
        quote! {
            #counts
            #evaluated
            #checks
            #sweeps
            #value
        }
    }

    /// The value and the pullback of the linkage, which adds to what it is lent.
    fn evaluated_to_add(&self) -> TokenStream {
        let target = self.target;
        let (vjp, turbofish) = (target.linked_path("vjp"), target.turbofish());
        let (arguments, value, pullback) = (
            target.linked_arguments(),
            linked("value"),
            linked("pullback"),
        );
        let (seed, counted) = (self.seed(), self.outputs());
        quote! {
            let (#value, #pullback) = #vjp #turbofish(#(#arguments),*);
            #seed
            #counted
        }
    }

    /// The value, by a call of its own, and how many outputs there are.
    pub(super) fn counted(&self) -> TokenStream {
        let (value, primal) = (linked("value"), self.primal());
        let (seed, outputs) = (self.seed(), self.outputs());
        quote!(let #value = #primal; #seed #outputs)
    }

    fn primal(&self) -> TokenStream {
        let target = self.target;
        let (primal, turbofish) = (target.linked_path("primal"), target.turbofish());
        let arguments = target.linked_arguments();
        quote!(#primal #turbofish(#(#arguments),*))
    }

    /// How many floats there are in the parameters of which it matters.
    fn counts(&self) -> TokenStream {
        let (target, float) = (self.target, self.float);
        let runtime = &target.runtime;
        let counted = |matrix: &&Matrix| matrix.size.is_none() || matrix.parameter.in_place();
        let counts = self.matrices.iter().filter(counted).map(|matrix| {
            let (parameter, ident) = (matrix.parameter, &matrix.parameter.ident);
            let carrier = &parameter.carrier;
            let count = super::count(carrier).or_else(|| match carrier.referent() {
                Carrier::Slice(element) | Carrier::Vec(element) => {
                    let each = Literal::usize_unsuffixed(element.count()?);
                    Some(quote!(#ident.len() * #each))
                }
                _ => None,
            });
            let count = count.unwrap_or_else(|| {
                let zero = types::zero_of(parameter, ident, target.floats());
                let ty = types::owned(carrier, runtime);
                quote!({
                    let mut zero: #ty = #zero;
                    #runtime::Elements::<#float>::count_elements(&mut zero)
                })
            });
            let name = local(parameter, "count");
            quote!(let #name = #count;)
        });
        counts.collect()
    }

    /// A zero seed of the result, if there is one.
    fn seed(&self) -> Option<TokenStream> {
        let target = self.target;
        (!target.signature.returns_nothing()).then(|| {
            let (value, seed) = (linked("value"), linked("seed"));
            let result = &target.signature.result;
            let zero = types::zero(&result.shape(), &quote!(&#value), target.floats());
            let ty = types::owned(result, &target.runtime);
            quote!(let mut #seed: #ty = #zero;)
        })
    }

    /// How many outputs there are, and which is the first of each parameter that is written in place.
    fn outputs(&self) -> TokenStream {
        let (target, float) = (self.target, self.float);
        let (runtime, outputs, seed) = (&target.runtime, linked("outputs"), linked("seed"));
        let own = if target.signature.returns_nothing() {
            quote!(0)
        } else {
            quote!(#runtime::Elements::<#float>::count_elements(&mut #seed))
        };
        let in_place = target.in_place().map(|parameter| {
            let (first, count) = (local(parameter, "first"), local(parameter, "count"));
            quote! {
                let #first = #outputs;
                let #outputs = #outputs + #count;
            }
        });
        quote!(let #outputs = #own; #(#in_place)*)
    }

    fn checks(&self) -> TokenStream {
        let target = self.target;
        let (runtime, outputs) = (&target.runtime, linked("outputs"));
        let function = target.companion("jacobian_into").to_string();
        let checks = self.dynamic().map(|matrix| {
            let (place, count) = (&matrix.place, local(matrix.parameter, "count"));
            let parameter = matrix.parameter.ident.to_string();
            quote!(#runtime::check_size(#function, #parameter, &#place, (#outputs, #count));)
        });
        checks.collect()
    }

    fn columns_alone(&self) -> TokenStream {
        let tangents = (!self.in_batches).then(|| self.tangents());
        let columns = self.columns();
        quote!(#tangents #columns)
    }

    /// A loop over the outputs.
    fn stored_rows(&self) -> TokenStream {
        let target = self.target;
        let runtime = &target.runtime;
        let [row, seed, outputs, pullback] = ["row", "seed", "outputs", "pullback"].map(linked);
        let (one, zero) = (self.number(1.0), self.number(0.0));
        let nothing = target.signature.returns_nothing();
        let set_seed =
            |value: &TokenStream| (!nothing).then(|| quote!(#seed.set_element(#row, #value);));
        let (seeded, cleared) = (set_seed(&one), set_seed(&zero));
        let seed = if nothing {
            quote!(())
        } else {
            quote!(#seed.clone())
        };
        let buffers = self.matrices.iter().map(|matrix| self.buffer(matrix, &row));
        let matrix_of = |parameter: &Parameter| {
            let mut matrices = self.matrices.iter();
            let own = |matrix: &&Matrix| std::ptr::eq(matrix.parameter, parameter);
            matrices.find(own)
        };
        let parameters = target.signature.parameters.iter().map(matrix_of);
        let (mut slots, mut returned) = (Vec::new(), Vec::new());
        for matrix in parameters {
            let buffer = matrix.filter(|matrix| matrix.parameter.carrier.is_reference());
            slots.push(match buffer.map(|matrix| (matrix.bar(), matrix.lent())) {
                Some((bar, Some(Lent::Floats))) => quote!(#runtime::Some(#bar)),
                Some((bar, Some(Lent::Arrays))) => quote!(#runtime::Some(#bar.as_chunks_mut().0)),
                Some((bar, None)) => quote!(#runtime::Some(&mut #bar)),
                None => quote!(#runtime::None),
            });
            let value = matrix.filter(|matrix| !matrix.parameter.carrier.is_reference());
            returned.push(match value.map(Matrix::bar) {
                Some(bar) => quote!(mut #bar),
                None => quote!(_),
            });
        }
        let returned = bare_or_tuple(&returned);
        let not_lent = self
            .matrices
            .iter()
            .filter(|matrix| matrix.lent().is_none());
        let set = not_lent.map(|matrix| {
            let (place, bar) = (&matrix.place, matrix.bar());
            quote!(#runtime::set_row(&mut #place, #row, &mut #bar);)
        });
        quote! {
            use #runtime::Elements as _;
            for #row in 0..#outputs {
                #seeded
                #(#buffers)*
                let #returned = #pullback(#seed, #(#slots),*);
                #cleared
                #(#set)*
            }
        }
    }

    /// What the cotangent of a parameter is added to, if it is behind a reference.
    fn buffer(&self, matrix: &Matrix, row: &Ident) -> Option<TokenStream> {
        let (target, parameter) = (self.target, matrix.parameter);
        if !parameter.carrier.is_reference() {
            return None;
        }
        let (bar, one) = (matrix.bar(), self.number(1.0));
        let first = local(parameter, "first");
        let number = quote!(::core::primitive::usize::wrapping_sub(#row, #first));
        let in_place = parameter.in_place();
        Some(if matrix.lent().is_some() {
            let (lent, zero) = (matrix.row(row), self.number(0.0));
            let runtime = &target.runtime;
            let seeded = in_place.then(|| {
                quote!(if let #runtime::Some(element) = #bar.get_mut(#number) { *element = #one; })
            });
            quote! {
                let #bar = #lent;
                #bar.fill(#zero);
                #seeded
            }
        } else {
            let zero = types::zero_of(parameter, &parameter.ident, target.floats());
            let ty = types::owned(&parameter.carrier, &target.runtime);
            let seeded = in_place.then(|| quote!(#bar.set_element(#number, #one);));
            quote! {
                let mut #bar: #ty = #zero;
                #seeded
            }
        })
    }
}
