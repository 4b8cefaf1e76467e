"""Random chunks of classes, tables and functions whose behaviour real Lua 5.3 and Wippy agree on.

Classes and functions stand at the top level of the chunk, where the compiler proves most about
them; `main` uses them, and sometimes changes them behind its back. Fields have kinds, so that
most operations make sense. A `‹` … `›` holds type annotations, which real Lua does not get.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .choices import Chooser

INTEGERS = ("1", "0", "-1", "2", "7", "255", "9223372036854775807", "(-9223372036854775807 - 1)")
FLOATS = ("0.5", "1.0", "-2.5", "1e15", "2^53", "1e308")
TEXTS = ('"a"', '""', '"10"', '"x=1, y=2"', '"a.b.c"', '"0x1F"', '" 7 "', '"%d"', '"\\0z"')
PATTERNS = ('"%w+"', '"(%w)=(%w)"', '"."', '"^a"', '"%."', '"()"', '"[^,]*"', '"b-"', '"%d*$"')
FORMATS = (
    ('"%d"', "int"), ('"%5d|%-3d"', "int"), ('"%s"', "text"), ('"%q"', "text"), ('"%x"', "int"),
    ('"%.2f"', "float"), ('"%-4s|"', "int"), ('"%%%s%%"', "int"),
)  # fmt: skip
KINDS = ("int", "text", "list", "bool", "maybe", "float")
NAMES = ("x", "n", "name", "items", "left", "next", "size", "get", "class")
METHODS = ("get", "add", "step", "walk", "size", "make", "len")

# Wippy compares two objects only if both have the same function for it.
_COMPARISONS = (
    "local function number(v) if type(v) == 'table' then return v.n end return v end",
    "local function equal(a, b) return number(a) == number(b) end",
    "local function less(a, b) return number(a) < number(b) end",
)
_ANNOTATIONS = {
    "int": "integer", "text": "string", "list": "{integer}", "bool": "boolean",
    "maybe": "integer?", "float": "number",
}  # fmt: skip


@dataclass
class _Class:
    name: str
    base: _Class | None
    fields: dict[str, str]
    methods: dict[str, tuple[list[str], str]] = field(default_factory=dict)
    metamethods: set[str] = field(default_factory=set)

    def all_fields(self) -> dict[str, str]:
        return {**(self.base.all_fields() if self.base else {}), **self.fields}

    def all_methods(self) -> dict[str, tuple[list[str], str]]:
        return {**(self.base.all_methods() if self.base else {}), **self.methods}


def without_annotations(program: str) -> str:
    """Return a program as real Lua takes it."""
    return re.sub("‹[^›]*›", "", program)


def with_annotations(program: str) -> str:
    """Return a program as Wippy takes it."""
    return re.sub("[‹›]", "", program)


@dataclass
class ClassGenerator(Chooser):
    """Makes one chunk from a stream of choices."""

    classes: list[_Class] = field(default_factory=list)
    functions: dict[str, tuple[list[str], str]] = field(default_factory=dict)
    scope: dict[str, str] = field(default_factory=dict)
    owner: _Class | None = None
    # Methods call those that were first written before them, so that no call is without an end.
    order: list[str] = field(default_factory=list)
    callable_now: frozenset[str] = frozenset()
    budget: int = 60

    def program(self) -> str:
        """Return the chunk."""
        self.lines.extend(_COMPARISONS)
        for _ in range(1 + self.choose(2)):
            self._function()
        for _ in range(1 + self.choose(3)):
            self._class()
        self.emit("local function main()")
        self.scope = {}
        with_objects = self._objects()
        for _ in range(3 + self.choose(10)):
            self._statement()
            if self.chance(15):
                self._behind_the_back()
        for name in with_objects:
            self._show_object(name)
        self.depth -= 1
        self.emit("end")
        self.emit("return { main = main }")
        return "\n".join(self.lines) + "\n"

    # --- names --------------------------------------------------------------------------------

    def names(self, kind: str) -> list[str]:
        """Return what holds a value of a kind here: variables and fields."""
        found = [name for name, held in self.scope.items() if held == kind]
        if self.owner is not None and "self" in self.scope:
            found += [f"self.{n}" for n, held in self.owner.all_fields().items() if held == kind]
        for name, held in self.scope.items():
            cls = self._class_of(held)
            if cls is not None and name != "self":
                found += [f"{name}.{n}" for n, k in cls.all_fields().items() if k == kind]
        return found

    def _class_of(self, kind: str) -> _Class | None:
        return next((each for each in self.classes if each.name == kind), None)

    # --- expressions that run no code of the program ------------------------------------------

    def value(self, kind: str, depth: int = 2) -> str:
        """Return an expression of a kind."""
        known = self.names(kind)
        if known and self.chance(60):
            return str(self.pick(known))
        made: dict[str, Callable[[int], str]] = {
            "int": self._integer, "float": self._float, "text": self._text, "list": self._list,
            "bool": self._boolean, "maybe": self._maybe,
        }  # fmt: skip
        if kind in made:
            return made[kind](depth - 1)
        cls = self._class_of(kind)
        return "nil" if cls is None else self._new(cls)

    def _integer(self, depth: int) -> str:
        if depth <= 0 or self.chance(25):
            return str(self.pick(INTEGERS))
        a, b = self.value("int", depth), self.value("int", depth)
        lists, texts = self.names("list"), self.names("text")
        choice = self.choose(11)
        match choice:
            case 0 | 1 | 2:
                return f"({a} {self.pick(('+', '-', '*'))} {b})"
            case 3:
                return f"({a} {self.pick(('//', '%'))} {self.pick(('2', '-3', '7'))})"
            case 4:
                operator = self.pick(("&", "|", "~", "<<"))
                # A shift by a negative number goes to the right, which Wippy does with the sign.
                operands = ("1", "63", "0" if operator == "<<" else b)
                return f"({a} {operator} {self.pick(operands)})"
            case 5 if lists:
                return f"#{self.pick(lists)}"
            case 6 if texts:
                return f"#{self.pick(texts)}"
            case 7:
                return f"math.{self.pick(('max', 'min'))}({a}, {b})"
            case 8:
                return f"(({self.value('text', depth)}):byte(1) or 0)"
            case 9:
                return f"({self.value('maybe', depth)} or {b})"
            case _:
                return f"({self.test(depth)} and {a} or {b})"

    def _float(self, depth: int) -> str:
        if depth <= 0 or self.chance(30):
            return str(self.pick(FLOATS))
        match self.choose(3):
            case 0:
                return f"({self.value('int', depth)} / {self.pick(('2', '4', '8'))})"
            case 1:
                other = self.value(self.pick(("int", "float")), depth)
                return f"({self.value('float', depth)} {self.pick(('+', '-', '*'))} {other})"
            case _:
                return f"math.abs({self.value('float', depth)})"

    def _text(self, depth: int) -> str:
        if depth <= 0 or self.chance(25):
            return str(self.pick(TEXTS))
        text = self.value("text", depth)
        match self.choose(8):
            case 0 | 1:
                return f"({text} .. {self.value(self.pick(('text', 'int')), depth)})"
            case 2:
                first, last = self.pick(("1", "2", "-2", "0")), self.pick(("-1", "3", "-2", "0"))
                return f"({text}):sub({first}, {last})"
            case 3:
                shape, kind = self.pick(FORMATS)
                values = [self.value(kind, 1) for _ in range(shape.count("%d") or 1)]
                return f"string.format({shape}, {', '.join(values)})"
            case 4:
                with_ = self.pick(('"<%0>"', '"%%"', '"-"'))
                return f"(({text}):gsub({self.pick(PATTERNS)}, {with_}))"
            case 5:
                return f"(({text}):match({self.pick(PATTERNS[:-1])}) or 'none') .. ''"
            case 6:
                return f"({text}):{self.pick(('upper', 'lower', 'reverse'))}()"
            case _:
                return f"({text}):rep({self.pick(('2', '0', '1', '-1'))}, {self.pick(TEXTS)})"

    def _list(self, depth: int) -> str:
        values = [self.value("int", 1) for _ in range(self.choose(4))]
        return "{" + ", ".join(values) + "}"

    def _boolean(self, depth: int) -> str:
        return f"({self.test(depth)})" if depth > 0 and self.chance(70) else "true"

    def _maybe(self, depth: int) -> str:
        lists = self.names("list")
        if lists and self.chance(40):
            return f"{self.pick(lists)}[{self.value('int', 1)}]"
        if self.chance(30):
            return f"tonumber({self.value('text', 1)})"
        return "nil" if self.chance(40) else self.value("int", depth)

    def test(self, depth: int = 1) -> str:
        """Return a condition."""
        kind = self.pick(("int", "int", "text", "float"))
        match self.choose(6):
            case 0 | 1:
                a, b = self.value(kind, depth), self.value(kind, depth)
                return f"{a} {self.pick(('<', '<=', '==', '~=', '>'))} {b}"
            case 2:
                return f"not {self.value(self.pick(('maybe', 'bool')), depth)}"
            case 3:
                return f"{self.value('maybe', depth)} ~= nil"
            case 4:
                return self.value("bool", depth)
            case _:
                operator = self.pick(("and", "or"))
                return f"({self.value('maybe', 1)} {operator} {self.value('bool', 1)})"

    # --- statements ---------------------------------------------------------------------------

    def _statement(self, nested: int = 0) -> None:
        self.budget -= 1
        options: list[Callable[[], None]] = [
            self._local, self._assign, self._report, self._change_list, self._call_into,
            self._several, self._tests, self._varied_table,
        ]  # fmt: skip
        if nested < 2 and self.budget > 0:
            compound = [self._if, self._loop, self._walk, self._closures, self._strings]
            options += [lambda make=make: make(nested + 1) for make in compound]
            if self.owner is None:
                options += [self._protected, self._odd_order, self._coroutine]
        self.pick(options)()

    def _block(self, nested: int, most: int = 2) -> None:
        before = dict(self.scope)
        self.depth += 1
        for _ in range(1 + self.choose(most)):
            self._statement(nested)
        self.depth -= 1
        self.scope = before

    def _local(self) -> None:
        kind, name = self.pick(KINDS), self.fresh()
        annotation = f"‹: {_ANNOTATIONS[kind]}›" if self.chance(30) else ""
        self.emit(f"local {name}{annotation} = {self.value(kind)}")
        self.scope[name] = kind

    def _assign(self) -> None:
        kind = self.pick(KINDS)
        targets = self.names(kind)
        if not targets:
            self._local()
        else:
            self.emit(f"{self.pick(targets)} = {self.value(kind)}")

    def _several(self) -> None:
        kind = self.pick(("int", "text"))
        variables = [name for name, held in self.scope.items() if held == kind]
        if len(variables) > 1:
            a, b = variables[-1], variables[self.choose(len(variables) - 1)]
            self.emit(f"{a}, {b} = {self.value(kind, 1)}, {a}")
        else:
            a, b = self.fresh(), self.fresh()
            self.emit(f"local {a}, {b} = {self.value(kind)}, {self.value('text', 1)}")
            self.scope.update({a: kind, b: "text"})

    def _shown(self, kind: str, text: str) -> str:
        if kind == "list":
            return f"table.concat({text}, ',')"
        return f"string.format('%.10g', {text})" if kind == "float" else text

    def _report(self) -> None:
        kinds = [self.pick(KINDS) for _ in range(1 + self.choose(3))]
        self.emit(f"out({', '.join(self._shown(k, self.value(k)) for k in kinds)})")

    def _change_list(self) -> None:
        lists = self.names("list")
        if not lists:
            name = self.fresh()
            self.emit(f"local {name} = {self._list(1)}")
            self.scope[name] = "list"
            return
        target, value = self.pick(lists), self.value("int", 1)
        self.emit(
            self.pick(
                (
                    f"{target}[#{target} + 1] = {value}",
                    f"table.insert({target}, {value})",
                    f"table.insert({target}, 1, {value})",
                    f"table.remove({target})",
                    f"if #{target} > 1 then {target}[#{target}] = nil end",
                    f"if #{target} > 0 then {target}[1] = {value} end",
                    f"table.sort({target})",
                    f"for i = 1, #{target} do {target}[i] = {target}[i] + i end",
                )
            )
        )

    def _tests(self) -> None:
        known = [(n, kind) for kind in KINDS for n in self.names(kind)]
        if not known:
            self._local()
            return
        place, _ = self.pick(known)
        name = self.fresh()
        self.emit(f"local {name} = {place}")
        kind = self.pick(("number", "string", "nil", "boolean", "table", "function"))
        self.emit(f"if type({name}) {self.pick(('==', '~='))} '{kind}' then")
        self.emit(f"  out({name} == nil, {name} and 'yes' or 'no', not {name})")
        self.emit(f"else out('else', {name} ~= nil, {name} or 'no') end")

    def _varied_table(self) -> None:
        """Make a table with holes or of several kinds of keys; its length is not asked for."""
        name, at = self.fresh(), self.value("int", 1)
        made = self.pick(
            (
                "{1, nil, 3}", "{[1] = 1, [2] = 2, 3}", "{nil, nil, 3, x = 1}", "{[3] = 3}",
                "{[1.0] = 'a', [2^53] = 'b'}", "{[true] = 1, [false] = 2, [0] = 3}",
                "{{}, {1}, n = 2}",
            )
        )  # fmt: skip
        self.emit(f"local {name} = {made}")
        for _ in range(self.choose(3)):
            key = self.pick(("1", "2", "3", "5", "'x'", "1.0", "true", at))
            value = self.pick(("nil", "7", "'s'", "false"))
            self.emit(f"{name}[{key}] = {value}")
        count, seen = self.fresh(), self.fresh()
        self.emit(f"local {count}, {seen} = 0, 0")
        self.emit(f"for k, v in pairs({name}) do {count} = {count} + 1")
        if self.chance(40):
            self.emit(f"  if k == 1 then {name}[k] = nil elseif k == 'x' then {name}.x = 9 end")
        self.emit("end")
        self.emit(f"for i in ipairs({name}) do {seen} = i end")
        self.emit(
            f"out({count}, {seen}, type({name}[1]), type({name}[2.0]), {name}.x, {name}[3],"
            f" {name}[true], {name}[0], next({name}) == nil)"
        )

    def _odd_order(self) -> None:
        name = self.fresh()
        self.emit(f"local {name} = {{}}")
        self.emit(
            self.pick(
                (
                    f"for i = 5, 1, -1 do {name}[i] = i * 2 end",
                    f"for _, i in ipairs({{3, 1, 2, 4}}) do {name}[i] = -i end",
                    f"for i = 2, 4 do {name}[i] = i end {name}[1] = 1",
                    f"for i = 1, 4 do {name}[i * 1.0] = i end",
                    f"for i = 0, 3 do {name}[i] = i end",
                    f"for i = 1, 6 do {name}[(i * 5) % 7] = i end",
                )
            )
        )
        self.emit(f"out(#{name}, table.concat({name}, ','), {name}[0], {name}[1])")
        self.scope[name] = "list"

    def _if(self, nested: int) -> None:
        self.emit(f"if {self.test(2)} then")
        self._block(nested)
        if self.chance(30):
            self.emit(f"elseif {self.test()} then")
            self._block(nested)
        if self.chance(50):
            self.emit("else")
            self._block(nested)
        self.emit("end")

    def _loop(self, nested: int) -> None:
        name = self.fresh()
        start, stop = self.choose(3), self.choose(4)
        shape = self.pick(
            (
                f"for {name} = {start}, {stop} do",
                f"for {name} = {stop}, {start}, -1 do",
                f"for {name} = 1, 6, {1 + start} do",
                f"for {name} = 9223372036854775805, 9223372036854775806 do",
                f"for {name} = 1, math.min(#{self.value('list', 0)}, 4) do",
            )
        )
        before = dict(self.scope)
        self.emit(shape)
        self.scope[name] = "int"
        label = self.fresh() if self.chance(30) else None
        if label:
            self.emit(f"  if {self.test()} then goto {label} end do")
        self._block(nested)
        if self.chance(20):
            self.emit(f"  if {self.test()} then break end")
        if label:
            self.emit(f"  end ::{label}::")
        self.emit("end")
        self.scope = before

    def _walk(self, nested: int) -> None:
        lists = self.names("list")
        source = self.pick(lists) if lists else "{3, 1, 2}"
        key, value, copy = self.fresh(), self.fresh(), self.fresh()
        before = dict(self.scope)
        self.emit(f"local {copy} = {source}")
        if self.chance(60):
            self.emit(f"for {key}, {value} in ipairs({copy}) do")
            change = self.pick(
                (
                    "", f"{copy}[{key}] = {value} + 1",
                    f"if {key} < 3 then {copy}[#{copy} + 1] = {key} end",
                    f"if #{copy} > {key} then {copy}[#{copy}] = nil end",
                    f"if {key} > 5 then break end",
                )
            )  # fmt: skip
            self.emit(f"  {change}")
        else:
            # The order is not the same on both sides.
            self.emit(f"for {key}, {value} in pairs({copy}) do {copy}[{key}] = {value} end")
            self.emit(f"for {key}, {value} in ipairs({copy}) do")
        self.emit(f"  if {key} > 6 then break end")
        self.scope.update({key: "int", value: "int"})
        self._block(nested, 1)
        self.emit("end")
        self.scope = before

    def _closures(self, nested: int) -> None:
        store, index, held = self.fresh(), self.fresh(), self.fresh()
        change = self.pick(("", f"{held} = {held} + d", f"{index} = {index} + 1"))
        self.emit(f"local {store} = {{}}")
        self.emit(f"for {index} = 1, 3 do")
        self.emit(f"  local {held} = {self.value('int', 1)}")
        self.emit(
            f"  {store}[{index}] = function(d) {change} return {index}, {held}, d,"
            f" {self.value('int', 1)} end"
        )
        if self.chance(40):
            self.emit(f"  {held} = {held} + 1")
        self.emit("end")
        self.emit(f"for i, f in ipairs({store}) do out(f(i)) out((f(2))) end")

    def _strings(self, nested: int) -> None:
        text, pattern, name = self.value("text"), self.pick(PATTERNS), self.fresh()
        plain, start, at = self.pick(TEXTS), self.pick(("1", "2", "-1", "9")), self.value("int", 1)
        self.emit(
            self.pick(
                (
                    f"out(({text}):find({pattern}))",
                    f"out(({text}):match({pattern}))",
                    # Wippy's iterator takes `^` as the start of the text.
                    f"for a, b in ({text}):gmatch({pattern.replace('^', '')}) do out(a, b) end",
                    f"out(({text}):gsub({pattern}, function(a, b) return b or {plain} end))",
                    f"out(({text}):gsub({pattern}, {{a = 'A', x = 'X', ['1'] = false}}))",
                    f"out(({text}):find({plain}, {start}, true))",
                    f"local {name} = {text} out({name}:byte(1, -1)) out({name}:byte({at}))",
                    f"out(tostring({self.value('bool', 1)}), tostring({at}) .. {text})",
                )
            )
        )

    def _protected(self) -> None:
        kind = self.pick(KINDS)
        result = self._shown(kind, self.value(kind))
        failure = self.pick(
            ("{code = 5}", "'text', 0", "nil", "setmetatable({}, {__tostring = tostring})")
        )
        ok, error = self.fresh(), self.fresh()
        self.emit(f"local {ok}, {error} = pcall(function()")
        before = dict(self.scope)
        self._block(1)
        self.emit(f"  if {self.test()} then error({failure}) end")
        self.emit(f"  return {result}")
        self.scope = before
        self.emit("end)")
        self.emit(f"out({ok}, type({error}), type({error}) == 'table' and {error}.code)")

    def _coroutine(self) -> None:
        make, name = self.fresh(), self.fresh()
        self.emit(f"local {make} = coroutine.{self.pick(('wrap', 'create'))}(function(a, ...)")
        self.emit(f"  local b = coroutine.yield(a, select('#', ...), {self.value('int', 1)})")
        self.emit(
            f"  for {name} = 1, 2 do b = coroutine.yield(b, {name}) or {self.value('int', 1)} end"
        )
        self.emit("  return b, 'end'")
        self.emit("end)")
        wraps = "wrap(" in self.lines[-5]
        resume = make if wraps else f"coroutine.resume, {make}"
        for values in ("1, 2, 3", "", "4", "nil, 5", "6"):
            self.emit(f"check({resume}{', ' if values else ''}{values})")

    # --- calls --------------------------------------------------------------------------------

    def _arguments(self, kinds: list[str]) -> str:
        values = [self.value(kind, 1) for kind in kinds]
        if self.chance(10):
            values.append(self.value("int", 0))
        return ", ".join(values)

    def _call_into(self) -> None:
        """Call a function or method that is there already and keep its results."""
        callable_: list[tuple[str, list[str], str]] = [
            (f"{name}(", kinds, result) for name, (kinds, result) in self.functions.items()
        ]
        if self.owner is not None:
            for name, (kinds, result) in self.owner.all_methods().items():
                if name not in self.callable_now:
                    continue
                callable_.append((f"self:{name}(", kinds, result))
                if self.owner.base and name in self.owner.base.all_methods():
                    callable_.append((f"{self.owner.base.name}.{name}(self, ", kinds, result))
        for variable, held in self.scope.items():
            cls = self._class_of(held)
            if cls is not None and variable != "self":
                for name, (kinds, result) in cls.all_methods().items():
                    callable_.append((f"{variable}:{name}(", kinds, result))
        if not callable_:
            self._report()
            return
        start, kinds, result = self.pick(callable_)
        call = f"{start}{self._arguments(kinds)})".replace("self, )", "self)")
        if self.owner is None and self.chance(30):
            shown = self._shown(result, "r")
            self.emit(f"check(function() local r, s = {call} return {shown}, type(s) end)")
            return
        first, second = self.fresh(), self.fresh()
        self.emit(f"local {first}, {second} = {call}")
        self.scope[first] = result
        if self.chance(40):
            self.emit(f"out({self._shown(result, first)}, type({second}))")

    def _body(self, result: str) -> None:
        self.depth += 1
        for _ in range(self.choose(4)):
            self._statement(1)
        if result == "maybe" and self.chance(40):
            self.emit(f"if {self.test()} then return {self.value('maybe')} end")
        else:
            if self.chance(25):
                self.emit(f"if {self.test()} then return {self.value(result)} end")
            extra = f", {self.value('int', 1)}" if self.chance(25) else ""
            self.emit(f"return {self.value(result)}{extra}")
        self.depth -= 1

    def _parameters(self, kinds: list[str]) -> str:
        shown = []
        for kind in kinds:
            name = self.fresh()
            shown.append(f"{name}‹: {_ANNOTATIONS[kind]}›" if self.chance(25) else name)
            self.scope[name] = kind
        return ", ".join(shown)

    def _function(self) -> None:
        name, kinds, result = self.fresh(), [self.pick(KINDS) for _ in range(self.choose(3))], ""
        result = self.pick(KINDS)
        self.scope = {}
        self.emit(f"local function {name}({self._parameters(kinds)})")
        self._body(result)
        self.emit("end")
        self.functions[name] = (kinds, result)
        self.scope = {}

    # --- classes ------------------------------------------------------------------------------

    def _class(self) -> None:
        number = len(self.classes) + 1
        base = self.classes[-1] if self.classes and self.chance(60) else None
        count = 1 + self.choose(3)
        fields = {f"{self.pick(NAMES)}{number}": self.pick(KINDS) for _ in range(count)}
        if base is None:
            fields["n"] = "int"
        cls = _Class(f"C{number}", base, fields)
        name = cls.name
        if base is None:
            self.emit(f"local {name} = {self.pick(('{}', '{kind = 1}', 'setmetatable({}, {})'))}")
        elif self.chance(20):
            self.emit(f"local {name} = {{}} for k, v in pairs({base.name}) do {name}[k] = v end")
        else:
            self.emit(f"local {name} = setmetatable({{}}, {{__index = {base.name}}})")
        self.classes.append(cls)
        if self.chance(15):
            self.emit(
                f"{name}.__index = function(_, k) if k == 'missing' then return 5 end"
                f" return {name}[k] end"
            )
        else:
            self.emit(f"{name}.__index = {name}")
        self._constructor(cls)
        for _ in range(1 + self.choose(3)):
            self._method(cls)
        for event in self._metamethods(name):
            if self.chance(30):
                self.emit(event)
        self.owner = None
        self.scope = {}

    def _constructor(self, cls: _Class) -> None:
        self.owner, self.scope = None, {}
        name = cls.name
        self.emit(f"function {name}.new(n)")
        self.scope = {"n": "int"}
        values = [
            (field_, self.value(kind, 1)) for field_, kind in cls.fields.items() if field_ != "n"
        ]
        early = self.choose(len(values) + 1)
        if cls.base is not None:
            self.emit(f"  local self = setmetatable({cls.base.name}.new(n), {name})")
            early = 0
        else:
            written = ", ".join(["n = n", *(f"{each} = {value}" for each, value in values[:early])])
            self.emit(f"  local self = setmetatable({{{written}}}, {name})")
        for each, value in values[early:]:
            self.emit(f"  self.{each} = {value}")
        self.emit("  return self")
        self.emit("end")

    def _method(self, cls: _Class) -> None:
        inherited = cls.base.all_methods() if cls.base else {}
        if inherited and self.chance(50):
            name = self.pick(sorted(inherited))
            kinds, result = inherited[name]
        else:
            name = f"{self.pick(METHODS)}_{len(self.classes)}{len(cls.methods)}"
            kinds, result = [self.pick(KINDS) for _ in range(self.choose(3))], self.pick(KINDS)
        self.owner, self.scope = cls, {"self": cls.name}
        if name not in self.order:
            self.order.append(name)
        self.callable_now = frozenset(self.order[: self.order.index(name)])
        self.emit(f"function {cls.name}:{name}({self._parameters(kinds)})")
        self._body(result)
        self.emit("end")
        cls.methods[name] = (kinds, result)

    def _metamethods(self, name: str) -> tuple[str, ...]:
        return (
            f"{name}.__add = function(a, b) return number(a) + number(b) end",
            f"{name}.__eq = equal",
            f"{name}.__lt = less",
            f"{name}.__le = function(a, b) return number(a) <= number(b), 2 end",
            f"{name}.__concat = function(a, b) return 'joined', type(a) end",
            f"{name}.__call = function(self, ...) return select('#', ...), self.n, ... end",
            f"{name}.__len = function(self) return self.n end",
            f"{name}.__tostring = function(self) return '{name}:' .. self.n end",
            f"{name}.__unm = function(self) return -self.n end",
            f"{name}.__newindex = function(self, k, v) rawset(self, k, v) out('new', k) end",
        )

    def _new(self, cls: _Class) -> str:
        return f"{cls.name}.new({self.value('int', 0)})"

    # --- the main function --------------------------------------------------------------------

    def _objects(self) -> list[str]:
        self.depth += 1
        found = []
        for cls in self.classes:
            for _ in range(1 + self.choose(2)):
                name = self.fresh()
                self.emit(f"local {name} = {self._new(cls)}")
                self.scope[name] = cls.name
                found.append(name)
        return found

    def _show_object(self, name: str) -> None:
        other = self.pick([each for each in self.scope if self.scope[each] == self.scope[name]])
        for test in (
            f"{name} + 1", f"2 + {name}", f"{name} == {other}", f"{name} < {other}",
            f"{name} <= {other}", f"{name} .. 'x'", f"{name}(1, nil)", f"-{name}",
            f"{name}.missing",
        ):  # fmt: skip
            self.emit(f"check(function() return {test} end)")
        cls = self._class_of(self.scope[name])
        assert cls is not None
        for each, kind in cls.all_fields().items():
            shown = self._shown(kind, f"{name}.{each}")
            self.emit(f"check(function() return {shown} end)")

    def _behind_the_back(self) -> None:
        """Change a class or an object where the compiler may not look."""
        objects = {n: c for n, held in self.scope.items() if (c := self._class_of(held))}
        name = self.pick(sorted(objects))
        cls = objects[name]
        methods = cls.all_methods()
        if not methods:
            return
        method = self.pick(sorted(methods))
        result = {"int": "3", "text": "'t'", "list": "{9}", "bool": "true", "maybe": "nil",
                  "float": "0.25"}[methods[method][1]]  # fmt: skip
        function = f"function(self, ...) return {result}, select('#', ...) end"
        helper = self.fresh()
        field_ = self.pick(sorted(cls.all_fields()))
        ways = (
            f"{cls.name}.{method} = {function}",
            f"rawset({cls.name}, '{method}', {function})",
            f"local {helper} = {{{cls.name}}} {helper}[1].{method} = {function}",
            f"getmetatable({name}).{method} = {function}",
            f"for k in pairs({{{method} = 1}}) do {cls.name}[k] = {function} end",
            f"rawset({name}, '{method}', {function})",
            f"local {helper} = {name} {helper}['{method}'] = {function}",
            # Wippy compares two tables only by a function that both have, so not by inherited ones.
            f"setmetatable({name}, {{__index = {cls.name}, __eq = rawget({cls.name}, '__eq'),"
            f" __lt = rawget({cls.name}, '__lt'), __le = rawget({cls.name}, '__le'),"
            f" __add = function() return 'sum' end}})",
            f"rawset({name}, '{field_}', nil)",
            f"local function {helper}(o, k, v) rawset(o, k, v) end {helper}({name}, 'n', false)",
            f"pcall(function(o) o.extra = true end, {name})",
            f"local {helper} = {cls.name}.{method} {cls.name}.{method} = function(...)"
            f" out('around') return {helper}(...) end",
            f"{cls.name}.__index = setmetatable({{}}, {{__index = {cls.name}}})",
        )
        self.emit(self.pick(ways))
