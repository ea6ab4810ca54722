//! Programs as packages of a workspace of their own, compiled and run by cargo.
//!
//! A package has a module `support`, with what the [checks](Module) of its programs share, the programs in files of some,
//! and a `main` that runs all checks: it prints how many there were, after the failures, of which the program fails.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A program as a module of its name, such as `f17`, with a function `check(&mut Report)`.
pub struct Module {
    /// The name of the module, with which failures begin.
    pub name: String,
    /// The program alone, as a failure shows it.
    pub source: String,
    /// The module.
    pub text: String,
}

/// Programs that are compiled together, without a warning.
pub struct Package {
    /// Its name.
    pub name: String,
    /// The year.
    pub edition: u32,
    /// Features of `ad-runtime`, in quotes.
    pub features: &'static str,
    /// Lines of the manifest: what it depends on beside `ad-runtime`.
    pub dependencies: &'static str,
    /// What users are warned of in programs like these, as arguments of `#![allow(..)]`; generated code is warned of nothing.
    pub allowed: &'static str,
    /// The module `support`, with a type `Report`.
    pub support: String,
    /// The programs.
    pub programs: Vec<Module>,
    /// How many of them are in a file.
    pub per_file: usize,
}

/// Packages in a folder, of which what is as it was is not compiled again.
pub struct Workspace {
    folder: PathBuf,
    packages: Vec<Package>,
}

impl Workspace {
    /// Writes the packages to a folder.
    ///
    /// # Panics
    ///
    /// If they cannot be written.
    #[must_use]
    pub fn written(folder: PathBuf, packages: Vec<Package>) -> Workspace {
        let names = packages.iter().map(|package| format!("{:?}", package.name));
        let members = names.collect::<Vec<_>>().join(", ");
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n[profile.dev]\ndebug = false\n"
        );
        write(&folder.join("Cargo.toml"), &manifest);
        let lock = repository().join("Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock")).expect("a lock file");
        for package in &packages {
            package.write(&folder.join(&package.name));
        }
        Workspace { folder, packages }
    }

    /// Compiles the packages side by side, and runs the checks of all programs.
    ///
    /// # Panics
    ///
    /// If the compiler refuses a program, or warns of it, or a check fails.
    pub fn check(&self, release: bool) {
        let built = self.cargo(&["build"], release);
        let refusals = text(&built.stderr);
        assert!(
            built.status.success(),
            "release: {release}\n{refusals:.8000}"
        );
        for package in &self.packages {
            let output = self.cargo(&["run", "--package", &package.name], release);
            let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
            let all = format!("{} programs\n", package.programs.len());
            let source = package
                .failed(&stdout)
                .map_or("", |program| &program.source);
            assert!(
                output.status.success() && stdout == all,
                "{}, release: {release}\n{stdout}\n{source}\n{stderr:.4000}",
                package.name
            );
        }
    }

    fn cargo(&self, arguments: &[&str], release: bool) -> Output {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).args(["--quiet", "--offline"]);
        command.args(release.then_some("--release"));
        command.env("CARGO_TARGET_DIR", self.folder.join("target"));
        command.current_dir(&self.folder).output().expect("cargo")
    }
}

impl Package {
    fn write(&self, folder: &Path) {
        write(&folder.join("Cargo.toml"), &self.manifest());
        let sources = folder.join("src");
        write(&sources.join("support.rs"), &self.support);
        for (file, programs) in self.programs.chunks(self.per_file).enumerate() {
            let text: String = programs.iter().map(|program| &*program.text).collect();
            write(&sources.join(format!("programs_{file}.rs")), &text);
        }
        write(&sources.join("main.rs"), &self.main());
    }

    fn manifest(&self) -> String {
        let runtime = repository().join("ad-runtime");
        format!(
            "[package]\nname = {:?}\nversion = \"0.0.0\"\nedition = \"{}\"\n\n[dependencies]\n\
             ad-runtime = {{ path = \"{}\", features = [{}] }}\n{}",
            self.name,
            self.edition,
            runtime.display(),
            self.features,
            self.dependencies
        )
    }

    fn main(&self) -> String {
        let (mut modules, mut checks) = (String::new(), String::new());
        for (file, programs) in self.programs.chunks(self.per_file).enumerate() {
            // Writing to a string does not fail.
            let _ = writeln!(modules, "mod programs_{file};");
            for program in programs {
                let name = &program.name;
                let _ = writeln!(checks, "    programs_{file}::{name}::check(&mut report);");
            }
        }
        format!(
            "#![deny(warnings)]\n#![allow({})]\n\nmod support;\n{modules}\n\
             fn main() {{\n    let mut report = support::Report::default();\n{checks}\
             \x20   for failure in report.failures.iter().take(5) {{\n        println!(\"{{failure}}\");\n    }}\n\
             \x20   println!(\"{{}} programs\", report.programs);\n\
             \x20   assert!(report.failures.is_empty(), \"{{}} failures\", report.failures.len());\n}}\n",
            self.allowed
        )
    }

    /// What the first failure is of: `f17_vjp: …` of the program `f17`.
    fn failed(&self, report: &str) -> Option<&Module> {
        let is_of = |failure: &str, program: &Module| {
            let rest = failure.strip_prefix(&*program.name);
            rest.is_some_and(|rest| rest.starts_with(['_', ':']))
        };
        report
            .lines()
            .find_map(|line| self.programs.iter().find(|program| is_of(line, program)))
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(path, text).expect("a file");
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
