//! Solutions of linear systems, and what decompositions are for: by their own rules, not through the elimination.
//!
//! The tangent of a decomposition is that of the matrix it is of, so that factors, once found, serve the value and the
//! derivatives. The rules are those of Giles 2008, "Collected matrix derivative results for forward and reverse mode
//! algorithmic differentiation"; of the Cholesky factor, of Murray 2016, "Differentiation of the Cholesky decomposition".

use nalgebra::allocator::Allocator;
use nalgebra::{Cholesky, DefaultAllocator, Dim, DimMin, LU, OMatrix};

use super::Real;
use crate::algebra::{self, Binary, Determinant, Inverse, LnDeterminant, Lower, Lu, Solve, Unary};

type Square<T, D> = OMatrix<T, D, D>;

/// What a matrix can be solved by: its factors, or those of its transpose.
trait Factors<T: Real, D: Dim>: Clone
where
    DefaultAllocator: Allocator<D, D>,
{
    /// A⁻¹ b
    fn solved<C: Dim>(&self, b: &OMatrix<T, D, C>) -> OMatrix<T, D, C>
    where
        DefaultAllocator: Allocator<D, C>;

    /// A⁻ᵀ b
    fn solved_transposed<C: Dim>(&self, b: &OMatrix<T, D, C>) -> OMatrix<T, D, C>
    where
        DefaultAllocator: Allocator<D, C>;

    /// A⁻¹
    fn inverted(&self) -> Square<T, D>;
}

impl<T: Real, D: DimMin<D, Output = D>> Factors<T, D> for LU<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    #[inline]
    #[track_caller]
    fn solved<C: Dim>(&self, b: &OMatrix<T, D, C>) -> OMatrix<T, D, C>
    where
        DefaultAllocator: Allocator<D, C>,
    {
        self.solve(b).expect("the matrix is singular")
    }

    /// A = Pᵀ L U, hence A⁻ᵀ = Pᵀ L⁻ᵀ U⁻ᵀ.
    #[inline]
    #[track_caller]
    fn solved_transposed<C: Dim>(&self, b: &OMatrix<T, D, C>) -> OMatrix<T, D, C>
    where
        DefaultAllocator: Allocator<D, C>,
    {
        let factors = self.lu_internal();
        let order = factors.nrows();
        let mut x = b.clone();
        let regular = factors.tr_solve_upper_triangular_mut(&mut x);
        assert!(regular, "the matrix is singular");
        for mut x in x.column_iter_mut() {
            for row in (0..order).rev() {
                let mut sum = x[row];
                for below in row + 1..order {
                    sum -= factors[(below, row)] * x[below];
                }
                x[row] = sum;
            }
        }
        self.p().inv_permute_rows(&mut x);
        x
    }

    #[inline]
    #[track_caller]
    fn inverted(&self) -> Square<T, D> {
        self.try_inverse().expect("the matrix is singular")
    }
}

impl<T: Real, D: Dim> Factors<T, D> for Cholesky<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    #[inline]
    fn solved<C: Dim>(&self, b: &OMatrix<T, D, C>) -> OMatrix<T, D, C>
    where
        DefaultAllocator: Allocator<D, C>,
    {
        let mut x = b.clone();
        self.solve_mut(&mut x);
        x
    }

    #[inline]
    fn solved_transposed<C: Dim>(&self, b: &OMatrix<T, D, C>) -> OMatrix<T, D, C>
    where
        DefaultAllocator: Allocator<D, C>,
    {
        self.solved(b)
    }

    #[inline]
    fn inverted(&self) -> Square<T, D> {
        self.inverse()
    }
}

