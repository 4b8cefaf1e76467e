"""Type values: checking, messages, comparison, reflection."""

from __future__ import annotations

from typing import Any

import pytest

from wippy_runtime.lua.calls import invoke
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.metamethods import call
from wippy_runtime.lua.table import Table, array
from wippy_runtime.lua.type_value import TypeValue
from wippy_runtime.lua.type_values import (
    array_of,
    function_type,
    generic,
    interface,
    intersection,
    literal,
    map_of,
    named,
    optional,
    primitive,
    record,
    union,
    validated,
)
from wippy_runtime.lua.values import eq, index, le, lt, tostring, type_name

ANY, NUMBER, INTEGER, STRING, NIL = map(primitive, ("any", "number", "integer", "string", "nil"))
USER = named("User", lambda: record({"id": INTEGER, "name": STRING, "tags": array_of(STRING),
                                     "email": STRING}, optional=("email",)))  # fmt: skip
NODE: TypeValue = named("Node", lambda: record({"value": NUMBER, "next": optional(NODE)}))
BOX = generic("Box", ("T",), lambda element: record({"value": element}))


def _user(**fields: Any) -> Table:
    return Table({"id": 1, "name": "Ann", "tags": array(["a"]), **fields})


_NODE_LOOP = Table({"value": 1})
_NODE_LOOP.set("next", _NODE_LOOP)

_ACCEPTED: list[tuple[TypeValue, Any]] = [
    (NUMBER, 1), (NUMBER, 1.5), (INTEGER, 3), (INTEGER, 3.0), (STRING, ""), (NIL, None),
    (primitive("boolean"), False), (ANY, None), (primitive("unknown"), 1),
    (array_of(STRING), array(["a"])), (array_of(STRING), Table({"x": 1})),
    (map_of(STRING, NUMBER), Table({"a": 1})), (map_of(STRING, NUMBER), array(["not looked at"])),
    (map_of(INTEGER, STRING), array(["a"])), (USER, _user()), (USER, _user(extra=1)),
    (optional(STRING), None), (union(STRING, NUMBER), 1), (literal(3), 3.0), (literal("a"), "a"),
    (literal(True), True), (intersection(record({"a": ANY}), record({"b": ANY})), Table({"a": 1})),
    (function_type(), print), (primitive("table"), Table()), (interface("run"), Table()),
    (primitive("Channel"), 5), (NODE, Table({"value": 1, "next": Table({"value": 2})})),
    (BOX.applied(STRING), Table({"value": "x"})), (BOX.applied(), Table({"value": 5})),
    (validated(NUMBER, ("min", 0), ("max", 5)), 3), (validated(STRING, ("min", 3)), "x"),
    (validated(STRING, ("pattern", "^[a-z]+$")), "abc"), (validated(NUMBER, ("odd", 1)), 4),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), _ACCEPTED)
def test_accepted_values(kind: TypeValue, value: Any) -> None:
    assert invoke(kind, "is", value) == (value, None)
    assert call(kind, value) is value


_REFUSED: list[tuple[TypeValue, Any, str]] = [
    (STRING, 5, "expected string, got number"),
    (INTEGER, 1.5, "expected integer, got number"),
    (primitive("never"), None, "expected never, got nil"),
    (BOX, Table(), "expected Box, got table"),
    (BOX.applied(STRING), Table({"value": 5}), "value: expected string, got number"),
    (array_of(STRING), array(["a", 2]), "[2]: expected string, got number"),
    (array_of(STRING), 5, "expected {string}, got number"),
    (map_of(STRING, NUMBER), Table({"a": "x"}), "a: expected number, got string"),
    (map_of(INTEGER, STRING), array([1]), "[1]: expected string, got number"),
    (USER, "x", "expected User, got string"),
    (USER, Table({"id": 1}), "name: required field missing"),
    (USER, _user(name=5), "name: expected string, got number"),
    (USER, _user(email=5), "email: expected string, got number"),
    (USER, _user(tags=array(["a", True])), "tags[2]: expected string, got boolean"),
    (array_of(USER), array([_user(name=5)]), "[1].name: expected string, got number"),
    (union(STRING, NUMBER), True, "expected string | number, got boolean"),
    (literal("open"), "shut", 'expected "open", got string'),
    (literal(1), True, "expected 1, got boolean"),
    (optional(STRING), 1, "expected string, got number"),
    (function_type((STRING,), (NUMBER,)), 1, "expected (string) -> number, got number"),
    (interface("run"), 5, "expected interface {run}, got number"),
    (validated(NUMBER, ("min", 0)), -1, "value below minimum"),
    (validated(NUMBER, ("max", 5)), 6, "value above maximum"),
    (validated(STRING, ("min_len", 2)), "a", "length below minimum"),
    (validated(array_of(ANY), ("max_len", 1)), array([1, 2]), "length above maximum"),
    (validated(STRING, ("pattern", "^a")), "b", "pattern mismatch"),
    (record({"age": validated(NUMBER, ("min", 0))}), Table({"age": -1}),
     "age: value below minimum"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "text"), _REFUSED)
