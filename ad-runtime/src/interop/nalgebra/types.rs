//! What tangents are, and how the rest of the crate sees them.

use nalgebra::allocator::Allocator;
use nalgebra::{Cholesky, DefaultAllocator, Dim, DimMin, LU, OMatrix};

use super::Real;
use crate::algebra::Operand;
use crate::algebra::operand::operands;
use crate::check::{Coordinates, Seed, Visitor};
use crate::elements::Elements;
use crate::tangent::{Differentiable, Scale, Tangent};

impl<T: Real, R: Dim, C: Dim> Differentiable for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Tangent = Self;

    #[inline]
    fn zero_tangent(&self) -> Self {
        let (rows, columns) = self.shape_generic();
        OMatrix::zeros_generic(rows, columns)
    }
}

impl<T: Real, R: Dim, C: Dim> Tangent for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    #[track_caller]
    fn accumulate(&mut self, other: &Self) {
        *self += other;
    }
}

impl<T: Real, R: Dim, C: Dim> Scale<T> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn scaled(&self, factor: T) -> Self {
        self * factor
    }

    #[inline]
    #[track_caller]
    fn dot(&self, other: &Self) -> T {
        nalgebra::Matrix::dot(self, other)
    }
}

impl<T: Real, R: Dim, C: Dim> Elements<T> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn for_each_element(&mut self, visit: &mut impl FnMut(&mut T)) {
        for element in self.iter_mut() {
            visit(element);
        }
    }
}

impl<T: Real + Coordinates, R: Dim, C: Dim> Coordinates for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        for (index, element) in self.iter_mut().enumerate() {
            visitor.element(index, element);
        }
    }
}

impl<T: Real, R: Dim, C: Dim> Seed for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Passed<'a>
        = Self
    where
        Self: 'a;

    fn passed(&self) -> Self {
        self.clone()
    }
}

operands! {
    [T: Real, R: Dim, C: Dim] OMatrix<T, R, C> where DefaultAllocator: Allocator<R, C>;
}

/// The tangent of a decomposition is that of the matrix.
impl<T: Real, D: DimMin<D, Output = D>> Differentiable for LU<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    type Tangent = OMatrix<T, D, D>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.lu_internal().zero_tangent()
    }
}

/// The tangent of a decomposition is that of the matrix.
impl<T: Real, D: Dim> Differentiable for Cholesky<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Tangent = OMatrix<T, D, D>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.l_dirty().zero_tangent()
    }
}

impl<T: Real, D: DimMin<D, Output = D>> Operand for LU<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    type Value = Self;

    #[inline]
    fn get(&self) -> &Self {
        self
    }
}

impl<T: Real, D: Dim> Operand for Cholesky<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Value = Self;

    #[inline]
    fn get(&self) -> &Self {
        self
    }
}
