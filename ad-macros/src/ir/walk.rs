//! What an operation reads and writes.

use proc_macro2::Span;

use super::{
    Argument, Atom, Block, CastTarget, Construct, Mentions, Op, Passed, PassedFunction, Place,
    Primitive, Projection, Slot, Stmt, Tangent, Told, Var,
};

impl Op {
    /// Visits every atom of the operation, those inside its places included.
    pub(crate) fn for_each_atom(&self, visit: &mut dyn FnMut(&Atom)) {
        match self {
            Op::Inert(_)
            | Op::Verbatim(_)
            | Op::Defer
            | Op::Clear(..)
            | Op::Tape(_)
            | Op::Rewind(_) => {}
            Op::Branch(_) | Op::Loop(_) | Op::Replay(_) => {
                for block in self.blocks() {
                    let stmts = block.stmts.iter();
                    stmts.for_each(|stmt| stmt.op.for_each_atom(visit));
                    block.results.iter().for_each(&mut *visit);
                }
            }
            Op::Apply(_, atoms) | Op::Pack(_, atoms) => atoms.iter().for_each(visit),
            Op::Construct(construct) => {
                let fields = construct.fields.iter();
                let fields = fields.filter_map(|(_, value)| value.as_ref());
                fields.chain(construct.base.atom()).for_each(visit);
            }
            Op::Repeat(atom, _)
            | Op::Unpack(_, atom)
            | Op::Total(atom)
            | Op::Declare(atom)
            | Op::Zero(atom) => visit(atom),
            Op::Load(place) | Op::Pop(place) => indices(place, visit),
            Op::Store(place, atom) | Op::Accumulate(place, _, atom) | Op::Push(place, atom) => {
                indices(place, visit);
                visit(atom);
            }
            Op::Swap(one, other) => {
                indices(one, visit);
                indices(other, visit);
            }
            Op::Cast(atom, target) => {
                visit(atom);
                if let CastTarget::Like(like) = target {
                    visit(like);
                }
            }
            Op::Call(call) | Op::CallVjp(call, _) | Op::CallLinearized(call, _) => {
                arguments(&call.arguments, visit);
            }
            Op::Pushforward(_, tangents) => arguments(tangents.iter().flatten(), visit),
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
                    if let Slot::Accumulated(place) | Slot::InPlace(place) = slot {
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
            Op::Load(place) | Op::Pop(place) => visit(place),
            Op::Swap(one, other) => {
                visit(one);
                visit(other);
            }
            Op::Call(call) | Op::CallVjp(call, _) | Op::CallLinearized(call, _) => {
                references(&call.arguments, visit);
            }
            Op::Pushforward(_, tangents) => references(tangents.iter().flatten(), visit),
            Op::Plain(_, list) => references(list, visit),
            Op::CallJvp(call, tangents) => {
                references(&call.arguments, visit);
                for tangent in tangents.iter().flatten() {
                    if let Tangent::Reference(place) = tangent {
                        visit(place);
                    }
                }
            }
            Op::Replay(replay) => self.for_each_nested(&mut |stmt| {
                stmt.op.for_each_read(&mut |place| {
                    if !replay.owns(place.root) {
                        visit(place);
                    }
                });
            }),
            _ => self.for_each_nested(&mut |stmt| stmt.op.for_each_read(visit)),
        }
    }

    /// Visits every place the operation writes.
    pub(crate) fn for_each_write(&self, visit: &mut dyn FnMut(&Place)) {
        match self {
            Op::Store(place, _)
            | Op::Accumulate(place, _, _)
            | Op::Push(place, _)
            | Op::Pop(place) => visit(place),
            Op::Swap(one, other) => {
                visit(one);
                visit(other);
            }
            Op::Clear(buffer, _) => visit(&Place::whole(*buffer)),
            Op::Pullback(pullback) => {
                for slot in &pullback.slots {
                    if let Slot::Accumulated(place) | Slot::InPlace(place) = slot {
                        visit(place);
                    }
                }
            }
            Op::Call(call) | Op::CallVjp(call, _) | Op::CallLinearized(call, _) => {
                mutable(&call.arguments, visit);
            }
            Op::Pushforward(_, tangents) => mutable(tangents.iter().flatten(), visit),
            Op::CallJvp(call, tangents) => {
                mutable(&call.arguments, visit);
                for (argument, tangent) in call.arguments.iter().zip(tangents) {
                    if let (true, Some(Tangent::Reference(place))) =
                        (argument.is_mutable(), tangent)
                    {
                        visit(place);
                    }
                }
            }
            Op::Replay(replay) => self.for_each_nested(&mut |stmt| {
                stmt.op.for_each_write(&mut |place| {
                    if !replay.owns(place.root) {
                        visit(place);
                    }
                });
            }),
            _ => self.for_each_nested(&mut |stmt| stmt.op.for_each_write(visit)),
        }
    }

    /// Visits the statements of the operation's blocks; not those of blocks in these.
    pub(crate) fn for_each_nested(&self, visit: &mut dyn FnMut(&Stmt)) {
        for block in self.blocks() {
            block.stmts.iter().for_each(&mut *visit);
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
        if !self.blocks().is_empty() {
            self.for_each_use_of_blocks(visit);
            return;
        }
        self.for_each_atom(&mut |atom| atom.for_each_use(visit));
        self.for_each_read(&mut |place| visit(place.root));
        if let Some(mentions) = self.mentions() {
            mentions.vars.iter().copied().for_each(&mut *visit);
        }
        match self {
            Op::Pullback(pullback) => visit(pullback.map),
            Op::Pushforward(map, _) => visit(*map),
            Op::Clear(_, like) => visit(*like),
            Op::Rewind(tape) => visit(*tape),
            _ => {}
        }
    }

    fn for_each_use_of_blocks(&self, visit: &mut dyn FnMut(Var)) {
        for mentions in self.decisions() {
            mentions.vars.iter().copied().for_each(&mut *visit);
        }
        self.record().into_iter().for_each(&mut *visit);
        if let Op::Replay(replay) = self {
            replay.for_each_use(visit);
            return;
        }
        for block in self.blocks() {
            block.for_each_use(visit);
        }
    }

    /// Visits every identifier of the user's that the operation mentions.
    pub(crate) fn for_each_name(&self, visit: &mut dyn FnMut(&str)) {
        if let Op::Replay(replay) = self {
            replay.for_each_name(visit);
            return;
        }
        let blocks = self.blocks();
        if blocks.is_empty() {
            self.for_each_atom(&mut |atom| atom.for_each_name(visit));
        }
        for block in blocks {
            block.for_each_name(visit);
        }
        let decisions = self.decisions();
        for mentions in self.mentions().into_iter().chain(decisions) {
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
            Op::Call(_) | Op::CallJvp(..) | Op::CallVjp(..) | Op::CallLinearized(..) => true,
            Op::Apply(Primitive::Told(Told::Decision), _) => true,
            op => op.blocks().into_iter().any(Block::has_effect),
        }
    }
}

impl Argument {
    pub(crate) fn of(value: Passed, span: Span) -> Self {
        Argument {
            value,
            span,
            function: None,
            may_be_receiver: false,
        }
    }

    /// Whether the callee writes what it is lent.
    pub(crate) fn is_mutable(&self) -> bool {
        matches!(self.value, Passed::Reference { mutable: true, .. })
    }
}

impl Atom {
    /// Visits every variable the atom reads.
    pub(crate) fn for_each_use(&self, visit: &mut dyn FnMut(Var)) {
        match self {
            Atom::Var(var) => visit(*var),
            Atom::Inert(inert) => inert.mentions.vars.iter().copied().for_each(visit),
            Atom::Literal(_) => {}
        }
    }

    /// Visits every name that the atom mentions.
    fn for_each_name(&self, visit: &mut dyn FnMut(&str)) {
        if let Atom::Inert(inert) = self {
            inert.mentions.names.iter().for_each(|name| visit(name));
        }
    }
}

impl Block {
    /// Visits every variable the block reads, but for the places it writes.
    pub(crate) fn for_each_use(&self, visit: &mut dyn FnMut(Var)) {
        for stmt in &self.stmts {
            stmt.op.for_each_use(visit);
        }
        for atom in &self.results {
            atom.for_each_use(visit);
        }
    }

    /// Visits every name that code in the block mentions.
    pub(crate) fn for_each_name(&self, visit: &mut dyn FnMut(&str)) {
        for stmt in &self.stmts {
            stmt.op.for_each_name(visit);
        }
        for atom in &self.results {
            atom.for_each_name(visit);
        }
    }

    /// Whether the block does more than compute values: a loop that never ends does, for one.
    fn has_effect(&self) -> bool {
        self.diverges || self.stmts.iter().any(|stmt| stmt.op.has_effect())
    }
}

fn indices(place: &Place, visit: &mut dyn FnMut(&Atom)) {
    for projection in &place.path {
        match projection {
            Projection::Index(atom) => visit(atom),
            Projection::Range(range) => visit(&Atom::Inert(range.clone())),
            Projection::Field(_) | Projection::Named { .. } => {}
        }
    }
}

fn arguments<'a>(list: impl IntoIterator<Item = &'a Argument>, visit: &mut dyn FnMut(&Atom)) {
    for argument in list {
        match &argument.value {
            Passed::Value(atom) => visit(atom),
            Passed::Reference { place, .. } => indices(place, visit),
        }
        if let Some(PassedFunction::Closure(closure)) = argument.function.as_deref() {
            visit(&Atom::Inert(closure.mentions.clone()));
        }
    }
}

/// Visits what arguments lend to be written.
fn mutable<'a>(list: impl IntoIterator<Item = &'a Argument>, visit: &mut dyn FnMut(&Place)) {
    for argument in list {
        if let Passed::Reference {
            place,
            mutable: true,
            ..
        } = &argument.value
        {
            visit(place);
        }
    }
}

