//! The counter through the real router and the real store, as a browser and its officer use it.
//! For the tests of this feature.

mod desk;
mod intake;
mod money;
mod refused;
mod several;
