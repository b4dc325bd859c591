//! Sums of at least one term begin at -0, as those of the standard library do.
//!
//! -0 + x is x for every number, and 0 + x is not for x = -0: where a compiler unrolls the loop of a sum that begins at 0 it has
//! to add the first term to it.

use super::zeros::touches;
use super::*;
use crate::affine::Term;
use crate::program::{Name, names, names_in};
use chainrule_parser::list::CollectVec;

/// In a nest of loops so many turns are looked at.
const MOST_TURNS: i64 = 64;

/// Lets sums and arrays of sums begin so, where something is added for certain before they are read.
pub(super) fn begin(program: &mut Program) {
    let mut body = std::mem::take(&mut program.body);
    let mut arrays = Map::default();
    block(program, &mut body, &mut arrays);
    program.body = body;
    for (buffer, neutral) in arrays {
        program.buffers[buffer as usize].neutral = neutral;
    }
}

/// `arrays` says for each that is declared whether it may begin so wherever it is.
fn block(program: &Program, body: &mut [Statement], arrays: &mut Map<u32, bool>) {
    body.iter_mut().for_each(|s| s.for_each_body_mut(&mut |body| block(program, body, arrays)));
    let users = first_users(body);
    for at in 0..body.len() {
        let (first, rest) = body[at..].split_first_mut().expect("a statement");
        match first {
            Statement::Let { var, value: Expr::Constant(zero), mutable: true } if zero.to_bits() == 0 => {
                let user = users.get(&Name::Var(*var)).copied().flatten();
                if user.is_some_and(|user| adds_first(program, &rest[user - at - 1], *var)) {
                    *zero = -0.0;
                }
            }
            Statement::Zero(Place::Buffer(b)) if is_small(&program.buffers[b.0 as usize]) => {
                let place = Place::Buffer(*b);
                let shape = program.place_shape(place).iter().filter_map(Affine::as_constant).collect_vec();
                let mut cover = Cover {
                    program,
                    place,
                    shape: &shape,
                    left: vec![true; shape.iter().product::<i64>() as usize],
                    added: false,
                    turns: 0,
                };
                let reached = rest.iter().take_while(|s| cover.left.contains(&true) && cover.statement(s, &mut Map::default())).count();
                let neutral = reached > 0 && cover.added && !cover.left.contains(&true);
                *arrays.entry(b.0).or_insert(true) &= neutral;
            }
            _ => {}
        }
    }
}

/// The first statements with each of the variables that begin at 0 in a block.
fn first_users(body: &[Statement]) -> Map<Name, Option<usize>> {
    let mut users: Map<Name, Option<usize>> = Map::default();
    for (at, s) in body.iter().enumerate() {
        if !users.is_empty() {
            names(s, &mut |name, _| {
                if let Some(user) = users.get_mut(&name) {
                    user.get_or_insert(at);
                }
            });
        }
        if let Statement::Let { var, value: Expr::Constant(zero), mutable: true } = s
            && zero.to_bits() == 0
        {
            users.insert(Name::Var(*var), None);
        }
    }
    users
}

fn has(statement: &Statement, name: Name) -> bool {
    let mut found = false;
    names(statement, &mut |n, _| found |= n == name);
    found
}

fn is_small(buffer: &Buffer) -> bool {
    let has_elements = buffer.shape.iter().all(|extent| extent.as_constant().is_some_and(|n| n > 0));
    !buffer.workspace && !buffer.nested && !buffer.reused && has_elements && buffer.size() <= MOST_TURNS
}

/// Whether a statement is a loop, of a turn at least, that begins by adding to a variable.
fn adds_first(program: &Program, statement: &Statement, var: VarId) -> bool {
    let Statement::Loop { id, body, sum: None } = statement else { return false };
    let own = &program.loops[id.0 as usize];
    if !own.is_whole() || own.extent.as_constant().is_none_or(|n| n < 1) {
        return false;
    }
    match body.iter().find(|s| has(s, Name::Var(var))) {
        Some(Statement::Assign { var: v, value: Expr::Binary(Binary::Add | Binary::Sub, before, term) }) => {
            let mut again = false;
            names_in(term, &mut |n, _| again |= n == Name::Var(var));
            *v == var && **before == Expr::Var(var) && !again
        }
        Some(inner) => adds_first(program, inner, var),
        None => false,
    }
}

/// Which elements of an array have been written.
struct Cover<'p> {
    program: &'p Program,
    place: Place,
    shape: &'p [i64],
    left: Vec<bool>,
    /// Whether anything was added.
    added: bool,
    turns: i64,
}

impl Cover<'_> {
    /// Notes what a statement writes, for these values of the loops around it; whether it is known and reads nothing.
    fn statement(&mut self, s: &Statement, at: &mut Map<u32, i64>) -> bool {
        if !touches(s, self.place) {
            return true;
        }
        self.turns += 1;
        if self.turns > MOST_TURNS {
            return false;
        }
        match s {
            Statement::Store { place, indices, value, add, guarded: false } if *place == self.place => {
                self.added |= add;
                let mut read = false;
                names_in(value, &mut |n, _| read |= n == self.place.name());
                let mut element = 0;
                for (index, extent) in indices.iter().zip(self.shape) {
                    let At::Affine(index) = index else { return false };
                    let value = index.terms.iter().try_fold(index.constant, |n, (term, c)| match term {
                        Term::Axis(axis) => Some(n + c * at.get(&axis.0)?),
                        Term::Dim(_) => None,
                    });
                    let Some(index) = value else { return false };
                    if read || !(0..*extent).contains(&index) {
                        return false;
                    }
                    element = element * extent + index;
                }
                self.left[element as usize] = false;
                true
            }
            Statement::Loop { id, body, sum: None } => {
                let own = &self.program.loops[id.0 as usize];
                let Some(turns) = own.extent.as_constant().filter(|_| own.is_whole()) else { return false };
                (0..turns).all(|turn| {
                    at.insert(id.0, turn);
                    body.iter().all(|s| self.statement(s, at))
                })
            }
            _ => false,
        }
    }
}
