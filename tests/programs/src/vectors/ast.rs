//! Programs of vectors and matrices.

/// Of a vector or a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Whether no type tells the sizes.
    pub(crate) dynamic: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Float,
    Matrix(Shape),
    /// So many of them, in a slice if it is a parameter, otherwise in a `Vec`.
    List(Shape, usize),
    /// The struct of [`FIELDS`].
    Struct,
    Index,
    /// A closure, of floats.
    Closure,
}

const fn matrix(rows: usize, columns: usize) -> Shape {
    Shape {
        rows,
        columns,
        dynamic: false,
    }
}

/// The fields of the struct that parameters may be.
pub(crate) const FIELDS: [(&str, Type); 3] = [
    ("position", Type::Matrix(matrix(3, 1))),
    ("inertia", Type::Matrix(matrix(3, 3))),
    ("mass", Type::Float),
];

#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) ty: Type,
    /// Whether it is a reference to what its type says.
    pub(crate) reference: bool,
    pub(crate) mutable: bool,
}

/// A variable, by its position in those of its function.
pub(crate) type Id = usize;

#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) variables: Vec<Variable>,
    /// The first variables are the parameters.
    pub(crate) params: usize,
    /// Which of them have a derivative.
    pub(crate) active: Vec<bool>,
    pub(crate) result: Type,
    pub(crate) body: Block,
}

/// A function that is checked, with the functions that it calls before it.
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) seed: u64,
    /// `f32` or `f64`.
    pub(crate) float: &'static str,
    /// Whether there are second derivatives.
    pub(crate) twice: bool,
    pub(crate) functions: Vec<Function>,
    /// The floats of each argument; of an index, its value.
    pub(crate) point: Vec<Vec<f64>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) statements: Vec<Statement>,
    pub(crate) value: Option<Box<Expr>>,
}

#[derive(Clone, Debug)]
pub(crate) enum Statement {
    /// `let x: T = value;`
    Let {
        variable: Id,
        ascribed: bool,
        value: Expr,
    },
    /// `let f = |x, y| body;`
    Closure {
        variable: Id,
        params: Vec<Id>,
        body: Expr,
    },
    /// `place = value;`, or `place += value;`
    Assign {
        place: Place,
        operator: Option<char>,
        value: Expr,
    },
    /// `std::mem::swap(&mut x, &mut y);`
    Swap(Id, Id),
    If {
        condition: Condition,
        then: Block,
        otherwise: Option<Block>,
    },
    /// `for i in 0..count { .. }`, or the same by `while`.
    For {
        index: Id,
        count: Count,
        by_while: bool,
        body: Block,
    },
    /// `for x in list { .. }`
    Each { item: Id, list: Id, body: Block },
    /// `if condition { break; }`
    Break(Condition),
    /// `if condition { return value; }`
    Return(Condition, Expr),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Count {
    Number(usize),
    /// A parameter.
    Variable(Id),
}

#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) variable: Id,
    pub(crate) element: Option<Element>,
}

/// Of a matrix.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Element {
    /// `v[i]`, in the order of memory.
    At(Index),
    /// `m[(i, j)]`
    Of(Index, Index),
    /// `v.x`
    Named(usize),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Index {
    Number(usize),
    /// `(i + offset) % modulus`
    Variable(Id, usize, usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) left: Expr,
    pub(crate) less: bool,
    pub(crate) right: Expr,
}

#[derive(Clone, Debug)]
pub(crate) struct Expr {
    pub(crate) ty: Type,
    pub(crate) kind: Kind,
}

