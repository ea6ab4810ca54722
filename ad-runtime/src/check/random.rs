//! Numbers that look random, the same in every run.

use alloc::vec::Vec;

/// `SplitMix64` (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators").
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// A generator of its own for each name.
    pub(crate) fn named(name: &str) -> Self {
        let state = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self { state }
    }

    /// Numbers of either sign with magnitudes from ½ to 1, on a grid that every float type holds.
    pub(super) fn signed(&mut self, length: usize) -> Vec<f64> {
        (0..length).map(|_| self.next_signed()).collect()
    }

    fn next_signed(&mut self) -> f64 {
        let bits = self.next_bits();
        // Ten bits of magnitude, and one for the sign.
        let magnitude = 0.5 + f64::from((bits >> 54) as u16) / 2048.0;
        if bits & 1 == 0 { magnitude } else { -magnitude }
    }

    pub(crate) fn next_bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}
