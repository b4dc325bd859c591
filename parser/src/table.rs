//! Maps and sets by hash, in the order in which keys were inserted.
//!
//! The tables of the standard library are compiled anew for every pair of key and value, which was an eighth of all code of the
//! engine. Here what finds a key is an index that knows neither and is compiled once. And a walk is in the order of insertion,
//! so that the same input gives the same output. The order changes only where entries are removed.

use rustc_hash::FxHasher;
use std::borrow::Borrow;
use std::hash::{Hash, Hasher};

/// Where the entries of a list are, by hash: open addressing with linear probing, at most half full. Whoever has the list compares
/// keys, which may be made of several of its fields.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// For each slot the number of its entry plus 1, or 0; as many as a power of two.
    slots: Vec<u32>,
    /// The hash of each entry.
    hashes: Vec<u32>,
}

impl Places {
    /// The entry with this hash that has the key.
    pub fn find(&self, hash: u32, is_key: &dyn Fn(usize) -> bool) -> Option<usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hash as usize & mask;
        loop {
            let entry = (*self.slots.get(slot)? as usize).checked_sub(1)?;
            if self.hashes[entry] == hash && is_key(entry) {
                return Some(entry);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Adds an entry behind the others.
    pub fn push(&mut self, hash: u32) {
        self.hashes.push(hash);
        let entries = self.hashes.len();
        if 2 * entries > self.slots.len() {
            self.slots = vec![0; (4 * entries).next_power_of_two()];
            (0..entries).for_each(|entry| self.place(entry));
        } else {
            self.place(entries - 1);
        }
    }

    fn place(&mut self, entry: usize) {
        let mask = self.slots.len() - 1;
        let mut slot = self.hashes[entry] as usize & mask;
        while self.slots[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = entry as u32 + 1;
    }

    /// Removes an entry; the last one takes its number.
    fn swap_remove(&mut self, entry: usize) {
        let last = self.hashes.len() - 1;
        let moved = self.slot(last);
        let mut hole = self.slot(entry);
        self.slots[moved] = entry as u32 + 1;
        self.hashes.swap_remove(entry);
        // What stands behind the hole and belongs at or before it moves into it.
        let mask = self.slots.len() - 1;
        let mut slot = hole;
        loop {
            self.slots[hole] = 0;
            loop {
                slot = (slot + 1) & mask;
                let Some(other) = (self.slots[slot] as usize).checked_sub(1) else { return };
                let home = self.hashes[other] as usize & mask;
                if slot.wrapping_sub(home) & mask >= slot.wrapping_sub(hole) & mask {
                    break;
                }
            }
            self.slots[hole] = self.slots[slot];
            hole = slot;
        }
    }

    fn slot(&self, entry: usize) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = self.hashes[entry] as usize & mask;
        while self.slots[slot] != entry as u32 + 1 {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// The hash of a key.
pub fn hash_of<Q: Hash + ?Sized>(key: &Q) -> u32 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    let hash = hasher.finish();
    (hash ^ hash >> 32) as u32
}

/// A set of small numbers: what was met on a walk over things that are numbered.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    words: Vec<u64>,
}

impl Marks {
    /// Adds a number; whether it was not there.
    pub fn insert(&mut self, number: usize) -> bool {
        let (word, bit) = (number / 64, 1 << (number % 64));
        if word >= self.words.len() {
            self.words.resize((word + 1).next_power_of_two(), 0);
        }
        let before = self.words[word];
        self.words[word] = before | bit;
        before & bit == 0
    }

    /// Whether a number is there.
    pub fn contains(&self, number: usize) -> bool {
        self.words.get(number / 64).is_some_and(|word| word & 1 << (number % 64) != 0)
    }
}

/// A map. Removing an entry puts the last one into its place.
#[derive(Clone, Debug)]
pub struct Map<K, V> {
    index: Places,
    keys: Vec<K>,
    values: Vec<V>,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Map { index: Places::default(), keys: Vec::new(), values: Vec::new() }
    }
}

impl<K: Hash + Eq, V> Map<K, V> {
    fn find<Q: Hash + Eq + ?Sized>(&self, hash: u32, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        self.index.find(hash, &|entry| self.keys[entry].borrow() == key)
    }

    fn push(&mut self, hash: u32, key: K, value: V) -> usize {
        self.index.push(hash);
        self.keys.push(key);
        self.values.push(value);
        self.keys.len() - 1
    }

    /// The value of a key.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.find(hash_of(key), key).map(|entry| &self.values[entry])
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.find(hash_of(key), key).map(|entry| &mut self.values[entry])
    }

    /// Whether there is a value for a key.
    pub fn contains_key<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(hash_of(key), key).is_some()
    }

