"""Expressions of tables that are used as lists, records and maps; see `table_generator`."""

from __future__ import annotations

from dataclasses import dataclass, field

from .choices import Chooser

INTEGERS = ("1", "2", "0", "3", "-1", "7", "9223372036854775807", "(-9223372036854775807 - 1)")
INDICES = ("1", "2", "3", "0", "-1", "4", "1.0", "2.5")
TEXTS = ("'a'", "'b'", "'key'", "'10'", "''", "'n'")
KINDS = ("int", "list", "map", "record", "text", "lists", "maybe", "sparse", "unknown")
# Kinds of tables.
TABLES = ("list", "map", "record", "lists", "sparse")

_MADE = {
    "list": ("{}", "{1, 2, 3}", "{5}", "{4, -1, 4, 9}", "{0.5, 1}"),
    "map": ("{}", "{a = 1, b = 2}", "{['10'] = 3, key = -1}", "{n = 1}"),
    "lists": ("{}", "{{1}, {2, 3}}", "{{}}", "{{7, 8}, {}, {9}}"),
    "sparse": ("{nil, 2}", "{1, nil, 3}", "{[3] = 1}", "{[0] = 1, 2, [-1] = 5}", "{[2^40] = 1, 1}"),
    "unknown": ("nil", "'text'", "5", "{1}", "false", "2.5", "'10'", "{n = 1}"),
}


@dataclass
class TableValues(Chooser):
    """Makes expressions from a stream of choices."""

    scope: dict[str, str] = field(default_factory=dict)
    functions: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    budget: int = 50

    # --- names --------------------------------------------------------------------------------

    def names(self, kind: str) -> list[str]:
        """Return what holds a value of a kind here: variables, and fields of records."""
        found = [name for name, held in self.scope.items() if held == kind]
        inside = {"int": "n", "text": "name", "list": "items", "map": "counts", "maybe": "extra"}
        if kind in inside:
            records = [name for name, held in self.scope.items() if held == "record"]
            found += [f"{name}.{inside[kind]}" for name in records]
        return found

    def place(self, kind: str) -> str:
        """Return what holds a value of a kind; a new variable if there is nothing."""
        known = self.names(kind)
        if known and self.chance(85):
            return str(self.pick(known))
        name = self.fresh()
        self.emit(f"local {name} = {self.value(kind, 1)}")
        self.scope[name] = kind
        return name

    # --- expressions --------------------------------------------------------------------------

    def value(self, kind: str, depth: int = 2) -> str:
        """Return an expression of a kind; it changes nothing."""
        known = self.names(kind)
        if known and self.chance(50):
            return str(self.pick(known))
        match kind:
            case "int":
                return self._integer(depth - 1)
            case "text":
                return self._text(depth - 1)
            case "maybe":
                return self._maybe(depth - 1)
            case "record":
                items, counts = self.value("list", 1), self.value("map", 1)
                extra = f", extra = {self.value('maybe', 1)}" if self.chance(30) else ""
                text = self.value("text", 1)
                return (
                    f"{{n = {self.value('int', 1)}, name = {text}, items = {items},"
                    f" counts = {counts}{extra}}}"
                )
            case _:
                return str(self.pick(_MADE[kind]))

    def _integer(self, depth: int) -> str:
        if depth <= 0:
            return str(self.pick(INTEGERS))
        lists, maps = self.names("list"), self.names("map")
        match self.choose(7):
            case 0 if lists:
                return f"#{self.pick(lists)}"
            case 1 if lists:
                return f"({self.pick(lists)}[{self.index()}] or 0)"
            case 2 if maps:
                return f"({self.pick(maps)}[{self.value('text', 1)}] or 0)"
            case 3 | 4:
                operator = self.pick(("+", "-", "*"))
                return f"({self.value('int', depth)} {operator} {self.value('int', depth)})"
            case 5:
                return f"({self.value('int', depth)} {self.pick(('%', '&', '|'))} 7)"
            case _:
                return f"({self.test()} and {self.value('int', 1)} or {self.value('int', 1)})"

    def _text(self, depth: int) -> str:
        if depth <= 0 or self.chance(50):
            return str(self.pick(TEXTS))
        return f"({self.value('text', depth)} .. {self.value(self.pick(('text', 'int')), 1)})"

    def _maybe(self, depth: int) -> str:
        match self.choose(4):
            case 0 if self.names("list"):
                return f"{self.pick(self.names('list'))}[{self.index()}]"
            case 1 if self.names("map"):
                return f"{self.pick(self.names('map'))}[{self.value('text', 1)}]"
            case 2 if self.names("sparse"):
                return f"{self.pick(self.names('sparse'))}[{self.index()}]"
            case _:
                return "nil" if self.chance(40) else self.value("int", depth)

    def index(self) -> str:
        """Return an index, which may be out of range."""
        numbers = [name for name, held in self.scope.items() if held == "int"]
        if numbers and self.chance(50):
            moved = self.pick(("", " + 1", " - 1", " * 2", " // 2"))
            return f"{self.pick(numbers)}{moved}"
        lists = self.names("list")
        if lists and self.chance(30):
            return f"#{self.pick(lists)}{self.pick(('', ' + 1', ' - 1'))}"
        return str(self.pick(INDICES))

    def test(self) -> str:
        """Return a condition."""
        match self.choose(6):
            case 0 | 1:
                operator = self.pick(("<", "<=", "==", "~=", ">"))
                return f"{self.value('int', 1)} {operator} {self.value('int', 1)}"
            case 2:
                return f"{self.value('maybe', 1)} {self.pick(('==', '~='))} nil"
            case 3 if self.names("list"):
                return f"#{self.pick(self.names('list'))} {self.pick(('>', '=='))} {self.choose(4)}"
            case 4:
                return f"{self.value('text', 1)} == {self.value('text', 1)}"
            case _:
                kind = self.pick(TABLES)
                known = self.names(kind)
                if len(known) > 1:
                    return f"{self.pick(known)} == {self.pick(known)}"
                return f"not {self.value('maybe', 1)}"

    def shown(self, text: str, kind: str) -> str:
        """Return expressions that tell what a value is, without giving the value away."""
        match kind:
            case "list":
                return self.pick(
                    (
                        f"table.concat({text}, ',')",
                        f"#{text}, {text}[1], {text}[#{text}], {text}[#{text} + 1], {text}[0]",
                        f"#{text}, table.unpack({text})",
                    )
                )
            case "map":
                return f"{text}.a, {text}.b, {text}['10'], {text}.n, {text}.key, {text}['']"
            case "record":
                return (
                    f"{text}.n, {text}.name, #{text}.items, {text}.items[1], {text}.counts.a,"
                    f" {text}.extra, {text}.missing"
                )
            case "lists":
                return f"#{text}, {text}[1] and #{text}[1], {text}[2] and {text}[2][1]"
            case "sparse":
                return f"{text}[0], {text}[1], {text}[2], {text}[3], {text}[4], {text}[-1]"
            case _:
                return text
