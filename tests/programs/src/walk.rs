//! Ways through a program.

use crate::ast::{Block, Expr, Id, Pattern, Stmt};

impl Pattern {
    /// The variables it binds.
    #[must_use]
    pub fn bound(&self) -> Vec<Id> {
        match self {
            Pattern::Name(id) => vec![*id],
            Pattern::Wild => Vec::new(),
            Pattern::Tuple(parts) | Pattern::Array(parts) => {
                parts.iter().flat_map(Pattern::bound).collect()
            }
        }
    }

    fn bound_mut(&mut self) -> Vec<&mut Id> {
        match self {
            Pattern::Name(id) => vec![id],
            Pattern::Wild => Vec::new(),
            Pattern::Tuple(parts) | Pattern::Array(parts) => {
                parts.iter_mut().flat_map(Pattern::bound_mut).collect()
            }
        }
    }
}

impl Stmt {
    /// The variables it binds for what follows.
    #[must_use]
    pub fn bound(&self) -> Vec<Id> {
        match self {
            Stmt::Let { pattern, .. } => pattern.bound(),
            Stmt::Const { id, .. } => vec![*id],
            _ => Vec::new(),
        }
    }

    /// The lists of statements in it.
    #[must_use]
    pub fn inner(&self) -> Vec<&Vec<Stmt>> {
        match self {
            Stmt::Block(stmts) => vec![stmts],
            Stmt::If {
                then, otherwise, ..
            } => vec![then, otherwise],
            Stmt::For { body, .. } | Stmt::While { body, .. } => vec![body],
            _ => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn inner_mut(&mut self) -> Vec<&mut Vec<Stmt>> {
        match self {
            Stmt::Block(stmts) => vec![stmts],
            Stmt::If {
                then, otherwise, ..
            } => vec![then, otherwise],
            Stmt::For { body, .. } | Stmt::While { body, .. } => vec![body],
            _ => Vec::new(),
        }
    }

    /// What decides over the lists of statements in it, or is returned.
    fn heads(&self) -> Vec<&Expr> {
        match self {
            Stmt::If { condition, .. } | Stmt::While { condition, .. } => vec![condition],
            Stmt::For { range, .. } => vec![&range.start, &range.end],
            Stmt::Return(value) => vec![value],
            _ => Vec::new(),
        }
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

    /// What it assigns to, not counting what its values assign to.
    fn places(&self) -> Vec<&Expr> {
        match self {
            Stmt::Assign { place, .. } => vec![place],
            Stmt::Destructure { places, .. } => places.iter().collect(),
            other => other
                .inner()
                .into_iter()
                .flatten()
                .flat_map(Stmt::places)
                .collect(),
        }
    }

    fn places_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Stmt::Assign { place, .. } => vec![place],
            Stmt::Destructure { places, .. } => places.iter_mut().collect(),
            other => {
                let inner = other.inner_mut().into_iter().flatten();
                inner.flat_map(Stmt::places_mut).collect()
            }
        }
    }

    fn values(&self) -> Vec<&Expr> {
        match self {
            Stmt::Let { value, .. } => value.iter().collect(),
            Stmt::Assign { value, .. }
            | Stmt::Destructure { value, .. }
            | Stmt::Const { value, .. } => vec![value],
            other => {
                let inner = other.inner().into_iter().flatten().flat_map(Stmt::values);
                other.heads().into_iter().chain(inner).collect()
            }
        }
    }

    /// Its values, and the indices in what it assigns to.
    fn values_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Stmt::Block(stmts) => all_values(stmts).collect(),
            Stmt::If {
                condition,
                then,
                otherwise,
            } => {
                let inner = all_values(then).chain(all_values(otherwise));
                std::iter::once(condition).chain(inner).collect()
            }
            Stmt::For { range, body, .. } => {
                let bounds = [&mut range.start, &mut range.end];
                bounds.into_iter().chain(all_values(body)).collect()
            }
            Stmt::While {
                condition, body, ..
            } => std::iter::once(condition).chain(all_values(body)).collect(),
            other => other.own_values_mut(),
        }
    }

    /// The same, without those in statements in it.
    fn own_values_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Stmt::Let { value, .. } => value.iter_mut().collect(),
            Stmt::Assign { place, value, .. } => {
                indices_mut(place).into_iter().chain([value]).collect()
            }
            Stmt::Destructure { places, value } => {
                let indices = places.iter_mut().flat_map(indices_mut);
                indices.chain([value]).collect()
            }
            Stmt::Const { value, .. } | Stmt::Return(value) => vec![value],
            Stmt::If { condition, .. } | Stmt::While { condition, .. } => vec![condition],
            Stmt::For { range, .. } => vec![&mut range.start, &mut range.end],
            Stmt::Block(_) | Stmt::Break(_) | Stmt::Continue(_) => Vec::new(),
        }
    }

    /// Shows every expression, places included, the outer before the inner.
    pub fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expr)) {
        for expr in self.places().into_iter().chain(self.values()) {
            expr.visit(see);
        }
    }

    /// The variables it assigns to, whole or in part, at any depth.
    #[must_use]
    pub fn assigned(&self) -> Vec<Id> {
        let mut assigned: Vec<Id> = self.places().into_iter().map(root).collect();
        for value in self.values() {
            assigned.extend(value.assigned());
        }
        assigned
    }

    /// The variables it mentions, those it assigns to included.
    #[must_use]
    pub fn mentioned(&self) -> Vec<Id> {
        let mut mentioned = Vec::new();
        self.visit(&mut |expr| mentioned.extend(variable(expr)));
        mentioned
    }

    fn binders_mut(&mut self) -> Vec<&mut Id> {
        match self {
            Stmt::Let { pattern, .. } => pattern.bound_mut(),
            Stmt::Const { id, .. } => vec![id],
            Stmt::For { id, body, .. } => {
                let inner = body.iter_mut().flat_map(Stmt::binders_mut);
                [id].into_iter().chain(inner).collect()
            }
            other => {
                let inner = other.inner_mut().into_iter().flatten();
                inner.flat_map(Stmt::binders_mut).collect()
            }
        }
    }

    fn each_id(&mut self, change: &mut dyn FnMut(&mut Id)) {
        for id in self.binders_mut() {
            change(id);
        }
        for place in self.places_mut() {
            change(root_mut(place));
        }
        for value in self.values_mut() {
            value.each_id(change);
        }
    }
}

