"""Lua module `expr`: the language, its functions, its errors."""

from __future__ import annotations

from typing import Any

import pytest

from wippy_runtime.lib import expr
from wippy_runtime.lua.strings import from_text
from wippy_runtime.lua.table import Table
from wippy_runtime.temporal.transfer import from_plain, to_plain

ENVIRONMENT: dict[str, Any] = {
    "price": 12.5,
    "quantity": 4,
    "name": "Ada Lovelace",
    "tags": ["gold", "new"],
    "user": {"name": "Ada", "age": 36, "roles": ["admin"], "address": {"city": "London"}},
    "orders": [
        {"id": 1, "total": 50, "status": "paid"},
        {"id": 2, "total": 20, "status": "open"},
        {"id": 3, "total": 70, "status": "paid"},
    ],
    "numbers": [3, 1, 2],
    "empty": {},
    "active": True,
}

VALUES: list[tuple[str, Any]] = [
    ("1 + 2 * 3", 7),
    ("(1 + 2) * 3", 9),
    ("7 / 2", 3.5),
    ("7 % 3", 1),
    ("-7 % 3", -1),
    ("2 ** 3 ** 2", 512.0),
    ("-2 ** 2", -4.0),
    ("2 ^ 2", 4.0),
    ("0x1F + 0b11 + 1_000", 1034),
    ("1e3 + .5", 1000.5),
    ("10 - 2 - 3", 5),
    ("9223372036854775807 + 1", -9223372036854775808),
    ("'a' + \"b\" + `c`", "abc"),
    (r'"\u00e9\n\x41"', "é\nA"),
    ("price * quantity > 40 and active", True),
    ("not active or false", False),
    ("!active && true", False),
    ("1 == 1.0", True),
    ("1 == true", False),
    ("'a' < 'b'", True),
    ("nil == missing", True),
    ("missing ?? 'none'", "none"),
    ("active ? 1 : 2", 1),
    ("false ? 1 : true ? 2 : 3", 2),
    ("active ?: 1", True),
    ("if price > 20 { 'dear' } else if price > 10 { 'fair' } else { 'cheap' }", "fair"),
    ("user.name", "Ada"),
    ("user['age']", 36),
    ("user.address.city", "London"),
    ("missing?.name", None),
    ("user?.address?.zip", None),
    ("missing?.['x']", None),
    ("empty.anything", None),
    ("tags[0]", "gold"),
    ("tags[-1]", "new"),
    ("numbers[1:]", [1, 2]),
    ("numbers[:2]", [3, 1]),
    ("numbers[:]", [3, 1, 2]),
    ("name[0:3]", "Ada"),
    ("'gold' in tags", True),
    ("'x' not in tags", True),
    ("'name' in user", True),
    ("1 in 1..3", True),
    ("1..4", [1, 2, 3, 4]),
    ("name contains 'Love'", True),
    ("name startsWith 'Ada' and name endsWith 'lace'", True),
    ("name matches '^[A-Z]'", True),
    ("not (name matches 'x')", True),
    ("{a: 1, 'b': [2], (name): 3}", {"a": 1, "b": [2], "Ada Lovelace": 3}),
    ("[1, 'two', nil == nil]", [1, "two", True]),
    ("let x = 3; let y = x * 2; x + y", 9),
    ("filter(orders, .status == 'paid') | map(.total) | sum()", 120),
    ("filter(orders, {#.total > 30}) | map({#.id})", [1, 3]),
    ("orders | count(.status == 'open')", 1),
    ("count([true, false, true])", 2),
    ("all(numbers, # > 0)", True),
    ("any(numbers, {# > 5})", False),
    ("one(numbers, # == 2) and none(numbers, # == 9)", True),
    ("map(numbers, {# * #index})", [0, 1, 4]),
    ("reduce(numbers, #acc + #)", 6),
    ("reduce(numbers, #acc + #, 10)", 16),
    ("sum(orders, .total)", 140),
    ("find(orders, .total < 60).id", 1),
    ("findIndex(orders, .total > 60)", 2),
    ("findLast(orders, .status == 'paid').id", 3),
    ("findLastIndex(numbers, # == 9)", -1),
    ("find(numbers, # > 9)", None),
    ("groupBy(orders, .status) | keys()", ["open", "paid"]),
    ("sortBy(orders, .total) | map(.id)", [2, 1, 3]),
    ("sortBy(orders, .total, 'desc') | map(.id)", [3, 1, 2]),
    ("sort(numbers)", [1, 2, 3]),
    ("sort(numbers, 'desc') | first()", 3),
    ("last(numbers) + len(numbers) + len(name) + len(user)", 21),
    ("max(1, 5, 2.5) + min([4, 2])", 7),
    ("mean(numbers)", 2.0),
    ("median([1, 9, 2, 4])", 3.0),
    ("abs(-3) + ceil(1.2) + floor(1.8) + round(2.5)", 9.0),
    ("round(-2.5)", -3.0),
    ("upper('ab') + lower('CD') + trim('  x ')", "ABcdx"),
    ("trimPrefix('order-1', 'order-')", "1"),
    ("trimSuffix('a.lua', '.lua')", "a"),
    ("split('a,b,c', ',')", ["a", "b", "c"]),
    ("split('a,b,c', ',', 2)", ["a", "b,c"]),
    ("splitAfter('a,b', ',')", ["a,", "b"]),
    ("replace('aaa', 'a', 'b')", "bbb"),
    ("repeat('ab', 3)", "ababab"),
    ("indexOf('hello', 'l') + lastIndexOf('hello', 'l')", 5),
    ("hasPrefix('abc', 'ab') and hasSuffix('abc', 'bc')", True),
    ("join(['a', 'b'], '-')", "a-b"),
    ("concat([1], [2, 3])", [1, 2, 3]),
    ("flatten([1, [2, [3]]])", [1, 2, 3]),
    ("uniq([1, 2, 1])", [1, 2]),
    ("reverse(numbers)", [2, 1, 3]),
    ("take(numbers, 2)", [3, 1]),
    ("keys({b: 1, a: 2})", ["a", "b"]),
    ("toPairs({a: 1})", [["a", 1]]),
    ("fromPairs([['a', 1]])", {"a": 1}),
    ("get(user, 'age') + get([1], 5, 4)", 40),
    ("type(1) + type('') + type(nil) + type([]) + type({}) + type(1.5)",
     "intstringnilarraymapfloat"),
    ("int('42') + int(1.9) + float('0.5')", 43.5),
    ("string(1.0) + string(true)", "1true"),
    ("fromJSON('{\"a\": [1]}').a[0]", 1),
    ("toJSON([1])", "[\n  1\n]"),
    ("fromBase64(toBase64('hé'))", "hé"),
    ("bitand(6, 3) + bitor(4, 1) + bitxor(5, 1) + bitshl(1, 3)", 19),
    ("// a comment\n1 /* two */ + 1", 2),
    ("$env.price", 12.5),
    ("1; 2; 3", 3),
]  # fmt: skip


