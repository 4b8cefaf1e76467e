"""Names that code may read before the chunk has defined them.

A function written at the top of a chunk may be called before a later statement defines what it
mentions; Lua then finds nil. What a name holds is static only if that cannot happen.

local function show() return limit() end
show()                                    `limit` is nil here: it is looked up wherever it is used
function limit() return 10 end
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, block_expressions, child_expressions, walk_statements

Key = TypeVar("Key", bound=Hashable)


def early_reads(
    unit: Unit,
    definitions: Mapping[ir.Statement, Key],
    mentioned: Callable[[ir.Expr], Key | None],
) -> set[Key]:
    """Return the keys that may be read before their definition has run.

    Args:
        unit: The chunk.
        definitions: Statements of the chunk's top level that store a function or a constant, by
            what they define.
        mentioned: Tells which key an expression reads.
    """
    pending = set(definitions.values())
    found: set[Key] = set()
    functions: list[ir.Function] = []
    in_functions: set[Key] = set()
    # Whether there may be metamethods that call functions of the chunk.
    has_metamethods = False
    for statement in unit.main.body.statements:
        if not pending:
            break
        block = ir.Block(statements=(statement,), span=statement.span)
        runs_code = any(map(_calls_iterator, walk_statements(block)))
        has_metamethods = has_metamethods or runs_code
        for expr in block_expressions(block):
            if isinstance(expr, ir.Function):
                functions.append(expr)
                continue
            if statement in definitions:
                # It stores a function or a constant in a table that has no metatable.
                continue
            if _mentions_setmetatable(expr):
                has_metamethods = True
            elif _may_call(expr):
                runs_code = has_metamethods = True
            elif has_metamethods and _may_call_metamethod(expr):
                runs_code = True
            key = mentioned(expr)
            if key in pending:
                found.add(key)
        if runs_code:
            in_functions.update(*(_mentioned_in(function, mentioned) for function in functions))
            functions.clear()
            found |= in_functions & pending
        if statement in definitions:
            pending.discard(definitions[statement])
    return found


def _mentioned_in(function: ir.Function, mentioned: Callable[[ir.Expr], Key | None]) -> set[Key]:
    keys = {
        mentioned(expr)
        for inner in all_functions(function)
        for expr in block_expressions(inner.body)
    }
    return {key for key in keys if key is not None}


def _calls_iterator(statement: ir.Statement) -> bool:
    """Whether a loop may call a function of the program: built-in iterators are calls."""
    return isinstance(statement, ir.GenericFor) and not all(
        isinstance(iterator, ir.ApiCall) for iterator in statement.iterators
    )


def _mentions_setmetatable(expr: ir.Expr) -> bool:
    match expr:
        case ir.ApiRef() | ir.ApiCall():
            return expr.module == "base" and expr.function.name == "setmetatable"
        case _:
            return False


def _may_call(expr: ir.Expr) -> bool:
    """Whether an expression may call a function of the program, or give one away."""
    match expr:
        case ir.Call(callee=ir.ApiRef()) | ir.ApiCall():
            return not all(_is_plain(each) for each in expr.arguments)
        case ir.Call() | ir.MethodCall() | ir.CallActivity():
            return True
        case _:
            return False


def _may_call_metamethod(expr: ir.Expr) -> bool:
    match expr:
        case ir.Arithmetic() | ir.Compare() | ir.Unary() | ir.Concat():
            return not all(_is_plain(each) for each in child_expressions(expr))
        case ir.Index(object=base):
            return not isinstance(base, ir.ModuleRef | ir.ApiRef | ir.LibraryRef)
        case _:
            return False


def _is_plain(expr: ir.Expr) -> bool:
    """Whether an operand holds neither functions nor tables of the program."""
    match expr:
        case ir.Constant() | ir.ApiConstant() | ir.ModuleRef() | ir.ApiRef() | ir.LibraryRef():
            return True
        case ir.Call() | ir.ApiCall():
            return not _may_call(expr)
        case ir.Arithmetic() | ir.Unary() | ir.Concat():
            return not _may_call_metamethod(expr)
        case _:
            return False
