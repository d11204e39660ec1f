//! Numbers that look random and are the same in every run.

/// SplitMix64: enough to shuffle and to draw with.
pub struct Random(pub u64);

impl Random {
    /// The next number below this bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    /// One of these, the first ones far more often than the last: of a thousand, the first comes once in
    /// 130 times, as the most frequent surname of a country does.
    pub fn skewed<T: Copy>(&mut self, from: &[T]) -> T {
        let bound = self.below(from.len()) + 1;
        from[self.below(bound)]
    }
}
