"""What the grammar learns about a file before luaparser sees it.

Everything is keyed by token index, so that the conversion can look it up by position.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wippyc.lua.lexer import Tokens
from wippyc.lua.types import TypeExpr, TypeParameter


@dataclass(frozen=True, slots=True)
class Anchor:
    """A statement, a table field or an `elseif` arm: what comments can belong to."""

    first: int
    last: int
    is_arm: bool = False


@dataclass(frozen=True, slots=True)
class CastMark:
    """A cast; `type` is `None` for `!`, `last` is its last token."""

    type: TypeExpr | None
    last: int


@dataclass(frozen=True, slots=True)
class DeclarationMark:
    """A `type` or `interface` statement; `last` is its last token."""

    name: int
    last: int
    parameters: tuple[TypeParameter, ...]
    type: TypeExpr
    is_interface: bool


@dataclass(frozen=True, eq=False)
class Outline:
    """The result of the type pass.

    Attributes:
        erased: Token ranges `(first, last)` that are types, in order and disjoint.
        calls: First tokens of the arguments of plain calls, methods excluded.
        groups: The `(` of expressions in parentheses.
        indexes: `]` by `[` of the indexes that are read, not assigned to.
        call_statements: First tokens of calls that are statements.
        declarations: `type` statements by first token.
        annotations: Types by the token of the name they belong to.
        vararg_types: Types by the token of a parameter `...`.
        results: Result types by the `)` of the parameter list.
        type_parameters: Type parameters by the `(` of the parameter list.
        casts: Casts, innermost first, by the last token of their operand.
        anchors: Statements, fields and arms in the order in which they end.
        has_deep_expressions: Whether some have many operators or levels.
    """

    tokens: Tokens
    erased: list[tuple[int, int]] = field(default_factory=list)
    calls: set[int] = field(default_factory=set)
    groups: set[int] = field(default_factory=set)
    indexes: dict[int, int] = field(default_factory=dict)
    call_statements: set[int] = field(default_factory=set)
    declarations: dict[int, DeclarationMark] = field(default_factory=dict)
    annotations: dict[int, TypeExpr] = field(default_factory=dict)
    vararg_types: dict[int, TypeExpr] = field(default_factory=dict)
    results: dict[int, tuple[TypeExpr, ...]] = field(default_factory=dict)
    type_parameters: dict[int, tuple[TypeParameter, ...]] = field(default_factory=dict)
    casts: dict[int, list[CastMark]] = field(default_factory=dict)
    anchors: list[Anchor] = field(default_factory=list)
    has_deep_expressions: bool = False

    def blanked_text(self) -> str:
        """Return the source with types as spaces: plain Lua of the same length and lines.

        Where a type separated two statements that would run together, its first character
        becomes `;`.
        """
        source = self.tokens.source.text
        pieces: list[str] = []
        at = 0
        for first, last in self.erased:
            start, end = self.tokens.starts[first], self.tokens.ends[last]
            pieces.append(source[at:start])
            blank = "".join(char if char in "\r\n" else " " for char in source[start:end])
            separates = first in self.declarations or (
                self.tokens.kinds[last + 1] in _RUNS_ON and last + 1 in self.call_statements
            )
            pieces.append(";" + blank[1:] if separates else blank)
            at = end
        pieces.append(source[at:])
        return "".join(pieces)


_RUNS_ON = frozenset(("(", "{", "<string>"))
