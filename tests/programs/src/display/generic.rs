//! Generic functions as Rust: `T` for one of the float types.

use super::Source;
use crate::ast::{Function, Type};

const PARAMETERS: &str = "<T: Scalar>";

impl Source<'_> {
    /// Whether `T` stands for a type.
    pub(super) fn is_generic(&self, ty: &Type) -> bool {
        self.function.generic.as_ref() == Some(ty)
    }

    /// A type as it is written in this function.
    pub(super) fn ty(&self, ty: &Type) -> String {
        self.generic(ty.to_string())
    }

    /// A type that is written already, with `T` for the float that it stands for.
    pub(super) fn generic(&self, ty: String) -> String {
        match &self.function.generic {
            Some(float) => ty.replace(&float.to_string(), "T"),
            None => ty,
        }
    }

    /// The type parameters of the function itself.
    pub(super) fn parameters(&self) -> &'static str {
        match self.function.generic.is_some() && !self.function.is_of_generic_host() {
            true => PARAMETERS,
            false => "",
        }
    }

    /// Those of the `impl` block around it.
    pub(super) fn parameters_of_host(&self) -> &'static str {
        match self.function.is_of_generic_host() {
            true => PARAMETERS,
            false => "",
        }
    }

    /// The type arguments of a call, which a literal would not tell.
    pub(super) fn arguments(&self, callee: &Function) -> String {
        match &callee.generic {
            Some(float) if !callee.is_of_generic_host() => match float {
                Type::F64 if callee.name.len().is_multiple_of(2) => String::new(),
                float => format!("::<{}>", self.ty(float)),
            },
            _ => String::new(),
        }
    }
}

impl Function {
    /// Whether `T` is a parameter of the `impl` block that it is in.
    fn is_of_generic_host(&self) -> bool {
        let host = self.host.as_deref();
        self.generic.is_some() && host.is_some_and(|host| host.argument == self.generic)
    }
}
