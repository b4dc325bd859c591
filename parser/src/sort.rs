//! Sorting short lists.
//!
//! The sort of the standard library is compiled anew for every type and every order, which was a seventh of all code of the
//! engine. Here the positions are sorted, by a function that is compiled once. Long lists of ids are better sorted by
//! `sort_unstable`.

use std::cmp::Ordering;

/// Lists up to this length are sorted by insertion.
const SHORT: usize = 8;

/// Sorts a list; what is equal stays in its order.
pub fn by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let Some(mut order) = order(list.len(), &|a, b| compare(&list[a], &list[b])) else { return };
    // Along each cycle of the permutation, every place takes what belongs there.
    for start in 0..order.len() {
        let mut place = start;
        while order[place] != start {
            let from = order[place];
            list.swap(place, from);
            order[place] = place;
            place = from;
        }
        order[place] = place;
    }
}

/// Sorts a list by keys; what has the same key stays in its order.
pub fn by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts a list.
pub fn ascending<T: Ord>(list: &mut [T]) {
    by(list, T::cmp);
}

/// For each place of a sorted list the position of what belongs there, unless everything is in its place.
fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Option<Vec<usize>> {
    if (1..length).all(|i| compare(i - 1, i).is_le()) {
        return None;
    }
    let mut order: Vec<usize> = (0..length).collect();
    if length > SHORT {
        order.sort_by(|a, b| compare(*a, *b));
        return Some(order);
    }
    // Unoptimised, the standard library takes longer to find out that a list is short.
    for end in 1..length {
        let mut at = end;
        while at > 0 && compare(order[at], order[at - 1]).is_lt() {
            order.swap(at, at - 1);
            at -= 1;
        }
    }
    Some(order)
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut state = 1u64;
        for length in 0..100 {
            let mut list: Vec<(u64, usize)> = Vec::new();
            for i in 0..length {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                list.push((state >> 60, i));
            }
            let mut other = list.clone();
            super::by_key(&mut list, |t| t.0);
            other.sort_by_key(|t| t.0);
            assert_eq!(list, other);
            list.reverse();
            super::ascending(&mut list);
            other.sort();
            assert_eq!(list, other);
        }
    }
}