/// Rules of decompositions, each an implementation for both of them.
macro_rules! of_decompositions {
    ($([$($generics:tt)*] $Factors:ty;)*) => {$(
        /// x = A⁻¹ b: dx = A⁻¹ (db − dA x). In reverse, with λ = A⁻ᵀ x̄, b̄ = λ and Ā = −λ xᵀ.
        impl<T: Real, $($generics)*, C: Dim> Binary<Solve, OMatrix<T, D, C>> for $Factors
        where
            DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<D, C> + Allocator<C, D>,
        {
            type Output = OMatrix<T, D, C>;
            type Point = (Self, OMatrix<T, D, C>);

            #[inline]
            #[track_caller]
            fn value(factors: &Self, b: &OMatrix<T, D, C>) -> Self::Output {
                factors.solved(b)
            }

            #[inline]
            fn point(factors: &Self, _: &OMatrix<T, D, C>, x: &Self::Output) -> Self::Point {
                (factors.clone(), x.clone())
            }

            #[inline]
            fn left((factors, x): &Self::Point, a_dot: &Square<T, D>) -> Self::Output {
                -factors.solved(&(a_dot * x))
            }

            #[inline]
            fn left_transposed(point: &Self::Point, x_bar: &Self::Output) -> Square<T, D> {
                <Self as Binary<Solve, OMatrix<T, D, C>>>::transposed(point, x_bar).0
            }

            #[inline]
            fn right((factors, _): &Self::Point, b_dot: &OMatrix<T, D, C>) -> Self::Output {
                factors.solved(b_dot)
            }

            #[inline]
            fn right_transposed((factors, _): &Self::Point, x_bar: &Self::Output) -> OMatrix<T, D, C> {
                factors.solved_transposed(x_bar)
            }

            #[inline]
            fn transposed((factors, x): &Self::Point, x_bar: &Self::Output) -> (Square<T, D>, OMatrix<T, D, C>) {
                let b_bar = factors.solved_transposed(x_bar);
                (-(&b_bar * x.transpose()), b_bar)
            }

            /// −A⁻¹ (dA δx + δA dx)
            #[inline]
            fn second(
                point: &Self::Point,
                (a_dot, b_dot): (&Square<T, D>, &OMatrix<T, D, C>),
                (a_along, b_along): (&Square<T, D>, &OMatrix<T, D, C>),
            ) -> Self::Output {
                let (factors, x) = point;
                let x_dot = factors.solved(&(b_dot - a_dot * x));
                let x_along = factors.solved(&(b_along - a_along * x));
                -factors.solved(&(a_dot * x_along + a_along * x_dot))
            }

            /// With λ = A⁻ᵀ w and μ = A⁻ᵀ dAᵀ λ: μ xᵀ − λ dxᵀ, and −μ.
            #[inline]
            fn second_transposed(
                (factors, x): &Self::Point,
                (a_dot, b_dot): (&Square<T, D>, &OMatrix<T, D, C>),
                x_dot_bar: &Self::Output,
            ) -> (Square<T, D>, OMatrix<T, D, C>) {
                let x_dot = factors.solved(&(b_dot - a_dot * x));
                let lambda = factors.solved_transposed(x_dot_bar);
                let mu = factors.solved_transposed(&a_dot.tr_mul(&lambda));
                (&mu * x.transpose() - lambda * x_dot.transpose(), -mu)
            }
        }

        /// Z = A⁻¹
        impl<T: Real, $($generics)*> Unary<Inverse> for $Factors
        where
            DefaultAllocator: Allocator<D, D> + Allocator<D>,
        {
            type Output = Square<T, D>;
            type Point = Square<T, D>;

            #[inline]
            #[track_caller]
            fn value(factors: &Self) -> Self::Output {
                factors.inverted()
            }

            #[inline]
            fn point(_: &Self, z: &Self::Output) -> Self::Point {
                z.clone()
            }

            #[inline]
            fn linear(z: &Self::Point, a_dot: &Square<T, D>) -> Self::Output {
                <Square<T, D> as Unary<Inverse>>::linear(z, a_dot)
            }

            #[inline]
            fn transposed(z: &Self::Point, z_bar: &Self::Output) -> Square<T, D> {
                <Square<T, D> as Unary<Inverse>>::transposed(z, z_bar)
            }

            #[inline]
            fn second(z: &Self::Point, a_dot: &Square<T, D>, along: &Square<T, D>) -> Self::Output {
                <Square<T, D> as Unary<Inverse>>::second(z, a_dot, along)
            }

            #[inline]
            fn second_transposed(z: &Self::Point, a_dot: &Square<T, D>, z_dot_bar: &Self::Output) -> Square<T, D> {
                <Square<T, D> as Unary<Inverse>>::second_transposed(z, a_dot, z_dot_bar)
            }
        }

        /// d = det A: dd = d tr(A⁻¹ dA)
        impl<T: Real, $($generics)*> Unary<Determinant> for $Factors
        where
            DefaultAllocator: Allocator<D, D> + Allocator<D>,
        {
            type Output = T;
            /// A⁻¹ and d.
            type Point = (Square<T, D>, T);

            #[inline]
            fn value(factors: &Self) -> T {
                factors.determinant()
            }

            #[inline]
            fn point(factors: &Self, &d: &T) -> Self::Point {
                (factors.inverted(), d)
            }

            #[inline]
            fn linear((z, d): &Self::Point, a_dot: &Square<T, D>) -> T {
                *d * trace_of_product(z, a_dot)
            }

            #[inline]
            fn transposed((z, d): &Self::Point, &d_bar: &T) -> Square<T, D> {
                z.transpose() * (*d * d_bar)
            }

            #[inline]
            fn second((z, d): &Self::Point, a_dot: &Square<T, D>, along: &Square<T, D>) -> T {
                let both = trace_of_product(z, a_dot) * trace_of_product(z, along);
                *d * (both - trace_of_product(&(z * a_dot), &(z * along)))
            }

            #[inline]
            fn second_transposed((z, d): &Self::Point, a_dot: &Square<T, D>, &d_dot_bar: &T) -> Square<T, D> {
                let across = z * a_dot * z;
                (z * trace_of_product(z, a_dot) - across).transpose() * (*d * d_dot_bar)
            }
        }
    )*};
}

