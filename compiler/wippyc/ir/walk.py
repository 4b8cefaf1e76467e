"""Generic traversal of the intermediate representation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar, overload

from wippyc.ir import nodes as ir

Node = ir.Expr | ir.Statement | ir.Block
Placed = tuple[ir.Statement, int, Sequence[ir.Expr]]
_Class = TypeVar("_Class")
LOOPS: Final = (ir.While, ir.Repeat, ir.NumericFor, ir.GenericFor)

# The operands of each class of expressions; `None` where there never are any. Tables, because every
# pass goes through every expression.
_OPERANDS: Final[Mapping[type, Callable[[Any], Sequence[ir.Expr]] | None]] = {
    **dict.fromkeys(
        (ir.Constant, ir.Vararg, ir.VariableRef, ir.GlobalRef, ir.ModuleRef, ir.ApiRef,
         ir.ApiConstant, ir.LibraryRef, ir.TypeRef, ir.Function, ir.Sleep),
    ),
    ir.Index: lambda expr: (expr.object, expr.key),
    ir.Call: lambda expr: (expr.callee, *expr.arguments),
    ir.MethodCall: lambda expr: (expr.object, *expr.arguments),
    **dict.fromkeys((ir.ApiCall, ir.CallActivity), lambda expr: expr.arguments),
    **dict.fromkeys(
        (ir.Logical, ir.Arithmetic, ir.Compare), lambda expr: (expr.left, expr.right)
    ),
    **dict.fromkeys((ir.Not, ir.Unary), lambda expr: (expr.operand,)),
    ir.Concat: lambda expr: expr.parts,
    ir.TableConstructor: lambda expr: tuple(_item_expressions(expr)),
    ir.First: lambda expr: (expr.inner,),
}  # fmt: skip


def child_expressions(expr: ir.Expr) -> Sequence[ir.Expr]:
    """Return the direct operands of an expression, in evaluation order (not function bodies)."""
    operands = _OPERANDS[type(expr)]
    return () if operands is None else operands(expr)


def _item_expressions(table: ir.TableConstructor) -> Iterator[ir.Expr]:
    for item in table.items:
        if isinstance(item, ir.KeyedItem):
            yield item.key
        yield item.value


_STATEMENT_EXPRESSIONS: Final[Mapping[type, Callable[[Any], Sequence[ir.Expr]]]] = {
    **dict.fromkeys((ir.Local, ir.Return), lambda statement: statement.values),
    ir.DeclareFunction: lambda statement: (statement.function,),
    ir.Assign: lambda statement: (*statement.targets, *statement.values),
    ir.Evaluate: lambda statement: (statement.call,),
    **dict.fromkeys((ir.While, ir.Repeat), lambda statement: (statement.condition,)),
    ir.If: lambda statement: [arm.condition for arm in statement.arms],
    ir.NumericFor: lambda statement: (
        (statement.start, statement.stop)
        if statement.step is None
        else (statement.start, statement.stop, statement.step)
    ),
    ir.GenericFor: lambda statement: statement.iterators,
    **dict.fromkeys(
        (ir.Do, ir.Break, ir.Goto, ir.Label, ir.DeclareType), lambda statement: ()
    ),
}  # fmt: skip
_CHILD_BLOCKS: Final[Mapping[type, Callable[[Any], Sequence[ir.Block]]]] = {
    **dict.fromkeys(
        (ir.Do, ir.While, ir.Repeat, ir.NumericFor, ir.GenericFor),
        lambda statement: (statement.body,),
    ),
    ir.If: lambda statement: [
        *(arm.body for arm in statement.arms),
        *(() if statement.otherwise is None else (statement.otherwise,)),
    ],
}


def statement_expressions(statement: ir.Statement) -> Sequence[ir.Expr]:
    """Return the expressions a statement evaluates itself (not those of nested blocks)."""
    return _STATEMENT_EXPRESSIONS[type(statement)](statement)


def child_blocks(statement: ir.Statement) -> Sequence[ir.Block]:
    """Return the blocks nested in a statement, in the order of the source."""
    blocks = _CHILD_BLOCKS.get(type(statement))
    return () if blocks is None else blocks(statement)


def walk_expression(expr: ir.Expr) -> Sequence[ir.Expr]:
    """Return an expression and all its operands, without entering function bodies."""
    operands = _OPERANDS[type(expr)]
    if operands is None:
        return (expr,)
    found = [expr]
    stack = list(reversed(operands(expr)))
    while stack:
        node = stack.pop()
        found.append(node)
        operands = _OPERANDS[type(node)]
        if operands is not None:
            stack.extend(reversed(operands(node)))
    return found


def walk_statements(block: ir.Block) -> tuple[ir.Statement, ...]:
    """Return every statement of a block and its nested blocks, without entering functions."""
    known = block.walks.statements
    if known is not None:
        return known
    found: list[ir.Statement] = []
    stack = list(reversed(block.statements))
    while stack:
        statement = stack.pop()
        found.append(statement)
        for child in reversed(child_blocks(statement)):
            stack.extend(reversed(child.statements))
    known = block.walks.statements = tuple(found)
    return known


def evaluated_expressions(block: ir.Block) -> Mapping[ir.Statement, Sequence[ir.Expr]]:
    """Return all expressions that each statement of a block evaluates itself.

    Those of nested blocks are with their statements; function bodies are not entered.
    """
    known = block.walks.evaluated
    if known is None:
        known = block.walks.evaluated = {
            statement: [
                node for expr in statement_expressions(statement) for node in walk_expression(expr)
            ]
            for statement in walk_statements(block)
        }
    return known


def block_expressions(block: ir.Block) -> tuple[ir.Expr, ...]:
    """Return every expression of a block, without entering function bodies."""
    known = block.walks.expressions
    if known is not None:
        return known
    nodes = evaluated_expressions(block)
    found: list[ir.Expr] = []
    for statement in walk_statements(block):
        found += nodes[statement]
    known = block.walks.expressions = tuple(found)
    return known


@overload
def expressions_of(block: ir.Block, only: type[_Class], /) -> Sequence[_Class]: ...
@overload
def expressions_of(block: ir.Block, *classes: type) -> Sequence[ir.Expr]: ...
def expressions_of(block: ir.Block, *classes: type) -> Sequence[Any]:
    """Return the expressions of some classes in a block, in its order, without function bodies."""
    by_class = block.walks.by_class
    if by_class is None:
        by_class = block.walks.by_class = {}
        for expr in block_expressions(block):
            by_class.setdefault(type(expr), []).append(expr)
    if len(classes) == 1:
        return by_class.get(classes[0], ())
    mixed = block.walks.mixed
    selected = mixed.get(classes)
    if selected is None:
        found = [each for each in classes if each in by_class]
        if len(found) > 1:
            selected = [expr for expr in block_expressions(block) if type(expr) in found]
        else:
            selected = by_class[found[0]] if found else ()
        mixed[classes] = selected
    return selected


def placed_statements(block: ir.Block) -> tuple[Placed, ...]:
    """Return the statements of a block, with the number of loops in it around each.

    Their expressions are with them, without those of nested blocks and function bodies.
    """
    known = block.walks.placed
    if known is not None:
        return known
    nodes = evaluated_expressions(block)
    placed: list[Placed] = []
    stack = [(block, 0)]
    while stack:
        current, depth = stack.pop()
        for statement in current.statements:
            placed.append((statement, depth, nodes[statement]))
            inner = depth + isinstance(statement, LOOPS)
            stack.extend((child, inner) for child in child_blocks(statement))
    known = block.walks.placed = tuple(placed)
    return known


def inner_functions(function: ir.Function) -> tuple[ir.Function, ...]:
    """Return the functions written directly inside a function."""
    walks = function.body.walks
    known = walks.functions
    if known is None:
        known = walks.functions = tuple(expressions_of(function.body, ir.Function))
    return known


def all_functions(function: ir.Function) -> tuple[ir.Function, ...]:
    """Return a function and every function nested in it, outermost first."""
    walks = function.body.walks
    known = walks.nested
    if known is None:
        found: list[ir.Function] = []
        stack = [function]
        while stack:
            current = stack.pop()
            found.append(current)
            stack.extend(reversed(inner_functions(current)))
        known = walks.nested = tuple(found)
    return known
