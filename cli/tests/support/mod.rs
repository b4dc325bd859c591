//! Starting the command, from the root of the repository.
// No test needs all of it.
#![allow(dead_code)]

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The command, with pipes in place of the three streams.
pub fn start(args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_chainrule"))
        .args(args)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts")
}

/// What the command makes of an input.
pub fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child = start(args);
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    // Both pipes would fill if all were written before any is read; a command that does not read its
    // input closes the pipe.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the command ends");
    writer.join().expect("no panic");
    output
}

/// The answers of `eval --batch`.
pub fn batch(input: impl AsRef<[u8]>) -> Vec<Value> {
    let output = run_with(&["eval", "--batch"], input.as_ref());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("valid JSON")).collect()
}

/// Standard output of a command that succeeds.
pub fn run(args: &[&str]) -> String {
    let output = run_with(args, b"");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Standard error of a command that refuses its input.
pub fn refused(args: &[&str]) -> String {
    let output = run_with(args, b"");
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// A file of this test run.
pub fn file(name: &str, text: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

/// The words of the command that a model's first lines show, without `chainrule` and the options that the test sets itself.
pub fn shown_command(model: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("examples/models").join(model)).expect("the model");
    let lines = text.lines().map_while(|l| l.strip_prefix('#')).skip_while(|l| !l.trim().starts_with("chainrule "));
    let command: Vec<&str> = lines.take_while(|l| !l.trim().is_empty()).map(|l| l.trim().trim_end_matches('\\')).collect();
    let words = command.join(" ");
    let mut words = words.split_whitespace().skip(1);
    let mut out = Vec::new();
    while let Some(word) = words.next() {
        match word {
            "--epochs" | "--every" => drop(words.next()),
            _ => out.push(word.trim_matches('\'').to_owned()),
        }
    }
    out
}
