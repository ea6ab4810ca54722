//! What `#[derive(Differentiable)]` writes: the tangent of a struct, and the linear operations on it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericParam, Generics, Member, Type, WherePredicate};

use super::types;
use crate::derive::{Declaration, Field};
use crate::syntax::carrier::Carrier;

/// The tangent type of a struct, if it is not the struct itself, and its traits.
pub(crate) fn tangent(declaration: &Declaration) -> TokenStream {
    let writer = Writer::new(declaration);
    let mut tokens = TokenStream::new();
    if !declaration.own {
        tokens.extend(writer.declaration());
        tokens.extend(writer.held());
        tokens.extend(writer.coordinates(&writer.tangent));
        tokens.extend(writer.differentiable(&writer.tangent));
    }
    tokens.extend(writer.differentiable(&declaration.ident));
    tokens.extend(writer.coordinates(&declaration.ident));
    tokens.extend(writer.linear());
    tokens
}

struct Writer<'a> {
    declaration: &'a Declaration,
    /// Its tangent.
    tangent: Ident,
    /// The fields that have one, and its types.
    active: Vec<(&'a Field, TokenStream)>,
    /// With what the tangents of fields must be, where type parameters leave that open.
    generics: Generics,
}

impl<'a> Writer<'a> {
    fn new(declaration: &'a Declaration) -> Self {
        let runtime = &declaration.runtime;
        let active = declaration.fields.iter().filter(|f| !f.is_constant());
        let active = active.map(|field| (field, types::owned(&field.carrier, runtime)));
        let mut generics = declaration.generics.clone();
        let floats: Vec<&Type> = declaration
            .fields
            .iter()
            .filter_map(|field| scalar(&field.carrier))
            .collect();
        let parameters: Vec<Ident> = generics.type_params().map(|p| p.ident.clone()).collect();
        for parameter in parameters {
            let is_float = floats.iter().any(|ty| is_parameter(ty, &parameter));
            let mentioned = declaration
                .fields
                .iter()
                .filter(|field| !field.is_constant())
                .any(|field| mentions(&field.ty.to_token_stream(), &parameter));
            let bounds: Vec<WherePredicate> = match (is_float, mentioned) {
                (true, _) => vec![syn::parse_quote!(
                    #parameter: #runtime::Differentiable<Tangent = #parameter> + #runtime::Tangent
                )],
                (false, true) => vec![
                    syn::parse_quote!(#parameter: #runtime::Differentiable),
                    syn::parse_quote!(<#parameter as #runtime::Differentiable>::Tangent:
                        #runtime::Differentiable<Tangent = <#parameter as #runtime::Differentiable>::Tangent>),
                ],
                (false, false) => Vec::new(),
            };
            generics.make_where_clause().predicates.extend(bounds);
        }
        Writer {
            declaration,
            tangent: if declaration.own {
                declaration.ident.clone()
            } else {
                format_ident!("{}Tangent", declaration.ident)
            },
            active: active.collect(),
            generics,
        }
    }

    /// `struct FooTangent { .. }`
    fn declaration(&self) -> TokenStream {
        let Declaration { ident, vis, .. } = self.declaration;
        let (tangent, generics) = (&self.tangent, self.without_defaults());
        let clause = &generics.where_clause;
        let about = format!(
            "The tangent of [`{ident}`]: a derivative along one direction, or by each field.\n\n\
             Fields that are held constant are left out."
        );
        let field = |member: &Member| format!("The tangent of [`{ident}::{}`].", shown(member));
        let body = if self.declaration.named {
            let fields = self.active.iter().map(|(Field { member, vis, .. }, ty)| {
                let about = field(member);
                quote!(#[doc = #about] #vis #member: #ty)
            });
            quote!(#clause { #(#fields,)* })
        } else {
            let fields = self.declaration.fields.iter().map(
                |Field {
                     member,
                     vis,
                     carrier,
                     ..
                 }| {
                    let about = field(member);
                    let ty = types::owned(carrier, &self.declaration.runtime);
                    quote!(#[doc = #about] #vis #ty)
                },
            );
            quote!((#(#fields,)*) #clause;)
        };
        let derived = self.derived();
        quote! {
            #[doc = #about]
            #vis struct #tangent #generics #body
            #derived
        }
    }

    /// The traits of `core`, as far as the tangents of the fields have them.
    fn derived(&self) -> TokenStream {
        let tangent = &self.tangent;
        let (header, arguments, clause) = self.generics.split_for_impl();
        let all = self.all();
        let members: Vec<&Member> = all.iter().map(|(member, _)| *member).collect();
        let types: Vec<&TokenStream> = all.iter().map(|(_, ty)| ty).collect();
        let known: Vec<&WherePredicate> = clause
            .iter()
            .flat_map(|clause| &clause.predicates)
            .collect();
        // Whether such a bound holds is found out where the impl is used.
        let derived = |bound: TokenStream, body: TokenStream| {
            quote! {
                #[automatically_derived]
                impl #header #bound for #tangent #arguments
                where #(#known,)* #(for<'known> #types: #bound),*
                { #body }
            }
        };
        let default = self.built(|_, _| quote!(::core::default::Default::default()));
        let cloned = self.built(|member, _| quote!(::core::clone::Clone::clone(&self.#member)));
        let names = members.iter().map(|member| shown(member));
        let name = tangent.to_string();
        let (builder, fields) = if self.declaration.named {
            (
                quote!(debug_struct),
                quote!(#(.field(#names, &self.#members))*),
            )
        } else {
            (quote!(debug_tuple), quote!(#(.field(&self.#members))*))
        };
        let mut tokens = quote! {
            #[automatically_derived]
            impl #header ::core::clone::Clone for #tangent #arguments #clause {
                #[inline]
                fn clone(&self) -> Self { #cloned }
            }
        };
        tokens.extend(derived(quote!(::core::marker::Copy), TokenStream::new()));
        tokens.extend(derived(
            quote!(::core::default::Default),
            quote!(#[inline] fn default() -> Self { #default }),
        ));
        tokens.extend(derived(
            quote!(::core::cmp::PartialEq),
            quote!(#[inline] fn eq(&self, other: &Self) -> bool { true #(&& self.#members == other.#members)* }),
        ));
        tokens.extend(derived(
            quote!(::core::fmt::Debug),
            quote! {
                fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    formatter.#builder(#name) #fields.finish()
                }
            },
        ));
        tokens
    }

    /// What stands for the fields of a struct that is held constant, and in its tangent for the fields that are: it has
    /// their names and no size.
    fn held(&self) -> TokenStream {
        let Declaration {
            ident,
            vis,
            runtime,
            fields,
            ..
        } = self.declaration;
        let generics = self.without_defaults();
        let (header, arguments, clause) = generics.split_for_impl();
        let types: Vec<_> = fields.iter().map(|field| &field.ty).collect();
        let constant = quote!(#runtime::Constant { constant_of: ::core::marker::PhantomData });
        let constants = fields.iter().map(|_| &constant);
        let (declared, ty, value) = if self.declaration.named {
            let held = format_ident!("{ident}Constants");
            let names: Vec<&Member> = fields.iter().map(|field| &field.member).collect();
            let marker = Ident::new("parameters", Span::mixed_site());
            let phantoms = parameters(&generics);
            let declared = quote! {
                #[doc(hidden)]
                #[allow(missing_docs, dead_code)]
                #vis struct #held #generics #clause {
                    #(pub #names: #runtime::Constant<#types>,)*
                    #marker: ::core::marker::PhantomData<fn() -> (#(#phantoms,)*)>
                }
            };
            let value = quote!(#held {
                #(#names: #constants,)*
                #marker: ::core::marker::PhantomData
            });
            (Some(declared), quote!(#held #arguments), value)
        } else {
            let ty = quote!((#(#runtime::Constant<#types>,)*));
            (None, ty, quote!((#(#constants,)*)))
        };
        let written = cfg!(feature = "alloc").then(|| {
            quote! {
                #[inline]
                fn constants_mut<'constants>() -> &'constants mut Self::Constants
                where
                    Self: 'constants,
                { #runtime::held(#value) }
            }
        });
        let of_tangent = self.held_in_tangent();
        quote! {
            #declared
            #[automatically_derived]
            impl #header #runtime::HasFields for #ident #arguments #clause {
                type Constants = #ty;
                #[inline]
                fn constants<'constants>() -> &'constants Self::Constants
                where
                    Self: 'constants,
                { &#value }
                #written
            }
            #of_tangent
        }
    }

    fn held_in_tangent(&self) -> Option<TokenStream> {
        let Declaration {
            ident,
            runtime,
            fields,
            named,
            ..
        } = self.declaration;
        if !named || !fields.iter().any(Field::is_constant) {
            return None;
        }
        let tangent = &self.tangent;
        let generics = self.without_defaults();
        let (header, arguments, clause) = generics.split_for_impl();
        let fields = quote!(<#ident #arguments as #runtime::HasFields>);
        let written = cfg!(feature = "alloc").then(|| {
            quote! {
                #[automatically_derived]
                impl #header ::core::ops::DerefMut for #tangent #arguments #clause {
                    #[inline]
                    fn deref_mut(&mut self) -> &mut Self::Target { #fields::constants_mut() }
                }
            }
        });
        Some(quote! {
            #[automatically_derived]
            impl #header ::core::ops::Deref for #tangent #arguments #clause {
                type Target = #fields::Constants;
                #[inline]
                fn deref(&self) -> &Self::Target { #fields::constants() }
            }
            #written
        })
    }

    /// That a type, the struct or its tangent, has this tangent.
    fn differentiable(&self, of: &Ident) -> TokenStream {
        let (tangent, runtime) = (&self.tangent, &self.declaration.runtime);
        let (header, arguments, clause) = self.generics.split_for_impl();
        let zero = self.built(|member, _| quote!(#runtime::zero_tangent(&self.#member)));
        quote! {
            #[automatically_derived]
            impl #header #runtime::Differentiable for #of #arguments #clause {
                type Tangent = #tangent #arguments;
                #[inline]
                fn zero_tangent(&self) -> Self::Tangent { #zero }
            }
            #[automatically_derived]
            impl #header #runtime::algebra::Operand for #of #arguments #clause {
                type Value = Self;
                #[inline]
                fn get(&self) -> &Self { self }
            }
        }
    }

    fn linear(&self) -> TokenStream {
        let (tangent, runtime) = (&self.tangent, &self.declaration.runtime);
        let (header, arguments, clause) = self.generics.split_for_impl();
        let all = self.all();
        let members: Vec<&Member> = all.iter().map(|(member, _)| *member).collect();
        let types: Vec<&TokenStream> = all.iter().map(|(_, ty)| ty).collect();
        let float = Ident::new("F", Span::mixed_site());
        let mut scaling = self.generics.clone();
        scaling
            .params
            .push(syn::parse_quote!(#float: #runtime::Float));
        let bounds = scaling.make_where_clause();
        for ty in &types {
            bounds
                .predicates
                .push(syn::parse_quote!(#ty: #runtime::Scale<#float>));
        }
        let (scaling, _, scalable) = scaling.split_for_impl();
        let scaled = self.built(|member, _| quote!(#runtime::Scale::scaled(&self.#member, factor)));
        let mut elements = self.generics.clone();
        elements.params.push(syn::parse_quote!(#float));
        let bounds = elements.make_where_clause();
        for ty in &types {
            bounds
                .predicates
                .push(syn::parse_quote!(#ty: #runtime::Elements<#float>));
        }
        let (listing, _, listed) = elements.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #header #runtime::Tangent for #tangent #arguments #clause {
                #[inline]
                fn accumulate(&mut self, other: &Self) {
                    #(#runtime::Tangent::accumulate(&mut self.#members, &other.#members);)*
                }
            }
            #[automatically_derived]
            impl #scaling #runtime::Scale<#float> for #tangent #arguments #scalable {
                #[inline]
                fn scaled(&self, factor: #float) -> Self { #scaled }
                #[inline]
                fn dot(&self, other: &Self) -> #float {
                    #float::zero() #(+ #runtime::Scale::<#float>::dot(&self.#members, &other.#members))*
                }
            }
            #[automatically_derived]
            impl #listing #runtime::Elements<#float> for #tangent #arguments #listed {
                #[inline]
                fn for_each_element(&mut self, visit: &mut impl ::core::ops::FnMut(&mut #float)) {
                    #(#runtime::Elements::<#float>::for_each_element(&mut self.#members, visit);)*
                }
            }
        }
    }

    /// The floats of a type, one by one, for the gradient checker.
    fn coordinates(&self, of: &Ident) -> TokenStream {
        if !cfg!(feature = "alloc") {
            return TokenStream::new();
        }
        let runtime = &self.declaration.runtime;
        let mut generics = self.generics.clone();
        let (_, arguments, _) = self.generics.split_for_impl();
        let own = self.declaration.own || *of == self.tangent;
        let bounds = generics.make_where_clause();
        bounds
            .predicates
            .push(syn::parse_quote!(for<'known> #of #arguments: ::core::clone::Clone));
        for (field, tangent) in &self.active {
            let ty = &field.ty;
            let ty = if own { tangent.clone() } else { quote!(#ty) };
            bounds
                .predicates
                .push(syn::parse_quote!(for<'known> #ty: #runtime::check::Coordinates));
        }
        let (header, _, clause) = generics.split_for_impl();
        let seed = (*of == self.tangent).then(|| {
            quote! {
                #[automatically_derived]
                impl #header #runtime::check::Seed for #of #arguments #clause {
                    type Passed<'a> = Self where Self: 'a;
                    fn passed(&self) -> Self { ::core::clone::Clone::clone(self) }
                }
            }
        });
        let members = self.active.iter().map(|(field, _)| &field.member);
        let names = self.active.iter().map(|(field, _)| shown(&field.member));
        quote! {
            #[automatically_derived]
            impl #header #runtime::check::Coordinates for #of #arguments #clause {
                fn visit(&mut self, visitor: &mut #runtime::check::Visitor<'_>) {
                    #(visitor.field(#names, &mut self.#members);)*
                }
            }
            #seed
        }
    }

    /// The fields of the tangent, and their types.
    fn all(&self) -> Vec<(&Member, TokenStream)> {
        let active = self.active.iter();
        active
            .map(|(field, ty)| (&field.member, ty.clone()))
            .collect()
    }

    /// A tangent of parts; what holds the place of a constant in a tuple is nothing.
    fn built(&self, part: impl Fn(&Member, &TokenStream) -> TokenStream) -> TokenStream {
        let tangent = &self.tangent;
        let constants = self
            .declaration
            .fields
            .iter()
            .filter(|field| field.is_constant());
        let constants = constants.filter(|_| !self.declaration.named);
        let constants = constants.map(|Field { member, .. }| quote!(#member: ()));
        let active = self.active.iter().map(|(Field { member, .. }, ty)| {
            let part = part(member, ty);
            quote!(#member: #part)
        });
        quote!(#tangent { #(#active,)* #(#constants,)* })
    }

    fn without_defaults(&self) -> Generics {
        let mut generics = self.generics.clone();
        for parameter in &mut generics.params {
            match parameter {
                GenericParam::Type(parameter) => parameter.default = None,
                GenericParam::Const(parameter) => parameter.default = None,
                GenericParam::Lifetime(_) => {}
            }
        }
        generics
    }
}

/// How a field is called in documentation and reports.
fn shown(member: &Member) -> String {
    match member {
        Member::Named(ident) => ident.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// The float at the bottom of a type.
fn scalar(carrier: &Carrier) -> Option<&Type> {
    match carrier {
        Carrier::Scalar(ty) => Some(ty),
        Carrier::Array(inner, _)
        | Carrier::Slice(inner)
        | Carrier::Vec(inner)
        | Carrier::Reference(inner) => scalar(inner),
        Carrier::Tuple(fields) => fields.iter().find_map(scalar),
        Carrier::Inert | Carrier::Foreign(_) => None,
    }
}

fn is_parameter(ty: &Type, parameter: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(parameter))
}

fn mentions(tokens: &TokenStream, name: &Ident) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == *name,
        proc_macro2::TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}

/// Every type and lifetime parameter as a type.
fn parameters(generics: &Generics) -> Vec<TokenStream> {
    let types = generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => {
                let ident = &parameter.ident;
                Some(quote!(#ident))
            }
            GenericParam::Lifetime(parameter) => {
                let lifetime = &parameter.lifetime;
                Some(quote!(&#lifetime ()))
            }
            GenericParam::Const(_) => None,
        });
    types.collect()
}
