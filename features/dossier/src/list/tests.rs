//! Lists by HTTP on each engine.
