//! What a program is: typed, with every variable known by a number, whatever its name.

use crate::primitives::SPECIAL;

/// A variable of a function: an index into its bindings.
pub type Id = usize;

/// A type.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `f64`
    F64,
    /// `f32`
    F32,
    /// `i32`
    I32,
    /// `usize`
    Usize,
    /// `bool`
    Bool,
    /// `[T; N]`
    Array(Box<Type>, usize),
    /// `(T, U)`
    Tuple(Vec<Type>),
}

/// How a parameter takes its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// `T`
    Value,
    /// `&T`
    Reference,
    /// `&[T]`, for an array of T
    Slice,
    /// `Vec<T>`, for an array of T
    Vec,
}

/// What is known of a variable.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Not unique: variables shadow each other.
    pub name: String,
    /// Its type; of a reference, that of what is behind it.
    pub ty: Type,
    /// Declared `mut`.
    pub mutable: bool,
    /// Anything but `Value` for parameters only.
    pub passing: Passing,
    /// What is known of its type comes from its uses alone, as in `let c = 2.0;`.
    pub loose: bool,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its variable.
    pub id: Id,
    /// Not differentiated with respect to.
    pub constant: bool,
}

/// A function with `#[differentiate]`.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name, unique in the program.
    pub name: String,
    /// The parameters.
    pub params: Vec<Param>,
    /// The type of the result.
    pub result: Type,
    /// The body.
    pub body: Block,
    /// All variables, those of inner blocks included.
    pub bindings: Vec<Binding>,
}

/// Functions, each of which calls only those before it; the last is the subject.
#[derive(Clone, Debug)]
pub struct Program {
    /// What it was generated from.
    pub seed: u64,
    /// The functions.
    pub functions: Vec<Function>,
    /// The arguments of the subject at which everything is well defined.
    pub point: Vec<Constant>,
}

/// A value without a derivative.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// Of type `f64`.
    Double(f64),
    /// Of type `f32`.
    Single(f32),
    /// Of an integer type.
    Integer(i64),
    /// An array or a tuple.
    List(Vec<Constant>),
}

/// Statements and a value.
#[derive(Clone, Debug)]
pub struct Block {
    /// The statements.
    pub stmts: Vec<Stmt>,
    /// The value.
    pub value: Box<Expr>,
}

/// A statement.
#[derive(Clone, Debug)]
pub enum Stmt {
    /// `let pattern: type = value;`
    Let {
        /// What it binds.
        pattern: Pattern,
        /// The type, where it is written.
        ascription: Option<Type>,
        /// Absent where initialisation is deferred.
        value: Option<Expr>,
    },
    /// `place op= value;`
    Assign {
        /// A variable or a part of one.
        place: Expr,
        /// `None` for `=`.
        operator: Option<Operator>,
        /// The right-hand side.
        value: Expr,
    },
    /// `(place, place) = value;`
    Destructure {
        /// Variables or parts of them.
        places: Vec<Expr>,
        /// A tuple.
        value: Expr,
    },
    /// `const NAME: type = value;`
    Const {
        /// Its variable.
        id: Id,
        /// Literals only.
        value: Expr,
    },
    /// `{ … }`
    Block(Vec<Stmt>),
    /// `if condition { … } else { … }`, without the latter where it is empty.
    If {
        /// What decides.
        condition: Expr,
        /// What is done then.
        then: Vec<Stmt>,
        /// What is done otherwise.
        otherwise: Vec<Stmt>,
    },
    /// `for name in range { … }`
    For {
        /// The counter.
        id: Id,
        /// What it counts.
        range: Range,
        /// What `break` and `continue` call the loop.
        label: Label,
        /// `#[checkpoint(states)]`, or `#[checkpoint]` for none at all.
        checkpoint: Option<usize>,
        /// The body.
        body: Vec<Stmt>,
    },
    /// `while condition { … }`
    While {
        /// Whether there is another trip.
        condition: Expr,
        /// What `break` and `continue` call the loop.
        label: Label,
        /// The body.
        body: Vec<Stmt>,
    },
    /// `break`, of the innermost loop or of another.
    Break(Option<Label>),
    /// `continue`, of the innermost loop or of another.
    Continue(Option<Label>),
    /// `return value;`
    Return(Expr),
}

/// The number of a loop, unique in its function.
pub type Label = usize;

/// `start..end`
#[derive(Clone, Debug)]
pub struct Range {
    /// The first number.
    pub start: Expr,
    /// The end.
    pub end: Expr,
    /// `start..=end`
    pub inclusive: bool,
    /// `(start..end).rev()`
    pub reversed: bool,
}

/// What a `let` binds.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// `name` or `mut name`
    Name(Id),
    /// `_`
    Wild,
    /// `(p, q)`
    Tuple(Vec<Pattern>),
    /// `[p, q]`
    Array(Vec<Pattern>),
}

/// An operator of two operands of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

/// A comparison of two numbers of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `==`, of integers
    Equal,
    /// `!=`, of integers
    Different,
}

/// An operator of two conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connective {
    /// `&&`
    And,
    /// `||`
    Or,
}

