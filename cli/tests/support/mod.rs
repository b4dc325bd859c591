//! Starting the command.

use serde_json::Value;
use std::io::Write;
use std::process::{Child, Command, Output, Stdio};

/// The command, with pipes in place of the three streams.
pub fn start(args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_chainrule"))
        .args(args)
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
