//! Arrays that a loop writes in several places of a pass: while the loop is read, hidden variables stand for one, which are read
//! and written as any variable is.
//!
//! How an array is split is in the file of each way. Here is what they have in common: where the loop begins and ends, and
//! where an element is read or written.

use super::backwards::Backwards;
use super::columns::Columns;
use super::flat::{Rows, Steps};
use super::mirrored::Sides;
use super::own::Own;
use super::progress::{Place, Places};
use super::state::{Eval, Reader, Write};
use super::terms::Terms;
use super::value::Value;
use super::variables::Variable;
use super::versions::Versions;
use chainrule_parser::ast::ExprId;
use proc_macro2::Span;

/// The hidden variables that stand for one in a loop.
#[derive(Clone)]
pub(super) enum Split {
    Columns(Columns),
    Rows(Rows),
    Backwards(Backwards),
    Sides(Sides),
    Terms(Terms),
    Versions(Versions),
    Own(Own),
}

/// How a variable is split.
#[derive(Clone, PartialEq)]
pub(super) enum How {
    /// Into columns along these axes.
    Columns(Vec<usize>),
    /// Into rows, along one axis.
    Rows(usize, Steps),
    /// Into one that is read backwards along this axis.
    Backwards(usize),
    /// Into an array for each side of the diagonal.
    Sides([Places; 2]),
    /// Into sums, one for each of these places; none for places that are data.
    Terms(Vec<Option<Places>>),
    /// Into a version for each of these places, in the order in which an element is written there.
    Versions(Vec<Places>),
    /// Into the row of each pass, along this axis.
    Own(usize, Place),
}

impl Reader {
    /// Splits an array, where the loop begins.
    pub fn split(&mut self, variable: usize, how: &How, span: Span) -> Eval<()> {
        self.touch(variable);
        let split = match how {
            How::Columns(positions) => Split::Columns(self.split_into_columns(variable, positions, span)?),
            How::Rows(position, steps) => Split::Rows(self.split_into_rows(variable, (*position, steps), span)?),
            How::Backwards(position) => Split::Backwards(self.turn_around(variable, *position, span)?),
            How::Sides(places) => Split::Sides(self.split_into_sides(variable, places, span)?),
            How::Terms(places) => Split::Terms(self.split_into_terms(variable, places, span)?),
            How::Own(position, place) => Split::Own(self.split_into_own(variable, *position, place, span)?),
            How::Versions(places) => Split::Versions(self.split_into_versions(variable, places, span)?),
        };
        self.variables[variable].split = Some(split);
        Ok(())
    }

    /// A variable in the place of another one, or of a part of it.
    pub fn stand_in(&mut self, of: usize, name: String, value: Value) -> usize {
        let own = &self.variables[of];
        let hidden = Variable::new(name, own.mutable, own.depth, Some(value));
        self.variables.push(hidden);
        self.variables.len() - 1
    }

    /// Puts together what was split, as the loop has left it.
    pub fn unite(&mut self, variable: usize, span: Span) -> Eval<()> {
        let Some(split) = self.variables[variable].split.take() else { return Ok(()) };
        let united = match split {
            Split::Columns(columns) => self.of_columns(&columns),
            Split::Rows(rows) => self.of_rows(variable, &rows, span)?,
            Split::Backwards(backwards) => self.turn_back(variable, &backwards, span)?,
            Split::Sides(sides) => self.both_sides(variable, &sides, span)?,
            Split::Terms(terms) => self.sum_of_terms(variable, &terms, span)?,
            Split::Versions(versions) => self.last_version(variable, &versions, span)?,
            Split::Own(own) => self.all_rows(&own, span),
        };
        self.variables[variable].value = Some(united);
        Ok(())
    }

    /// Reads an element, or a part, of an array that is split.
    pub fn read_split(&mut self, variable: usize, split: &Split, ids: &[ExprId], span: Span) -> Eval<Value> {
        let part = match split {
            Split::Columns(columns) => return self.read_columns(columns, ids, span),
            Split::Rows(rows) => self.in_row(rows, ids, span).map(|own| (rows.part, own)),
            Split::Backwards(backwards) => self.place_backwards(backwards, ids, span),
            Split::Sides(sides) => self.side_read(variable, sides, ids).map(|part| (part, ids.to_vec())),
            Split::Versions(versions) => return self.read_version(variable, versions, ids, span),
            Split::Own(own) => return self.read_own(variable, own, ids, span),
            Split::Terms(_) => None,
        };
        match part {
            Some((part, own)) => self.read_element(part, &own, span),
            None => self.carried(variable, span),
        }
    }

    /// Writes an element of an array that is split.
    pub fn write_split(&mut self, variable: usize, split: &Split, ids: &[ExprId], value: (ExprId, bool), span: Span) -> Eval<()> {
        let (value, add) = value;
        let part = match split {
            Split::Columns(columns) => self.column_at(columns, ids),
            Split::Rows(rows) => self.in_row(rows, ids, span).map(|own| (rows.part, own)),
            Split::Backwards(backwards) => self.place_backwards(backwards, ids, span),
            Split::Sides(sides) if !add => self.side_at(variable, sides, ids, span).map(|part| (part, ids.to_vec())),
            Split::Terms(terms) if add => match self.add_term(variable, terms, ids, value, span) {
                Some(added) => return added,
                None => None,
            },
            Split::Own(own) => match self.own_at(variable, own, ids) {
                Some(rest) => return self.write_own(own, rest, (value, add), span),
                None => None,
            },
            Split::Versions(versions) => self.version_at(variable, versions, ids).map(|part| (part, ids.to_vec())),
            Split::Sides(_) | Split::Terms(_) => None,
        };
        if part.is_none() || matches!(split, Split::Versions(_)) {
            let places = self.places(variable, ids);
            self.writes.push(Write {
                variable,
                diagonal: places.as_ref().is_some_and(|p| self.is_diagonal(p)),
                places,
                ids: ids.to_vec(),
                ranges: self.ranges(),
                adds: add,
            });
        }
        if let Some((part, own)) = part {
            return self.write_element(part, own, value, add, span);
        }
        let Split::Columns(columns) = split else { return self.carried(variable, span) };
        self.unroll_columns(columns, ids);
        self.perhaps_carried(variable, span)
    }
}
