//! Ways through a program.

use crate::ast::{Adaptor, Arm, Block, Chain, Closure, End, Expr, Id, Pattern, Source, Stmt};

/// What a statement or an expression is made of.
///
/// `places` are what it assigns to, or lends to what does.
#[derive(Default)]
struct Children<'a> {
    patterns: Vec<&'a Pattern>,
    ids: Vec<&'a Id>,
    places: Vec<&'a Expr>,
    exprs: Vec<&'a Expr>,
    lists: Vec<&'a Vec<Stmt>>,
    blocks: Vec<&'a Block>,
}

/// The same, to be changed.
#[derive(Default)]
struct ChildrenMut<'a> {
    patterns: Vec<&'a mut Pattern>,
    ids: Vec<&'a mut Id>,
    places: Vec<&'a mut Expr>,
    exprs: Vec<&'a mut Expr>,
    lists: Vec<&'a mut Vec<Stmt>>,
    blocks: Vec<&'a mut Block>,
}

/// One way through for both.
macro_rules! ways {
    ($Children:ident, $iter:ident, $($mutable:tt)?) => {
        impl<'a> $Children<'a> {
            fn of_stmt(stmt: &'a $($mutable)? Stmt) -> Self {
                let mut all = Self::default();
                match stmt {
                    Stmt::Let { pattern, value, .. } => {
                        all.patterns.push(pattern);
                        all.exprs.extend(value.$iter());
                    }
                    Stmt::Assign { place, value, .. } => {
                        all.places.push(place);
                        all.exprs.push(value);
                    }
                    Stmt::Destructure { places, value } => {
                        all.places.extend(places.$iter());
                        all.exprs.push(value);
                    }
                    Stmt::Const { id, value } => {
                        all.ids.push(id);
                        all.exprs.push(value);
                    }
                    Stmt::Block(stmts) => all.lists.push(stmts),
                    Stmt::If { condition, then, otherwise } => {
                        all.exprs.push(condition);
                        all.lists.extend([then, otherwise]);
                    }
                    Stmt::For { pattern, chain, body, .. } => {
                        all.chain(chain);
                        all.patterns.push(pattern);
                        all.lists.push(body);
                    }
                    Stmt::While { condition, body, .. } => {
                        all.exprs.push(condition);
                        all.lists.push(body);
                    }
                    Stmt::Match(value, arms) => {
                        all.exprs.push(value);
                        for Arm { pattern, guard, body } in arms {
                            all.patterns.push(pattern);
                            all.exprs.extend(guard.$iter());
                            all.lists.push(body);
                        }
                    }
                    Stmt::LetElse { pattern, value, otherwise } => {
                        all.patterns.push(pattern);
                        all.exprs.push(value);
                        all.lists.push(otherwise);
                    }
                    Stmt::Closure { id, closure, .. } => {
                        all.ids.push(id);
                        all.closure(closure);
                    }
                    Stmt::Change(_, place, arguments) => {
                        all.places.push(place);
                        all.exprs.extend(arguments.$iter());
                    }
                    Stmt::Exchange(one, other) => all.places.extend([one, other]),
                    Stmt::Effect(value) | Stmt::Return(value) => all.exprs.push(value),
                    Stmt::Break(_) | Stmt::Continue(_) => {}
                }
                all
            }

            fn of_expr(expr: &'a $($mutable)? Expr) -> Self {
                let mut all = Self::default();
                match expr {
                    Expr::Float(..) | Expr::Integer(..) => {}
                    Expr::Var(id) => all.ids.push(id),
                    Expr::Index(x, y)
                    | Expr::Binary(_, x, y)
                    | Expr::Compare(_, x, y)
                    | Expr::Selected(_, x, y)
                    | Expr::Connected(_, x, y) => all.exprs.extend([&$($mutable)? **x, y]),
                    Expr::Field(x, _)
                    | Expr::Cast(x, _)
                    | Expr::Repeat(x, _)
                    | Expr::Negate(x)
                    | Expr::Constant(x)
                    | Expr::Not(x)
                    | Expr::Length(x)
                    | Expr::Part(x, ..)
                    | Expr::Split(x, ..)
                    | Expr::Owned(x) => all.exprs.push(x),
                    Expr::Method { operands, .. } => all.exprs.extend(operands.$iter()),
                    Expr::Tuple(parts) | Expr::Array(parts) | Expr::Call(_, parts) => {
                        all.exprs.extend(parts.$iter());
                    }
                    Expr::Struct { parts, rest, .. } => {
                        all.exprs.extend(parts.$iter().map(|(_, part)| part));
                        if let Some(rest) = rest {
                            all.exprs.push(rest);
                        }
                    }
                    Expr::Apply(id, arguments) => {
                        all.ids.push(id);
                        all.exprs.extend(arguments.$iter());
                    }
                    Expr::Block(block) => all.blocks.push(block),
                    Expr::If(condition, then, otherwise) => {
                        all.exprs.push(condition);
                        all.blocks.extend([then, otherwise]);
                    }
                    Expr::Fits(pattern, value) => {
                        all.patterns.push(pattern);
                        all.exprs.push(value);
                    }
                    Expr::Match(value, arms) => {
                        all.exprs.push(value);
                        for Arm { pattern, guard, body } in arms {
                            all.patterns.push(pattern);
                            all.exprs.extend(guard.$iter());
                            all.blocks.push(body);
                        }
                    }
                    Expr::Chain(chain, end) => {
                        all.chain(chain);
                        match &$($mutable)? **end {
                            End::Fold(init, closure) => {
                                all.exprs.push(init);
                                all.closure(closure);
                            }
                            End::Sum(_) | End::Product(_) | End::Collect(_) => {}
                        }
                    }
                    Expr::Mutable(place) => all.places.push(place),
                }
                all
            }

            fn chain(&mut self, chain: &'a $($mutable)? Chain) {
                match &$($mutable)? chain.source {
                    Source::Range { start, end, .. } => self.exprs.extend([start, end]),
                    Source::Elements(of, access) => match access.is_mutable() {
                        true => self.places.push(of),
                        false => self.exprs.push(of),
                    },
                    Source::Parts(of, ..) => self.exprs.push(of),
                }
                for adaptor in chain.adaptors.$iter() {
                    match adaptor {
                        Adaptor::Zip(other) => self.chain(other),
                        Adaptor::Map(closure) | Adaptor::Filter(closure) => self.closure(closure),
                        _ => {}
                    }
                }
            }

            fn closure(&mut self, closure: &'a $($mutable)? Closure) {
                self.patterns.extend(closure.params.$iter());
                self.blocks.push(&$($mutable)? closure.body);
            }
        }
    };
}

