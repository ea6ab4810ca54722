//! The linkage of operations as methods: what the runtime gives to values of which no one has told whether they are of a type
//! of the user's, with methods of its own, or of a library's.
//!
//! ```text
//! Linkage1 { norm: Norm }   →   fn norm_differentiated_vjp(&self) -> .. { Linkage1::<Norm>::vjp(self) }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Token, braced};

use super::linkage::linked_method;
use super::signature::bare_or_tuple;

/// Methods by name, each with its operation, of one linkage.
struct Methods {
    linkage: Ident,
    methods: Punctuated<Method, Token![,]>,
}

struct Method {
    name: Ident,
    operation: Ident,
}

impl Parse for Method {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let operation = input.parse()?;
        Ok(Method { name, operation })
    }
}

impl Parse for Methods {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let linkage = input.parse()?;
        let content;
        braced!(content in input);
        let methods = Punctuated::parse_terminated(&content)?;
        Ok(Methods { linkage, methods })
    }
}

/// The functions of the trait of the runtime.
pub(crate) fn methods(input: TokenStream) -> syn::Result<TokenStream> {
    let Methods { linkage, methods } = syn::parse2(input)?;
    let functions = methods.iter().map(|method| {
        let functions = Functions::of(&linkage, method);
        let (first, second) = (functions.of_first_order(), functions.of_second_order());
        quote!(#first #second)
    });
    let name = format_ident!("MethodsOf{linkage}");
    Ok(quote! {
        /// Operations as methods.
        #[doc(hidden)]
        #[allow(missing_docs, clippy::missing_docs_in_private_items, clippy::type_complexity)]
        pub trait #name: Operand {
            #(#functions)*
        }

        impl<X: Operand> #name for X {}
    })
}

/// The functions of a method, and what they are made of.
struct Functions<'m> {
    name: &'m Ident,
    is_binary: bool,
    /// The linkage of the operation.
    of: TokenStream,
    /// What the operation gives, and its tangent.
    output: TokenStream,
    tangent: TokenStream,
    /// Of the second operand: its type, as a parameter and as an argument.
    generics: TokenStream,
    taken: TokenStream,
    passed: TokenStream,
    /// That there is a rule.
    bound: TokenStream,
    /// What closures capture: types alone.
    captured: TokenStream,
    /// The cotangents of the operands.
    slots: TokenStream,
}

impl<'m> Functions<'m> {
    fn of(linkage: &Ident, Method { name, operation }: &'m Method) -> Self {
        let is_binary = linkage == "Linkage2";
        let output = if is_binary {
            quote!(Of2<#operation, Self, Y>)
        } else {
            quote!(Of1<#operation, Self>)
        };
        let rule = if is_binary {
            quote!(Binary<#operation, Y::Value>)
        } else {
            quote!(Unary<#operation>)
        };
        let second = |tokens: TokenStream| {
            if is_binary {
                tokens
            } else {
                TokenStream::new()
            }
        };
        let (slot, captured) = (second(quote!(Slot<'_, Y>,)), second(quote!(Y)));
        Functions {
            name,
            is_binary,
            of: quote!(#linkage::<#operation>),
            tangent: quote!(TangentOf<#output>),
            output,
            generics: second(quote!(<Y: Operand>)),
            taken: second(quote!(y: &Y,)),
            passed: second(quote!(y,)),
            bound: quote!(Self: Sized, Self::Value: #rule,),
            captured: quote!(use<Self, #captured>),
            slots: quote!(Slot<'_, Self>, #slot),
        }
    }

    /// The tangents of the operands, as parameters and as arguments.
    fn dots(&self, suffix: &str) -> (TokenStream, TokenStream) {
        let (x, y) = (format_ident!("x_{suffix}"), format_ident!("y_{suffix}"));
        let second = self.is_binary.then_some(y);
        let taken = second.iter().map(|y| quote!(#y: Option<&DotOf<Y>>,));
        let taken = quote!(#x: Option<&DotOf<Self>>, #(#taken)*);
        let passed = second.iter();
        (taken, quote!(#x, #(#passed,)*))
    }

    /// As many empty values as there are operands, so many times.
    fn units(&self, times: usize) -> TokenStream {
        let operands = if self.is_binary { 2 } else { 1 };
        bare_or_tuple(&vec![quote!(()); operands * times])
    }

    fn of_first_order(&self) -> TokenStream {
        let Functions {
            name,
            of,
            output,
            tangent,
            generics,
            taken,
            passed,
            bound,
            captured,
            slots,
            ..
        } = self;
        let [receiver, jvp, vjp, pullback, linearize] =
            ["receiver", "jvp", "vjp", "pullback", "linearize"]
                .map(|function| linked_method(name, function));
        let markers = self.is_binary.then(|| quote!(_: impl Sized,));
        let operands = if self.is_binary { 2_usize } else { 1 };
        let given = self.is_binary.then(|| quote!(Option<&DotOf<Y>>,));
        let (dots_taken, dots) = self.dots("dot");
        let units = self.units(1);
        let pulled = quote!(impl Fn(#tangent, #slots) -> #units + #captured);
        quote! {
            #[inline]
            fn #receiver(&self, _: &impl Sized, _: impl Sized, #markers) {}

            #[inline]
            fn #jvp #generics (&self, #taken #dots_taken) -> (#output, #tangent) where #bound {
                #of::jvp(self, #passed #dots)
            }

            #[inline]
            fn #linearize #generics (&self, #taken flags: &[bool; #operands])
                -> (#output, impl Fn(Option<&DotOf<Self>>, #given) -> #tangent + #captured) where #bound
            {
                #of::linearize(self, #passed flags)
            }

            #[inline]
            fn #vjp #generics (&self, #taken) -> (#output, #pulled) where #bound {
                #of::lent_vjp(self, #passed)
            }

            #[inline]
            fn #pullback #generics (&self, #taken) -> #pulled where #bound {
                #of::lent_pullback(self, #passed)
            }
        }
    }

    fn of_second_order(&self) -> TokenStream {
        let Functions {
            name,
            of,
            output,
            tangent,
            generics,
            taken,
            passed,
            bound,
            captured,
            slots,
            ..
        } = self;
        let [jvp, vjp, pullback] = ["twice_jvp", "twice_vjp", "twice_pullback"]
            .map(|function| linked_method(name, function));
        let [
            (dots_taken, dots),
            (along_taken, along),
            (dots_along_taken, dots_along),
        ] = ["dot", "along", "dot_along"].map(|suffix| self.dots(suffix));
        let units = self.units(2);
        let pulled = quote!(impl Fn((#tangent, #tangent), #slots #slots) -> #units + #captured);
        let forward = quote!(<#of as DifferentiableTwice>::FORWARD_MODE);
        quote! {
            #[inline]
            fn #jvp #generics (&self, #taken #dots_taken #along_taken #dots_along_taken)
                -> ((#output, #tangent), (#tangent, #tangent)) where #bound
            {
                #forward.linked_jvp(self, #passed #dots #along #dots_along)
            }

            #[inline]
            fn #vjp #generics (&self, #taken #dots_taken) -> ((#output, #tangent), #pulled) where #bound {
                #forward.linked_vjp(self, #passed #dots)
            }

            #[inline]
            fn #pullback #generics (&self, #taken #dots_taken) -> #pulled where #bound {
                #forward.linked_pullback(self, #passed #dots)
            }
        }
    }
}
