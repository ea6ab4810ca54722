//! Records of the arm that a branch took, with the residuals of that arm.

macro_rules! records {
    ($($name:ident($($arm:ident),+);)+) => {$(
        /// One of several alternatives.
        #[doc(hidden)]
        #[derive(Debug)]
        pub enum $name<$($arm),+> {
            $($arm($arm),)+
        }
    )+};
}

records! {
    Br2(A, B);
    Br3(A, B, C);
    Br4(A, B, C, D);
    Br5(A, B, C, D, E);
    Br6(A, B, C, D, E, F);
    Br7(A, B, C, D, E, F, G);
    Br8(A, B, C, D, E, F, G, H);
}