impl Expr {
    /// What it is made of; of a block, the values of its statements, too.
    #[must_use]
    pub fn operands(&self) -> Vec<&Expr> {
        match self {
            Expr::Float(..) | Expr::Integer(..) | Expr::Var(_) => Vec::new(),
            Expr::Index(x, y) | Expr::Binary(_, x, y) => vec![x, y],
            Expr::Compare(_, x, y) | Expr::Connected(_, x, y) => vec![x, y],
            Expr::Field(x, _) | Expr::Cast(x, _) | Expr::Repeat(x, _) => vec![x],
            Expr::Negate(x) | Expr::Constant(x) | Expr::Not(x) | Expr::Length(x) => vec![x],
            Expr::Method { operands, .. } => operands.iter().collect(),
            Expr::Tuple(parts) | Expr::Array(parts) | Expr::Call(_, parts) => {
                parts.iter().collect()
            }
            Expr::Block(block) => block.values(),
            Expr::If(condition, then, otherwise) => {
                let arms = [then.values(), otherwise.values()];
                std::iter::once(&**condition)
                    .chain(arms.into_iter().flatten())
                    .collect()
            }
        }
    }

    /// The same, to be changed.
    pub fn operands_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Expr::Float(..) | Expr::Integer(..) | Expr::Var(_) => Vec::new(),
            Expr::Index(x, y) | Expr::Binary(_, x, y) => vec![x, y],
            Expr::Compare(_, x, y) | Expr::Connected(_, x, y) => vec![x, y],
            Expr::Field(x, _) | Expr::Cast(x, _) | Expr::Repeat(x, _) => vec![x],
            Expr::Negate(x) | Expr::Constant(x) | Expr::Not(x) | Expr::Length(x) => vec![x],
            Expr::Method { operands, .. } => operands.iter_mut().collect(),
            Expr::Tuple(parts) | Expr::Array(parts) | Expr::Call(_, parts) => {
                parts.iter_mut().collect()
            }
            Expr::Block(block) => block.values_mut(),
            Expr::If(condition, then, otherwise) => {
                let arms = [then.values_mut(), otherwise.values_mut()];
                std::iter::once(&mut **condition)
                    .chain(arms.into_iter().flatten())
                    .collect()
            }
        }
    }

    fn places(&self) -> Vec<&Expr> {
        match self {
            Expr::Block(block) => block.stmts.iter().flat_map(Stmt::places).collect(),
            Expr::If(_, then, otherwise) => {
                let stmts = then.stmts.iter().chain(&otherwise.stmts);
                stmts.flat_map(Stmt::places).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Shows the expression and all in it, places included, the outer before the inner.
    pub fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expr)) {
        see(self);
        for part in self.places().into_iter().chain(self.operands()) {
            part.visit(see);
        }
    }

    /// Changes the expression and then all in it, but no places that are assigned to.
    pub fn change(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        change(self);
        for operand in self.operands_mut() {
            operand.change(change);
        }
    }

    /// The variables it mentions.
    #[must_use]
    pub fn mentioned(&self) -> Vec<Id> {
        let mut mentioned = Vec::new();
        self.visit(&mut |expr| mentioned.extend(variable(expr)));
        mentioned
    }

    /// The variables that statements in it assign to.
    #[must_use]
    pub fn assigned(&self) -> Vec<Id> {
        let mut assigned = Vec::new();
        self.visit(&mut |expr| assigned.extend(expr.places().into_iter().map(root)));
        assigned
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
        match self {
            Expr::Var(id) => change(id),
            Expr::Block(block) => block.each_id(change),
            Expr::If(condition, then, otherwise) => {
                condition.each_id(change);
                then.each_id(change);
                otherwise.each_id(change);
            }
            other => {
                for operand in other.operands_mut() {
                    operand.each_id(change);
                }
            }
        }
    }
}

