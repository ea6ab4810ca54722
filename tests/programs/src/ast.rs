//! What a program is: typed, with every variable known by a number, whatever its name.

mod chain;
mod structure;

use std::rc::Rc;

pub use chain::{Access, Adaptor, Chain, Cut, End, Source};
pub use structure::{Field, Struct, position_of_field};

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
    /// `Vec<T>`: how long it is, only the value tells.
    Vec(Box<Type>),
    /// One of the program's own.
    Struct(Rc<Struct>),
    /// That of a closure, by what it returns; no value has it.
    Closure(Box<Type>),
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
    /// `&mut T`
    Mutable,
    /// `&mut [T]`, for an array of T
    MutableSlice,
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
    /// Anything but `Value` for parameters, parts of sequences and what iterators give.
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
    /// Whose it is, in an `impl` block: a method, if its first parameter is called `self`.
    pub host: Option<Rc<Struct>>,
    /// `jvp = g_jvp, vjp = g_vjp`: its rules are the companions of a function that computes the same.
    pub rules: Option<usize>,
    /// The float type that `T: Scalar` stands for, if it is generic.
    pub generic: Option<Type>,
    /// What it calls, it passes to a function that does.
    pub passes: bool,
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
    /// The structs, each of which has only those before it in its fields.
    pub structs: Vec<Rc<Struct>>,
    /// The functions.
    pub functions: Vec<Function>,
    /// With second derivatives.
    pub twice: bool,
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
    /// An array, a tuple or a struct.
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
    /// `for pattern in chain { … }`
    For {
        /// What it binds in each trip.
        pattern: Pattern,
        /// What it goes through.
        chain: Chain,
        /// What `break` and `continue` call the loop.
        label: Label,
        /// `#[checkpoint(states)]`, or `#[checkpoint]` for none at all.
        checkpoint: Option<usize>,
        /// The body.
        body: Vec<Stmt>,
        /// Written as `chain.for_each(|pattern| { … });`
        each: bool,
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
    /// `match value { pattern if guard => { … } }`
    Match(Expr, Vec<Arm<Vec<Stmt>>>),
    /// `let pattern = value else { … };`
    LetElse {
        /// What it binds.
        pattern: Pattern,
        /// What it takes apart.
        value: Expr,
        /// Where the pattern does not fit; the end is never reached.
        otherwise: Vec<Stmt>,
    },
    /// `let name = |pattern: type| value;`
    Closure {
        /// Its variable.
        id: Id,
        /// The types of its parameters.
        types: Vec<Type>,
        /// `move`
        moving: bool,
        /// What it does.
        closure: Closure,
    },
    /// `place.method(argument);`
    Change(Change, Expr, Vec<Expr>),
    /// `core::mem::swap(&mut place, &mut place);`
    Exchange(Expr, Expr),
    /// `value;`
    Effect(Expr),
    /// `break`, of the innermost loop or of another.
    Break(Option<Label>),
    /// `continue`, of the innermost loop or of another.
    Continue(Option<Label>),
    /// `return value;`
    Return(Expr),
}

/// The number of a loop, unique in its function.
pub type Label = usize;

/// A method that changes a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// `v.push(x)`
    Push,
    /// `v.swap(i, j)`
    Swap,
    /// `v.fill(x)`
    Fill,
    /// `v.copy_from_slice(&w)`
    Copy,
}

/// `pattern if guard => body`
#[derive(Clone, Debug)]
pub struct Arm<B> {
    /// What it is for.
    pub pattern: Pattern,
    /// What must hold, too.
    pub guard: Option<Expr>,
    /// What is done then.
    pub body: B,
}

/// `|pattern, pattern| value`
#[derive(Clone, Debug)]
pub struct Closure {
    /// What the arguments are bound to.
    pub params: Vec<Pattern>,
    /// The value, after statements.
    pub body: Block,
}

/// What a value is compared with, and what is bound to its parts.
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
    /// `S { x: p, y: q }`
    Struct(Rc<Struct>, Vec<Pattern>),
    /// `&p`
    Reference(Box<Pattern>),
    /// A number.
    Number(i64),
    /// `first..=last`
    Numbers(i64, i64),
    /// `p | q`
    Or(Vec<Pattern>),
    /// `name @ p`
    At(Id, Box<Pattern>),
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
    /// `tuple.0`, `place.name`
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
    /// `S { x: p, y: q, ..rest }`
    Struct {
        /// Which.
        of: Rc<Struct>,
        /// What is in each field that is given.
        parts: Vec<(usize, Expr)>,
        /// What has the others.
        rest: Option<Box<Expr>>,
    },
    /// `g(x, y)`, `x.g(y)`; what `g` takes by reference is borrowed.
    Call(usize, Vec<Expr>),
    /// `{ …; x }`
    Block(Block),
    /// `if condition { x } else { y }`
    If(Box<Expr>, Block, Block),
    /// `x < y`
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `is_below(x, y)`, or `place_below(x, y)` of type `usize`: what a function without a derivative selects.
    Selected(Type, Box<Expr>, Box<Expr>),
    /// `x && y`
    Connected(Connective, Box<Expr>, Box<Expr>),
    /// `!x`
    Not(Box<Expr>),
    /// `array.len()`
    Length(Box<Expr>),
    /// `let pattern = value`, as a condition
    Fits(Pattern, Box<Expr>),
    /// `match value { pattern if guard => value }`
    Match(Box<Expr>, Vec<Arm<Block>>),
    /// What an iterator ends in.
    Chain(Box<Chain>, Box<End>),
    /// `closure(x, y)`
    Apply(Id, Vec<Expr>),
    /// `place[start..end]`, where a slice is wanted
    Part(Box<Expr>, usize, usize),
    /// `place.split_at(n)`, in so many elements and so many more
    Split(Box<Expr>, usize, usize),
    /// A sequence as a `Vec` of its own: `vec![x, y]`, `vec![x; n]`, `v.clone()`, `a.to_vec()`
    Owned(Box<Expr>),
    /// `&mut place`, as an argument
    Mutable(Box<Expr>),
}

impl Passing {
    /// Whether what is behind it is written.
    #[must_use]
    pub fn is_mutable(self) -> bool {
        matches!(self, Passing::Mutable | Passing::MutableSlice)
    }
}

impl Binding {
    /// Whether it, or what is behind it, can be assigned to.
    #[must_use]
    pub fn is_mutable(&self) -> bool {
        self.mutable || self.passing.is_mutable()
    }
}

impl Function {
    /// The parameters that are differentiated with respect to.
    #[must_use]
    pub fn is_active(&self, param: Param) -> bool {
        !param.constant && self.bindings[param.id].ty.carries_float()
    }

    /// Whether it has a receiver.
    #[must_use]
    pub fn is_method(&self) -> bool {
        let first = self.params.first();
        first.is_some_and(|param| self.bindings[param.id].name == "self")
    }

    /// Whether it writes what is behind a parameter.
    #[must_use]
    pub fn is_in_place(&self) -> bool {
        let mut passings = self
            .params
            .iter()
            .map(|param| self.bindings[param.id].passing);
        passings.any(Passing::is_mutable)
    }

    /// Whether it returns before its end.
    #[must_use]
    pub fn returns_early(&self) -> bool {
        let is_return = |stmt: &Stmt| matches!(stmt, Stmt::Return(_));
        self.body.stmts.iter().any(|stmt| stmt.any(&is_return))
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
