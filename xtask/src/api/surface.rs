//! Which items of a crate its users can name, and how.

use std::collections::BTreeMap;

use syn::{Attribute, Item};

use super::sources::{self, Module, Names, Sources, Target};

/// The items that can be named from outside.
#[derive(Default)]
pub(crate) struct Surface {
    /// By where they are defined.
    exposed: BTreeMap<Names, Vec<Exposure>>,
    /// What is re-exported of other crates, by the name that it has here.
    pub(crate) foreign: BTreeMap<Names, Names>,
}

/// One way to name an item.
#[derive(Clone)]
pub(crate) struct Exposure {
    pub(crate) public: Names,
    /// `cfg` and `doc(hidden)` on the way to the item, those of the item itself not included.
    pub(crate) marks: Vec<Attribute>,
}

impl Surface {
    /// Follows everything public from the root of the crate.
    pub(crate) fn of(sources: &Sources) -> Self {
        let mut surface = Self::default();
        surface.expose_module(sources, &[], &Names::new(), &[]);
        for (names, module) in &sources.modules {
            for item in &module.items {
                let exported = |attribute: &Attribute| attribute.path().is_ident("macro_export");
                if let (Item::Macro(item), Some(name)) = (item, sources::name(item))
                    && item.attrs.iter().any(exported)
                {
                    surface.expose(inside(names, &name), vec![name], &module.marks);
                }
            }
        }
        surface
    }

    /// The items, each by the shortest of its names, in the order of these; with them where they
    /// are defined, and their other names.
    pub(crate) fn items(&self) -> Vec<(&Exposure, &Names, &[Exposure])> {
        let mut items: Vec<_> = self
            .exposed
            .iter()
            .filter_map(|(defined, exposures)| {
                let (first, others) = exposures.split_first()?;
                Some((first, defined, others))
            })
            .collect();
        items.sort_by(|(left, ..), (right, ..)| left.public.cmp(&right.public));
        items
    }

    /// The name that users know an item by, `None` where they cannot name it.
    pub(crate) fn public_name(&self, defined: &[String]) -> Option<&Names> {
        let exposures = self.exposed.get(defined)?;
        exposures.first().map(|exposure| &exposure.public)
    }

    fn expose(&mut self, defined: Names, public: Names, marks: &[Attribute]) {
        let exposures = self.exposed.entry(defined).or_default();
        if exposures.iter().all(|exposure| exposure.public != public) {
            exposures.push(Exposure {
                public,
                marks: marks.to_vec(),
            });
            exposures.sort_by_key(|exposure| (exposure.public.len(), exposure.public.clone()));
        }
    }

    fn expose_module(
        &mut self,
        sources: &Sources,
        names: &[String],
        public: &Names,
        marks: &[Attribute],
    ) {
        // Two modules that re-export each other would have names of any length.
        let Some(module) = sources.modules.get(names).filter(|_| public.len() < 8) else {
            return;
        };
        for item in &module.items {
            let (Some(name), Some(visibility)) = (sources::name(item), sources::visibility(item))
            else {
                continue;
            };
            if sources::is_public(visibility) {
                let (defined, public) = (inside(names, &name), inside(public, &name));
                if let Item::Mod(child) = item {
                    let marks = joined(marks, &sources::marks(&child.attrs));
                    self.expose_module(sources, &defined, &public, &marks);
                } else {
                    self.expose(defined, public, marks);
                }
            }
        }
        self.expose_imports(sources, names, module, public, marks);
    }

    fn expose_imports(
        &mut self,
        sources: &Sources,
        names: &[String],
        module: &Module,
        public: &Names,
        marks: &[Attribute],
    ) {
        for import in module.imports.iter().filter(|import| import.is_public) {
            let marks = joined(marks, &import.marks);
            let public = match &import.name {
                Some(name) => inside(public, name),
                None => public.clone(),
            };
            match sources.resolve(names, &import.path) {
                Some(Target::Local(target)) if sources.modules.contains_key(&target) => {
                    self.expose_module(sources, &target, &public, &marks);
                }
                Some(Target::Local(target)) => self.expose(target, public, &marks),
                Some(Target::Foreign(target)) => {
                    self.foreign.insert(public, target);
                }
                None => {
                    self.foreign.insert(public, import.path.clone());
                }
            }
        }
    }
}

/// A name in a module.
pub(crate) fn inside(module: &[String], name: &str) -> Names {
    module.iter().cloned().chain([name.to_owned()]).collect()
}

fn joined(left: &[Attribute], right: &[Attribute]) -> Vec<Attribute> {
    left.iter().chain(right).cloned().collect()
}
