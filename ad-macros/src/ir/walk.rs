//! What an operation reads and writes.

use super::{
    Argument, Atom, CastTarget, Mentions, Op, Passed, Place, Projection, Slot, Tangent, Var,
};

impl Op {
    /// Visits every atom of the operation, those inside its places included.
    pub(crate) fn for_each_atom(&self, visit: &mut dyn FnMut(&Atom)) {
        match self {
            Op::Inert(_) | Op::Verbatim(_) | Op::Clear(..) => {}
            Op::Apply(_, atoms) | Op::Pack(_, atoms) => atoms.iter().for_each(visit),
            Op::Repeat(atom, _)
            | Op::Unpack(_, atom)
            | Op::Total(atom)
            | Op::Declare(atom)
            | Op::Zero(atom) => visit(atom),
            Op::Load(place) => indices(place, visit),
            Op::Store(place, atom) | Op::Accumulate(place, _, atom) => {
                indices(place, visit);
                visit(atom);
            }
            Op::Cast(atom, target) => {
                visit(atom);
                if let CastTarget::Like(like) = target {
                    visit(like);
                }
            }
            Op::Call(call) | Op::CallVjp(call, _) => arguments(&call.arguments, visit),
            Op::Plain(_, list) => arguments(list, visit),
            Op::CallJvp(call, tangents) => {
                arguments(&call.arguments, visit);
                for tangent in tangents.iter().flatten() {
                    match tangent {
                        Tangent::Value(atom) => visit(atom),
                        Tangent::Reference(place) => indices(place, visit),
                    }
                }
            }
            Op::Pullback(pullback) => {
                visit(&pullback.seed);
                for slot in &pullback.slots {
                    if let Slot::Accumulated(place) = slot {
                        indices(place, visit);
                    }
                }
            }
            Op::Combine(terms) => {
                for term in terms {
                    visit(&term.tangent);
                    term.times.iter().chain(&term.over).for_each(&mut *visit);
                }
            }
            Op::Dot(a, b) | Op::Scaled(a, b) => {
                visit(a);
                visit(b);
            }
        }
    }

    /// Visits every place the operation reads.
    pub(crate) fn for_each_read(&self, visit: &mut dyn FnMut(&Place)) {
        match self {
            Op::Load(place) => visit(place),
            Op::Call(call) | Op::CallVjp(call, _) => references(&call.arguments, visit),
            Op::Plain(_, list) => references(list, visit),
            Op::CallJvp(call, tangents) => {
                references(&call.arguments, visit);
                for tangent in tangents.iter().flatten() {
                    if let Tangent::Reference(place) = tangent {
                        visit(place);
                    }
                }
            }
            _ => {}
        }
    }

    /// Visits every place the operation writes.
    pub(crate) fn for_each_write(&self, visit: &mut dyn FnMut(&Place)) {
        match self {
            Op::Store(place, _) | Op::Accumulate(place, _, _) => visit(place),
            Op::Clear(buffer, _) => visit(&Place::whole(*buffer)),
            Op::Pullback(pullback) => {
                for slot in &pullback.slots {
                    if let Slot::Accumulated(place) = slot {
                        visit(place);
                    }
                }
            }
            _ => {}
        }
    }

    /// The tangents of a call's arguments.
    pub(crate) fn tangents(&self) -> &[Option<Tangent>] {
        match self {
            Op::CallJvp(_, tangents) => tangents,
            _ => &[],
        }
    }

    /// The variables user code in the operation mentions.
    pub(crate) fn mentions(&self) -> Option<&Mentions> {
        match self {
            Op::Inert(inert) => Some(&inert.mentions),
            Op::Verbatim(verbatim) => Some(&verbatim.mentions),
            _ => None,
        }
    }

    /// Visits every variable the operation reads, but for the places it writes.
    pub(crate) fn for_each_use(&self, visit: &mut dyn FnMut(Var)) {
        self.for_each_atom(&mut |atom| match atom {
            Atom::Var(var) => visit(*var),
            Atom::Inert(inert) => inert.mentions.vars.iter().copied().for_each(&mut *visit),
            Atom::Literal(_) => {}
        });
        self.for_each_read(&mut |place| visit(place.root));
        if let Some(mentions) = self.mentions() {
            mentions.vars.iter().copied().for_each(&mut *visit);
        }
        match self {
            Op::Pullback(pullback) => visit(pullback.map),
            Op::Clear(_, like) => visit(*like),
            _ => {}
        }
    }

