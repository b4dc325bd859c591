//! Collecting lists.
//!
//! `collect` of the standard library compiles about 400 lines of machine code in more than ten functions for each iterator that
//! it is called on, to know how long the list will be before it is made. Here a list grows, in a single function.

/// What can be collected into a list.
pub trait CollectVec: Iterator + Sized {
    /// A list of all items.
    fn collect_vec(self) -> Vec<Self::Item> {
        let mut list = Vec::new();
        for item in self {
            list.push(item);
        }
        list
    }

    /// A list of all items, or the first error.
    fn try_collect_vec<T, E>(self) -> Result<Vec<T>, E>
    where
        Self: Iterator<Item = Result<T, E>>,
    {
        let mut list = Vec::new();
        for item in self {
            list.push(item?);
        }
        Ok(list)
    }
}

impl<I: Iterator> CollectVec for I {}

/// What grows by what an iterator gives.
pub trait PushAll<T> {
    /// As `extend`, which is compiled in as much code as `collect`.
    fn push_all(&mut self, items: impl Iterator<Item = T>);
}

impl<T> PushAll<T> for Vec<T> {
    fn push_all(&mut self, items: impl Iterator<Item = T>) {
        for item in items {
            self.push(item);
        }
    }
}
