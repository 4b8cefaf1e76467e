"""Random Lua programs whose behaviour real Lua 5.3 and Wippy agree on.

The generator keeps the kind of value each variable holds, so that most operations make sense; some
do not on purpose, under `check`, where both sides must fail. What the two languages do differently
(text of floats, `//` and `%` of floats and by zero, traversal order, order of reads and
assignments within one expression) is not generated.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

# Chooses a number from 0 to n - 1.
Choose = Callable[[int], int]

NAMES = ("a", "b", "c", "x", "n", "t", "s", "class", "len", "first", "_", "str", "value", "self")
FIELDS = ("x", "y", "name", "class", "n", "items")
NUMBERS = ("0", "1", "2", "3", "(-1)", "7", "10", "100", "9007199254740993", "9223372036854775807")
FLOATS = ("0.5", "2.5", "(-1.25)", "1e3", "4.0", "1e300")
STRINGS = ('""', '"a"', '"abc"', '"10"', '"5x"', '"it\'s"', '"{x}"', '"\\n"', '"0x10"')


# Kinds of variables that are never assigned.
_FIXED = ("function", "hidden")


@dataclass
class _Variable:
    name: str
    kind: str
    # Functions: number of parameters.
    arity: int = 0


@dataclass
class Generator:
    """Makes one program from a stream of choices.

    Attributes:
        choose: The stream of choices.
        size: Roughly how many statements to make.
    """

    choose: Choose
    size: int = 40
    lines: list[str] = field(default_factory=list)
    scopes: list[list[_Variable]] = field(default_factory=lambda: [[]])
    depth: int = 0
    floor: int = 0
    serial: int = 0
    is_vararg: bool = False
    may_yield: bool = False

    def program(self) -> str:
        """Return the statements of a function body."""
        self.size = max(self.size, 4)
        while self.size > 0:
            self.statement()
        shown = [variable for variable in self._visible() if variable.kind not in _FIXED]
        for variable in shown[:8]:
            self.emit(f"out('{variable.name}', {self._shown(variable)})")
        return "\n".join(self.lines) + "\n"

    # --- choices ------------------------------------------------------------------------------

    def pick(self, options: Any) -> Any:
        """Choose one of several things."""
        return options[self.choose(len(options))]

    def chance(self, percent: int) -> bool:
        """Say yes in so many of a hundred cases."""
        return self.choose(100) < percent

    # --- scopes -------------------------------------------------------------------------------

    def emit(self, text: str) -> None:
        """Write a line."""
        self.lines.append("  " * self.depth + text)

    def _visible(self, kind: str | None = None) -> list[_Variable]:
        found: dict[str, _Variable] = {}
        for scope in self.scopes:
            for variable in scope:
                found.pop(variable.name, None)
                found[variable.name] = variable
        return [each for each in found.values() if kind is None or each.kind == kind]

    @contextmanager
    def _block(self) -> Any:
        self.depth += 1
        self.scopes.append([])
        yield
        self.scopes.pop()
        self.depth -= 1

    def _declare(self, name: str, kind: str, arity: int = 0) -> _Variable:
        variable = _Variable(name, kind, arity)
        self.scopes[-1].append(variable)
        return variable

    def _name(self) -> str:
        return str(self.pick(NAMES))

    def _fresh(self) -> str:
        self.serial += 1
        return f"v{self.serial}"

    def _shown(self, variable: _Variable) -> str:
        if variable.kind == "table":
            return (
                f"{variable.name}.x, {variable.name}.name, {variable.name}[1], {variable.name}[2]"
            )
        return variable.name

    # --- expressions --------------------------------------------------------------------------

    def expression(self, kind: str, depth: int = 2) -> str:
        """Return an expression of a kind."""
        variables = self._visible(kind)
        if variables and self.chance(55):
            return str(self.pick(variables).name)
        match kind:
            case "int":
                return self._integer(depth)
            case "float":
                return self._float(depth)
            case "string":
                return self._string(depth)
            case "bool":
                return self._boolean(depth)
            case "table":
                return self._table(depth)
            case "nil":
                return "nil"
            case _:
                return self._anything(depth)

    def _integer(self, depth: int) -> str:
        if depth <= 0 or self.chance(30):
            return str(self.pick(NUMBERS))
        sub = depth - 1
        match self.choose(9):
            case 0 | 1:
                operator = self.pick(("+", "-", "*"))
                return f"({self.expression('int', sub)} {operator} {self.expression('int', sub)})"
            case 2:
                operator = self.pick(("%", "//"))
                divisor = self.pick(("2", "3", "7", "(-3)"))
                return f"({self.expression('int', sub)} {operator} {divisor})"
            case 3:
                return f"(#{self.expression('string', sub)})"
            case 4:
                operator = self.pick(("&", "|", "~"))
                return f"({self.expression('int', sub)} {operator} {self.expression('int', sub)})"
            case 5:
                return f"(-{self.expression('int', sub)})"
            case 6:
                left, right = self.expression("int", sub), self.expression("int", sub)
                return f"({self.condition(sub)} and {left} or {right})"
            case 7:
                return f"math.max({self.expression('int', sub)}, {self.expression('int', sub)})"
            case _:
                return f"select('#', {self.expression('any', sub)}, {self.expression('int', sub)})"

    def _float(self, depth: int) -> str:
        if depth <= 0 or self.chance(40):
            return str(self.pick(FLOATS))
        sub = depth - 1
        if self.chance(40):
            return f"({self.expression('int', sub)} / {self.pick(('2', '4', '3'))})"
        operator = self.pick(("+", "-", "*"))
        return f"({self.expression('float', sub)} {operator} {self.expression('int', sub)})"

    def _string(self, depth: int) -> str:
        if depth <= 0 or self.chance(30):
            return str(self.pick(STRINGS))
        sub = depth - 1
        match self.choose(6):
            case 0 | 1:
                parts = [self._part(sub) for _ in range(2 + self.choose(3))]
                return f"({' .. '.join(parts)})"
            case 2:
                return f"({self.expression('string', sub)}):upper()"
            case 3:
                return f"({self.expression('string', sub)}):sub({self.pick(('1', '2', '-2'))})"
            case 4:
                return (
                    f"tostring({self.expression(self.pick(('int', 'string', 'bool', 'nil')), sub)})"
                )
            case _:
                test, text = self.condition(sub), self.expression("string", sub)
                return f"({test} and {text} or {self.pick(STRINGS)})"

    def _part(self, depth: int) -> str:
        kind = self.pick(("string", "string", "int", "any"))
        text = self.expression(kind, depth)
        if kind == "any":
            return f"show({text})"
        # `1 .. 2` needs blanks, `-1` parentheses.
        return f"({text})" if text.startswith("-") else text

    def _boolean(self, depth: int) -> str:
        if depth <= 0 or self.chance(25):
            return str(self.pick(("true", "false")))
        return f"({self.condition(depth)})"

    def condition(self, depth: int) -> str:
        """Return an expression that is fit for a condition: a comparison, or any value."""
        sub = depth - 1
        match self.choose(9) if depth > 0 else 8:
            case 0 | 1:
                operator = self.pick(("<", "<=", ">", ">=", "==", "~="))
                return f"{self.expression('int', sub)} {operator} {self.expression('int', sub)}"
            case 2:
                operator = self.pick(("<", "==", "~=", ">="))
                return (
                    f"{self.expression('string', sub)} {operator} {self.expression('string', sub)}"
                )
            case 3:
                operator = self.pick(("==", "~="))
                return f"{self.expression('any', sub)} {operator} {self.expression('any', sub)}"
            case 4:
                return f"not {self.expression('any', sub)}"
            case 5:
                operator = self.pick(("and", "or"))
                return f"({self.condition(sub)} {operator} {self.condition(sub)})"
            case 6:
                operator = self.pick(("<", ">", "=="))
                left, right = self.expression("float", sub), self.expression("int", sub)
                return f"{left} {operator} {right}"
            case 7:
                return f"{self.expression('any', sub)} == nil"
            case _:
                return self.expression("any", 0)

    def _table(self, depth: int) -> str:
        fields = []
        for _ in range(self.choose(4)):
            match self.choose(4):
                case 0:
                    fields.append(f"{self.pick(FIELDS)} = {self.expression('any', depth - 1)}")
                case 1:
                    fields.append(f"[{self.pick(STRINGS)}] = {self.expression('int', depth - 1)}")
                case _:
                    fields.append(self.expression(self.pick(("int", "string", "int")), depth - 1))
        return "{" + ", ".join(fields) + "}"

    def _anything(self, depth: int) -> str:
        tables = self._visible("table")
        functions = self._visible("function")
        match self.choose(8):
            case 0 if tables:
                return f"{self.pick(tables).name}.{self.pick(FIELDS)}"
            case 1 if tables:
                return f"{self.pick(tables).name}[{self.expression('int', 0)}]"
            case 2 if functions and depth > 0:
                return f"({self._call(self.pick(functions), depth - 1)})"
            case 3 if depth > 0:
                operator = self.pick(("and", "or"))
                left, right = self.expression("any", depth - 1), self.expression("any", depth - 1)
                return f"({left} {operator} {right})"
            case 4 if self.is_vararg:
                return "(...)"
            case _:
                return self.expression(
                    self.pick(("int", "string", "bool", "nil", "float")), depth - 1
                )

    def _call(self, function: _Variable, depth: int) -> str:
        count = max(0, function.arity + self.choose(3) - 1)
        arguments = [self.expression("any", depth) for _ in range(count)]
        return f"{function.name}({', '.join(arguments)})"

    def ill_typed(self) -> str:
        """Return an expression whose operands may be of the wrong type."""
        left, right = self.expression("any"), self.expression("any")
        match self.choose(7):
            case 0:
                return f"{left} {self.pick(('+', '-', '*'))} {right}"
            case 1:
                return f"{left} {self.pick(('<', '<=', '>', '>='))} {right}"
            case 2:
                return f"({left}).x"
            case 3:
                return f"#{self._as_operand(left)}"
            case 4:
                return f"-{self._as_operand(left)}"
            case 5:
                return f"({left})()"
            case _:
                return f"({left})[{right}]"

    def _as_operand(self, text: str) -> str:
        return f"({text})"

    # --- statements ---------------------------------------------------------------------------

    def statement(self) -> None:
        """Write one statement."""
        self.size -= 1
        deep = self.depth > 5
        options: list[Callable[[], None]] = [
            self._local, self._local, self._assign, self._assign, self._report, self._store,
            self._protected_ill_typed, self._call_statement, self._several, self._aliasing,
        ]  # fmt: skip
        if not deep:
            options += [
                self._if, self._if, self._numeric_for, self._for_in, self._while, self._repeat,
                self._function, self._function, self._do, self._protected, self._object,
                self._closures, self._coroutine, self._vararg_function, self._method,
            ]  # fmt: skip
        self.pick(options)()

    def _statements(self, most: int = 4) -> None:
        for _ in range(1 + self.choose(most)):
            if self.size <= 0:
                return
            self.statement()

    def _kind(self) -> str:
        return str(self.pick(("int", "int", "string", "string", "bool", "float", "table", "any")))

    def _local(self) -> None:
        kind = self._kind()
        text = self.expression(kind)
        name = self._name()
        if self.chance(10):
            self.emit(f"local {name}")
            self._declare(name, "any")
            return
        self.emit(f"local {name} = {text}")
        self._declare(name, kind)

    def _several(self) -> None:
        kinds = [self._kind() for _ in range(2 + self.choose(2))]
        values = [self.expression(kind) for kind in kinds]
        functions = self._visible("function")
        if functions and self.chance(40):
            values[-1] = self._call(self.pick(functions), 1)
            kinds[-1] = "any"
            kinds.append("any")
        names = []
        while len(names) < len(kinds):
            name = self._name()
            names.append(name if name not in names else self._fresh())
        self.emit(f"local {', '.join(names)} = {', '.join(values)}")
        for name, kind in zip(names, kinds, strict=True):
            self._declare(name, kind)

    def _assign(self) -> None:
        # Not those of functions around: a call inside an expression could change an operand.
        own = {id(variable) for scope in self.scopes[self.floor :] for variable in scope}
        variables = [v for v in self._visible() if id(v) in own and v.kind not in _FIXED]
        if not variables:
            self._local()
            return
        target = self.pick(variables)
        if target.kind == "any" or (self.chance(10) and target.kind != "table"):
            text = self.expression(self._kind())
            self.emit(f"{target.name} = {text}")
            target.kind = "any"
            return
        self.emit(f"{target.name} = {self.expression(target.kind)}")

    def _store(self) -> None:
        tables = self._visible("table")
        if not tables:
            self._local()
            return
        target = self.pick(tables).name
        match self.choose(4):
            case 0:
                self.emit(f"{target}.{self.pick(FIELDS)} = {self.expression('any')}")
            case 1:
                self.emit(f"{target}[#{target} + 1] = {self.expression('int')}")
            case 2:
                self.emit(f"{target}[{self.expression('string', 0)}] = {self.expression('any')}")
            case _:
                self.emit(f"table.insert({target}, {self.expression('string')})")

    def _report(self) -> None:
        values = [
            self.expression(self.pick(("any", "int", "string", "bool", "float")))
            for _ in range(1 + self.choose(3))
        ]
        self.emit(f"out({', '.join(values)})")

    def _protected_ill_typed(self) -> None:
        outer, self.is_vararg = self.is_vararg, False
        self.emit(f"check(function() return {self.ill_typed()} end)")
        self.is_vararg = outer

    def _call_statement(self) -> None:
        functions = self._visible("function")
        if not functions:
            self._report()
            return
        function = self.pick(functions)
        values = [self.expression("any") for _ in range(self.choose(3))]
        self.emit(f"check({', '.join([function.name, *values])})")

    def _if(self) -> None:
        self.emit(f"if {self.condition(2)} then")
        with self._block():
            self._statements()
        for _ in range(self.choose(3)):
            self.emit(f"elseif {self.condition(2)} then")
            with self._block():
                self._statements(2)
        if self.chance(50):
            self.emit("else")
            with self._block():
                self._statements(2)
        self.emit("end")

    def _do(self) -> None:
        self.emit("do")
        with self._block():
            self._statements()
        self.emit("end")

    def _loop_body(self, most: int = 3) -> None:
        """Statements of a loop, sometimes left early or continued."""
        label = ""
        if self.chance(25):
            label = f"continue_{self._fresh()}"
            self.emit(f"if {self.condition(1)} then goto {label} end")
            self.emit("do")
        self._statements(most)
        if self.chance(20):
            self.emit(f"if {self.condition(1)} then break end")
        if label:
            self.emit("end")
            self.emit(f"::{label}::")

    def _numeric_for(self) -> None:
        start, stop = self.choose(4), self.choose(5)
        step = self.pick(("", ", 1", ", 2", ", -1", ", 0.5"))
        name = self._name()
        bound = self.pick((str(stop), f"{stop}.0", f"#{self.pick(STRINGS)}"))
        self.emit(f"for {name} = {start}, {bound}{step} do")
        with self._block():
            self._declare(name, "int" if "0.5" not in step else "float")
            self._loop_body()
        self.emit("end")

    def _for_in(self) -> None:
        key, value = self._name(), self._name()
        tables = self._visible("table")
        source = self.pick(tables).name if tables and self.chance(60) else "{10, 'x', 30}"
        rounds = self._fresh()
        self.emit(f"local {rounds} = 0")
        self.emit(f"for {key}, {value} in ipairs({source}) do")
        with self._block():
            if key != value:
                self._declare(key, "int")
            self._declare(value, "any")
            # Appending to what is traversed may never end.
            self.emit(f"{rounds} = {rounds} + 1")
            self.emit(f"if {rounds} > 8 then break end")
            self._loop_body()
        self.emit("end")

    def _while(self) -> None:
        counter = self._fresh()
        self.emit(f"local {counter} = 0")
        self.emit(f"while {counter} < {1 + self.choose(3)} and {self.condition(1)} do")
        with self._block():
            self.emit(f"{counter} = {counter} + 1")
            self._loop_body()
        self.emit("end")

    def _repeat(self) -> None:
        counter = self._fresh()
        self.emit(f"local {counter} = 0")
        self.emit("repeat")
        with self._block():
            self.emit(f"{counter} = {counter} + 1")
            self._statements(3)
            self.emit(f"local done_{counter} = {self.condition(1)}")
        self.emit(f"until {counter} >= 3 or done_{counter}")

    def _function(self) -> None:
        name = self._name()
        parameters = list(dict.fromkeys(self._name() for _ in range(self.choose(4))))
        style = self.choose(3)
        if style == 0:
            self.emit(f"local {name} = function({', '.join(parameters)})")
        else:
            self.emit(f"local function {name}({', '.join(parameters)})")
        self._body(name, parameters, is_vararg=False)
        self.emit("end")
        self._declare(name, "function", len(parameters))

    def _vararg_function(self) -> None:
        name = self._name()
        self.emit(f"local function {name}(...)")
        self._body(name, [], is_vararg=True)
        self.emit("end")
        self._declare(name, "function", 1)

    def _body(self, name: str, parameters: list[str], *, is_vararg: bool) -> None:
        outer = self.is_vararg, self.floor
        with self._block():
            self.is_vararg, self.floor = is_vararg, len(self.scopes) - 1
            # The function itself: calls of it would never end.
            self._declare(name, "hidden")
            for parameter in parameters:
                self._declare(parameter, "any")
            if is_vararg and self.chance(60):
                self.emit("local v_a, v_b = ...")
                self._declare("v_a", "any")
                self._declare("v_b", "any")
            self._statements(3)
            if self.chance(70):
                self._return(is_vararg)
        self.is_vararg, self.floor = outer

    def _return(self, is_vararg: bool) -> None:
        values = [self.expression("any") for _ in range(self.choose(4))]
        if is_vararg and self.chance(50):
            values.append("...")
        self.emit(f"return {', '.join(values)}")

    def _protected(self) -> None:
        ok, value = self._fresh(), self._fresh()
        self.emit(f"local {ok}, {value} = pcall(function()")
        outer, self.is_vararg = self.is_vararg, False
        with self._block():
            self._statements(3)
            if self.chance(40):
                self.emit(
                    f"if {self.condition(1)} then error({{code = {self.expression('int', 1)}}}) end"
                )
            if self.chance(50):
                self.emit(f"return {self.expression('any')}")
        self.is_vararg = outer
        self.emit("end)")
        self.emit(f"out({ok}, {ok} and {value} or type({value}))")
        self._declare(ok, "bool")

    def _object(self) -> None:
        name = self._name()
        kind = self.choose(4)
        base = f"{{x = {self.expression('int', 1)}, name = {self.expression('string', 1)}}}"
        match kind:
            case 0:
                meta = "{__index = {y = 5, n = 'base'}}"
            case 1:
                meta = (
                    "{__index = function(self, k) return k == 'y' and rawget(self, 'x') or nil end}"
                )
            case 2:
                meta = (
                    "{__add = function(a, b) return 'added' end, __lt = function() return true end,"
                    " __call = function(self, v) return v, rawget(self, 'x') end}"
                )
            case _:
                meta = (
                    "{__newindex = function(self, k, v) rawset(self, k, v)"
                    " if type(k) == 'string' then rawset(self, 'n', k) end end,"
                    " __eq = function() return true end, __unm = function() return 'neg' end}"
                )
        self.emit(f"local {name} = setmetatable({base}, {meta})")
        self._declare(name, "table")
        self.emit(f"check(function() return {name} + 1, {name}.y, {name}.n end)")
        self.emit(f"check(function() return {name}({self.expression('int', 0)}) end)")
        self.emit(f"check(function() return -{name} end)")

    def _method(self) -> None:
        name = self._fresh()
        self.emit(f"local {name} = {{x = {self.expression('any', 1)}, count = 0}}")
        self.emit(f"function {name}:step(d) self.count = self.count + (d or 1) return self end")
        self.emit(f"function {name}.make(x, ...) return {{x = x, n = select('#', ...)}} end")
        first, second = self.expression("any", 1), self.expression("any", 1)
        self.emit(f"out({name}:step():step({self.choose(9)}).count)")
        self.emit(f"out({name}.make({first}, {second}).n)")
        self._declare(name, "table")

    def _aliasing(self) -> None:
        """Change a field in a roundabout way, then use it in every way types matter for."""
        tables = self._visible("table")
        if not tables:
            self._local()
            return
        target = self.pick(tables).name
        name = self.pick(("x", "y", "n"))
        # Some of the ways put the value into a function of its own, where `...` is another.
        outer, self.is_vararg = self.is_vararg, False
        value = self.expression(self.pick(("int", "string", "bool", "nil", "float")), 1)
        self.is_vararg = outer
        helper = self._fresh()
        ways = (
            f"local function {helper}(o, k, v) o[k] = v end {helper}({target}, '{name}', {value})",
            f"local {helper} = {{{target}}} {helper}[1].{name} = {value}",
            f"local {helper} = {{inner = {target}}} {helper}.inner.{name} = {value}",
            f"rawset({target}, '{name}', {value})",
            f"local function {helper}() {target}.{name} = {value} end {helper}()",
            f"for {helper} in pairs({{{name} = 1}}) do {target}[{helper}] = {value} end",
            f"local {helper} = {target} {helper}['{name}'] = {value}",
            f"local {helper} = {{set = function(_, o, v) o.{name} = v end}}"
            f" {helper}:set({target}, {value})",
            f"local {helper} = function(...) local o, v = ... o.{name} = v return o end"
            f" {helper}({target}, {value})",
            f"local {helper} = setmetatable({{}}, {{__newindex = {target}}})"
            f" {helper}.{name} = {value}",
            f"table.insert({target}, {value})",
            f"local {helper} = select(2, nil, {target}) {helper}.{name} = {value}",
            f"pcall(function(o) o.{name} = {value} end, {target})",
            f"local {helper} = coroutine and {target} or nil {helper}.{name} = {value}",
        )
        self.emit(self.pick(ways))
        place = f"{target}.{name}" if self.chance(80) else f"{target}[1]"
        for use in (
            f"{place} + 1", f"{place} .. 'x'", f"{place} < 5", f"-{place}", f"{place} == 1",
            f"{place} and 1 or 2", f"not {place}", f"{place}.z", f"{place} * {place}",
        ):  # fmt: skip
            if ".. 'x'" in use or self.chance(50):
                shown = f"show({place}) .. 'x'" if ".." in use else use
                self.emit(f"check(function() return {shown} end)")
        self.emit(f"if {place} then out('yes') else out('no') end")

    def _closures(self) -> None:
        store, name = self._fresh(), self._name()
        self.emit(f"local {store} = {{}}")
        loop = self.pick((f"for {name} = 1, 3 do", f"for _i, {name} in ipairs({{5, 6, 7}}) do"))
        self.emit(loop)
        with self._block():
            variable = self._declare(name, "int")
            inner = self._fresh()
            self.emit(f"local {inner} = {self.expression('int', 1)}")
            self._declare(inner, "int")
            change = self.pick((f"{inner} = {inner} + 1", f"{name} = {name} + 1", ""))
            self.emit(
                f"{store}[#{store} + 1] = function(d) {change}"
                f" return {variable.name}, {inner}, d end"
            )
            if self.chance(40):
                self.emit(f"{inner} = {inner} * 2")
            self._statements(1)
        self.emit("end")
        self.emit(f"for i = 1, #{store} do out({store}[i](i)) out({store}[i]()) end")

    def _coroutine(self) -> None:
        if not self.may_yield:
            self._report()
            return
        name = self._fresh()
        self.emit(f"local {name} = coroutine.wrap(function(...)")
        outer = self.is_vararg
        self.is_vararg = False
        with self._block():
            loop = self._fresh()
            self.emit(f"for {loop} = 1, {1 + self.choose(3)} do")
            with self._block():
                self._declare(loop, "int")
                self._statements(2)
                received = self._fresh()
                self.emit(f"local {received} = coroutine.yield({loop}, {self.expression('any')})")
                self._declare(received, "any")
                self.emit(f"out({received})")
            self.emit("end")
        self.is_vararg = outer
        self.emit("end)")
        for _ in range(1 + self.choose(3)):
            self.emit(f"check({name}, {self.expression('any', 1)})")
