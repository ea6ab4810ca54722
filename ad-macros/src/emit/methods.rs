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
    let is_binary = linkage == "Linkage2";
    let functions = methods
        .iter()
        .map(|method| functions(&linkage, method, is_binary));
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

fn functions(linkage: &Ident, Method { name, operation }: &Method, is_binary: bool) -> TokenStream {
    let linked = |function: &str| linked_method(name, function);
    let (receiver, jvp, vjp, pullback, linearize) = (
        linked("receiver"),
        linked("jvp"),
        linked("vjp"),
        linked("pullback"),
        linked("linearize"),
    );
    let (twice_jvp, twice_vjp, twice_pullback) = (
        linked("twice_jvp"),
        linked("twice_vjp"),
        linked("twice_pullback"),
    );
    let of = quote!(#linkage::<#operation>);
    let (generics, taken, passed, marker, bound, output) = if is_binary {
        (
            quote!(<Y: Operand>),
            quote!(y: &Y,),
            quote!(y,),
            quote!(_: impl Sized,),
            quote!(Self: Sized, Self::Value: Binary<#operation, Y::Value>,),
            quote!(Of2<#operation, Self, Y>),
        )
    } else {
        (
            quote!(),
            quote!(),
            quote!(),
            quote!(),
            quote!(Self: Sized, Self::Value: Unary<#operation>,),
            quote!(Of1<#operation, Self>),
        )
    };
    let second = is_binary.then(|| quote!(Y));
    let captured = quote!(use<Self, #second>);
    let dots = |suffix: &str| {
        let (x, y) = (format_ident!("x_{suffix}"), format_ident!("y_{suffix}"));
        let y_taken = is_binary.then(|| quote!(#y: Option<&DotOf<Y>>,));
        let y = is_binary.then(|| quote!(#y,));
        (quote!(#x: Option<&DotOf<Self>>, #y_taken), quote!(#x, #y))
    };
    let (dots_taken, dots) = {
        let (taken, passed) = dots("dot");
        (taken, passed)
    };
    let more = |suffix: &str| {
        let (x, y) = (format_ident!("x_{suffix}"), format_ident!("y_{suffix}"));
        let y_taken = is_binary.then(|| quote!(#y: Option<&DotOf<Y>>,));
        let y = is_binary.then(|| quote!(#y,));
        (quote!(#x: Option<&DotOf<Self>>, #y_taken), quote!(#x, #y))
    };
    let ((along_taken, along), (dot_along_taken, dot_along)) = (more("along"), more("dot_along"));
    let slots = {
        let y = is_binary.then(|| quote!(Slot<'_, Y>,));
        quote!(Slot<'_, Self>, #y)
    };
    let (units, twice_units) = if is_binary {
        (quote!(((), ())), quote!(((), (), (), ())))
    } else {
        (quote!(()), quote!(((), ())))
    };
    let tangent = quote!(TangentOf<#output>);
    let flags = if is_binary {
        quote!(&[bool; 2])
    } else {
        quote!(&[bool; 1])
    };
    let pulled = quote!(impl Fn(#tangent, #slots) -> #units + #captured);
    let pulled_twice =
        quote!(impl Fn((#tangent, #tangent), #slots #slots) -> #twice_units + #captured);
    let given = {
        let y = is_binary.then(|| quote!(Option<&DotOf<Y>>,));
        quote!(Option<&DotOf<Self>>, #y)
    };
    let forward = quote!(<#of as DifferentiableTwice>::FORWARD_MODE);
    quote! {
        #[inline]
        fn #receiver(&self, _: &impl Sized, _: impl Sized, #marker) {}

        #[inline]
        fn #jvp #generics (&self, #taken #dots_taken) -> (#output, #tangent) where #bound {
            #of::jvp(self, #passed #dots)
        }

        #[inline]
        fn #linearize #generics (&self, #taken flags: #flags)
            -> (#output, impl Fn(#given) -> #tangent + #captured) where #bound
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

        #[inline]
        fn #twice_jvp #generics (&self, #taken #dots_taken #along_taken #dot_along_taken)
            -> ((#output, #tangent), (#tangent, #tangent)) where #bound
        {
            #forward.linked_jvp(self, #passed #dots #along #dot_along)
        }

        #[inline]
        fn #twice_vjp #generics (&self, #taken #dots_taken) -> ((#output, #tangent), #pulled_twice) where #bound {
            #forward.linked_vjp(self, #passed #dots)
        }

        #[inline]
        fn #twice_pullback #generics (&self, #taken #dots_taken) -> #pulled_twice where #bound {
            #forward.linked_pullback(self, #passed #dots)
        }
    }
}
