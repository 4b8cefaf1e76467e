"""What a table certainly has before anything but its maker can see it.

local self = setmetatable({items = {}}, Queue)     `items` and the metatable are there at once
self.first = 1                                     so is `first`: nobody has seen the table yet
self.size = count(self.items)                      `count` gets the items, but not the table
self:reset()                                       here it is seen

Reading such a field gives what was stored there, so it is nil only if a nil was ever stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from wippyc.analyse.program.mentions import Mentions, blocks_of
from wippyc.analyse.program.metatables import is_setmetatable
from wippyc.ir import nodes as ir
from wippyc.ir.walk import (
    child_expressions,
    expressions_of,
    statement_expressions,
)

_NO_NAMES: Final[frozenset[str]] = frozenset()
# Expressions that run no code of the program, whatever their operands are.
_SILENT = (
    ir.Constant,
    ir.Vararg,
    ir.VariableRef,
    ir.ModuleRef,
    ir.ApiRef,
    ir.ApiConstant,
    ir.LibraryRef,
    ir.TypeRef,
    ir.Function,
    ir.Logical,
    ir.Not,
    ir.TableConstructor,
)


@dataclass(frozen=True, slots=True)
class Birth:
    """What the tables of one constructor have when they are first seen.

    Attributes:
        written: Fields written in the constructor.
        added: Fields stored behind it; an `__index` or `__newindex` function could tell.
        has_metatable: Whether they have been given a metatable.
    """

    written: frozenset[str] = _NO_NAMES
    added: frozenset[str] = _NO_NAMES
    has_metatable: bool = False


Births = Mapping[ir.TableConstructor, Birth]


def find_births(functions: Iterable[ir.Function]) -> Births:
    """Return the birth of every table that some functions make."""
    births: dict[ir.TableConstructor, Birth] = {}
    for function in functions:
        for expr in expressions_of(function.body, ir.TableConstructor, ir.ApiCall):
            match expr:
                case ir.TableConstructor():
                    births.setdefault(expr, Birth(frozenset(given_fields(expr))))
                case ir.ApiCall(arguments=[ir.TableConstructor() as table, _]) if is_setmetatable(
                    expr
                ):
                    births[table] = Birth(frozenset(given_fields(table)), has_metatable=True)
                case _:
                    pass
    mentions = Mentions()
    for function in functions:
        if not expressions_of(function.body, ir.TableConstructor):
            continue
        for block in blocks_of(function.body):
            for position, statement in enumerate(block.statements):
                match statement:
                    case ir.Local(variables=[variable], values=[value]):
                        made = _made(value)
                    case _:
                        continue
                if made is not None:
                    follower = _Follower(variable, births[made], mentions)
                    follower.follow(block.statements[position + 1 :])
                    births[made] = follower.birth()
    return births


def given_fields(site: ir.TableConstructor) -> tuple[str, ...]:
    """Return the names of the fields a constructor gives, in its order."""
    return tuple(
        item.key.value
        for item in site.items
        if isinstance(item, ir.KeyedItem)
        and isinstance(item.key, ir.Constant)
        and isinstance(item.key.value, str)
    )


def _made(value: ir.Expr) -> ir.TableConstructor | None:
    """Return the constructor whose table a declaration gives to its variable."""
    match value:
        case ir.TableConstructor():
            return value
        case ir.ApiCall(arguments=[ir.TableConstructor() as table, _]) if is_setmetatable(value):
            return table
        case _:
            return None


class _Follower:
    """Follows the statements behind the declaration of a variable that holds a new table.

    As long as nothing else refers to the table, any code may run. After that (a function that
    mentions it, another variable) only code that runs nothing of the program is passed over.
    """

    def __init__(self, variable: ir.Variable, birth: Birth, mentions: Mentions) -> None:
        self._variable = variable
        self._fields = set(birth.written | birth.added)
        self._written = birth.written
        self._has_metatable = birth.has_metatable
        self._is_shared = False
        self._mentions = mentions

    def birth(self) -> Birth:
        """Return what the table has where it is first seen."""
        return Birth(self._written, frozenset(self._fields - self._written), self._has_metatable)

    def follow(self, statements: Iterable[ir.Statement]) -> bool:
        """Read statements up to one that may show the table; return whether there is none."""
        for statement in statements:
            if self._mentions.has_jump(statement):
                return False
            is_mentioned = self._variable in self._mentions.of(statement)
            if (is_mentioned or self._is_shared) and not self._take(statement):
                return False
        return True

    def _take(self, statement: ir.Statement) -> bool:
        """Apply a statement; return whether to go on behind it."""
        match statement:
            case ir.Local(values=values):
                return self._keeps_hidden(values)
            case ir.DeclareFunction(function=function):
                return self._keeps_hidden((function,))
            case ir.DeclareType():
                return True
            case ir.Evaluate(call=ir.ApiCall(arguments=[table, metatable]) as call) if (
                is_setmetatable(call) and self._is_table(table)
            ):
                # The result, which is the table, is dropped.
                self._has_metatable = self._keeps_hidden((metatable,))
                return self._has_metatable
            case ir.Evaluate(call=call):
                return self._keeps_hidden((call,))
            case ir.Return(values=values):
                self._keeps_hidden(values)
                return False
            case ir.Do(body=body):
                return self.follow(body.statements)
            case ir.Assign():
                return self._assign(statement)
            case ir.If(arms=arms, otherwise=otherwise):
                conditions = tuple(arm.condition for arm in arms)
                blocks = [arm.body.statements for arm in arms]
                blocks.append(() if otherwise is None else otherwise.statements)
                return self._keeps_hidden(conditions) and self._branch(blocks)
            case ir.NumericFor() | ir.GenericFor():
                is_hidden = self._keeps_hidden(tuple(statement_expressions(statement)))
                if self._is_shared and isinstance(statement, ir.GenericFor):
                    return False
                return is_hidden and self._loop(statement.body)
            case _:
                return False

    def _assign(self, statement: ir.Assign) -> bool:
        parts = list(statement.values)
        stored: list[str] = []
        for target in statement.targets:
            match target:
                case ir.Index(object=base, key=key) if self._is_table(base):
                    parts.append(key)
                    if isinstance(key, ir.Constant) and isinstance(key.value, str):
                        stored.append(key.value)
                case ir.VariableRef(variable=variable) if variable is not self._variable:
                    pass
                case ir.Index(object=base, key=key) if not self._is_shared:
                    parts.extend((base, key))
                case _:
                    return False
        is_own = all(self._is_own(target) for target in statement.targets)
        if not self._keeps_hidden(tuple(parts)) or (self._is_shared and not is_own):
            return False
        self._fields.update(stored)
        return True

    def _is_own(self, target: ir.Target) -> bool:
        """Whether a store can run code only if the table's own metatable has it."""
        match target:
            case ir.VariableRef():
                return True
            case ir.Index(object=base):
                return self._is_table(base)
            case _:
                return False

    def _branch(self, blocks: list[tuple[ir.Statement, ...]]) -> bool:
        """Follow alternatives; the table has what it has after all of them."""
        followers = [self._copy() for _ in blocks]
        for follower, block in zip(followers, blocks, strict=True):
            if not follower.follow(block):
                return False
        self._fields = set.intersection(*(each._fields for each in followers))
        self._has_metatable = all(each._has_metatable for each in followers)
        self._is_shared = any(each._is_shared for each in followers)
        return True

    def _loop(self, body: ir.Block) -> bool:
        """Pass over a loop, which runs its body any number of times."""
        follower = self._copy()
        return follower.follow(body.statements) and follower._is_shared == self._is_shared

    def _copy(self) -> _Follower:
        follower = _Follower(self._variable, self.birth(), self._mentions)
        follower._is_shared = self._is_shared
        return follower

    def _keeps_hidden(self, exprs: tuple[ir.Expr, ...]) -> bool:
        """Whether no code that runs while expressions are evaluated can see the table."""
        if any(map(self._shares, exprs)):
            self._is_shared = True
        if self._is_shared and not all(map(self._is_silent, exprs)):
            return False
        for expr in exprs:
            match expr:
                case ir.ApiCall(arguments=[table, _]) if self._is_table(table):
                    self._has_metatable |= is_setmetatable(expr)
                case _:
                    pass
        return True

    def _is_table(self, expr: ir.Expr) -> bool:
        return isinstance(expr, ir.VariableRef) and expr.variable is self._variable

    def _shares(self, expr: ir.Expr) -> bool:
        """Whether the table itself is part of the value of an expression, or of a call in it."""
        match expr:
            case ir.VariableRef():
                return self._is_table(expr)
            case ir.Function():
                return self._variable in self._mentions.in_function(expr)
            case ir.Index() if self._is_field(expr):
                return False
            case _:
                return any(map(self._shares, child_expressions(expr)))

    def _is_field(self, expr: ir.Index) -> bool:
        """Whether an expression reads a field the table has."""
        match expr:
            case ir.Index(object=base, key=ir.Constant(value=str() as name)):
                return self._is_table(base) and name in self._fields
            case _:
                return False

    def _is_silent(self, expr: ir.Expr) -> bool:
        """Whether evaluating an expression runs no code of the program."""
        match expr:
            case ir.Index():
                return self._is_field(expr)
            case ir.ApiCall(arguments=[_, _] as arguments) if is_setmetatable(expr):
                return all(map(self._is_silent, arguments))
            case _:
                return isinstance(expr, _SILENT) and all(
                    map(self._is_silent, child_expressions(expr))
                )