/// An expression.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A literal of a float type, never negative.
    Float(f64, Type),
    /// A literal of an integer type.
    Integer(i64, Type),
    /// A variable; through a reference, what is behind it.
    Var(Id),
    /// `array[index]`
    Index(Box<Expr>, Box<Expr>),
    /// `tuple.0`
    Field(Box<Expr>, usize),
    /// `-x`
    Negate(Box<Expr>),
    /// `x + y`
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `x.sin()`, or `f64::sin(x)`.
    Method {
        /// A name in the table of primitives.
        name: &'static str,
        /// Written as a path.
        path: bool,
        /// The receiver first.
        operands: Vec<Expr>,
    },
    /// `x as T`
    Cast(Box<Expr>, Type),
    /// `constant(x)`
    Constant(Box<Expr>),
    /// `(x, y)`
    Tuple(Vec<Expr>),
    /// `[x, y]`
    Array(Vec<Expr>),
    /// `[x; n]`
    Repeat(Box<Expr>, usize),
    /// `g(x, y)`; what `g` takes by reference is borrowed.
    Call(usize, Vec<Expr>),
    /// `{ …; x }`
    Block(Block),
    /// `if condition { x } else { y }`
    If(Box<Expr>, Block, Block),
    /// `x < y`
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `x && y`
    Connected(Connective, Box<Expr>, Box<Expr>),
    /// `!x`
    Not(Box<Expr>),
    /// `array.len()`
    Length(Box<Expr>),
}

impl Type {
    /// `f64` or `f32`.
    #[must_use]
    pub fn is_float(&self) -> bool {
        matches!(self, Type::F64 | Type::F32)
    }

    /// `i32` or `usize`.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        matches!(self, Type::I32 | Type::Usize)
    }

    /// The parts of an aggregate.
    #[must_use]
    pub fn parts(&self) -> Vec<Type> {
        match self {
            Type::Array(element, length) => vec![(**element).clone(); *length],
            Type::Tuple(fields) => fields.clone(),
            _ => Vec::new(),
        }
    }

    /// Whether the type or one of its parts satisfies `test`.
    pub fn any(&self, test: &dyn Fn(&Type) -> bool) -> bool {
        test(self)
            || match self {
                Type::Array(element, _) => element.any(test),
                Type::Tuple(fields) => fields.iter().any(|field| field.any(test)),
                _ => false,
            }
    }

    /// Whether a float is in it.
    #[must_use]
    pub fn carries_float(&self) -> bool {
        self.any(&Type::is_float)
    }
}

impl Function {
    /// The parameters that are differentiated with respect to.
    #[must_use]
    pub fn is_active(&self, param: Param) -> bool {
        !param.constant && self.bindings[param.id].ty.carries_float()
    }

    /// Whether it returns before its end.
    #[must_use]
    pub fn returns_early(&self) -> bool {
        let is_return = |stmt: &Stmt| matches!(stmt, Stmt::Return(_));
        self.body.stmts.iter().any(|stmt| stmt.any(&is_return))
    }

    /// Whether the compiler knows the type of an expression by what it is made of.
    #[must_use]
    pub fn is_known(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Float(_, ty) => *ty == Type::F32,
            Expr::Integer(_, ty) => *ty == Type::Usize,
            Expr::Var(id) => !self.bindings[*id].loose,
            Expr::Index(x, _) | Expr::Field(x, _) => self.is_known(x),
            Expr::Negate(x) | Expr::Constant(x) | Expr::Repeat(x, _) => self.is_known(x),
            Expr::Binary(_, x, y) => self.is_known(x) && self.is_known(y),
            Expr::Tuple(parts) | Expr::Array(parts) => parts.iter().all(|part| self.is_known(part)),
            Expr::Block(block) => self.is_known(&block.value),
            Expr::If(_, then, otherwise) => {
                self.is_known(&then.value) && self.is_known(&otherwise.value)
            }
            Expr::Compare(..) | Expr::Connected(..) | Expr::Not(_) | Expr::Length(_) => true,
            Expr::Method { name, operands, .. } if SPECIAL.contains(name) => {
                self.is_known(&operands[0])
            }
            Expr::Method { .. } | Expr::Cast(..) | Expr::Call(..) => true,
        }
    }

    /// The type of an expression of this function.
    #[must_use]
    pub fn type_of(&self, expr: &Expr, functions: &[Function]) -> Type {
        match expr {
            Expr::Float(_, ty) | Expr::Integer(_, ty) | Expr::Cast(_, ty) => ty.clone(),
            Expr::Var(id) => self.bindings[*id].ty.clone(),
            Expr::Index(array, _) => match self.type_of(array, functions) {
                Type::Array(element, _) => *element,
                other => unreachable!("an element of {other:?}"),
            },
            Expr::Field(tuple, field) => self.type_of(tuple, functions).parts()[*field].clone(),
            Expr::Method { name, operands, .. } => {
                let operand = self.type_of(&operands[0], functions);
                match *name {
                    "sin_cos" => Type::Tuple(vec![operand.clone(), operand]),
                    _ => operand,
                }
            }
            Expr::Negate(x) | Expr::Constant(x) | Expr::Binary(_, x, _) => {
                self.type_of(x, functions)
            }
            Expr::Tuple(parts) => {
                let parts = parts.iter().map(|part| self.type_of(part, functions));
                Type::Tuple(parts.collect())
            }
            Expr::Array(parts) => {
                let element = self.type_of(&parts[0], functions);
                Type::Array(Box::new(element), parts.len())
            }
            Expr::Repeat(x, length) => Type::Array(Box::new(self.type_of(x, functions)), *length),
            Expr::Call(callee, _) => functions[*callee].result.clone(),
            Expr::Block(block) | Expr::If(_, block, _) => self.type_of(&block.value, functions),
            Expr::Compare(..) | Expr::Connected(..) | Expr::Not(_) => Type::Bool,
            Expr::Length(_) => Type::Usize,
        }
    }
}

impl Program {
    /// The function to differentiate.
    ///
    /// # Panics
    /// If there are no functions.
    #[must_use]
    pub fn subject(&self) -> &Function {
        self.functions.last().expect("a program has a subject")
    }
}
