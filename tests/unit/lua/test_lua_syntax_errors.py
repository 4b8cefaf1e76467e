"""Syntax errors: the place, the sentence, the way out, and several in one run."""

from __future__ import annotations

import pytest
from lua_samples import SAMPLES, parse


@pytest.mark.parametrize(
    ("text", "code", "place", "message", "hint"),
    [
        # Blocks.
        ("if x then\n  y()\n", "P006", "2:6", "`if` on line 1, found the end of the file", ""),
        ("while x do y()", "P006", "1:15", "`end` to close the `while`", ""),
        ("for i = 1, 2 do", "P006", "1:16", "`end` to close the `for`", ""),
        ("repeat x()", "P006", "1:11", "`until` to close the `repeat`", ""),
        ("repeat x() end", "P006", "1:12", "the `repeat` on line 1, found `end`", ""),
        ("if a then else else end", "P006", "1:16", "found `else`", ""),
        ("f(function() x()", "P006", "1:17", "`end` to close the `function`", ""),
        ("interface A function f()", "P006", "1:25", "`end` to close the `interface`", ""),
        (
            "if a then\n b()\nelse if c then\n d()\nend\n",
            "P006",
            "5:4",
            "`if` on line 1",
            "`else if` opens a second `if`; write `elseif`.",
        ),
        ("end", "P022", "1:1", "`end` closes nothing", ""),
        ("x() until y", "P022", "1:5", "`until` closes nothing", ""),
        ("foo(1))", "P022", "1:7", "`)` closes nothing", ""),
        (") x()", "P022", "1:1", "`)` closes nothing", ""),
        ("if x print() end", "P005", "1:6", "expected `then` after the head of the `if`", ""),
        ("for i in x print(i) end", "P005", "1:12", "expected `do`", ""),
        ("while true x() end", "P005", "1:12", "expected `do`", ""),
        ("if then x() end", "P005", "1:4", "expected an expression, found `then`", ""),
        ("for a.b in x do end", "P005", "1:6", "expected `in` or `=`", ""),
        ("for i = 1 do end", "P005", "1:7", "takes a start, a limit", ""),
        ("for i = 1, 2, 3, 4 do end", "P005", "1:7", "takes a start, a limit", ""),
        ("for 1 = 1, 2 do end", "P005", "1:5", "expected a name after `for`", ""),
        # Brackets and lists.
        ("x = (1 + 2\ny = 3", "P007", "2:1", "expected `)` to close `(`, found the name `y`", ""),
        ("x = f(1, 2\nlocal y", "P007", "2:1", "expected `)` to close `(`, found `local`", ""),
        ("x = {1, 2\ny = 3", "P007", "2:1", "expected `}` to close `{`, found the name `y`", ""),
        ("x = {", "P007", "1:6", "expected `}` to close `{`", ""),
        ("x = a[1", "P007", "1:8", "expected `]` to close `[`", ""),
        ("f(", "P007", "1:3", "expected `)` to close `(`", ""),
        ("x = (1]", "P007", "1:7", "expected `)` to close `(`, found `]`", ""),
        ("t = {a = 1 b = 2}", "P005", "1:12", "found the name `b`", "Separate fields with `,`."),
        ("t = {a: 1}", "P005", "1:7", "takes `=`, not `:`", "Write `a = …`."),
        ('t = {"a": 1}', "P005", "1:9", "takes `=`, not `:`", 'Write `["a"] = …`.'),
        ("t = {,}", "P005", "1:6", "expected an expression, found `,`", ""),
        ("f(a b)", "P005", "1:5", "expected `,` or `)` in the arguments", ""),
        ("f(a,)", "P005", "1:5", "expected an expression, found `)`", "Remove the `,` before it."),
        ("local a, = 1", "P005", "1:10", "expected a name after `local`", ""),
        # Operators of other languages.
        ("if a != b then end", "P008", "1:6", "Lua has no `!=`", "Write `~=`."),
        ("x += 1", "P008", "1:3", "Lua has no `+=`", "Write `x = x + …`."),
        ("x.y ..= 'a'", "P008", "1:5", "Lua has no `..=`", "Write `x.y = x.y .. …`."),
        ("x++", "P008", "1:2", "Lua has no `++`", "Write `x = … + 1`."),
        ("x = a && b", "P008", "1:7", "Lua has no `&&`", "Write `and`."),
        ("x = a || b", "P008", "1:7", "Lua has no `||`", "Write `or`."),
        ("x = !a", "P008", "1:5", "does not negate", "Write `not`."),
        ("x = a ? b : c", "P008", "1:7", "Lua has no `? :`", "Write `condition and a or b`"),
        ("while x do continue end", "P008", "1:12", "Lua has no `continue`", "Use `goto continue`"),
        ("while x do\n continue\n y() end", "P008", "2:2", "Lua has no `continue`", ""),
        ("elif x then", "P008", "1:1", "Lua has no `elif`", "Write `elseif`."),
        ("var x = 1", "P008", "1:1", "Lua has no `var`", "Declare variables with `local`."),
        ("const x = 1", "P008", "1:1", "Lua has no `const`", "Declare variables with `local`."),
        # `=` and `==`.
        ("if x = 1 then end", "P005", "1:6", "`=` cannot stand", "Compare with `==`."),
        ("repeat until x = 1", "P005", "1:16", "`=` cannot stand in a condition", ""),
        ("x == 1", "P009", "1:3", "a comparison is not a statement", "Use `=` to assign."),
        ("x = = 1", "P005", "1:5", "found `=`", "Lua compares with `==` and `~=`."),
        # Statements.
        ("x", "P009", "1:1", "an expression is not a statement", ""),
        ("a.b", "P009", "1:1", "an expression is not a statement", ""),
        ("a + b", "P009", "1:1", "an expression is not a statement", ""),
        ("(a)", "P009", "1:1", "an expression is not a statement", ""),
        ('"a"', "P005", "1:1", "expected a statement, found a string", ""),
        ("1 = x", "P005", "1:1", "expected a statement, found the number `1`", ""),
        ("foo bar()", "P005", "1:5", "expected `=` or a call after the name `foo`", ""),
        ("f() = 1", "P009", "1:1", "cannot assign to the result of a call", ""),
        ("a, (b) = 1", "P009", "1:4", "cannot assign to an expression in parentheses", ""),
        ("a, 1 = 1", "P005", "1:4", "expected a variable or field", ""),
        ("a, b", "P005", "1:5", "expected `=` after the targets", ""),
        ("f() + 1", "P005", "1:5", "expected a statement, found `+`", ""),
        ("x = 5 +", "P005", "1:8", "found the end of the file", ""),
        ("return 1\nf()", "P020", "1:1", "must be the last statement", "Write `do return … end`"),
        ("return 1; f()", "P020", "1:1", "must be the last statement", ""),
        ("return local x", "P020", "1:1", "must be the last statement", ""),
        ("return 1 2", "P005", "1:10", "expected the end of the block after `return`", ""),
        ("x: number = 1", "P005", "1:2", "where a local is declared", "Write `local`"),
        ("local x = a.end", "P005", "1:13", "found `end`", 'Write `["end"]`'),
        ("x.1 = 2", "P005", "1:2", "a name must follow `.`", "Write `[1]`"),
        ("a:b", "P005", "1:4", "expected arguments after the method `b`", "Use `.`"),
        ("local end = 1", "P005", "1:7", "expected a name after `local`, found `end`", ""),
        ("goto 1", "P005", "1:6", "expected a name of a label", ""),
        ("::a:", "P005", "1:4", "expected `::` after the name of a label", ""),
        # Functions.
        ("function f(a, b\n  return a\nend", "P007", "2:3", "expected `)` to close `(`", ""),
        ("function f(1) end", "P005", "1:12", "expected a parameter name", ""),
        ("function f(..., a) end", "P005", "1:15", "`...` must be the last parameter", ""),
        ("function f(...: T, a) end", "P005", "1:18", "`...` must be the last parameter", ""),
        ("function f()) end", "P022", "1:13", "`)` closes nothing", ""),
        ("function () end", "P005", "1:10", "expected a name after `function`", ""),
        ("x = function f() end", "P005", "1:14", "expected `(`", ""),
        ("local function a.b() end", "P005", "1:17", "a plain name", "Remove `local`"),
        # Types.
        ("local x: = 1", "P010", "1:10", "expected a type, found `=`", ""),
        ("local x: number? | = 1", "P010", "1:20", "expected a type, found `=`", ""),
        ("type X = {a: A b: B}", "P010", "1:16", "expected `,` between the fields", "Add a `,`"),
        ("local x: function", "P010", "1:10", "found `function`", "Write the type of a function"),
        ("local x: (A, B)", "P010", "1:16", "expected `->`", ""),
        ("type X", "P005", "1:7", "expected `=` after the name of the type", ""),
        ("x = y!.z", "P005", "1:7", "`.` cannot follow a cast", "`(y!).…`"),
        ("for i: T = 1, 2 do end", "P010", "1:6", "take no types", "Remove the type."),
    ],
)  # fmt: skip
def test_errors(text: str, code: str, place: str, message: str, hint: str) -> None:
    chunk, found = parse(text)
    assert chunk is None
    assert len(found) == 1, [diagnostic.message for diagnostic in found]
    diagnostic = found[0]
    assert diagnostic.span is not None
    assert f"{diagnostic.span.line}:{diagnostic.span.column}" == place
    assert diagnostic.rule.code == code
    assert message in diagnostic.message
    assert hint in diagnostic.hint