fn references<'a>(list: impl IntoIterator<Item = &'a Argument>, visit: &mut dyn FnMut(&Place)) {
    for argument in list {
        if let Passed::Reference { place, .. } = &argument.value {
            visit(place);
        }
    }
}

impl Op {
    /// Visits every atom of the operation, to change it.
    pub(crate) fn for_each_atom_mut(&mut self, visit: &mut dyn FnMut(&mut Atom)) {
        if self.blocks().is_empty() {
            self.for_each_place_mut(&mut |place| {
                for projection in &mut place.path {
                    if let Projection::Index(atom) = projection {
                        visit(atom);
                    }
                }
            });
        }
        match self {
            Op::Inert(_)
            | Op::Verbatim(_)
            | Op::Defer
            | Op::Clear(..)
            | Op::Load(_)
            | Op::Pop(_)
            | Op::Swap(..)
            | Op::Tape(_)
            | Op::Rewind(_) => {}
            Op::Branch(_) | Op::Loop(_) | Op::Replay(_) => {
                for block in self.blocks_mut() {
                    let stmts = block.stmts.iter_mut();
                    stmts.for_each(|stmt| stmt.op.for_each_atom_mut(visit));
                    block.results.iter_mut().for_each(&mut *visit);
                }
            }
            Op::Call(_)
            | Op::CallVjp(..)
            | Op::CallJvp(..)
            | Op::CallLinearized(..)
            | Op::Plain(..) => {
                self.for_each_argument_mut(visit);
            }
            Op::Apply(_, atoms) | Op::Pack(_, atoms) => atoms.iter_mut().for_each(visit),
            Op::Construct(construct) => {
                let Construct { base, fields } = &mut **construct;
                let fields = fields.iter_mut();
                let fields = fields.filter_map(|(_, value)| value.as_mut());
                fields.chain(base.atom_mut()).for_each(visit);
            }
            Op::Repeat(atom, _)
            | Op::Unpack(_, atom)
            | Op::Total(atom)
            | Op::Declare(atom)
            | Op::Zero(atom)
            | Op::Store(_, atom)
            | Op::Push(_, atom)
            | Op::Accumulate(_, _, atom) => visit(atom),
            Op::Cast(atom, target) => {
                visit(atom);
                if let CastTarget::Like(like) = target {
                    visit(like);
                }
            }
            Op::Pullback(pullback) => visit(&mut pullback.seed),
            Op::Pushforward(_, tangents) => {
                for tangent in tangents.iter_mut().flatten() {
                    if let Passed::Value(atom) = &mut tangent.value {
                        visit(atom);
                    }
                }
            }
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
            Op::Call(call)
            | Op::CallVjp(call, _)
            | Op::CallJvp(call, _)
            | Op::CallLinearized(call, _) => &mut std::rc::Rc::make_mut(call).arguments,
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
            Op::Load(place)
            | Op::Store(place, _)
            | Op::Accumulate(place, _, _)
            | Op::Push(place, _)
            | Op::Pop(place) => {
                visit(place);
                return;
            }
            Op::Swap(one, other) => {
                visit(one);
                visit(other);
                return;
            }
            Op::Pullback(pullback) => {
                for slot in &mut pullback.slots {
                    if let Slot::Accumulated(place) | Slot::InPlace(place) = slot {
                        visit(place);
                    }
                }
                return;
            }
            Op::Pushforward(_, tangents) => {
                for tangent in tangents.iter_mut().flatten() {
                    if let Passed::Reference { place, .. } = &mut tangent.value {
                        visit(place);
                    }
                }
                return;
            }
            Op::Call(call)
            | Op::CallVjp(call, _)
            | Op::CallJvp(call, _)
            | Op::CallLinearized(call, _) => &mut std::rc::Rc::make_mut(call).arguments,
            Op::Plain(_, list) => list,
            _ => {
                for block in self.blocks_mut() {
                    let stmts = block.stmts.iter_mut();
                    stmts.for_each(|stmt| stmt.op.for_each_place_mut(visit));
                }
                return;
            }
        };
        for argument in list {
            if let Passed::Reference { place, .. } = &mut argument.value {
                visit(place);
            }
        }
    }
}
