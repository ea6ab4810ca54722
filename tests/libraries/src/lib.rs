//! See the tests: there is nothing else here.
