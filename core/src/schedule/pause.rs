//! Programs in two parts: the results, and after a pause what needs their seeds. Who calls the function may compute the
//! seeds from the results in between, so that neither is computed twice.

use crate::program::{Name, Program, Statement, names};
use chainrule_parser::table::Set;

/// Puts the statements that need an input in `late` behind a pause; `None` where one of the first `results` targets would
/// be there, too.
pub(super) fn pause(program: &mut Program, late: &[u32], results: u32) -> Option<()> {
    let (mut needed, mut touched): (Set<Name>, Set<Name>) = (late.iter().map(|n| Name::Input(*n)).collect(), Set::default());
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for statement in std::mem::take(&mut program.body) {
        // What is written there must not be written before it is read.
        let mut waits = false;
        names(&statement, &mut |name, writes| waits |= needed.contains(&name) || (writes && touched.contains(&name)));
        if !waits {
            before.push(statement);
            continue;
        }
        names(&statement, &mut |name, writes| {
            touched.insert(name);
            if writes {
                needed.insert(name);
            }
        });
        after.push(statement);
    }
    let complete = !needed.iter().any(|name| matches!(name, Name::Target(n) if *n < results));
    program.body = before;
    program.body.push(Statement::Pause);
    program.body.append(&mut after);
    complete.then_some(())
}
