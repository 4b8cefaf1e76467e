"""Syntax of the expression language of Lua module `expr`: text to a tree.

The language is that of expr-lang: literals, operators, member access, pipes, predicates with `#`,
`let`, and calls of built-in functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final


class ExprError(Exception):
    """An expression that cannot be parsed or evaluated."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name:
    """A variable of the environment or of a `let`."""

    name: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """`#`, `#index` or `#acc` of a predicate; the name is what follows the `#`."""

    name: str


@dataclass(frozen=True, slots=True)
class ArrayNode:
    """`[a, b]`."""

    items: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class MapNode:
    """`{a: 1, "b": 2, (c): 3}`."""

    pairs: tuple[tuple[Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`-a`, `+a`, `not a`."""

    operator: str
    operand: Any


@dataclass(frozen=True, slots=True)
class Binary:
    """`a op b`."""

    operator: str
    left: Any
    right: Any


@dataclass(frozen=True, slots=True)
class Conditional:
    """`a ? b : c`, also `if a { b } else { c }`."""

    test: Any
    then: Any
    otherwise: Any


@dataclass(frozen=True, slots=True)
class Member:
    """`a.b`, `a?.b`, `a[b]`, `a?.[b]`."""

    value: Any
    key: Any
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """`a[b:c]`."""

    value: Any
    start: Any
    end: Any


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a built-in function; predicates are `Predicate` arguments."""

    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """`{# > 1}`, or the body alone where a function takes a predicate."""

    body: Any


@dataclass(frozen=True, slots=True)
class Let:
    """`let name = value; body`."""

    name: str
    value: Any
    body: Any


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression; `kind` is number, string, name, operator or end."""

    kind: str
    value: Any
    position: int


PREDICATE_FUNCTIONS: Final = frozenset(
    {"all", "any", "one", "none", "map", "filter", "find", "findIndex", "findLast",
     "findLastIndex", "groupBy", "count", "sum", "reduce", "sortBy"}
)  # fmt: skip

_TOKENS: Final = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<number>0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+
        |(?:\d[\d_]*)?\.\d[\d_]*(?:[eE][+-]?\d+)?
        |\d[\d_]*(?:\.(?!\.)\d*)?(?:[eE][+-]?\d+)?)
  | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)
  | (?P<name>[A-Za-z_$\u0080-\U0010ffff][\w$]*)
  | (?P<pointer>\#[A-Za-z_]*)
  | (?P<operator>\?\?|\?\.|&&|\|\||==|!=|<=|>=|\*\*|\.\.|[-+*/%^<>!?:.,;|(){}\[\]=])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))", re.DOTALL
)
_ESCAPES: Final = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip
_WORD_OPERATORS: Final = frozenset(
    {"and", "or", "not", "in", "matches", "contains", "startsWith", "endsWith"}
)

_BINARY: Final[dict[str, tuple[int, bool]]] = {
    "|": (0, False), "||": (10, False), "or": (10, False), "&&": (15, False), "and": (15, False),
    "==": (20, False), "!=": (20, False), "<": (20, False), ">": (20, False), ">=": (20, False),
    "<=": (20, False), "in": (20, False), "matches": (20, False), "contains": (20, False),
    "startsWith": (20, False), "endsWith": (20, False), "..": (25, False), "+": (30, False),
    "-": (30, False), "*": (60, False), "/": (60, False), "%": (60, False), "**": (100, True),
    "^": (100, True), "??": (500, False),
}  # fmt: skip
_NEGATABLE: Final = frozenset({"in", "matches", "contains", "startsWith", "endsWith"})
_UNARY: Final = {"not": 50, "!": 50, "-": 90, "+": 90}
_MAXIMUM_DEPTH: Final = 80


def tokens_of(text: str) -> list[Token]:
    """Split an expression into tokens.

    Raises:
        ExprError: A character or literal is not part of the language.
    """
    found = []
    position = 0
    while position < len(text):
        match = _TOKENS.match(text, position)
        if match is None:
            raise ExprError(f"unrecognized character: {text[position]!r} {_place(text, position)}")
        word = match.group()
        match match.lastgroup:
            case "number":
                found.append(Token("number", _number(word), position))
            case "string":
                found.append(Token("string", _string(word), position))
            case "name" if word in _WORD_OPERATORS:
                found.append(Token("operator", word, position))
            case "name" | "operator" | "pointer" as kind:
                found.append(Token(kind, word, position))
        position = match.end()
    found.append(Token("end", "end of the expression", len(text)))
    return found


def _number(word: str) -> int | float:
    digits = word.replace("_", "")
    if digits[:2].lower() in ("0x", "0o", "0b"):
        return int(digits, 0)
    return float(digits) if any(char in digits for char in ".eE") else int(digits)


def _string(word: str) -> str:
    if word[0] == "`":
        return word[1:-1]

    def replaced(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3]
        if code is not None:
            return chr(int(code, 16))
        return chr(int(match[4], 8)) if match[4] else _ESCAPES.get(match[5], match[5])

    return _ESCAPE.sub(replaced, word[1:-1])


def _place(text: str, position: int) -> str:
    line = text.count("\n", 0, position)
    column = position - (text.rfind("\n", 0, position) + 1)
    return f"({line + 1}:{column + 1})"


class Parser:
    """Parses one expression by operator precedence."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens_of(text)
        self._at = 0
        self._depth = 0

    def parse(self) -> Any:
        """Return the tree.

        Raises:
            ExprError: The text is no expression.
        """
        tree = self._sequence()
        if self._current.kind != "end":
            raise self._unexpected()
        return tree

    @property
    def _current(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._current
        self._at += token.kind != "end"
        return token

    def _is(self, *words: str) -> bool:
        token = self._current
        return token.kind in ("operator", "name") and token.value in words

    def _take(self, *words: str) -> bool:
        if self._is(*words):
            self._next()
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._take(word):
            raise self._unexpected()

    def _unexpected(self) -> ExprError:
        token = self._current
        return ExprError(f"unexpected token {token.value} {_place(self._text, token.position)}")

    def _sequence(self) -> Any:
        if self._take("let"):
            name = self._next()
            if name.kind != "name":
                raise ExprError(f"expected a name {_place(self._text, name.position)}")
            self._expect("=")
            value = self._expression()
            self._expect(";")
            return Let(name.value, value, self._sequence())
        tree = self._expression()
        while self._take(";"):
            if self._current.kind == "end" or self._is("}"):
                break
            tree = self._sequence()
        return tree

    def _expression(self, precedence: int = 0) -> Any:
        self._depth += 1
        if self._depth > _MAXIMUM_DEPTH:
            raise ExprError("the expression is nested too deep")
        try:
            return self._operators(precedence)
        finally:
            self._depth -= 1

    def _operators(self, precedence: int) -> Any:
        if precedence == 0 and self._is("if"):
            return self._if()
        left = self._unary()
        while self._current.kind == "operator":
            operator, is_negated = self._current.value, False
            if operator == "not":
                following = self._tokens[self._at + 1]
                if following.value not in _NEGATABLE:
                    break
                operator, is_negated = following.value, True
            if operator not in _BINARY or _BINARY[operator][0] < precedence:
                break
            self._at += 1 + is_negated
            left = self._binary(left, operator)
            if is_negated:
                left = Unary("not", left)
        if precedence == 0:
            left = self._conditional(left)
        return left

    def _binary(self, left: Any, operator: str) -> Any:
        if operator == "|":
            name = self._next()
            if name.kind != "name":
                raise ExprError(f"expected a function {_place(self._text, name.position)}")
            return self._postfix(self._call(name.value, (left,)))
        strength, is_right = _BINARY[operator]
        return Binary(operator, left, self._expression(strength if is_right else strength + 1))

    def _conditional(self, test: Any) -> Any:
        while self._take("?"):
            if self._take(":"):
                test = Conditional(test, test, self._expression())
                continue
            then = self._expression()
            self._expect(":")
            test = Conditional(test, then, self._expression())
        return test

    def _if(self) -> Any:
        self._expect("if")
        test = self._expression(1)
        self._expect("{")
        then = self._sequence()
        self._expect("}")
        self._expect("else")
        if self._is("if"):
            return Conditional(test, then, self._if())
        self._expect("{")
        otherwise = self._sequence()
        self._expect("}")
        return Conditional(test, then, otherwise)

    def _unary(self) -> Any:
        token = self._current
        if token.kind == "operator" and token.value in _UNARY:
            self._next()
            operator = "not" if token.value == "!" else token.value
            return Unary(operator, self._expression(_UNARY[token.value]))
        return self._postfix(self._primary())

    def _primary(self) -> Any:
        token = self._next()
        match token.kind, token.value:
            case "number" | "string", value:
                return Literal(value)
            case "pointer", word:
                return Pointer(word[1:])
            case "name", ("true" | "false") as word:
                return Literal(word == "true")
            case "name", "nil":
                return Literal(None)
            case "name", word:
                return self._call(word, ()) if self._is("(") else Name(word)
            case "operator", "(":
                inner = self._sequence()
                self._expect(")")
                return inner
            case "operator", "[":
                return ArrayNode(self._list("]"))
            case "operator", "{":
                return self._map()
            case "operator", ".":
                name = self._next()
                return Member(Pointer(""), Literal(str(name.value)), is_optional=False)
        self._at -= token.kind != "end"
        raise self._unexpected()

    def _list(self, end: str) -> tuple[Any, ...]:
        items = []
        while not self._take(end):
            items.append(self._expression())
            if not self._take(","):
                self._expect(end)
                break
        return tuple(items)

    def _map(self) -> Any:
        pairs = []
        while not self._take("}"):
            token = self._next()
            if token.kind in ("name", "string", "number"):
                key: Any = Literal(str(token.value))
            elif token.value == "(":
                key = self._expression()
                self._expect(")")
            else:
                self._at -= 1
                raise self._unexpected()
            self._expect(":")
            pairs.append((key, self._expression()))
            if not self._take(","):
                self._expect("}")
                break
        return MapNode(tuple(pairs))

    def _call(self, name: str, given: tuple[Any, ...]) -> Any:
        self._expect("(")
        arguments = list(given)
        while not self._take(")"):
            is_predicate = name in PREDICATE_FUNCTIONS and len(arguments) == 1
            arguments.append(self._predicate() if is_predicate else self._expression())
            if not self._take(","):
                self._expect(")")
                break
        return Call(name, tuple(arguments))

    def _predicate(self) -> Predicate:
        if not self._take("{"):
            return Predicate(self._expression())
        body = self._sequence()
        self._expect("}")
        return Predicate(body)

    def _postfix(self, value: Any) -> Any:
        while True:
            if self._take("."):
                value = self._member(value, is_optional=False)
            elif self._take("?."):
                if self._take("["):
                    value = self._index(value, is_optional=True)
                else:
                    value = self._member(value, is_optional=True)
            elif self._take("["):
                value = self._index(value, is_optional=False)
            else:
                return value

    def _member(self, value: Any, *, is_optional: bool) -> Any:
        name = self._next()
        if name.kind != "name" and name.value not in _WORD_OPERATORS:
            raise ExprError(f"expected a name {_place(self._text, name.position)}")
        return Member(value, Literal(name.value), is_optional)

    def _index(self, value: Any, *, is_optional: bool) -> Any:
        if self._take(":"):
            start: Any = None
        else:
            start = self._expression(1)
            if self._take("]"):
                return Member(value, start, is_optional)
            self._expect(":")
        end = None if self._is("]") else self._expression(1)
        self._expect("]")
        return Slice(value, start, end)
