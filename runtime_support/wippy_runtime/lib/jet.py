"""A template language: the part of Go's Jet that texts and pages use.

Output and conditions, loops, variables, `include`, `extends`, `block`, `yield`, `import`, pipes and
comments. Expressions are those of `expr_syntax`, with Jet's idea of truth. `try`, `return`, `exec`
and macros with content are not there.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote_plus

from .expr_evaluator import Scope, evaluate
from .expr_functions import text_of
from .expr_syntax import ExprError, Literal, Name, Parser

_KEYWORDS: Final = re.compile(
    r"(if|range|block|end|else|include|extends|yield|import)\b\s*(.*)", re.S
)
_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w*)\s*:?=(?!=)\s*(.+)", re.S)
_RANGE: Final = re.compile(r"([A-Za-z_]\w*)(?:\s*,\s*([A-Za-z_]\w*))?\s*:=\s*(.+)", re.S)
_BLOCK: Final = re.compile(r"([A-Za-z_]\w*)\s*(?:\(([^)]*)\))?\s*(.*)", re.S)
_UNSUPPORTED: Final = re.compile(r"(try|catch|return|exec|content)\b")
_MARKS: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`|\|\||[|,(){}\[\]]")
_MAXIMUM_DEPTH: Final = 50


class Raw(str):
    """Text that is not escaped again."""

    __slots__ = ()


@dataclass(slots=True)
class Statement:
    """One `{{ … }}` with what it holds.

    Attributes:
        kind: Keyword, `output`, `set` or `text`.
        text: Its expression or its literal text.
        body: Statements up to `else` or `end`.
        otherwise: Statements of `else`.
    """

    kind: str
    text: str
    body: list[Statement] = field(default_factory=list)
    otherwise: list[Statement] = field(default_factory=list)


def parse(source: str, left: str = "{{", right: str = "}}") -> list[Statement]:
    """Parse a template.

    Raises:
        ExprError: A block is not closed, or something is not part of the language.
    """
    comment = re.compile(r"\{\*.*?\*\}", re.S)
    pieces = re.split(
        rf"{re.escape(left)}(-\s)?(.*?)(\s-)?{re.escape(right)}",
        comment.sub("", source),
        flags=re.S,
    )
    root: list[Statement] = []
    open_blocks: list[Statement] = []
    current = [root]
    for at in range(0, len(pieces), 4):
        text = pieces[at]
        if at and pieces[at - 1]:
            text = text.lstrip()
        if at + 1 < len(pieces) and pieces[at + 1]:
            text = text.rstrip()
        if text:
            current[-1].append(Statement("text", text))
        if at + 2 < len(pieces):
            _statement(pieces[at + 2].strip(), open_blocks, current)
    if open_blocks:
        raise ExprError(f"unclosed {open_blocks[-1].kind}")
    return root


def _statement(text: str, open_blocks: list[Statement], current: list[list[Statement]]) -> None:
    if _UNSUPPORTED.match(text):
        raise ExprError(f"{{{{{text}}}}} is not supported")
    keyword = _KEYWORDS.match(text)
    kind, rest = (keyword[1], keyword[2]) if keyword else ("", text)
    if kind == "end":
        _close(open_blocks, current)
    elif kind == "else":
        if not open_blocks:
            raise ExprError("unexpected else")
        current[-1] = open_blocks[-1].otherwise
        if rest.startswith("if"):
            # Closed by the same `end` as the block it belongs to.
            inner = Statement("if", rest[2:].strip())
            current[-1].append(inner)
            inner_body = inner.body
            open_blocks[-1] = _Chained(inner, open_blocks[-1])
            current[-1] = inner_body
    elif kind in ("if", "range", "block"):
        statement = Statement(kind, rest)
        current[-1].append(statement)
        open_blocks.append(statement)
        current.append(statement.body)
    elif kind:
        current[-1].append(Statement(kind, rest))
    elif text:
        kind = "set" if _ASSIGNMENT.fullmatch(text) else "output"
        current[-1].append(Statement(kind, text))


class _Chained(Statement):
    """An `else if`: the statement that a following `else` belongs to."""

    __slots__ = ()

    def __init__(self, inner: Statement, outer: Statement) -> None:
        super().__init__(outer.kind, outer.text, inner.body, inner.otherwise)


def _close(open_blocks: list[Statement], current: list[list[Statement]]) -> None:
    if not open_blocks:
        raise ExprError("unexpected end")
    open_blocks.pop()
    current.pop()


class Renderer:
    """Renders the templates of one set."""

    def __init__(self, load: Callable[[str], list[Statement]]) -> None:
        """Prepare for one rendering.

        Args:
            load: Returns the statements of a template by name; raises `ExprError`.
        """
        self._load = load
        self._blocks: dict[str, Statement] = {}
        self._depth = 0

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Return the text of a template.

        Raises:
            ExprError: A template is missing, or an expression cannot be evaluated.
        """
        statements = self._load(name)
        chain = [statements]
        while (base := _base_of(statements)) is not None:
            statements = self._load(_string(base))
            chain.append(statements)
            if len(chain) > _MAXIMUM_DEPTH:
                raise ExprError(f"template {name} extends itself")
        for template in chain:
            self._collect(template)
        out: list[str] = []
        self._run(statements, dict(values), dict(values), out)
        return "".join(out)

    def _collect(self, statements: list[Statement]) -> None:
        """Remember blocks; those of the template that extends win."""
        for statement in statements:
            if statement.kind == "block":
                self._blocks.setdefault(_block(statement.text)[0], statement)
            if statement.kind == "import":
                self._collect(self._load(_string(statement.text)))
            self._collect(statement.body)
            self._collect(statement.otherwise)

    def _run(
        self, statements: list[Statement], values: dict[str, Any], context: Any, out: list[str]
    ) -> None:
        for statement in statements:
            match statement.kind:
                case "text":
                    out.append(statement.text)
                case "output":
                    value = _pipeline(statement.text, values, context)
                    out.append(value if isinstance(value, Raw) else _escaped(value))
                case "set":
                    found = _ASSIGNMENT.fullmatch(statement.text)
                    assert found is not None, "recognised as an assignment before"
                    values[found[1]] = _pipeline(found[2], values, context)
                case "if":
                    is_true = bool(_pipeline(statement.text, values, context))
                    branch = statement.body if is_true else statement.otherwise
                    self._run(branch, dict(values), context, out)
                case "range":
                    self._range(statement, values, context, out)
                case "include":
                    name, _, rest = _first_word(statement.text)
                    inner = _pipeline(rest, values, context) if rest else context
                    self._nested(self._load(name), dict(values), inner, out)
                case "block" | "yield":
                    self._yield(statement, values, context, out)

    def _nested(
        self, statements: list[Statement], values: dict[str, Any], context: Any, out: list[str]
    ) -> None:
        self._depth += 1
        if self._depth > _MAXIMUM_DEPTH:
            raise ExprError("templates include each other without end")
        self._run(statements, values, context, out)
        self._depth -= 1

    def _yield(
        self, statement: Statement, values: dict[str, Any], context: Any, out: list[str]
    ) -> None:
        name, arguments, rest = _block(statement.text)
        block = self._blocks.get(name)
        if block is None:
            raise ExprError(f"unresolved block {name!r}")
        inner = _pipeline(rest, values, context) if rest else context
        bound = dict(values)
        for parameter, default in _block(block.text)[1].items():
            text = arguments.get(parameter) if statement.kind == "yield" else default
            text = default if text is None else text
            bound[parameter] = _pipeline(text, values, context) if text else None
        self._nested(block.body, bound, inner, out)

    def _range(
        self, statement: Statement, values: dict[str, Any], context: Any, out: list[str]
    ) -> None:
        found = _RANGE.fullmatch(statement.text)
        key_name, value_name = (found[1], found[2]) if found else (None, None)
        items = _pipeline(found[3] if found else statement.text, values, context)
        match items:
            case list():
                pairs: list[tuple[Any, Any]] = list(enumerate(items))
            case dict():
                pairs = [(key, items[key]) for key in sorted(items)]
            case None:
                pairs = []
            case _:
                raise ExprError("there is nothing to range over")
        for key, item in pairs:
            inner = dict(values)
            if key_name is not None:
                inner[key_name] = key
            if value_name is not None:
                inner[value_name] = item
            self._run(statement.body, inner, context if value_name else item, out)
        if not pairs:
            self._run(statement.otherwise, dict(values), context, out)