    /// Visits every identifier of the user's that the operation mentions.
    pub(crate) fn for_each_name(&self, visit: &mut dyn FnMut(&str)) {
        self.for_each_atom(&mut |atom| {
            if let Atom::Inert(inert) = atom {
                inert.mentions.names.iter().for_each(|name| visit(name));
            }
        });
        if let Some(mentions) = self.mentions() {
            mentions.names.iter().for_each(|name| visit(name));
        }
        if let Op::Repeat(_, length) = self {
            let mut names = std::collections::BTreeSet::new();
            crate::syntax::identifiers_in(length, &mut names);
            for name in &names {
                visit(name);
            }
        }
    }

    /// Whether the operation does more than compute its results.
    pub(crate) fn has_effect(&self) -> bool {
        match self {
            Op::Verbatim(verbatim) => !verbatim.pure,
            Op::Call(_) | Op::CallJvp(..) | Op::CallVjp(..) => true,
            _ => false,
        }
    }
}

fn indices(place: &Place, visit: &mut dyn FnMut(&Atom)) {
    for projection in &place.path {
        if let Projection::Index(atom) = projection {
            visit(atom);
        }
    }
}

fn arguments(list: &[Argument], visit: &mut dyn FnMut(&Atom)) {
    for argument in list {
        match &argument.value {
            Passed::Value(atom) => visit(atom),
            Passed::Reference { place, .. } => indices(place, visit),
        }
    }
}

fn references(list: &[Argument], visit: &mut dyn FnMut(&Place)) {
    for argument in list {
        if let Passed::Reference { place, .. } = &argument.value {
            visit(place);
        }
    }
}

impl Op {
    /// Visits every atom of the operation, to change it.
    pub(crate) fn for_each_atom_mut(&mut self, visit: &mut dyn FnMut(&mut Atom)) {
        self.for_each_place_mut(&mut |place| {
            for projection in &mut place.path {
                if let Projection::Index(atom) = projection {
                    visit(atom);
                }
            }
        });
        match self {
            Op::Inert(_) | Op::Verbatim(_) | Op::Clear(..) | Op::Load(_) => {}
            Op::Call(_) | Op::CallVjp(..) | Op::CallJvp(..) | Op::Plain(..) => {
                self.for_each_argument_mut(visit);
            }
            Op::Apply(_, atoms) | Op::Pack(_, atoms) => atoms.iter_mut().for_each(visit),
            Op::Repeat(atom, _)
            | Op::Unpack(_, atom)
            | Op::Total(atom)
            | Op::Declare(atom)
            | Op::Zero(atom)
            | Op::Store(_, atom)
            | Op::Accumulate(_, _, atom) => visit(atom),
            Op::Cast(atom, target) => {
                visit(atom);
                if let CastTarget::Like(like) = target {
                    visit(like);
                }
            }
            Op::Pullback(pullback) => visit(&mut pullback.seed),
            Op::Combine(terms) => {
                for term in terms {
                    visit(&mut term.tangent);
                    term.times
                        .iter_mut()
                        .chain(&mut term.over)
                        .for_each(&mut *visit);
                }
            }
            Op::Dot(a, b) | Op::Scaled(a, b) => {
                visit(a);
                visit(b);
            }
        }
    }

    fn for_each_argument_mut(&mut self, visit: &mut dyn FnMut(&mut Atom)) {
        if let Op::CallJvp(_, tangents) = self {
            for tangent in tangents.iter_mut().flatten() {
                if let Tangent::Value(atom) = tangent {
                    visit(atom);
                }
            }
        }
        let list = match self {
            Op::Call(call) | Op::CallVjp(call, _) | Op::CallJvp(call, _) => {
                &mut std::rc::Rc::make_mut(call).arguments
            }
            Op::Plain(_, list) => list,
            _ => return,
        };
        for argument in list {
            if let Passed::Value(atom) = &mut argument.value {
                visit(atom);
            }
        }
    }

    /// Visits every place of the operation, to change it.
    pub(crate) fn for_each_place_mut(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        if let Op::CallJvp(_, tangents) = self {
            for tangent in tangents.iter_mut().flatten() {
                if let Tangent::Reference(place) = tangent {
                    visit(place);
                }
            }
        }
        let list = match self {
            Op::Load(place) | Op::Store(place, _) | Op::Accumulate(place, _, _) => {
                visit(place);
                return;
            }
            Op::Pullback(pullback) => {
                for slot in &mut pullback.slots {
                    if let Slot::Accumulated(place) = slot {
                        visit(place);
                    }
                }
                return;
            }
            Op::Call(call) | Op::CallVjp(call, _) | Op::CallJvp(call, _) => {
                &mut std::rc::Rc::make_mut(call).arguments
            }
            Op::Plain(_, list) => list,
            _ => return,
        };
        for argument in list {
            if let Passed::Reference { place, .. } = &mut argument.value {
                visit(place);
            }
        }
    }
}
