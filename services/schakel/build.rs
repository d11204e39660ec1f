//! Compiles the gRPC contract into one descriptor set, and lists the pages of the problems.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use prost::Message;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../..");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let proto = root.join("proto");
    let descriptors = protox::compile(files(&proto, "proto")?, [proto])?;
    fs::write(out.join("descriptors.bin"), descriptors.encode_to_vec())?;
    let pages = problem_pages(&root.join("docs/problems"))?;
    fs::write(out.join("problem_pages.rs"), pages)?;
    Ok(())
}

fn problem_pages(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut list = String::from("const PROBLEM_PAGES: &[(&str, &str)] = &[\n");
    for page in files(folder, "md")? {
        let page = page.canonicalize()?;
        let slug = page.file_stem().unwrap_or_default();
        writeln!(list, "    ({slug:?}, include_str!({page:?})),")?;
    }
    list.push_str("];\n");
    Ok(list)
}

/// The files below a folder that have this extension, in order.
fn files(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, extension)?);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