def _base_of(statements: list[Statement]) -> str | None:
    return next((each.text for each in statements if each.kind == "extends"), None)


def _string(text: str) -> str:
    tree = Parser(text).parse()
    if not isinstance(tree, Literal) or not isinstance(tree.value, str):
        raise ExprError(f"expected the name of a template, got {text}")
    return tree.value


def _first_word(text: str) -> tuple[str, str, str]:
    found = re.match(r"(\"[^\"]*\"|'[^']*'|`[^`]*`)\s*(.*)", text, re.S)
    if found is None:
        raise ExprError(f"expected the name of a template, got {text}")
    return _string(found[1]), " ", found[2]


def _block(text: str) -> tuple[str, dict[str, str], str]:
    found = _BLOCK.fullmatch(text)
    if found is None:
        raise ExprError(f"expected the name of a block, got {text}")
    parameters = {}
    for part in filter(None, map(str.strip, _split(found[2] or "", ","))):
        name, _, default = part.partition("=")
        parameters[name.strip()] = default.strip()
    return found[1], parameters, found[3]


def _pipeline(text: str, values: Mapping[str, Any], context: Any) -> Any:
    first, *filters = _split(text, "|")
    value = _evaluated(first, values, context)
    for step in filters:
        name, arguments = _filter(step)
        function = FILTERS.get(name)
        if function is None:
            raise ExprError(f"function {name!r} is not available")
        given = [_evaluated(argument, values, context) for argument in arguments]
        value = function(value, *given)
    return value