of_decompositions! {
    [D: DimMin<D, Output = D>] LU<T, D, D>;
    [D: Dim] Cholesky<T, D>;
}

/// tr(A B)
#[inline]
fn trace_of_product<T: Real, D: Dim>(a: &Square<T, D>, b: &Square<T, D>) -> T
where
    DefaultAllocator: Allocator<D, D>,
{
    a.tr_dot(b)
}

/// The factors of `A`; the tangent is the same.
impl<T: Real, D: DimMin<D, Output = D>> Unary<Lu> for Square<T, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    type Output = LU<T, D, D>;
    type Point = D;

    #[inline]
    fn value(a: &Self) -> Self::Output {
        a.clone().lu()
    }

    #[inline]
    fn point(a: &Self, _: &Self::Output) -> D {
        a.shape_generic().0
    }

    #[inline]
    fn linear(_: &D, a_dot: &Self) -> Self {
        a_dot.clone()
    }

    #[inline]
    fn transposed(_: &D, a_bar: &Self) -> Self {
        a_bar.clone()
    }

    #[inline]
    fn second(&order: &D, _: &Self, _: &Self) -> Self {
        OMatrix::zeros_generic(order, order)
    }

    #[inline]
    fn second_transposed(&order: &D, _: &Self, _: &Self) -> Self {
        OMatrix::zeros_generic(order, order)
    }
}

/// The factor of `A`, of which the lower triangle is read; its tangent is symmetric.
impl<T: Real, D: Dim> Unary<algebra::Cholesky> for Square<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Output = Cholesky<T, D>;
    type Point = D;

    #[inline]
    #[track_caller]
    fn value(a: &Self) -> Self::Output {
        let factor = a.clone().cholesky();
        factor.expect("the matrix is not positive definite")
    }

    #[inline]
    fn point(a: &Self, _: &Self::Output) -> D {
        a.shape_generic().0
    }

    #[inline]
    fn linear(_: &D, a_dot: &Self) -> Self {
        let mut a_dot = a_dot.clone();
        a_dot.fill_upper_triangle_with_lower_triangle();
        a_dot
    }

    #[inline]
    fn transposed(_: &D, a_bar: &Self) -> Self {
        let mut sum = a_bar.clone();
        for column in 0..sum.ncols() {
            for row in 0..column {
                let above = sum[(row, column)];
                sum[(column, row)] += above;
                sum[(row, column)] = T::zero();
            }
        }
        sum
    }

    #[inline]
    fn second(&order: &D, _: &Self, _: &Self) -> Self {
        OMatrix::zeros_generic(order, order)
    }

    #[inline]
    fn second_transposed(&order: &D, _: &Self, _: &Self) -> Self {
        OMatrix::zeros_generic(order, order)
    }
}