ways!(Children, iter,);
ways!(ChildrenMut, iter_mut, mut);

impl Pattern {
    /// The variables it binds.
    #[must_use]
    pub fn bound(&self) -> Vec<Id> {
        match self {
            Pattern::Name(id) => vec![*id],
            Pattern::At(id, inner) => [vec![*id], inner.bound()].concat(),
            Pattern::Reference(inner) => inner.bound(),
            Pattern::Wild | Pattern::Number(_) | Pattern::Numbers(..) => Vec::new(),
            Pattern::Tuple(parts)
            | Pattern::Array(parts)
            | Pattern::Struct(_, parts)
            | Pattern::Or(parts) => parts.iter().flat_map(Pattern::bound).collect(),
        }
    }

    fn bound_mut(&mut self) -> Vec<&mut Id> {
        match self {
            Pattern::Name(id) => vec![id],
            Pattern::At(id, inner) => {
                let inner = inner.bound_mut();
                std::iter::once(id).chain(inner).collect()
            }
            Pattern::Reference(inner) => inner.bound_mut(),
            Pattern::Wild | Pattern::Number(_) | Pattern::Numbers(..) => Vec::new(),
            Pattern::Tuple(parts)
            | Pattern::Array(parts)
            | Pattern::Struct(_, parts)
            | Pattern::Or(parts) => parts.iter_mut().flat_map(Pattern::bound_mut).collect(),
        }
    }
}

impl Stmt {
    /// The variables it binds for what follows.
    #[must_use]
    pub fn bound(&self) -> Vec<Id> {
        match self {
            Stmt::Let { pattern, .. } | Stmt::LetElse { pattern, .. } => pattern.bound(),
            Stmt::Const { id, .. } | Stmt::Closure { id, .. } => vec![*id],
            _ => Vec::new(),
        }
    }

    /// The lists of statements in it.
    #[must_use]
    pub fn inner(&self) -> Vec<&Vec<Stmt>> {
        Children::of_stmt(self).lists
    }

    /// The same, to be changed.
    pub fn inner_mut(&mut self) -> Vec<&mut Vec<Stmt>> {
        ChildrenMut::of_stmt(self).lists
    }

