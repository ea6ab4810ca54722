//! `ad-runtime` with the feature `libm` alone, in a program without `std`, `alloc` and an allocator.
//!
//! Features unify within one run of Cargo, so the program is a package of its own, built by runs of
//! its own, from the same locked dependencies: whoever builds this test has downloaded them.

#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::{env, fs};

const MANIFEST: &str = r#"
[package]
name = "no-std"
edition = "2024"

[[bin]]
name = "no-std"
path = '<workspace>/tests/no_std/main.rs'

[features]
refused = []

[dependencies]
ad-runtime = { path = '<workspace>/ad-runtime', default-features = false, features = ["libm"] }
num-traits = { version = "0.2", default-features = false }

# Only `std` can unwind.
[profile.dev]
panic = "abort"

[workspace]
"#;

/// The path of the program's manifest.
static PACKAGE: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_std");
    fs::create_dir_all(&folder).unwrap();
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let manifest = MANIFEST.replace("<workspace>", workspace().to_str().unwrap());
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    folder.join("Cargo.toml")
});

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// What a run of Cargo on the program says; `words` are its command and options.
fn cargo(words: &[&str]) -> (Output, String) {
    let output = Command::new(env!("CARGO"))
        .args(words)
        .args(["--quiet", "--offline", "--manifest-path"])
        .arg(&*PACKAGE)
        .arg("--target-dir")
        .arg(PACKAGE.with_file_name("target"))
        .current_dir(workspace())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, errors)
}

#[test]
fn a_program_without_std_and_alloc() {
    let (output, errors) = cargo(&["run"]);
    assert!(output.status.success(), "{}\n{errors}", output.status);
}

#[test]
fn what_takes_a_vec_says_which_feature_is_missing() {
    let (output, errors) = cargo(&["check", "--features", "refused"]);
    assert!(!output.status.success());
    let sentence = "error[E0277]: this needs the feature `alloc` of `ad-runtime`";
    assert_eq!(errors.matches(sentence).count(), 3, "{errors}");
    assert_eq!(errors.matches("error[").count(), 3, "{errors}");
}
