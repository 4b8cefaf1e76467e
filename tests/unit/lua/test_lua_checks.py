"""Rules beyond the grammar: jumps, varargs, locals, reserved words."""

from __future__ import annotations

import pytest
from lua_samples import codes, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("break", ["P012"]),
        ("while a do f(function() break end) end", ["P012"]),
        ("while a do if b then break end end", []),
        ("for i = 1, 2 do break end for k in f do break end repeat break until a", []),
        ("while a do break f() end", ["P107"]),
        ("while a do break; end", []),
        ("goto a", ["P013"]),
        ("do ::a:: end goto a", ["P013"]),
        ("::a:: f(function() goto a end)", ["P013"]),
        ("goto a ::a::", []),
        ("do goto a end ::a::", []),
        ("::a:: do goto a end", []),
        ("::a:: ::a::", ["P014"]),
        ("::a:: do ::a:: end", []),
        ("do ::a:: end do ::a:: end", []),
        ("::a:: f(function() ::a:: end)", []),
        ("goto a local x ::a:: f(x)", ["P015"]),
        ("goto a local x ::a::", []),
        ("goto a local x ::a:: ::b:: ;", []),
        ("goto a local function f() end ::a:: f()", ["P015"]),
        ("local x goto a ::a:: f(x)", []),
        ("for i = 1, 2 do goto next local x ::next:: end", []),
        ("repeat goto next local x ::next:: until x", ["P015"]),
        ("do goto a end local x ::a:: f(x)", ["P015"]),
        ("local x ::a:: local y goto a", []),
        ("return ...", []),
        ("function f(...) return ... end", []),
        ("function f() return ... end", ["P016"]),
        ("function f(...) return function() return {...} end end", ["P016"]),
        ("local a <const> = 1", ["P017"]),
        ("local a <close>, b <x> = 1", ["P017", "P017"]),
        ("f()\n(g)()", ["P011"]),
        ("x = f()\n(g).h = 1", ["P011", "P005"]),
        ("f(a\n)(b)", []),
        ("f\n(a)", []),
        ("x = {}\n(g)()", []),
        ("x = function() end\n(g)()", []),
        ("f();\n(g)()", []),
        ('f()\n"x"', []),
        ("local as = 1", ["P101"]),
        ("f(is, fun)", ["P101", "P101"]),
        ("local fun = 1 fun = fun + 1 return fun", ["P101"]),
        ("function interface() end", ["P101"]),
        ("function f(readonly) end", ["P101"]),
        ("for asserts in f do end", ["P101"]),
        ("::extends:: goto extends", ["P101"]),
        ("x.is, x.as, x.interface = 1", []),
        ("x.fun, x.typeof, x.keyof, x.extends = 1", ["P101"] * 4),
        ("x:is() x:fun()", ["P101"]),
        ("x = {is = 1, keyof = 2, extends = 3}", []),
        ("x = {fun = 1, typeof = 2}", ["P101"] * 2),
        ("x = {['fun'] = 1} y = 'typeof'", []),
        ("local type = type(x)", []),
    ],
)
def test_checks(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def locals_of(count: int) -> str:
    return "".join(f"local v{number}\n" for number in range(count))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (locals_of(200), []),
        (locals_of(201), ["P018"]),
        (locals_of(300), ["P018"]),
        (f"do {locals_of(150)} end do {locals_of(150)} end", []),
        (f"{locals_of(150)} do {locals_of(51)} end", ["P018"]),
        (f"{locals_of(150)} function f(a) {locals_of(150)} end", []),
        (f"function f(a, b) {locals_of(199)} end", ["P018"]),
        (f"{locals_of(199)} for i = 1, 2 do local a end", ["P018"]),
    ],
)
def test_locals_are_limited(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_jump_into_a_local_names_it() -> None:
    _, (found,) = parse("goto done\nlocal total = 1\n::done::\nprint(total)")
    assert found.message == "`goto done` jumps into the scope of `total`"
    assert [label.span.line for label in found.labels] == [2, 3]
    assert found.span is not None
    assert found.span.text == "goto done"
