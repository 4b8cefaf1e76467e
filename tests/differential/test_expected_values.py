"""Where Wippy differs from Lua 5.3: expected values and texts instead of a comparison.

Each expression is reached twice: with what it says, and with its operands taken from a table, so
that native and general forms are both tried.
"""

from __future__ import annotations

import pytest

from .harness import SHOW, run_compiled

# Expression → what `tostring` of it shows. `v.…` names operands of unknown type.
VALUES = {
    # Text of numbers.
    "3.0": "3",
    "10 / 2": "5",
    "2 ^ 53": "9007199254740992",
    "1e15": "1000000000000000",
    "1 / 3": "0.3333333333333333",
    "1234567.5": "1.2345675e+06",
    "123456.5": "123456.5",
    "0.1": "0.1",
    "1e-5": "1e-05",
    "1e19": "1e+19",
    "1e100": "1e+100",
    "-0.0": "0",
    "1 / 0": "+Inf",
    "-1 / 0": "-Inf",
    "0 / 0": "NaN",
    "v.three_half .. ''": "3.5",
    "v.three_float .. '|' .. 2.0": "3|2",
    "'n' .. 1e15": "n1000000000000000",
    # Integer division cuts its operands first.
    "7.5 // 2": "3",
    "7 // 2.5": "3",
    "-7 // 2": "-4",
    "v.seven_half // 2": "3",
    "v.seven // v.two_half": "3",
    # Remainders by zero are NaN.
    "5 % 0": "NaN",
    "v.seven % v.zero": "NaN",
    "5.5 % 2": "1.5",
    # Bitwise operators cut floats, `>>` keeps the sign.
    "-1 >> 1": "-1",
    "3.7 & 1": "1",
    "v.three_half | 4": "7",
    "-8 >> 2": "-2",
    "1 << 64": "0",
    "1 << -1": "0",
    "v.seven >> -1": "14",
    # Exact comparison of large integers.
    "math.maxinteger == math.maxinteger - 1": "false",
    "9007199254740993 == 9007199254740992.0": "false",
    # The length of a table with a gap.
    "(function() local t = {} t[5] = 1 return #t end)()": "5",
    "#{1, nil, 3}": "3",
    "#{1, 2, 3, [10] = 'ten'}": "10",
    # Coroutines are closed as in Lua 5.4.
    "coroutine.isyieldable()": "false",
    "coroutine.wrap(function() coroutine.yield(coroutine.isyieldable()) end)()": "true",
    "(function() local co = coroutine.create(function() coroutine.yield() end)"
    " coroutine.resume(co) return tostring(coroutine.close(co)) .. coroutine.status(co)"
    " .. select(2, coroutine.resume(co)) end)()": "truedeadcannot resume dead coroutine",
    "(function() local co = coroutine.create(print)"
    " return tostring(coroutine.close(co)) .. coroutine.status(co) end)()": "truedead",
    "coroutine.wrap(function() local me = coroutine.running() local ok, why ="
    " pcall(coroutine.close, me) return why:sub(-9) end)()": "coroutine",
    # Strings.
    "('é'):upper()": "É",
    "('ß'):upper()": "ß",
    "string.rep('x', 3, ',')": "x,x,x",
    "tostring(string.find('abc', '', 10))": "nil",
    "tonumber('1e5')": "100000",
    "string.format('%x', 255)": "ff",
    "string.format('%.2f', 5)": "5.00",
    "string.format('%d', 3.7)": "3",
    "'10' + 5": "15",
    "'0b11' + 0": "3",
    "'010' + 0": "8",
    "-'3'": "-3",
    r"'\x41'": "x41",
    r"#'\z'": "1",
    # Functions.
    "(function() local f = function() return f end return f() ~= nil end)()": "true",
    "select('#', unpack({1, 2, 3}))": "3",
    "tostring(utf8)": "nil",
    "tostring(load)": "nil",
    "tostring(debug)": "nil",
    "tostring(io)": "nil",
    "math.huge": "+Inf",
    "math.log(8, 2)": "3",
    "string.format('%.4f', math.atan(1, 2))": "0.4636",
    "_VERSION": "Lua 5.3 - Wippy Modification",
    # Metamethods that need the same function on both sides.
    "setmetatable({}, {__eq = function() return true end}) == {}": "false",
    # Traversal is by index, then by insertion.
    "(function() local s = '' local t = {z = 1, a = 2, 10} t.m = 3"
    " for k in pairs(t) do s = s .. tostring(k) end return s end)()": "1zam",
}