def evaluated(text: str, environment: Any = ENVIRONMENT) -> tuple[Any, Any]:
    return expr.eval(from_text(text), from_plain(environment))


@pytest.mark.parametrize(("text", "expected"), VALUES, ids=[text for text, _ in VALUES])
def test_values(text: str, expected: Any) -> None:
    value, error = evaluated(text)
    assert error is None, error.message()
    assert to_plain(value) == expected
    assert type(to_plain(value)) is type(expected)


ERRORS = [
    ("", "Invalid", "expression cannot be empty"),
    ("   ", "Invalid", "expression cannot be empty"),
    ("1 +", "Internal", "unexpected token end of the expression"),
    ("1 2", "Internal", "unexpected token 2 (1:3)"),
    ("a @ b", "Internal", "unrecognized character: '@' (1:3)"),
    ("1 + 'a'", "Internal", "invalid operation: int + string"),
    ("missing + 1", "Internal", "invalid operation: nil + int"),
    ("true + 1", "Internal", "invalid operation: bool + int"),
    ("missing.name", "Internal", "cannot fetch name from nil"),
    ("numbers[7]", "Internal", "index out of range: 7 (array length is 3)"),
    ("1 ? 2 : 3", "Internal", "non-bool expression (type int) used as condition"),
    ("1 % 0", "Internal", "integer divide by zero"),
    ("unknown(1)", "Internal", "unknown name unknown"),
    ("upper()", "Internal", "invalid arguments for upper"),
    ("now()", "Internal", "unknown name now"),
    ("1..10000000", "Internal", "memory budget exceeded"),
    ("repeat('aaaa', 1000000)", "Internal", "memory budget exceeded"),
    ("#", "Internal", "cannot use pointer # outside of a predicate"),
    ("reduce([], #acc)", "Internal", "reduce of empty array"),
    ("(" * 400 + "1" + ")" * 400, "Internal", "nested too deep"),
    ("'a' matches '('", "Internal", "missing"),
]


@pytest.mark.parametrize(("text", "kind", "message"), ERRORS, ids=[row[0][:20] for row in ERRORS])
def test_errors(text: str, kind: str, message: str) -> None:
    value, error = evaluated(text)
    assert value is None
    assert error.kind() == kind
    assert message in error.message()


def test_a_program_runs_with_several_environments() -> None:
    program, error = expr.compile("a * 2 + (b ?? 0)")
    assert error is None
    assert program is not None
    assert program.run(Table({"a": 2})) == (4, None)
    assert program.run(Table({"a": 2, "b": 5})) == (9, None)
    _, failure = program.run()
    assert failure is not None
    assert failure.message() == "invalid operation: nil * int"


def test_texts_are_bytes_outside_and_characters_inside() -> None:
    value, _ = evaluated("len('é') == 1 ? upper('é') : ''")
    assert value == from_text("É")
