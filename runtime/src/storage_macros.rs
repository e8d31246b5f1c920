//! The calls in generated code that make records and enums storable: implementations of serde's
//! traits where the feature `serde` is on, and nothing where it is off.
//!
//! A macro of the runtime knows the runtime's features; a `cfg` in generated code would ask for a
//! feature of every crate that generates bindings.

/// Makes a record storable.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! store_record {
    ($record:ident) => {
        impl $crate::storage::serde::Serialize for $record {
            #[inline]
            fn serialize<S: $crate::storage::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::storage::serialize_record(self, serializer)
            }
        }

        impl<'de> $crate::storage::serde::Deserialize<'de> for $record {
            #[inline]
            fn deserialize<D: $crate::storage::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::storage::deserialize_record(deserializer)
            }
        }
    };
}

/// Makes an enum storable.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! store_enum {
    ($enumeration:ident) => {
        impl $crate::storage::serde::Serialize for $enumeration {
            #[inline]
            fn serialize<S: $crate::storage::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::storage::serde::Deserialize<'de> for $enumeration {
            #[inline]
            fn deserialize<D: $crate::storage::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::storage::deserialize_enum(deserializer)
            }
        }
    };
}

/// Makes a record storable: not without the feature `serde`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! store_record {
    ($record:ident) => {};
}

/// Makes an enum storable: not without the feature `serde`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! store_enum {
    ($enumeration:ident) => {};
}
