#!/usr/bin/env python3
"""Cost of the attribute in a user's build: `cargo check` of a crate after touching it, CPU seconds, median of 5.

usage: macro_cost.py WORKDIR        (WORKDIR is created; run it on a quiet machine)

1, 10 and 100 annotated functions of about 20 operations and one of about 10 to 10,000, beside the same functions
without the attribute, serde's derives on structs of 20 fields, and symdiff's attribute. ONLY=TOOL runs one of them.
"""
import os, random, re, resource, signal, statistics, subprocess, sys

WORK = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def project(name, dependencies, source):
    folder = f"{WORK}/{name}"
    os.makedirs(folder + "/src", exist_ok=True)
    with open(folder + "/Cargo.toml", "w") as f:
        f.write(f'[package]\nname = "{name}"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[dependencies]\n{dependencies}')
    with open(folder + "/src/lib.rs", "w") as f:
        f.write(source)
    return folder


def check(folder, limit=120):
    env = dict(os.environ, CARGO_TARGET_DIR=folder + "/target")
    env.pop("RUSTFLAGS", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # A group of its own, since it is the compiler below cargo that has to be stopped.
    run = subprocess.Popen(
        ["cargo", "check"], cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        status = run.wait(limit)
    except subprocess.TimeoutExpired:
        status = "timeout"
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return status, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def function(i, attribute):
    r = random.Random(i)
    c = lambda: f"{r.uniform(.5, 2):.2f}"
    return f"""{attribute}
pub fn f{i}(x: &[f64]) -> f64 {{
    let a = {c()} * x[0] + {c()} * x[1];
    let b = ({c()} * a - x[2]).exp();
    let s = 1.0 / (1.0 + b);
    let d = x[3].sin() * s + {c()} * x[0].powi(2);
    (d - {c()}).powi(2) + (x[1] * x[2]).cos() * {c()}
}}
"""


def large(attribute, operations):
    if operations < 20:
        return f"{attribute}\npub fn big(x: &[f64]) -> f64 {{\n    let a = 1.5 * x[0] + 0.7 * x[1];\n    1.0 / (1.0 + (a - x[2]).exp()) + x[3].sin()\n}}\n"
    terms = operations // 20
    out = f"{attribute}\npub fn big(x: &[f64]) -> f64 {{\n"
    for k in range(terms):
        body = function(k, "").split("{", 1)[1].rsplit("}", 1)[0].strip().splitlines()
        for line in body:
            line = re.sub(r"\b([absd])\b", rf"\g<1>{k}", line.strip())
            out += "    " + (line if line.startswith("let") else f"let r{k} = {line};") + "\n"
    return out + "    " + " + ".join(f"r{k}" for k in range(terms)) + "\n}\n"


def structs(n):
    fields = "".join(f"pub f{j}: f64, " for j in range(20))
    return "".join(f"#[derive(serde::Serialize, serde::Deserialize)]\npub struct S{i} {{ {fields} }}\n" for i in range(n))


# Functions, and operations of each.
SIZES = [(1, 20), (10, 20), (100, 20), (1, 10), (1, 100), (1, 500), (1, 1000), (1, 10000)]


def many(attribute, functions, operations):
    return "".join(function(i, attribute) for i in range(functions)) if operations == 20 else large(attribute, operations)


TOOLS = [
    ("plain", "", lambda n, k: many("", n, k)),
    ("chainrule", f'chainrule = {{ path = "{ROOT}" }}\n', lambda n, k: many("#[chainrule::gradient]", n, k)),
    ("serde derive", 'serde = { version = "1", features = ["derive"] }\n', lambda n, k: structs(n) if k == 20 else None),
    ("symdiff", 'symdiff = "=2.1.0"\n', lambda n, k: many("#[symdiff::gradient(var = x, dim = 4)]", n, k)),
]
print("incremental cargo check, CPU seconds")
for n, k in SIZES:
    row = []
    for tool, dependencies, source in TOOLS:
        if os.environ.get("ONLY", tool) != tool or source(n, k) is None:
            continue
        folder = project(tool.split()[0], dependencies, "#![allow(warnings)]\n")
        check(folder, 600)
        times, status = [], 0
        for turn in range(5):
            with open(folder + "/src/lib.rs", "w") as f:
                f.write("#![allow(warnings)]\n" + source(n, k) + f"pub const Q: u32 = {turn};\n")
            status, cpu = check(folder)
            times.append(cpu)
            if status != 0 or cpu > 10:
                break
        row.append(f"{tool} {statistics.median(times):.2f}" + ("" if status == 0 else f" (status {status})"))
    print(f"  {f'{n} x {k}':<10} " + "   ".join(row), flush=True)