impl Block {
    fn values(&self) -> Vec<&Expr> {
        let values = self.stmts.iter().flat_map(Stmt::values);
        values.chain([&*self.value]).collect()
    }

    fn values_mut(&mut self) -> Vec<&mut Expr> {
        let values = self.stmts.iter_mut().flat_map(Stmt::values_mut);
        values.chain([&mut *self.value]).collect()
    }

    /// Shows every expression, the outer before the inner.
    pub fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expr)) {
        for stmt in &self.stmts {
            stmt.visit(see);
        }
        self.value.visit(see);
    }

    /// Changes every expression but the places that are assigned to, the outer before the inner.
    pub fn change(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        for value in self.stmts.iter_mut().flat_map(Stmt::values_mut) {
            value.change(change);
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
        each_inner_list(&mut self.stmts, change);
        in_expression(&mut self.value, change);
    }
}

fn each_inner_list(stmts: &mut [Stmt], change: &mut dyn FnMut(&mut Vec<Stmt>, Option<&mut Expr>)) {
    for stmt in stmts {
        for inner in stmt.inner_mut() {
            change(inner, None);
            each_inner_list(inner, change);
        }
        for value in stmt.own_values_mut() {
            in_expression(value, change);
        }
    }
}

fn in_expression(expr: &mut Expr, change: &mut dyn FnMut(&mut Vec<Stmt>, Option<&mut Expr>)) {
    match expr {
        Expr::Block(block) => block.each_list(change),
        Expr::If(condition, then, otherwise) => {
            in_expression(condition, change);
            then.each_list(change);
            otherwise.each_list(change);
        }
        other => {
            for operand in other.operands_mut() {
                in_expression(operand, change);
            }
        }
    }
}

fn all_values(stmts: &mut [Stmt]) -> impl Iterator<Item = &mut Expr> {
    stmts.iter_mut().flat_map(Stmt::values_mut)
}

fn variable(expr: &Expr) -> Option<Id> {
    match expr {
        Expr::Var(id) => Some(*id),
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
        Expr::Field(base, _) => indices_mut(base),
        _ => Vec::new(),
    }
}

fn root_mut(place: &mut Expr) -> &mut Id {
    match place {
        Expr::Var(id) => id,
        Expr::Index(base, _) | Expr::Field(base, _) => root_mut(base),
        other => unreachable!("not a place: {other:?}"),
    }
}

/// The variable that a place is a part of.
fn root(place: &Expr) -> Id {
    match place {
        Expr::Var(id) => *id,
        Expr::Index(base, _) | Expr::Field(base, _) => root(base),
        other => unreachable!("not a place: {other:?}"),
    }
}
