//! User statements without a derivative, and the ways out of them.

use std::ops::ControlFlow;

use quote::ToTokens;
use syn::{Expr, Label, Lifetime};

use super::Machine;
use super::primitive::operator;
use super::value::{Value, index};

/// How a piece of user code ends: with a value, if it has one, or by being left.
pub(super) type Flow = ControlFlow<Exit, Option<Value>>;

/// A way out of a loop's body or a labelled block.
pub(super) enum Exit {
    /// `break`
    Leave(Option<Lifetime>),
    /// `continue`
    Again(Option<Lifetime>),
}

impl Machine<'_> {
    pub(super) fn user_statement(&self, stmt: &syn::Stmt) {
        let left = self.run_statement(stmt).is_break();
        assert!(!left, "user code is left: `{}`", stmt.to_token_stream());
    }

    fn run_statement(&self, stmt: &syn::Stmt) -> Flow {
        match stmt {
            syn::Stmt::Local(local) => match &local.init {
                Some(init) => {
                    let value = self.expression(&init.expr);
                    match &init.diverge {
                        Some((_, otherwise)) if !self.fits(&local.pat, &value) => {
                            return self.run_expression(otherwise);
                        }
                        Some(_) => {}
                        None => self.bind(&local.pat, &value),
                    }
                }
                None => self.hide(&local.pat),
            },
            syn::Stmt::Item(syn::Item::Const(item)) => {
                let value = self.expression(&item.expr);
                self.bind_name(&item.ident.to_string(), value);
            }
            syn::Stmt::Expr(expr, _) => return self.run_expression(expr),
            other => panic!("user code `{}`", other.to_token_stream()),
        }
        Flow::Continue(None)
    }

    /// Evaluates an expression that may be left, or has no value.
    pub(super) fn run_expression(&self, expr: &Expr) -> Flow {
        match expr {
            Expr::Paren(paren) => self.run_expression(&paren.expr),
            Expr::Assign(assign) => {
                let value = self.expression(&assign.right);
                self.assign(&assign.left, value);
                Flow::Continue(None)
            }
            Expr::Binary(binary) if is_compound(binary.op) => {
                let right = self.expression(&binary.right);
                let value = operator(&binary.op, &self.expression(&binary.left), &right);
                self.assign(&binary.left, value);
                Flow::Continue(None)
            }
            Expr::Block(block) => match (self.block(&block.block), &block.label) {
                (Flow::Break(Exit::Leave(Some(to))), Some(label)) if to == label.name => {
                    Flow::Continue(None)
                }
                (flow, _) => flow,
            },
            Expr::If(branch) => self.scoped(|| match &branch.else_branch {
                _ if self.condition(&branch.cond) => self.block(&branch.then_branch),
                Some((_, otherwise)) => self.run_expression(otherwise),
                None => Flow::Continue(None),
            }),
            Expr::Match(branch) => {
                let value = self.expression(&branch.expr);
                let mut arms = branch.arms.iter();
                let taken = arms.find_map(|arm| {
                    self.scoped(|| {
                        let fits = self.fits(&arm.pat, &value);
                        fits.then(|| self.run_expression(&arm.body))
                    })
                });
                taken.expect("an arm that fits")
            }
            Expr::ForLoop(token) => {
                let trips = self.expression(&token.expr);
                let mut items = trips.list().iter();
                Self::repeat(token.label.as_ref(), || {
                    let item = items.next()?;
                    Some(self.scoped(|| {
                        self.bind(&token.pat, item);
                        self.block(&token.body)
                    }))
                })
            }
            Expr::While(token) => Self::repeat(token.label.as_ref(), || {
                self.scoped(|| self.condition(&token.cond).then(|| self.block(&token.body)))
            }),
            Expr::Loop(token) => {
                Self::repeat(token.label.as_ref(), || Some(self.block(&token.body)))
            }
            Expr::MethodCall(call) if self.changed(call).is_some() => Flow::Continue(None),
            Expr::Break(token) => Flow::Break(Exit::Leave(token.label.clone())),
            Expr::Continue(token) => Flow::Break(Exit::Again(token.label.clone())),
            expr => Flow::Continue(Some(self.expression(expr))),
        }
    }

    fn block(&self, block: &syn::Block) -> Flow {
        self.scoped(|| {
            let mut value = None;
            for stmt in &block.stmts {
                value = self.run_statement(stmt)?;
            }
            Flow::Continue(value)
        })
    }

    /// The value of a condition; the names that a `let` in it binds are those of the scope.
    pub(super) fn condition(&self, condition: &Expr) -> bool {
        match condition {
            Expr::Let(binding) => self.fits(&binding.pat, &self.expression(&binding.expr)),
            Expr::Binary(binary) => match binary.op {
                syn::BinOp::And(_) => self.condition(&binary.left) && self.condition(&binary.right),
                syn::BinOp::Or(_) => self.condition(&binary.left) || self.condition(&binary.right),
                _ => self.expression(condition).truth(),
            },
            other => self.expression(other).truth(),
        }
    }

    /// Trips of a loop, until there is no other, or one leaves it.
    fn repeat(label: Option<&Label>, mut trip: impl FnMut() -> Option<Flow>) -> Flow {
        let here = |to: &Option<Lifetime>| {
            let own = label.map(|label| &label.name);
            to.is_none() || to.as_ref() == own
        };
        while let Some(flow) = trip() {
            match flow {
                Flow::Continue(_) => {}
                Flow::Break(Exit::Again(to)) if here(&to) => {}
                Flow::Break(Exit::Leave(to)) if here(&to) => break,
                flow @ Flow::Break(_) => return flow,
            }
        }
        Flow::Continue(None)
    }

    pub(super) fn assign(&self, place: &Expr, value: Value) {
        match place {
            Expr::Tuple(tuple) => {
                for (place, part) in tuple.elems.iter().zip(value.list()) {
                    self.assign(place, part.clone());
                }
            }
            Expr::Path(path) => self.set_name(&path.to_token_stream().to_string(), value),
            Expr::Unary(unary) => self.assign(&unary.expr, value),
            Expr::Paren(paren) => self.assign(&paren.expr, value),
            Expr::Index(element) if matches!(*element.index, Expr::Range(_)) => {
                let mut parts = self.expression(&element.expr).list().to_vec();
                let (start, end) = self.bounds(&element.index, parts.len());
                parts.splice(start..end, value.list().iter().cloned());
                self.assign(&element.expr, Value::List(parts));
            }
            Expr::Index(element) => {
                let position = index(self.expression(&element.index).number());
                self.assign_part(&element.expr, position, value);
            }
            Expr::Field(field) => {
                self.assign_part(&field.base, self.member(&field.member), value);
            }
            other => panic!("assignment to `{}`", other.to_token_stream()),
        }
    }

    fn assign_part(&self, whole: &Expr, position: usize, value: Value) {
        let mut parts = self.expression(whole).list().to_vec();
        parts[position] = value;
        self.assign(whole, Value::List(parts));
    }
}

/// `+=` and the like.
fn is_compound(op: syn::BinOp) -> bool {
    let text = op.to_token_stream().to_string();
    text.len() > 1 && text.ends_with('=') && !["==", "!=", "<=", ">="].contains(&text.as_str())
}
