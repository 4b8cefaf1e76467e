"""Random chunks of tables that are used as lists, records and maps, mixed up and handed around.

The compiler represents such tables in several ways, as far as it proves how they are used.
Functions at the top level of the chunk read out of range, shorten, alias, keep, compare and return
tables, in `main` and in coroutines and closures. What real Lua leaves open is not generated:
lengths of tables with holes, orders of traversal, and new keys in loops over `pairs`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .table_values import INDICES, KINDS, TABLES, TEXTS, TableValues


@dataclass
class TableGenerator(TableValues):
    """Makes one chunk from a stream of choices."""

    def program(self) -> str:
        """Return the chunk."""
        self.emit("local kept = {}")
        for _ in range(1 + self.choose(4)):
            self._function()
        self.emit("local function main()")
        self.depth += 1
        self.budget += 20
        for _ in range(4 + self.choose(10)):
            self._statement(0)
        for name, kind in list(self.scope.items()):
            self.emit(f"check(function() return {self.shown(name, kind)} end)")
        self.depth -= 1
        self.emit("end")
        self.emit("return { main = main }")
        return "\n".join(self.lines) + "\n"

    # --- statements ---------------------------------------------------------------------------

    def _statement(self, nested: int) -> None:
        self.budget -= 1
        options: list[Callable[[], None]] = [
            self._local, self._change_list, self._change_list, self._change_map,
            self._change_record, self._change_lists, self._change_sparse, self._alias, self._report,
            self._call, self._read_badly, self._several, self._unknown, self._metatable,
        ]  # fmt: skip
        if nested < 2 and self.budget > 0:
            blocks = (
                self._if, self._loop, self._while, self._walk, self._protected, self._closure,
                self._coroutine, self._repeat,
            )  # fmt: skip
            options += [lambda make=make: make(nested + 1) for make in blocks]  # type: ignore[misc]
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
        self.emit(f"local {name} = {self.value(kind)}")
        self.scope[name] = kind

    def _report(self) -> None:
        kind = self.pick(KINDS)
        self.emit(f"out({self.shown(self.place(kind), kind)})")

    def _change_list(self) -> None:
        target, value, at = self.place("list"), self.value("int", 1), self.index()
        other = self.place("list")
        self.emit(
            self.pick(
                (
                    f"{target}[#{target} + 1] = {value}",
                    f"if {target}[{at}] then {target}[{at}] = {value} end",
                    f"table.insert({target}, {value})",
                    f"table.insert({target}, 1, {value})",
                    f"{target}[#{target}] = nil",
                    f"table.remove({target})",
                    f"if #{target} > 0 then table.remove({target}, 1) end",
                    f"table.sort({target})",
                    f"table.sort({target}, function(a, b) return a > b end)",
                    f"for i = 1, #{target} do {target}[i] = {target}[i] + i end",
                    f"for i = #{target}, 1, -1 do if {target}[i] == {value} then"
                    f" table.remove({target}, i) end end",
                    f"if #{target} > 1 then {target}[1], {target}[#{target}] ="
                    f" {target}[#{target}], {target}[1] end",
                    f"for i, v in ipairs({other}) do if #{target} < 9 then"
                    f" {target}[#{target} + 1] = v end end",
                    f"while #{target} > 2 do {target}[#{target}] = nil end",
                    f"for i = 1, 3 do {target}[i] = {value} end",
                    f"if {self.test()} then {target}.n = {value} end",
                )
            )
        )

    def _change_map(self) -> None:
        target, key, value = self.place("map"), self.value("text", 1), self.value("int", 1)
        count = self.fresh()
        self.emit(
            self.pick(
                (
                    f"{target}[{key}] = {value}",
                    f"{target}[{key}] = ({target}[{key}] or 0) + 1",
                    f"{target}[{key}] = nil",
                    f"{target}.a = {self.value('maybe', 1)}",
                    f"for k, v in pairs({target}) do {target}[k] = v + 1 end",
                    f"for k in pairs({target}) do if k ~= {key} then {target}[k] = nil end end",
                    f"local {count} = 0 for k, v in pairs({target}) do"
                    f" {count} = {count} + #k end out({count})",
                    f"out(next({target}) == nil, {target}[{key}], rawget({target}, {key}))",
                    f"if {target}[{key}] then out({target}[{key}] + 1) else out('none') end",
                    f"for i = 1, 3 do {target}['k' .. i] = i end",
                    f"{target}[{self.pick(('1', '2.0', 'true', '0'))}] = {value}",
                    f"for _, w in ipairs({{'a', 'b', 'a'}}) do"
                    f" {target}[w] = ({target}[w] or 0) + 1 end",
                )
            )
        )

    def _change_record(self) -> None:
        target, value = self.place("record"), self.value("int", 1)
        count = self.fresh()
        self.emit(
            self.pick(
                (
                    f"{target}.n = {value}",
                    f"{target}.n = {target}.n + 1",
                    f"{target}.name = {self.value('text', 1)}",
                    f"{target}.items = {self.value('list', 1)}",
                    f"{target}.counts = {self.value('map', 1)}",
                    f"{target}.extra = {self.value('maybe', 1)}",
                    f"{target}.late = {value} out({target}.late)",
                    f"{target}[{self.pick(TEXTS)}] = nil",
                    f"local {count} = 0 for k in pairs({target}) do {count} = {count} + #k end"
                    f" out({count})",
                    f"{target}.next = {self.value('record', 1)} out({target}.next.n)",
                    f"for k, v in pairs({target}) do if k == 'n' then {target}[k] = 4 end end",
                    f"rawset({target}, 'n', {value})",
                )
            )
        )

    def _change_lists(self) -> None:
        target, other, at = self.place("lists"), self.value("list", 1), self.index()
        value = self.value("int", 1)
        self.emit(
            self.pick(
                (
                    f"{target}[#{target} + 1] = {other}",
                    f"if {target}[1] then {target}[1][1] = {value} end",
                    f"for _, row in ipairs({target}) do row[#row + 1] = {value} end",
                    f"for i = 1, #{target} do for j = 1, #{target}[i] do"
                    f" {target}[i][j] = {target}[i][j] * 2 end end",
                    f"if {target}[{at}] then out(#{target}[{at}]) end",
                    f"check(function() return {target}[{at}][1], #{target}[{at}] end)",
                    f"table.remove({target})",
                    f"if #{target} > 1 then {target}[1] = {target}[#{target}] end",
                    f"for i = 1, 3 do {target}[i] = {{}} for j = 1, 2 do"
                    f" {target}[i][j] = i * j end end",
                    f"table.sort({target}, function(a, b) return #a < #b end)",
                )
            )
        )

    def _change_sparse(self) -> None:
        target, at, seen = self.place("sparse"), self.index(), self.fresh()
        self.emit(
            self.pick(
                (
                    f"{target}[{at}] = {self.value('maybe', 1)}",
                    f"{target}[{self.pick(INDICES)}] = nil",
                    f"for i = 1, 5, 2 do {target}[i] = i end",
                    f"for i = 4, 1, -1 do {target}[i] = nil end",
                    f"local {seen} = 0 for k, v in pairs({target}) do {seen} = {seen} + 1 end"
                    f" out({seen})",
                    f"local {seen} = 0 for i in ipairs({target}) do {seen} = i end out({seen})",
                    f"check(function() {target}[{at}] = {target}[{at}] + 1 end)",
                )
            )
        )

    def _alias(self) -> None:
        kind = self.pick(TABLES)
        source, name = self.place(kind), self.fresh()
        self.emit(
            self.pick(
                (
                    f"local {name} = {source}",
                    f"local {name} = ({{{source}}})[1]",
                    f"local {name} = ({{held = {source}}}).held",
                    f"kept.{kind} = {source} local {name} = kept.{kind}",
                    f"kept[#kept + 1] = {source} local {name} = kept[#kept]",
                    f"local {name} = {self.test()} and {source} or {self.value(kind, 1)}",
                    f"local {name} = (function(...) return ... end)({source})",
                    f"local {name} = select(2, nil, {source})",
                    f"local {name} = {source} {source} = {self.value(kind, 1)}",
                    f"local {name} {name} = {source}",
                )
            )
        )
        self.scope[name] = kind
        if self.chance(30):
            self.emit(f"out({name} == {source}, type({name}), rawequal({name}, {source}))")

    def _read_badly(self) -> None:
        """Operations that may raise."""
        items, counts, record = self.place("list"), self.place("map"), self.place("record")
        at, key = self.index(), self.value("text", 1)
        use = self.pick(
            (
                f"{items}[{at}] + 1", f"{items}[{at}] * {items}[1]", f"{counts}[{key}] - 1",
                f"{items}[{at}] < 5", f"{record}.extra + 1", f"{record}.missing.x",
                f"#{record}.missing", f"{items}[{at}] .. 'x'", f"-{counts}[{key}]",
                f"{record}.items[{at}] + {record}.n", f"{items}[{at}].x", f"{items}[nil]",
                f"table.concat({items}, {key}, 2)", f"table.remove({items}, #{items})",
                f"{record}.name:upper()", f"{record}.extra:upper()", f"table.unpack({items}, 1, 3)",
                f"{counts}[{key}]()", f"{items}:missing()",
            )
        )  # fmt: skip
        self.emit(f"check(function() return {use} end)")

    def _several(self) -> None:
        items = self.place("list")
        names = [self.fresh() for _ in range(3)]
        made = self.pick(
            (
                f"table.unpack({items}, 1, 2)", f"{items}[1], table.unpack({items})",
                f"(table.unpack({items}))", f"select(-1, 0, table.unpack({items}))",
                f"{items}[#{items}], {items}[1]", f"nil, {items}[{self.index()}]",
            )
        )  # fmt: skip
        self.emit(f"local {', '.join(names)} = {made}")
        self.scope.update(dict.fromkeys(names, "maybe"))
        first, second, _ = names
        if self.chance(50):
            self.emit(f"{first}, {second} = {second}, {first}")

    def _unknown(self) -> None:
        """Use a value of any type."""
        value = self.place("unknown")
        use = self.pick(
            (
                f"{value}:upper()", f"#{value}", f"{value}.n", f"{value}[1]", f"{value} + 1",
                f"{value} .. ''", f"tostring({value}):sub(1, 5)", f"{value}:sub(1, 2)", f"-{value}",
                f"type({value}), {value} == nil", f"{value} < 6", f"tonumber({value})",
                f"({value} or {{}})[1]", f"math.type({value})", f"{value}:byte(1)",
            )
        )  # fmt: skip
        self.emit(f"check(function() return {use} end)")
        if self.chance(40):
            self.emit(f"if type({value}) == 'table' then out(#{value}, {value}[1], {value}.n) end")
        if self.chance(20):
            self.emit(f"{value} = {self.value('unknown', 1)}")

    def _metatable(self) -> None:
        kind = self.pick(("record", "map", "list", "record"))
        target = self.place(kind)
        meta = self.pick(
            (
                "{__index = {missing = 5, a = 9}}",
                "{__index = function(_, k) return k == 'missing' and 6 or nil end}",
                "{__newindex = function(t, k, v) rawset(t, k, v) rawset(t, 'late', k) end}",
                "{__newindex = kept}",
                "{__len = function() return 2 end}",
                "{__call = function(_, v) return v end}",
            )
        )
        self.emit(f"setmetatable({target}, {meta})")
        self.emit(f"check(function() return {target}.missing, {target}.a end)")
        # Wippy's functions of tables ask no metamethods.
        if ("__len" in meta or "__newindex" in meta) and kind == "list":
            self.emit(f"setmetatable({target}, nil)")

    # --- blocks -------------------------------------------------------------------------------

    def _if(self, nested: int) -> None:
        self.emit(f"if {self.test()} then")
        self._block(nested)
        if self.chance(50):
            self.emit("else")
            self._block(nested)
        self.emit("end")

    def _loop(self, nested: int) -> None:
        name, before = self.fresh(), dict(self.scope)
        items = self.place("list")
        before = {**before, items: "list"} if items in self.scope else before
        bounds = self.pick(("1, 3", f"1, #{items}", "0, 2", "3, 1, -1", f"#{items}, 1, -1"))
        total = self.fresh()
        self.emit(f"local {total} = 0")
        before[total] = "int"
        self.emit(f"for {name} = {bounds} do")
        self.scope.update({name: "int"})
        self.emit(f"  if {name} > 9 then break end")
        label = self.fresh() if self.chance(30) else None
        if label:
            self.emit(f"  if {self.test()} then goto {label} end do")
        if self.chance(60):
            self.emit(f"  {total} = {total} + ({items}[{name}] or 1)")
        self._block(nested)
        if label:
            self.emit(f"  end ::{label}::")
        self.emit("end")
        self.scope = before

    def _while(self, nested: int) -> None:
        at, rounds, items = self.fresh(), self.fresh(), self.place("list")
        self.emit(f"local {at}, {rounds} = {self.pick(('1', '0', '2', f'#{items}'))}, 0")
        self.scope[at] = "int"
        test = self.pick(
            (f"{items}[{at}]", f"{at} <= #{items}", f"{items}[{at}] and {at} < 4", f"{at} > 0")
        )
        self.emit(f"while {test} do")
        self.emit(f"  {rounds} = {rounds} + 1 if {rounds} > 6 then break end")
        self._block(nested, 1)
        self.emit(f"  {at} = {at} {self.pick(('+ 1', '- 1', '+ 2'))}")
        self.emit("end")

    def _repeat(self, nested: int) -> None:
        rounds = self.fresh()
        self.emit(f"local {rounds} = 0")
        self.emit("repeat")
        self._block(nested, 1)
        self.emit(f"  {rounds} = {rounds} + 1")
        self.emit(f"until {rounds} > 2 or {self.test()}")

    def _walk(self, nested: int) -> None:
        items, key, value = self.place("list"), self.fresh(), self.fresh()
        self.emit(f"for {key}, {value} in ipairs({items}) do")
        self.emit(f"  if {key} > 5 then break end")
        before = dict(self.scope)
        self.scope.update({key: "int", value: "int"})
        self._block(nested, 1)
        self.scope = before
        self.emit("end")

    def _protected(self, nested: int) -> None:
        ok, error = self.fresh(), self.fresh()
        failure = self.pick(("{code = 5}", "'text', 0", "nil", self.place("record")))
        self.emit(f"local {ok}, {error} = pcall(function()")
        self._block(nested)
        self.emit(f"  if {self.test()} then error({failure}) end")
        kind = self.pick(TABLES)
        self.emit(f"  return {self.value(kind, 1)}")
        self.emit("end)")
        self.emit(f"out({ok}, type({error}))")

    def _closure(self, nested: int) -> None:
        """Functions made in a loop, which assign and change what is around them."""
        store, index, items = self.fresh(), self.fresh(), self.place("list")
        number = self.place("int") if self.chance(50) else None
        change = f"{number} = {number} + 1 " if number and "." not in number else ""
        self.emit(f"local {store} = {{}}")
        self.emit(f"for {index} = 1, 3 do")
        self.emit(f"  local held = {{{index}}}")
        self.emit(
            f"  {store}[#{store} + 1] = function(...) {change}held[#held + 1] = (...)"
            f" {self.pick(('', f'{index} = {index} + 1 ', f'{items}[#{items} + 1] = #held '))}"
            f"return #held, {index}, select('#', ...), #{items} end"
        )
        self.emit("end")
        self.emit(f"for i, f in ipairs({store}) do out(f(i)) out(f()) out(f(nil, 2)) end")

    def _coroutine(self, nested: int) -> None:
        make, items = self.fresh(), self.place("list")
        kind = self.pick(TABLES)
        passed = self.place(kind)
        self.emit(f"local {make} = coroutine.{self.pick(('wrap', 'create'))}(function(a, ...)")
        is_wrap = "wrap(" in self.lines[-1]
        before = dict(self.scope)
        self.emit(f"  local b = coroutine.yield(a, select('#', ...), #{items})")
        self._block(2, 1)
        self.emit(f"  for i = 1, #{items} do if i > 3 then break end")
        self.emit(f"    b = coroutine.yield({items}[i], b == nil) end")
        self.emit(f"  return {passed}, 'end'")
        self.emit("end)")
        self.scope = before
        resume = make if is_wrap else f"coroutine.resume, {make}"
        for values in ("1, nil, 3", "", f"{passed}", "nil, 5"):
            self.emit(f"check({resume}{', ' if values else ''}{values})")

    # --- functions ----------------------------------------------------------------------------

    def _call(self) -> None:
        if not self.functions:
            self._report()
            return
        name = self.pick(sorted(self.functions))
        kinds, results = self.functions[name]
        arguments = ", ".join(self.place(k) if k in TABLES else self.value(k, 1) for k in kinds)
        if self.chance(25):
            self.emit(f"check({', '.join(filter(None, (name, arguments)))})")
            return
        names = [self.fresh() for _ in results]
        self.emit(f"local {', '.join(names)} = {name}({arguments})")
        self.scope.update(zip(names, results, strict=True))

    def _function(self) -> None:
        name = self.fresh()
        kinds = [self.pick(KINDS[:6]) for _ in range(self.choose(3))]
        results = [self.pick(KINDS) for _ in range(1 + self.choose(2))]
        outer, self.scope = self.scope, {}
        parameters = [self.fresh() for _ in kinds]
        self.emit(f"local function {name}({', '.join(parameters)})")
        self.scope.update(zip(parameters, kinds, strict=True))
        self.depth += 1
        for _ in range(1 + self.choose(4)):
            self._statement(1)
        if self.chance(20):
            self.emit(f"if {self.test()} then")
            self.emit(f"  return {', '.join(self.value(kind, 1) for kind in results)}")
            self.emit("end")
        self.emit(f"return {', '.join(self.value(kind, 1) for kind in results)}")
        self.depth -= 1
        self.emit("end")
        self.scope = outer
        self.functions[name] = (kinds, results)