def test_refused_values(kind: TypeValue, value: Any, text: str) -> None:
    nothing, failure = invoke(kind, "is", value)
    assert nothing is None
    assert failure.message() == text
    assert failure.kind() == "Invalid"
    with pytest.raises(LuaError) as caught:
        call(kind, value)
    assert caught.value.value == f"expected {tostring(kind)}, got {type_name(value)}"


def test_details_of_a_refusal() -> None:
    _, failure = invoke(USER, "is", _user(name=5))
    details = failure.details()
    assert [details[key] for key in ("field", "expected", "got", "constraint")] == [
        "name", "string", "number", "type",
    ]  # fmt: skip


def test_a_value_that_contains_itself_is_refused() -> None:
    nothing, failure = invoke(NODE, "is", _NODE_LOOP)
    assert nothing is None
    assert failure.message().endswith("nested too deep")


def test_comparison() -> None:
    assert type_name(USER) == "type"
    assert eq(array_of(STRING), array_of(primitive("string")))
    assert not eq(array_of(STRING), array_of(NUMBER))
    assert eq(record({"a": STRING}), named("A", lambda: record({"a": STRING})))
    assert named("Node", NODE.resolved) == NODE
    assert named("Other", lambda: record({"value": NUMBER})) != NODE
    assert le(INTEGER, NUMBER)
    assert lt(INTEGER, NUMBER)
    assert not lt(NUMBER, NUMBER)
    assert not eq(STRING, "string")


_SUBTYPES: list[tuple[TypeValue, TypeValue, bool]] = [
    (STRING, ANY, True), (ANY, STRING, False), (primitive("never"), STRING, True),
    (literal("a"), STRING, True), (literal(1.5), INTEGER, False), (STRING, optional(STRING), True),
    (optional(STRING), STRING, False), (NIL, optional(STRING), True),
    (STRING, union(NUMBER, STRING), True), (union(INTEGER, STRING), union(STRING, NUMBER), True),
    (union(NUMBER, STRING), NUMBER, False), (array_of(INTEGER), array_of(NUMBER), True),
    (map_of(STRING, INTEGER), map_of(STRING, NUMBER), True),
    (record({"a": STRING, "b": NUMBER}), record({"a": STRING}), True),
    (record({"a": STRING}), record({"a": STRING, "b": NUMBER}), False),
    (record({"a": STRING}), record({"a": STRING, "b": NUMBER}, optional=("b",)), True),
    (record({"a": STRING}, optional=("a",)), record({"a": STRING}), False),
    (function_type((NUMBER,), (INTEGER,)), function_type((INTEGER,), (NUMBER,)), True),
    (function_type((INTEGER,)), function_type((NUMBER,)), False),
    (array_of(ANY), primitive("table"), True), (USER, interface("x"), True),
    (function_type(), primitive("function"), True), (NODE, NODE, True), (STRING, NUMBER, False),
    (intersection(STRING, NUMBER), STRING, True), (STRING, intersection(STRING, ANY), True),
    (validated(NUMBER, ("min", 1)), NUMBER, True), (interface("a"), interface("a"), True),
]  # fmt: skip


@pytest.mark.parametrize(("lower", "upper", "holds"), _SUBTYPES)
def test_subtypes(lower: TypeValue, upper: TypeValue, holds: bool) -> None:
    assert le(lower, upper) is holds


def test_reflection() -> None:
    def ask(kind: TypeValue, name: str) -> Any:
        return invoke(kind, name)

    assert [ask(kind, "kind") for kind in (STRING, USER, array_of(ANY), optional(ANY), BOX)] == [
        "string", "record", "array", "optional", "generic",
    ]  # fmt: skip
    assert ask(USER, "name") == "User"
    assert ask(array_of(STRING), "elem") == STRING
    assert ask(map_of(STRING, NUMBER), "key") == STRING
    assert ask(map_of(STRING, NUMBER), "val") == NUMBER
    assert ask(optional(STRING), "inner") == STRING
    assert ask(function_type((STRING,), (NUMBER,)), "ret") == NUMBER
    assert ask(function_type((STRING,)), "params")[1] == STRING
    assert ask(union(STRING, NUMBER), "variants")[2] == NUMBER
    assert ask(USER, "fields")["id"] == INTEGER
    assert ask(BOX, "tparams")[1] == "T"
    assert ask(STRING, "elem") is None
    assert ask(STRING, "ret") is None
    assert index(STRING, "format") is None