def _evaluated(text: str, values: Mapping[str, Any], context: Any) -> Any:
    source = text.strip()
    if source == ".":
        return context
    isset = re.fullmatch(r"isset\((.+)\)", source, re.S)
    if isset:
        try:
            return _evaluated(isset[1], values, context) is not None
        except ExprError:
            return False
    tree = Parser(source).parse()
    if isinstance(tree, Name) and tree.name not in values:
        raise ExprError(f"identifier {tree.name!r} not available in current scope")
    scope = Scope(values, pointers={"": context}, functions=FILTERS, is_lenient=True)
    return evaluate(tree, scope)


def _split(text: str, separator: str) -> list[str]:
    """Split at a character outside of texts and brackets; `||` is an operator."""
    parts, depth, start = [], 0, 0
    for found in _MARKS.finditer(text):
        word = found.group()
        if word in ("(", "[", "{"):
            depth += 1
        elif word in (")", "]", "}"):
            depth -= 1
        elif word == separator and depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def _filter(text: str) -> tuple[str, list[str]]:
    found = re.fullmatch(r"\s*([A-Za-z_]\w*)\s*(?:\((.*)\)|:(.*))?\s*", text, re.S)
    if found is None:
        raise ExprError(f"expected a function behind the pipe, got {text.strip()}")
    listed = found[2] if found[2] is not None else found[3] or ""
    return found[1], [part for part in map(str.strip, _split(listed, ",")) if part]


def _escaped(value: Any) -> str:
    return html.escape(text_of(value), quote=False).replace('"', "&#34;").replace("'", "&#39;")


def _raw(value: Any) -> Raw:
    return Raw(text_of(value))


def _json(value: Any) -> Raw:
    return Raw(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "hasPrefix": lambda text, part: text_of(text).startswith(part),
    "hasSuffix": lambda text, part: text_of(text).endswith(part),
    "html": lambda value: Raw(_escaped(value)),
    "json": _json,
    "len": lambda value: len(value),
    "lower": lambda value: text_of(value).lower(),
    "raw": _raw,
    "repeat": lambda text, count: text_of(text) * min(count, 10_000),
    "replace": lambda text, old, new, count=-1: text_of(text).replace(old, new, count),
    "safeHtml": lambda value: Raw(_escaped(value)),
    "split": lambda text, separator: text_of(text).split(separator),
    "trimSpace": lambda value: text_of(value).strip(),
    "unsafe": _raw,
    "upper": lambda value: text_of(value).upper(),
    "url": lambda value: Raw(quote_plus(text_of(value))),
    "writeJson": _json,
}