# Statement → the text of the error without its position.
ERRORS = {
    "local x = nil x()": "attempt to call a non-function object",
    "local t = {} t.f()": "attempt to call a non-function object",
    "local t = {} t:f()": "attempt to call a non-function object",
    "local x = nil return x.name": "attempt to index a non-table object(nil) with key 'name'",
    "return v.none.name": "attempt to index a non-table object(nil) with key 'name'",
    "return v.none[1]": "attempt to index a non-table object(nil) with key '1'",
    "local x = nil x.y = 1": "attempt to index a non-table object(nil) with key 'y'",
    "v.seven.y = 1": "attempt to index a non-table object(number) with key 'y'",
    "return (true).x": "attempt to index a non-table object(boolean) with key 'x'",
    "return nil + 1": "cannot perform add operation between nil and number",
    "return v.none - 1": "cannot perform sub operation between nil and number",
    "return 2 * {}": "cannot perform mul operation between number and table",
    "return v.text / 2": "cannot perform div operation between string and number",
    "return v.yes % 2": "cannot perform mod operation between boolean and number",
    "return 2 ^ v.none": "cannot perform pow operation between number and nil",
    "return v.none // 2": "attempt to perform arithmetic on a nil value",
    "return 7 // 0": "attempt to divide by zero",
    "return v.seven // v.zero": "attempt to divide by zero",
    "return 7 // 0.4": "attempt to divide by zero",
    "return '3' // 1": "attempt to perform arithmetic on a string value",
    "return -{}": "__unm undefined",
    "return -v.none": "__unm undefined",
    "return #v.none": "__len undefined",
    "return #5": "__len undefined",
    "return 'a' .. nil": "cannot perform concat operation between string and nil",
    "return v.text .. v.none": "cannot perform concat operation between string and nil",
    "return {} .. 'a'": "cannot perform concat operation between table and string",
    "return 1 < '2'": "attempt to compare number with string",
    "return v.none < 1": "attempt to compare nil with number",
    "return v.seven > v.text": "attempt to compare string with number",
    "return {} <= {}": "attempt to compare table with table",
    "return '3' & 1": "attempt to perform bitwise operation on a string value",
    "return ~v.none": "attempt to perform bitwise operation on a nil value",
    "local t = {} t[nil] = 1": "table index is nil",
    "local t = {} t[0 / 0] = 1": "table index is NaN",
    "for i = 'x', 2 do end": "for statement init must be a number",
    "for i = 1, v.none do end": "for statement limit must be a number",
    "for i = 1, 2, {} do end": "for statement step must be a number",
    "for k in pairs(nil) do end": "bad argument #1 to pairs (table expected, got nil)",
    "for k in ipairs(v.none) do end": "bad argument #1 to ipairs (table expected, got nil)",
    "string.rep()": "bad argument #1 to rep (string expected, got nil)",
    "tostring()": "bad argument #1 to tostring (value expected)",
    "type()": "bad argument #1 to type (value expected)",
    "math.type()": "bad argument #1 to type (value expected)",
    "assert()": "bad argument #1 to assert (value expected)",
    "pcall()": "bad argument #1 to pcall (value expected)",
    "xpcall(nil, print)": "bad argument #1 to xpcall (function expected, got nil)",
    "xpcall(print)": "bad argument #2 to xpcall (function expected, got nil)",
    "return ('abc'):sub()": "bad argument #2 to sub (number expected, got nil)",
    "return v.text:sub()": "bad argument #2 to sub (number expected, got nil)",
    "return string.sub('abc', nil, 2)": "bad argument #2 to sub (number expected, got nil)",
    "table.insert()": "bad argument #1 to insert (table expected, got nil)",
    "coroutine.create({})": "bad argument #1 to create (function expected, got table)",
    "coroutine.resume(nil)": "bad argument #1 to resume (thread expected, got nil)",
    "setmetatable(setmetatable({}, {__metatable = 1}), {})": "cannot change a protected metatable",
    "error('plain', 0)": "plain",
    "error('text')": "text",
    "assert(false)": "assertion failed!",
    "assert(nil, 'why')": "why",
    "table.concat({1, {}})": "invalid value (table) at index 2 in table for concat",
    "string.x = 1": "attempt to modify Immutable table",
}