/// Z = A⁻¹: dZ = −Z dA Z
impl<T: Real, D: Dim> Unary<Inverse> for Square<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Output = Self;
    type Point = Self;

    #[inline]
    #[track_caller]
    fn value(a: &Self) -> Self {
        a.clone().try_inverse().expect("the matrix is singular")
    }

    #[inline]
    fn point(_: &Self, z: &Self) -> Self {
        z.clone()
    }

    #[inline]
    fn linear(z: &Self, a_dot: &Self) -> Self {
        -(z * a_dot * z)
    }

    #[inline]
    fn transposed(z: &Self, z_bar: &Self) -> Self {
        -(z.tr_mul(z_bar) * z.transpose())
    }

    #[inline]
    fn second(z: &Self, a_dot: &Self, along: &Self) -> Self {
        let (left, right) = (z * a_dot, z * along);
        (&left * &right + right * left) * z
    }

    #[inline]
    fn second_transposed(z: &Self, a_dot: &Self, z_dot_bar: &Self) -> Self {
        let across = (z * a_dot * z).transpose();
        let z = z.transpose();
        &across * z_dot_bar * &z + &z * z_dot_bar * across
    }
}

/// d = det A: dd = ⟨cof A, dA⟩
impl<T: Real, D: DimMin<D, Output = D>> Unary<Determinant> for Square<T, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    type Output = T;
    /// The cofactors, and `A`.
    type Point = (Self, Self);

    #[inline]
    fn value(a: &Self) -> T {
        a.determinant()
    }

    #[inline]
    fn point(a: &Self, &d: &T) -> (Self, Self) {
        (cofactors(a, d), a.clone())
    }

    #[inline]
    fn linear((cofactors, _): &(Self, Self), a_dot: &Self) -> T {
        cofactors.dot(a_dot)
    }

    #[inline]
    fn transposed((cofactors, _): &(Self, Self), &d_bar: &T) -> Self {
        cofactors * d_bar
    }

    #[inline]
    fn second((_, a): &(Self, Self), a_dot: &Self, along: &Self) -> T {
        let factors = a.clone().lu();
        let point = <LU<T, D, D> as Unary<Determinant>>::point(&factors, &factors.determinant());
        <LU<T, D, D> as Unary<Determinant>>::second(&point, a_dot, along)
    }

    #[inline]
    fn second_transposed((_, a): &(Self, Self), a_dot: &Self, d_dot_bar: &T) -> Self {
        let factors = a.clone().lu();
        let point = <LU<T, D, D> as Unary<Determinant>>::point(&factors, &factors.determinant());
        <LU<T, D, D> as Unary<Determinant>>::second_transposed(&point, a_dot, d_dot_bar)
    }
}

/// The gradient of the determinant: of matrices up to 3 × 3 it is there even where they are singular.
#[inline]
fn cofactors<T: Real, D: DimMin<D, Output = D>>(a: &Square<T, D>, d: T) -> Square<T, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    let (rows, columns) = a.shape_generic();
    match a.nrows() {
        0 | 1 => OMatrix::from_element_generic(rows, columns, T::one()),
        2 => OMatrix::from_fn_generic(rows, columns, |row, column| {
            let minor = a[(1 - row, 1 - column)];
            if row == column { minor } else { -minor }
        }),
        3 => OMatrix::from_fn_generic(rows, columns, |row, column| {
            let ((r, s), (p, q)) = (
                ((row + 1) % 3, (row + 2) % 3),
                ((column + 1) % 3, (column + 2) % 3),
            );
            a[(r, p)] * a[(s, q)] - a[(r, q)] * a[(s, p)]
        }),
        _ => match a.clone().try_inverse() {
            Some(inverse) => inverse.transpose() * d,
            None => OMatrix::from_element_generic(rows, columns, T::nan()),
        },
    }
}

