
pub use nalgebra::*;

impl Report {
    /// The value of the function itself, each number within a distance.
    pub fn about(&mut self, value: &dyn Flat, expected: &[(u64, u64)]) {
        self.close("", value, expected);
        self.plain = flat(value);
    }
}

impl<T: Scalar + Flat, R: Dim, C: Dim> Flat for OMatrix<T, R, C>
where
    DefaultAllocator: allocator::Allocator<R, C>,
{
    fn append(&self, floats: &mut Vec<f64>) {
        self.iter().for_each(|part| part.append(floats));
    }
}