    /// Gives a key a value, and returns the one that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let hash = hash_of(&key);
        match self.find(hash, &key) {
            Some(entry) => Some(std::mem::replace(&mut self.values[entry], value)),
            None => {
                self.push(hash, key, value);
                None
            }
        }
    }

    /// Takes a key and its value away.
    pub fn remove<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let entry = self.find(hash_of(key), key)?;
        Some(self.take(entry))
    }

    fn take(&mut self, entry: usize) -> V {
        self.index.swap_remove(entry);
        self.keys.swap_remove(entry);
        self.values.swap_remove(entry)
    }

    /// Takes away what is not to be kept.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        for entry in (0..self.len()).rev() {
            if !keep(&self.keys[entry], &mut self.values[entry]) {
                self.take(entry);
            }
        }
    }

    /// The place of a key, to be filled if it is empty.
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        let hash = hash_of(&key);
        Entry { found: self.find(hash, &key), map: self, hash, key }
    }
}

/// The place of a key in a [`Map`].
#[derive(Debug)]
pub struct Entry<'a, K, V> {
    map: &'a mut Map<K, V>,
    key: K,
    hash: u32,
    found: Option<usize>,
}

impl<'a, K: Hash + Eq, V> Entry<'a, K, V> {
    /// The value that is there, or the one that `value` makes.
    pub fn or_insert_with(self, value: impl FnOnce() -> V) -> &'a mut V {
        let entry = match self.found {
            Some(entry) => entry,
            None => self.map.push(self.hash, self.key, value()),
        };
        &mut self.map.values[entry]
    }

    /// The value that is there, or `value`.
    pub fn or_insert(self, value: V) -> &'a mut V {
        self.or_insert_with(|| value)
    }

    /// The value that is there, or its default.
    pub fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }
}

impl<K, V> Map<K, V> {
    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        *self = Map::default();
    }

    /// The keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.keys.iter().zip(&self.values)
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.keys.iter()
    }

    /// The values.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.values.iter()
    }
}

impl<K: Hash + Eq + Borrow<Q>, Q: Hash + Eq + ?Sized, V> std::ops::Index<&Q> for Map<K, V> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        self.get(key).expect("the key is there")
    }
}

impl<K: Hash + Eq, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, items: I) {
        for (key, value) in items {
            self.insert(key, value);
        }
    }
}

impl<K: Hash + Eq, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(items: I) -> Self {
        let mut map = Map::default();
        map.extend(items);
        map
    }
}

/// The same keys with the same values, in whatever order.
impl<K: Hash + Eq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<K>, std::vec::IntoIter<V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.into_iter().zip(self.values)
    }
}

/// A set. Removing a member puts the last one into its place.
#[derive(Clone, Debug)]
pub struct Set<K>(Map<K, ()>);

impl<K> Default for Set<K> {
    fn default() -> Self {
        Set(Map::default())
    }
}

impl<K: Hash + Eq> Set<K> {
    /// Whether it has a member.
    pub fn contains<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains_key(key)
    }

    /// Adds a member; whether it is new.
    pub fn insert(&mut self, key: K) -> bool {
        self.0.insert(key, ()).is_none()
    }

    /// Takes a member away; whether it was one.
    pub fn remove<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.remove(key).is_some()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The members.
    pub fn iter(&self) -> impl Iterator<Item = &K> {
        self.0.keys()
    }
}

impl<K> IntoIterator for Set<K> {
    type Item = K;
    type IntoIter = std::vec::IntoIter<K>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.keys.into_iter()
    }
}

impl<K: Hash + Eq> Extend<K> for Set<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, items: I) {
        for key in items {
            self.insert(key);
        }
    }
}

impl<K: Hash + Eq> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(items: I) -> Self {
        let mut set = Set::default();
        set.extend(items);
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// Random insertions and removals, few keys among many collisions, against the table of the standard library.
    #[test]
    fn it_holds_what_the_standard_table_holds() {
        let (mut ours, mut theirs) = (Map::default(), HashMap::new());
        let mut state = 1u64;
        for step in 0..20_000 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let key = (state >> 33) % if step < 10_000 { 40 } else { 3000 };
            if state >> 62 == 0 {
                assert_eq!(ours.remove(&key), theirs.remove(&key));
            } else if state >> 62 == 1 {
                assert_eq!(ours.entry(key).or_insert(step), theirs.entry(key).or_insert(step));
            } else {
                assert_eq!(ours.insert(key, step), theirs.insert(key, step));
            }
            assert_eq!(ours.len(), theirs.len());
            assert_eq!(ours.get(&(key + 1)), theirs.get(&(key + 1)));
        }
        assert!(ours.iter().all(|(key, value)| theirs[key] == *value && ours[key] == *value));
    }

    #[test]
    fn entries_whose_hashes_meet_are_told_apart() {
        let mut index = Places::default();
        for hash in [7, 7, 15, 0, 8, 7] {
            index.push(hash);
        }
        index.swap_remove(1);
        index.swap_remove(0);
        assert_eq!(index.hashes, [8, 7, 15, 0]);
        for (entry, hash) in [8, 7, 15, 0].into_iter().enumerate() {
            assert_eq!(index.find(hash, &|e| e == entry), Some(entry));
        }
        assert_eq!(index.find(7, &|e| e == 0), None);
    }

    #[test]
    fn a_walk_is_in_the_order_of_insertion() {
        let set: Set<&str> = ["z", "a", "m", "a"].into_iter().collect();
        assert_eq!(set.iter().copied().collect::<Vec<_>>(), ["z", "a", "m"]);
    }
}