/// ln det A: tr(A⁻¹ dA)
impl<T: Real, D: Dim> Unary<LnDeterminant> for Cholesky<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Output = T;
    type Point = Square<T, D>;

    #[inline]
    fn value(factor: &Self) -> T {
        factor.ln_determinant()
    }

    #[inline]
    fn point(factor: &Self, _: &T) -> Square<T, D> {
        factor.inverse()
    }

    #[inline]
    fn linear(z: &Square<T, D>, a_dot: &Square<T, D>) -> T {
        z.dot(a_dot)
    }

    #[inline]
    fn transposed(z: &Square<T, D>, &d_bar: &T) -> Square<T, D> {
        z * d_bar
    }

    #[inline]
    fn second(z: &Square<T, D>, a_dot: &Square<T, D>, along: &Square<T, D>) -> T {
        -trace_of_product(&(z * a_dot), &(z * along))
    }

    #[inline]
    fn second_transposed(z: &Square<T, D>, a_dot: &Square<T, D>, &d_dot_bar: &T) -> Square<T, D> {
        (z * a_dot * z).transpose() * -d_dot_bar
    }
}

/// The lower triangle, with half the diagonal: what of L⁻¹ dA L⁻ᵀ is L⁻¹ dL.
fn half<T: Real, D: Dim>(matrix: &Square<T, D>) -> Square<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    let mut lower = matrix.lower_triangle();
    for index in 0..lower.nrows() {
        lower[(index, index)] /= T::one() + T::one();
    }
    lower
}

/// L⁻¹ S L⁻ᵀ
fn between<T: Real, D: Dim>(l: &Square<T, D>, s: &Square<T, D>) -> Square<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    let mut x = s.clone();
    l.solve_lower_triangular_mut(&mut x);
    x.transpose_mut();
    l.solve_lower_triangular_mut(&mut x);
    x.transpose_mut();
    x
}

/// L⁻ᵀ G L⁻¹
fn around<T: Real, D: Dim>(l: &Square<T, D>, g: &Square<T, D>) -> Square<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    let mut x = g.clone();
    l.tr_solve_lower_triangular_mut(&mut x);
    x.transpose_mut();
    l.tr_solve_lower_triangular_mut(&mut x);
    x.transpose_mut();
    x
}

/// A = L Lᵀ: dL = L Φ(L⁻¹ dA L⁻ᵀ), where Φ takes the lower triangle with half the diagonal.
impl<T: Real, D: Dim> Unary<Lower> for Cholesky<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Output = Square<T, D>;
    type Point = Square<T, D>;

    #[inline]
    fn value(factor: &Self) -> Square<T, D> {
        factor.l()
    }

    #[inline]
    fn point(_: &Self, l: &Square<T, D>) -> Square<T, D> {
        l.clone()
    }

    #[inline]
    fn linear(l: &Square<T, D>, a_dot: &Square<T, D>) -> Square<T, D> {
        l * half(&between(l, a_dot))
    }

    #[inline]
    fn transposed(l: &Square<T, D>, l_bar: &Square<T, D>) -> Square<T, D> {
        around(l, &half(&l.tr_mul(l_bar)))
    }

    /// With B = L⁻¹ dA L⁻ᵀ and X = Φ(L⁻¹ δA L⁻ᵀ): L (X Φ(B) − Φ(X B + B Xᵀ)).
    #[inline]
    fn second(l: &Square<T, D>, a_dot: &Square<T, D>, along: &Square<T, D>) -> Square<T, D> {
        let (b, x) = (between(l, a_dot), half(&between(l, along)));
        l * (&x * half(&b) - half(&(&x * &b + &b * x.transpose())))
    }

    #[inline]
    fn second_transposed(
        l: &Square<T, D>,
        a_dot: &Square<T, D>,
        l_dot_bar: &Square<T, D>,
    ) -> Square<T, D> {
        let b = between(l, a_dot);
        let m = l.tr_mul(l_dot_bar);
        let n = half(&m);
        let x_bar = m * half(&b).transpose() - &n * b.transpose() - n.transpose() * b;
        around(l, &half(&x_bar))
    }
}
