//! The counter through the real router and the real store, as a browser and its clerk use it.

mod desk;
mod intake;
mod money;
mod refused;
mod several;