    /// Whether it is, or contains, a statement that satisfies `test`.
    pub fn any(&self, test: &dyn Fn(&Stmt) -> bool) -> bool {
        test(self)
            || self
                .inner()
                .into_iter()
                .flatten()
                .any(|stmt| stmt.any(test))
    }

    /// Whether it may be left for something else than the next one.
    #[must_use]
    pub fn exits(&self) -> bool {
        self.any(&|stmt| matches!(stmt, Stmt::Break(_) | Stmt::Continue(_) | Stmt::Return(_)))
    }

    /// Shows every expression, places included, the outer before the inner.
    pub fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expr)) {
        Children::of_stmt(self).visit(see);
    }

    /// The variables it assigns to, whole or in part, at any depth.
    #[must_use]
    pub fn assigned(&self) -> Vec<Id> {
        let mut assigned = Vec::new();
        Children::of_stmt(self).assigned(&mut assigned);
        assigned
    }

    /// The variables it mentions, those it assigns to included.
    #[must_use]
    pub fn mentioned(&self) -> Vec<Id> {
        let mut mentioned = Vec::new();
        self.visit(&mut |expr| mentioned.extend(variable(expr)));
        mentioned
    }

    /// Changes every expression but the places that are assigned to, the outer before the inner.
    pub fn change(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        ChildrenMut::of_stmt(self).change(change);
    }

    /// Changes every variable, where it is bound and where it is used.
    pub fn each_id(&mut self, change: &mut dyn FnMut(&mut Id)) {
        ChildrenMut::of_stmt(self).each_id(change);
    }
}

impl<'e> Children<'e> {
    fn visit(self, see: &mut dyn FnMut(&'e Expr)) {
        for expr in self.places.into_iter().chain(self.exprs) {
            expr.visit(see);
        }
        for stmt in self.lists.into_iter().flatten() {
            stmt.visit(see);
        }
        for block in self.blocks {
            block.visit(see);
        }
    }

    fn assigned(self, assigned: &mut Vec<Id>) {
        for place in self.places {
            assigned.push(root(place));
            Children::of_expr(place).assigned(assigned);
        }
        for expr in self.exprs {
            Children::of_expr(expr).assigned(assigned);
        }
        for stmt in self.lists.into_iter().flatten() {
            Children::of_stmt(stmt).assigned(assigned);
        }
        for block in self.blocks {
            for stmt in &block.stmts {
                Children::of_stmt(stmt).assigned(assigned);
            }
            Children::of_expr(&block.value).assigned(assigned);
        }
    }
}

impl Children<'_> {
    /// The variables that are bound in it, at any depth.
    fn bound(self, bound: &mut Vec<Id>) {
        bound.extend(self.patterns.into_iter().flat_map(Pattern::bound));
        for expr in self.places.into_iter().chain(self.exprs) {
            Children::of_expr(expr).bound(bound);
        }
        let in_blocks = self.blocks.iter().flat_map(|block| &block.stmts);
        for stmt in self.lists.into_iter().flatten().chain(in_blocks) {
            bound.extend(stmt.bound());
            Children::of_stmt(stmt).bound(bound);
        }
        for block in self.blocks {
            Children::of_expr(&block.value).bound(bound);
        }
    }
}

impl ChildrenMut<'_> {
    fn change(self, change: &mut dyn FnMut(&mut Expr)) {
        for place in self.places {
            for index in indices_mut(place) {
                index.change(change);
            }
        }
        for expr in self.exprs {
            expr.change(change);
        }
        for stmt in self.lists.into_iter().flatten() {
            stmt.change(change);
        }
        for block in self.blocks {
            block.change(change);
        }
    }

    fn each_id(self, change: &mut dyn FnMut(&mut Id)) {
        let patterns = self.patterns.into_iter().flat_map(Pattern::bound_mut);
        for id in self.ids.into_iter().chain(patterns) {
            change(id);
        }
        for expr in self.places.into_iter().chain(self.exprs) {
            expr.each_id(change);
        }
        for stmt in self.lists.into_iter().flatten() {
            stmt.each_id(change);
        }
        for block in self.blocks {
            block.each_id(change);
        }
    }

    fn each_list(self, change: &mut dyn FnMut(&mut Vec<Stmt>, Option<&mut Expr>)) {
        for expr in self.places.into_iter().chain(self.exprs) {
            ChildrenMut::of_expr(expr).each_list(change);
        }
        for list in self.lists {
            change(list, None);
            for stmt in list {
                ChildrenMut::of_stmt(stmt).each_list(change);
            }
        }
        for block in self.blocks {
            block.each_list(change);
        }
    }
}

