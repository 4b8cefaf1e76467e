"""Generic traversal of the intermediate representation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never
from weakref import WeakKeyDictionary

from wippyc.ir import nodes as ir

Node = ir.Expr | ir.Statement | ir.Block

# Most expressions are one of these, which have no operands.
_LEAVES = frozenset({ir.Constant, ir.VariableRef, ir.ModuleRef, ir.ApiRef, ir.Function})


def child_expressions(expr: ir.Expr) -> Iterator[ir.Expr]:
    """Yield the direct operands of an expression, in evaluation order (not function bodies)."""
    match expr:
        case (
            ir.Constant() | ir.Vararg() | ir.VariableRef() | ir.GlobalRef() | ir.ModuleRef()
            | ir.ApiRef() | ir.ApiConstant() | ir.LibraryRef() | ir.TypeRef() | ir.Function()
            | ir.Sleep()
        ):  # fmt: skip
            return
        case ir.Index():
            yield expr.object
            yield expr.key
        case ir.Call():
            yield expr.callee
            yield from expr.arguments
        case ir.MethodCall():
            yield expr.object
            yield from expr.arguments
        case ir.ApiCall() | ir.CallActivity():
            yield from expr.arguments
        case ir.Logical() | ir.Arithmetic() | ir.Compare():
            yield expr.left
            yield expr.right
        case ir.Not() | ir.Unary():
            yield expr.operand
        case ir.Concat():
            yield from expr.parts
        case ir.TableConstructor():
            for item in expr.items:
                if isinstance(item, ir.KeyedItem):
                    yield item.key
                yield item.value
        case ir.First():
            yield expr.inner
        case _:
            assert_never(expr)


def statement_expressions(statement: ir.Statement) -> Iterator[ir.Expr]:
    """Yield the expressions a statement evaluates itself (not those of nested blocks)."""
    match statement:
        case ir.Local():
            yield from statement.values
        case ir.DeclareFunction():
            yield statement.function
        case ir.Assign():
            yield from statement.targets
            yield from statement.values
        case ir.Evaluate():
            yield statement.call
        case ir.While() | ir.Repeat():
            yield statement.condition
        case ir.If():
            for arm in statement.arms:
                yield arm.condition
        case ir.NumericFor():
            yield statement.start
            yield statement.stop
            if statement.step is not None:
                yield statement.step
        case ir.GenericFor():
            yield from statement.iterators
        case ir.Return():
            yield from statement.values
        case ir.Do() | ir.Break() | ir.Goto() | ir.Label() | ir.DeclareType():
            return
        case _:
            assert_never(statement)


def child_blocks(statement: ir.Statement) -> Iterator[ir.Block]:
    """Yield the blocks nested in a statement, in the order of the source."""
    match statement:
        case ir.Do() | ir.While() | ir.Repeat() | ir.NumericFor() | ir.GenericFor():
            yield statement.body
        case ir.If():
            for arm in statement.arms:
                yield arm.body
            if statement.otherwise is not None:
                yield statement.otherwise
        case _:
            return


def walk_expression(expr: ir.Expr) -> Iterator[ir.Expr]:
    """Yield an expression and all its operands, without entering function bodies."""
    stack = [expr]
    while stack:
        node = stack.pop()
        yield node
        if type(node) not in _LEAVES:
            stack.extend(reversed(list(child_expressions(node))))


# Blocks never change, and every pass walks them: what was found once is kept as long as the block.
_statements: WeakKeyDictionary[ir.Block, tuple[ir.Statement, ...]] = WeakKeyDictionary()
_expressions: WeakKeyDictionary[ir.Block, tuple[ir.Expr, ...]] = WeakKeyDictionary()
_functions: WeakKeyDictionary[ir.Block, tuple[ir.Function, ...]] = WeakKeyDictionary()


def walk_statements(block: ir.Block) -> tuple[ir.Statement, ...]:
    """Return every statement of a block and its nested blocks, without entering functions."""
    known = _statements.get(block)
    if known is not None:
        return known
    found: list[ir.Statement] = []
    stack = list(reversed(block.statements))
    while stack:
        statement = stack.pop()
        found.append(statement)
        for child in reversed(list(child_blocks(statement))):
            stack.extend(reversed(child.statements))
    return _statements.setdefault(block, tuple(found))


def block_expressions(block: ir.Block) -> tuple[ir.Expr, ...]:
    """Return every expression of a block, without entering function bodies."""
    known = _expressions.get(block)
    if known is not None:
        return known
    found = tuple(
        node
        for statement in walk_statements(block)
        for expr in statement_expressions(statement)
        for node in walk_expression(expr)
    )
    return _expressions.setdefault(block, found)


def inner_functions(function: ir.Function) -> tuple[ir.Function, ...]:
    """Return the functions written directly inside a function."""
    known = _functions.get(function.body)
    if known is not None:
        return known
    found = tuple(
        expr for expr in block_expressions(function.body) if isinstance(expr, ir.Function)
    )
    return _functions.setdefault(function.body, found)


def all_functions(function: ir.Function) -> Iterator[ir.Function]:
    """Yield a function and every function nested in it, outermost first."""
    stack = [function]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(inner_functions(current)))
