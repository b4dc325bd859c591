//! Collecting short lists; see `chainrule_parser::list`.

use smallvec::{Array, SmallVec};

/// What can be collected into a short list.
pub(crate) trait CollectSmall: Iterator + Sized {
    /// A short list of all items, made as `collect_vec` makes a list.
    fn collect_small<A: Array<Item = Self::Item>>(self) -> SmallVec<A> {
        let mut list = SmallVec::new();
        for item in self {
            list.push(item);
        }
        list
    }
}

impl<I: Iterator> CollectSmall for I {}