impl Expr {
    /// What it is made of, without what is in blocks in it.
    #[must_use]
    pub fn operands(&self) -> Vec<&Expr> {
        Children::of_expr(self).exprs
    }

    /// The blocks in it.
    #[must_use]
    pub fn blocks(&self) -> Vec<&Block> {
        Children::of_expr(self).blocks
    }

    /// Shows the expression and all in it, places included, the outer before the inner.
    pub fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expr)) {
        see(self);
        Children::of_expr(self).visit(see);
    }

    /// Changes the expression and then all in it, but no places that are assigned to.
    pub fn change(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        change(self);
        ChildrenMut::of_expr(self).change(change);
    }

    /// The variables it mentions.
    #[must_use]
    pub fn mentioned(&self) -> Vec<Id> {
        let mut mentioned = Vec::new();
        self.visit(&mut |expr| mentioned.extend(variable(expr)));
        mentioned
    }

    /// The variables that it assigns to.
    #[must_use]
    pub fn assigned(&self) -> Vec<Id> {
        let mut assigned = Vec::new();
        Children::of_expr(self).assigned(&mut assigned);
        assigned
    }

    /// The variables that are bound in it, at any depth; some of them twice.
    #[must_use]
    pub fn bound(&self) -> Vec<Id> {
        let mut bound = Vec::new();
        Children::of_expr(self).bound(&mut bound);
        bound
    }

    /// The number of expressions in it, itself included.
    #[must_use]
    pub fn size(&self) -> usize {
        let mut size = 0;
        self.visit(&mut |_| size += 1);
        size
    }

    /// Whether it is a variable or a part of one.
    #[must_use]
    pub fn is_place(&self) -> bool {
        match self {
            Expr::Var(_) => true,
            Expr::Index(base, _) | Expr::Field(base, _) => base.is_place(),
            _ => false,
        }
    }

    fn each_id(&mut self, change: &mut dyn FnMut(&mut Id)) {
        ChildrenMut::of_expr(self).each_id(change);
    }
}

impl Chain {
    /// The variables it mentions.
    #[must_use]
    pub fn mentioned(&self) -> Vec<Id> {
        let mut all = Children::default();
        all.chain(self);
        let mut mentioned = Vec::new();
        all.visit(&mut |expr| mentioned.extend(variable(expr)));
        mentioned
    }
}

impl Block {
    /// Shows every expression, the outer before the inner.
    pub fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expr)) {
        for stmt in &self.stmts {
            stmt.visit(see);
        }
        self.value.visit(see);
    }

    /// Changes every expression but the places that are assigned to, the outer before the inner.
    pub fn change(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        for stmt in &mut self.stmts {
            stmt.change(change);
        }
        self.value.change(change);
    }

    /// Changes every variable, where it is bound and where it is used.
    pub fn each_id(&mut self, change: &mut dyn FnMut(&mut Id)) {
        for stmt in &mut self.stmts {
            stmt.each_id(change);
        }
        self.value.each_id(change);
    }

    /// Changes every list of statements, with the value after it if it has one.
    pub fn each_list(&mut self, change: &mut dyn FnMut(&mut Vec<Stmt>, Option<&mut Expr>)) {
        change(&mut self.stmts, Some(&mut self.value));
        for stmt in &mut self.stmts {
            ChildrenMut::of_stmt(stmt).each_list(change);
        }
        ChildrenMut::of_expr(&mut self.value).each_list(change);
    }
}

fn variable(expr: &Expr) -> Option<Id> {
    match expr {
        Expr::Var(id) | Expr::Apply(id, _) => Some(*id),
        _ => None,
    }
}

fn indices_mut(place: &mut Expr) -> Vec<&mut Expr> {
    match place {
        Expr::Index(base, index) => {
            let mut indices = indices_mut(base);
            indices.push(index);
            indices
        }
        Expr::Field(base, _) | Expr::Part(base, ..) => indices_mut(base),
        _ => Vec::new(),
    }
}

/// The variable that a place is a part of.
///
/// # Panics
/// If it is no place.
#[must_use]
pub fn root(place: &Expr) -> Id {
    match place {
        Expr::Var(id) => *id,
        Expr::Index(base, _) | Expr::Field(base, _) | Expr::Part(base, ..) => root(base),
        other => unreachable!("not a place: {other:?}"),
    }
}
