//! Fits the 27 nonlinear regression problems of the NIST Statistical Reference Datasets from both
//! published starts, compares with the certified parameters, and draws data and fits.
//!
//! `cargo run --release -p ad-examples --bin nist [PICTURE.svg]`

use ad_examples::nist::data;
use ad_examples::nist::picture;
use ad_examples::nist::table::Table;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let problems = data::problems(&data::folder())?;
    let table = Table::of(&problems);
    let path = env::args_os()
        .nth(1)
        .map_or_else(default_picture, PathBuf::from);
    let drawn = draw(&path, &table);
    if drawn.is_ok() {
        println!("picture of data and fits: {}\n", path.display());
    }
    println!("{table}");
    drawn
}

fn default_picture() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    workspace.unwrap_or(Path::new(".")).join("target/nist.svg")
}

fn draw(path: &Path, table: &Table) -> Result<(), Box<dyn Error>> {
    let failure = |error: &dyn Error| format!("cannot draw {}: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failure(&error))?;
    }
    fs::write(path, picture::svg(table)?).map_err(|error| failure(&error))?;
    Ok(())
}
