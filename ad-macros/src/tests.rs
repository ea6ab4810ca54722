//! Tests of the passes, without a compiler: the IR is checked after each, and interpreted.

mod cases;
mod passes;
mod pipeline;
mod random;
mod size;
mod snapshots;
