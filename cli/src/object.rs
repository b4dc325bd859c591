//! Objects of JSON, in which no name may stand twice: which of two numbers is meant, nobody could tell.

use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use std::collections::BTreeSet;
use std::marker::PhantomData;

/// The fields of an object in their order.
pub struct Object<T>(pub Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<T>, A::Error> {
        let (mut fields, mut known) = (Vec::new(), BTreeSet::new());
        while let Some((name, value)) = map.next_entry::<String, T>()? {
            if !known.insert(name.clone()) {
                return Err(A::Error::custom(format_args!("`{name}` is there twice")));
            }
            fields.push((name, value));
        }
        Ok(Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::Object;

    #[test]
    fn no_name_stands_twice() {
        let read = |text| serde_json::from_str::<Object<f64>>(text).map(|object| object.0);
        assert_eq!(read(r#"{"b": 1, "a": 2}"#).unwrap(), [("b".to_owned(), 1.0), ("a".to_owned(), 2.0)]);
        assert_eq!(read(r#"{"a": 1, "a": 1}"#).unwrap_err().to_string(), "`a` is there twice at line 1 column 16");
    }
}
