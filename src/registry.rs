//! Things people will add (activations, losses, optimizers, data sets) are
//! members of a registry: one file for the member, one line in its `ALL`.
//! Menus, configuration, links and tests all iterate over `ALL`.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A kind of thing of which `ALL` lists the members.
pub trait Entry: 'static {
    /// What the kind is called in messages, e.g. "activation".
    const KIND: &'static str;
    /// Every member, in the order in which menus show them.
    fn all() -> &'static [&'static Self];
    /// Stable identifier, used in configurations, links and files.
    fn key(&self) -> &'static str;
    /// Name shown to people.
    fn name(&self) -> &'static str;
}

/// Makes a type that has a `key` and a `name` a kind of thing, with the `ALL` beside it.
macro_rules! entry {
    ($member:ty, $kind:literal) => {
        impl $crate::registry::Entry for $member {
            const KIND: &'static str = $kind;
            fn all() -> &'static [&'static Self] {
                ALL
            }
            fn key(&self) -> &'static str {
                self.key
            }
            fn name(&self) -> &'static str {
                self.name
            }
        }
    };
}
pub(crate) use entry;

/// One member of a registry, chosen; stored as its key.
pub struct Choice<T: Entry>(&'static T);

impl<T: Entry> Choice<T> {
    /// Chooses a member that is known at compile time.
    pub const fn of(member: &'static T) -> Self {
        Self(member)
    }

    /// Finds a member by its key.
    pub fn by_key(key: &str) -> Option<Self> {
        T::all().iter().find(|member| member.key() == key).map(|member| Self(member))
    }

    /// Every member, as choices.
    pub fn all() -> impl Iterator<Item = Self> {
        T::all().iter().map(|member| Self(member))
    }
}

impl<T: Entry> Clone for Choice<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Entry> Copy for Choice<T> {}

impl<T: Entry> Deref for Choice<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0
    }
}

impl<T: Entry> PartialEq for Choice<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<T: Entry> Eq for Choice<T> {}

impl<T: Entry> fmt::Debug for Choice<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl<T: Entry> fmt::Display for Choice<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl<T: Entry> Serialize for Choice<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de, T: Entry> Deserialize<'de> for Choice<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Self::by_key(&key).ok_or_else(|| {
            let known: Vec<_> = T::all().iter().map(|member| member.key()).collect();
            D::Error::custom(format!(
                "unknown {} \"{key}\"; known are {}",
                T::KIND,
                known.join(", ")
            ))
        })
    }
}