_OPERANDS = (
    "local v = {three_half = 3.5, three_float = 3.0, seven_half = 7.5, seven = 7, two_half = 2.5,"
    " zero = 0, text = 'abc', yes = true}\n"
)


def _program(lines: list[str]) -> str:
    parts = [lines[start : start + 20] for start in range(0, len(lines), 20)]
    functions = "\n".join(
        f"local function part{number}()\n" + "\n".join(part) + "\nend"
        for number, part in enumerate(parts)
    )
    calls = " ".join(f"part{number}()" for number in range(len(parts)))
    return f"{_OPERANDS}{functions}\nlocal function main() {calls} end\nreturn {{ main = main }}\n"


def test_values() -> None:
    """Values that differ from Lua 5.3 are those the documentation lists."""
    outcome = run_compiled(_program([f"out(tostring({expression}))" for expression in VALUES]))
    assert outcome.error is None
    shown = [line.encode("latin-1").decode() for line in outcome.lines]
    assert dict(zip(VALUES, shown, strict=True)) == VALUES


def test_error_texts() -> None:
    """Run-time errors have Wippy's texts, behind the position `chunk:line: `."""
    cut = "(tostring(e):gsub('^t:main:%d+: ', ''))"
    lines = [f"do local ok, e = pcall(function() {text} end) out(ok, {cut}) end" for text in ERRORS]
    outcome = run_compiled(_program(lines))
    assert outcome.error is None
    assert dict(zip(ERRORS, outcome.lines, strict=True)) == {
        text: f"false {expected}" for text, expected in ERRORS.items()
    }


TYPES = "\n".join(
    (
        "type User = {name: string, age?: integer @min(0), boss: User?}",
        "type Page<T> = {items: {T}, next: string?}",
        "type Users = Page<User>",
        'type Color = "red" | "green" | 3 | true',
        "type Named = {name: string} & {id: number}",
        "type Scores = {[string]: number}",
        "type Callback = (a: string) -> number",
        "type Name = User['name']",
        "type Key = keyof(User)",
        "interface Shape\n  function area(self: any): number\nend",
    )
)
# Expression → lines shown. Types are those of `TYPES`.
TYPE_VALUES = {
    "User:is({name = 'x'}) ~= nil": "true",
    "select(2, User:is({name = 3}))": "name: expected string, got number",
    "select(2, User:is({}))": "name: required field missing",
    "select(2, User:is({name = 'a', age = -1}))": "age: value below minimum",
    "select(2, User:is({name = 'a', boss = {}}))": "boss.name: required field missing",
    "select(2, User:is(5))": "expected User, got number",
    "select(2, Users:is({items = {{name = 'a'}, {name = 5}}}))":
        "items[2].name: expected string, got number",
    "select(2, Page:is({}))": "expected Page, got table",
    "Color:is('red')": "red",
    "Color:is(3)": "3",
    "Color:is(true)": "true",
    "Color:is('blue')": "nil",
    "select(2, Named:is({name = 'a'}))": "id: required field missing",
    "Scores:is({a = 1}) ~= nil": "true",
    "select(2, Scores:is({a = 'x'}))": "a: expected number, got string",
    "Callback:is(print) ~= nil": "true",
    "Name:is('x')": "x",
    "Key:is('age')": "age",
    "Key:is('other')": "nil",
    "Shape:is({}) ~= nil": "true",
    "Shape:is(1)": "nil",
    "User({name = 'y'}).name": "y",
    "string('x')": "x",
    "integer(3.0)": "3",
    "select(2, integer:is(3.5))": "expected integer, got number",
    "select(2, pcall(function() return User(5) end)):match('expected.*')":
        "expected User, got number",
    "select(2, pcall(function() return string(5) end)):match('expected.*')":
        "expected string, got number",
    "type(User)": "type",
    "User:kind()": "record",
    "User:name()": "User",
    "Page:tparams()[1]": "T",
    "Scores:key():name()": "string",
    "tostring(User:fields().name)": "string",
    "#Color:variants()": "4",
    "({User = User}).User == User": "true",
    "({[User] = 'key'})[User]": "key",
    "string.upper('still the library')": "STILL THE LIBRARY",
    "select(2, User:is({})):kind()": "Invalid",
    "select(2, User:is({})):details().constraint": "required",
    "(function() local User = 5 return User + 1 end)()": "6",
    "User <= User": "true",
    "User > Color": "false",
    "integer < number": "true",
    "select(2, pcall(function() return User < 5 end)):match('attempt.*')":
        "attempt to compare type with number",
    "select(2, pcall(function() return 5 < User end)):match('attempt.*')":
        "attempt to compare number with type",
    "select(2, pcall(function() return User >= 'x' end)):match('attempt.*')":
        "attempt to compare string with type",
    "select(2, pcall(function() return {} > User end)):match('attempt.*')":
        "attempt to compare type with table",
}  # fmt: skip