/// Methods by name, of a matrix or of something made of it.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Literal(f64),
    Read(Id),
    /// `body.mass`
    Field(Id, usize),
    /// `points[i]`
    Item(Id, Index),
    Element(Box<Expr>, Element),
    Negated(Box<Expr>),
    Binary(char, Box<Expr>, Box<Expr>),
    /// `x.sin()`
    Scalar(&'static str, Box<Expr>),
    Power(Box<Expr>, i32),
    /// `m.norm()`, `a.dot(&b)`, `m.lu().solve(&b).unwrap()`
    Method(Method, Vec<Expr>),
    /// `m.column(i)`, or a row.
    Part(&'static str, Box<Expr>, Index),
    Made(Maker, Vec<Expr>),
    /// `a.map(|x| body)`
    Map(Box<Expr>, Id, Box<Expr>),
    /// `a.zip_map(&b, |x, y| body)`
    ZipMap(Box<[Expr; 2]>, [Id; 2], Box<Expr>),
    /// `a.iter().map(|x| body).sum::<T>()`
    SumOf(Box<Expr>, Id, Box<Expr>),
    Choice(Box<Condition>, Block, Block),
    /// Of a function of the program.
    Call(usize, Vec<Expr>),
    /// Of a closure.
    Apply(Id, Vec<Expr>),
}

/// How a method is written, and which function of matrices it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Method {
    pub(crate) operation: Operation,
    /// Before the last argument, if there are two: `.dot(`.
    pub(crate) written: &'static str,
    /// After it.
    pub(crate) after: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Copy,
    Norm,
    NormSquared,
    Sum,
    Mean,
    Trace,
    Determinant,
    LnDeterminant,
    Dot,
    Cross,
    ComponentMul,
    ComponentDiv,
    Normalize,
    Transpose,
    TransposeMul,
    Scale,
    Unscale,
    Inverse,
    Solve,
    Lower,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Maker {
    /// `Vector3::new(x, y, z)`, row by row.
    New,
    /// `Vector3::repeat(x)`
    Repeat,
    /// `Vector3::from([x, y, z])`, or `DVector::from_vec(vec![..])`: column by column.
    FromColumns,
    /// `Matrix2::from_row_slice(&[..])`
    FromRows,
    /// `Vector3::zeros()`
    Zeros,
    Identity,
    /// `Matrix3::from_fn(|i, j| ..)`, of numbers.
    FromFn,
}

impl Shape {
    pub(crate) fn new(rows: usize, columns: usize, dynamic: bool) -> Shape {
        Shape {
            rows,
            columns,
            dynamic,
        }
    }

    pub(crate) fn count(self) -> usize {
        self.rows * self.columns
    }

    pub(crate) fn transposed(self) -> Shape {
        Shape::new(self.columns, self.rows, self.dynamic)
    }

    pub(crate) fn is_square(self) -> bool {
        self.rows == self.columns
    }

    pub(crate) fn square(self) -> Shape {
        Shape::new(self.rows, self.rows, self.dynamic)
    }
}

impl Operation {
    pub(crate) fn is_of_two(self) -> bool {
        use Operation::{
            ComponentDiv, ComponentMul, Cross, Dot, Scale, Solve, TransposeMul, Unscale,
        };
        matches!(
            self,
            ComponentDiv | ComponentMul | Cross | Dot | Scale | Solve | TransposeMul | Unscale
        )
    }
}

impl Expr {
    /// The operands of what is computed of these alone.
    pub(crate) fn operands(&self) -> Vec<&Expr> {
        match &self.kind {
            Kind::Negated(x) | Kind::Part(_, x, _) => vec![x],
            Kind::Binary(_, x, y) => vec![x, y],
            Kind::Method(_, operands) | Kind::Made(_, operands) => operands.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a field is in it, of which no declaration tells the type.
    pub(crate) fn is_of_field(&self) -> bool {
        match &self.kind {
            Kind::Field(..) => true,
            Kind::Element(x, _) | Kind::Scalar(_, x) | Kind::Power(x, _) => x.is_of_field(),
            _ => self.operands().into_iter().any(Expr::is_of_field),
        }
    }
}

impl Type {
    /// The number of floats in a value.
    pub(crate) fn count(self) -> usize {
        match self {
            Type::Float | Type::Index => 1,
            Type::Matrix(shape) => shape.count(),
            Type::List(shape, length) => shape.count() * length,
            Type::Struct => FIELDS.iter().map(|(_, ty)| ty.count()).sum(),
            Type::Closure => 0,
        }
    }

    pub(crate) fn shape(self) -> Shape {
        match self {
            Type::Matrix(shape) | Type::List(shape, _) => shape,
            _ => Shape::new(1, 1, false),
        }
    }
}

impl Function {
    pub(crate) fn is_active(&self, param: Id) -> bool {
        self.active.get(param).copied().unwrap_or(false)
    }
}
