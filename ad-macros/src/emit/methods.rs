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
use syn::{Token, braced, parenthesized, token};

use super::linkage::linked_method;
use super::signature::bare_or_tuple;

/// Methods by name, each with its operation, of one linkage.
struct Methods {
    linkage: Ident,
    methods: Punctuated<Method, Token![,]>,
}

/// `dot: Dot`, or `column(usize): Column` where the second operand is an index.
struct Method {
    name: Ident,
    index: Option<Ident>,
    operation: Ident,
}

impl Parse for Method {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name = input.parse()?;
        let index = if input.peek(token::Paren) {
            let content;
            parenthesized!(content in input);
            Some(content.parse()?)
        } else {
            None
        };
        input.parse::<Token![:]>()?;
        let operation = input.parse()?;
        Ok(Method {
            name,
            index,
            operation,
        })
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
    /// The type of the second operand, if there is one.
    second: Option<TokenStream>,
    /// The linkage of the operation.
    of: TokenStream,
    /// What the operation gives, and its tangent.
    output: TokenStream,
    tangent: TokenStream,
    /// Of the second operand: its type if that may be any, itself as a parameter and as an argument.
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
    fn of(linkage: &Ident, method: &'m Method) -> Self {
        let Method {
            name,
            index,
            operation,
        } = method;
        let second = match index {
            _ if linkage == "Linkage1" => None,
            Some(index) => Some(quote!(#index)),
            None => Some(quote!(Y)),
        };
        let (output, rule) = match &second {
            None => (quote!(Of1<#operation, Self>), quote!(Unary<#operation>)),
            Some(y) => (
                quote!(Of2<#operation, Self, #y>),
                quote!(Binary<#operation, <#y as Operand>::Value>),
            ),
        };
        // An index is passed by value, and is nothing that a closure captures.
        let (generics, taken, passed, captured) = match (&second, index) {
            (None, _) => Default::default(),
            (Some(y), None) => (quote!(<Y: Operand>), quote!(y: &#y,), quote!(y,), quote!(Y)),
            (Some(y), Some(_)) => {
                let nothing = TokenStream::new();
                (nothing.clone(), quote!(y: #y,), quote!(&y,), nothing)
            }
        };
        let slot = second.iter().map(|y| quote!(Slot<'_, #y>,));
        Functions {
            name,
            slots: quote!(Slot<'_, Self>, #(#slot)*),
            second,
            of: quote!(#linkage::<#operation>),
            tangent: quote!(TangentOf<#output>),
            output,
            generics,
            taken,
            passed,
            bound: quote!(Self: Sized, Self::Value: #rule,),
            captured: quote!(use<Self, #captured>),
        }
    }

    /// The tangents of the operands, as parameters and as arguments.
    fn dots(&self, suffix: &str) -> (TokenStream, TokenStream) {
        let (x, y) = (format_ident!("x_{suffix}"), format_ident!("y_{suffix}"));
        let taken = self
            .second
            .iter()
            .map(|of| quote!(#y: Option<&DotOf<#of>>,));
        let taken = quote!(#x: Option<&DotOf<Self>>, #(#taken)*);
        let passed = self.second.iter().map(|_| &y);
        (taken, quote!(#x, #(#passed,)*))
    }

    /// As many empty values as there are operands, so many times.
    fn units(&self, times: usize) -> TokenStream {
        bare_or_tuple(&vec![quote!(()); self.operands() * times])
    }

    fn operands(&self) -> usize {
        1 + usize::from(self.second.is_some())
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
        let operands = self.operands();
        let markers = self.second.iter().map(|_| quote!(_: impl Sized,));
        let given = self.second.iter().map(|y| quote!(Option<&DotOf<#y>>,));
        let (dots_taken, dots) = self.dots("dot");
        let units = self.units(1);
        let pulled = quote!(impl Fn(#tangent, #slots) -> #units + #captured);
        quote! {
            #[inline]
            fn #receiver(&self, _: &impl Sized, _: impl Sized, #(#markers)*) {}

            #[inline]
            fn #jvp #generics (&self, #taken #dots_taken) -> (#output, #tangent) where #bound {
                #of::jvp(self, #passed #dots)
            }

            #[inline]
            fn #linearize #generics (&self, #taken flags: &[bool; #operands])
                -> (#output, impl Fn(Option<&DotOf<Self>>, #(#given)*) -> #tangent + #captured) where #bound
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