def test_type_values() -> None:
    """Type names are values that check, compare and describe themselves."""
    lines = [f"out(tostring(({expression})))" for expression in TYPE_VALUES]
    outcome = run_compiled(TYPES + "\n" + _program(lines))
    assert outcome.error is None
    assert dict(zip(TYPE_VALUES, outcome.lines, strict=True)) == TYPE_VALUES


def test_types_of_libraries() -> None:
    """A library exports types as fields, and its types can be named in other chunks."""
    library = "type Item = {id: integer}\nlocal M = {}\nM.Item = Item\nreturn M\n"
    main = (
        "type Order = {first: lib.Item, rest: {lib.Item}}\n"
        "local function main()\n"
        "  out(lib.Item:is({id = 1}) ~= nil, tostring(select(2, lib.Item:is({}))))\n"
        "  out(tostring(select(2, Order:is({first = {id = 1}, rest = {{id = 'x'}}}))))\n"
        "end\nreturn { main = main }\n"
    )
    outcome = run_compiled(main, lib=library)
    assert outcome.error is None
    assert outcome.lines == [
        "true id: required field missing",
        "rest[1].id: expected integer, got string",
    ]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_levels_of_error(level: int) -> None:
    """`error(message, level)` names the line of the function at that level."""
    source = (
        "local function inner() error('x', LEVEL) end\n"
        "local function middle()\n  inner()\n  return 1\nend\n"
        "local function main()\n"
        "  local ok, e = pcall(function()\n    middle()\n    return 1\n  end)\n"
        "  out(e)\nend\nreturn { main = main }\n"
    ).replace("LEVEL", str(level))
    offset = len(_shown_prefix().splitlines())
    line = offset + {1: 1, 2: 3, 3: 8}[level]
    assert run_compiled(source).lines == [f"t:main:{line}: x"]


def _shown_prefix() -> str:
    from .harness import SHOW

    return SHOW


# Statements that change a variable or a field by an operation → the text of the error.
CHANGES = {
    "local n n = n + 1": "cannot perform add operation between nil and number",
    "local t = {} t.n = t.n - 1": "cannot perform sub operation between nil and number",
    "local t = {} t.n = 2 * t.n": "cannot perform mul operation between number and nil",
    "local t = {n = {}} t.n = t.n * 2": "cannot perform mul operation between table and number",
    "local t = {} t.a.n = t.a.n + 1": "attempt to index a non-table object(nil) with key 'n'",
    "local t = {} local k = 'n' t[k] = t[k] + 1": (
        "cannot perform add operation between nil and number"
    ),
    "local n = 0 local f = function() n = n + 1 end n = nil f()": (
        "cannot perform add operation between nil and number"
    ),
}


@pytest.mark.parametrize("statements", CHANGES)
def test_errors_of_changes(statements: str) -> None:
    body = f"local ok, message = pcall(function()\n{statements}\nend)\nout(message)"
    outcome = run_compiled(f"local function main()\n{body}\nend\nreturn {{ main = main }}\n")
    (line,) = outcome.lines
    assert line.endswith(f": {CHANGES[statements]}")
    assert line.split(":")[2] == str(SHOW.count("\n") + 3)
