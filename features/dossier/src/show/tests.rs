//! The page of one dossier by HTTP on each engine, and the acts it offers.
