//! Build, serve, test and data commands of Descent.
fn main() {}