def test_a_missing_end_points_at_the_block_that_lacks_it() -> None:
    text = "function f()\n  if x then\n    y()\nend\n\nfunction g()\n  z()\nend\n"
    _, (found,) = parse(text)
    assert [(label.span.line, label.text) for label in found.labels] == [
        (2, "this `if` has no `end`")
    ]
    assert "`if` on line 2" in found.message


def test_an_open_bracket_is_shown() -> None:
    _, (found,) = parse("x = f(1,\n  g(2)\ny = 1")
    assert [(label.span.line, label.span.column) for label in found.labels] == [(1, 6)]


def test_a_missing_comma_shows_the_field_before() -> None:
    _, (found,) = parse("t = {\n  a = f(1)\n  b = 2,\n}")
    assert [label.span.line for label in found.labels] == [2]
    assert found.span is not None
    assert found.span.line == 3


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = = 1\ny = = 2\nz = = 3", [1, 2, 3]),
        ("f(function()\n  x = = 1\n  y = = 2\nend)\nz = = 3", [2, 3, 5]),
        ("if a b() end\nif a != c then d() end\nx += 1", [1, 2, 3]),
        ("function f(1)\n  x = = 1\nend\ny = = 2", [1, 2, 4]),
        ("while x = 1 do\n  continue\nend\nlocal y: = 2", [1, 2, 4]),
        ("local t = {\n  a = 1\n  b = 2\n  c = 3\n}\nx = = 1", [3, 4, 6]),
        ("local x: = 1\nlocal y: {a: } = 2\nlocal z = 3", [1, 2]),
        ("x = 'abc\ny = = 1\nz = 3 $ 4", [1, 2, 3]),
        ("if x then\n  y = = 1\n", [2]),
        ("x = {\n  a = (1,\n  b = 2,\n}\ny = = 3", [2, 5]),
        ("return 1\nx = = 2", [1, 2]),
    ],
)
def test_several_errors_in_one_run(text: str, lines: list[int]) -> None:
    chunk, found = parse(text)
    assert chunk is None
    assert [diagnostic.span.line for diagnostic in found if diagnostic.span] == lines


def test_the_number_of_errors_is_limited() -> None:
    _, found = parse("x = = 1\n" * 500)
    assert len(found) == 20


@pytest.mark.parametrize("name", SAMPLES)
def test_a_deleted_token_is_one_error_near_its_place(name: str) -> None:
    lines = SAMPLES[name].splitlines()
    checked = 0
    for number, line in enumerate(lines):
        if line.count("(") == 1 and line.count(")") == 1 and line.strip().endswith(")"):
            broken = [*lines]
            broken[number] = line[: line.rindex(")")]
            _, found = parse("\n".join(broken))
            errors = [item for item in found if item.level.label == "error"]
            assert errors
            assert errors[0].span is not None
            assert number + 1 <= errors[0].span.line <= number + 3
            checked += 1
    assert checked
