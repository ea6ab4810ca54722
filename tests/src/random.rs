//! A small reproducible source of numbers; quality beyond "no two alike" is not needed.

/// A sequence that depends on its seed alone.
pub struct Random(u64);

impl Random {
    /// A sequence of its own for every name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self(name.bytes().fold(1, |state, byte| {
            (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// The next number in [-1, 1).
    pub fn next_signed(&mut self) -> f64 {
        // A 64-bit linear congruence; only its upper bits are used, the lower ones repeat soon.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from((self.0 >> 32) as u32) / f64::from(1_u32 << 31) - 1.0
    }

    /// The next `count` numbers in [-1, 1).
    pub fn signed(&mut self, count: usize) -> Vec<f64> {
        (0..count).map(|_| self.next_signed()).collect()
    }
}
