//! Tests of the passes, without a compiler: the IR is checked after each, and interpreted.

mod cases;
mod deep;
mod fuzz;
mod incomplete;
mod passes;
mod pipeline;
mod random;
mod regressions;
mod size;
mod snapshots;
