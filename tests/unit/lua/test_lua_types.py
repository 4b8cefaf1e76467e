"""Typed syntax: where types stand, what they are, and what is left when they are gone."""

from __future__ import annotations

from typing import Any

import pytest
from lua_samples import SAMPLES, first_type, outline_of, parse, parse_ok, walk

from wippyc.lua import syntax
from wippyc.lua.types import FunctionType, InterfaceType, LiteralType, NamedType, RecordType


def shape(node: Any) -> Any:
    """Return a type as nested tuples without positions."""
    if isinstance(node, tuple):
        return tuple(shape(item) for item in node)
    fields = getattr(type(node), "__dataclass_fields__", None)
    if fields is None:
        return node
    name = type(node).__name__.removesuffix("Type")
    if isinstance(node, NamedType) and not node.arguments:
        return node.name
    values = [shape(getattr(node, field)) for field in fields if field not in ("span", "name_span")]
    return (name, *values)


FIELD = "RecordField"
PARAMETER = "FunctionParameter"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("number", "number"),
        ("time.Time", "time.Time"),
        ("a.b.c", "a.b.c"),
        ("nil", ("Literal", None)),
        ("true", ("Literal", True)),
        ('"open\\n"', ("Literal", "open\n")),
        ("-1.5", ("Literal", -1.5)),
        ("T?", ("Optional", "T")),
        ("T??", ("Optional", ("Optional", "T"))),
        ("A | B | C", ("Union", ("A", "B", "C"))),
        ("| A | B", ("Union", ("A", "B"))),
        ("A & B", ("Intersection", ("A", "B"))),
        ("A | B & C", ("Intersection", (("Union", ("A", "B")), "C"))),
        ("A | B?", ("Union", ("A", ("Optional", "B")))),
        ("Channel<string>", ("Named", ("Channel",), ("string",))),
        (
            "Map<K, Map<K, V>>",
            ("Named", ("Map",), ("K", ("Named", ("Map",), ("K", "V")))),
        ),
        ("{T}", ("Array", "T", False)),
        ("{number?}", ("Array", ("Optional", "number"), False)),
        ("T[]", ("Array", "T", False)),
        ("T[][]?", ("Optional", ("Array", ("Array", "T", False), False))),
        ("readonly {T}", ("Array", "T", True)),
        ("{[K]: V}", ("Map", "K", "V", False)),
        ("readonly {[K]: V}", ("Map", "K", "V", True)),
        ("{}", ("Record", (), None, False, False)),
        ("{a: A}", ("Record", ((FIELD, "a", "A", False),), None, False, False)),
        ("{a?: A,}", ("Record", ((FIELD, "a", "A", True),), None, False, False)),
        ("{a ? : A}", ("Record", ((FIELD, "a", "A", True),), None, False, False)),
        (
            "{a: A; type: B}",
            ("Record", ((FIELD, "a", "A", False), (FIELD, "type", "B", False)), None, False, False),
        ),
        ('{["a b"]: A}', ("Record", ((FIELD, "a b", "A", False),), None, False, False)),
        (
            "{a: A, [K]: V}",
            ("Record", ((FIELD, "a", "A", False),), ("Map", "K", "V", False), False, False),
        ),
        (
            "readonly {end: A}",
            ("Record", ((FIELD, "end", "A", False),), None, True, False),
        ),
        ("interface {}", ("Record", (), None, False, True)),
        ("() -> ()", ("Function", (), None, ())),
        ("(A) -> B", ("Function", ((PARAMETER, None, "A"),), None, ("B",))),
        (
            "(a: A, b?: B) -> (C, D)",
            (
                "Function",
                ((PARAMETER, "a", "A"), (PARAMETER, "b", ("Optional", "B"))),
                None,
                ("C", "D"),
            ),
        ),
        ("(...T) -> ()", ("Function", (), "T", ())),
        ("(A, ...: T) -> ()", ("Function", ((PARAMETER, None, "A"),), "T", ())),
        ("() -> A | B", ("Function", (), None, (("Union", ("A", "B")),))),
        ("() -> () -> A", ("Function", (), None, (("Function", (), None, ("A",)),))),
        (
            "() -> (A) -> B",
            ("Function", (), None, (("Function", ((PARAMETER, None, "A"),), None, ("B",)),)),
        ),
        ("() -> (A)", ("Function", (), None, ("A",))),
        ("() -> (A)?", ("Function", (), None, (("Optional", "A"),))),
        ("((A) -> B)?", ("Optional", ("Function", ((PARAMETER, None, "A"),), None, ("B",)))),
        ("(A | B)[]", ("Array", ("Union", ("A", "B")), False)),
        ("fun()", ("Function", (), None, None)),
        (
            "fun(a: A, ...: B): (C, D)",
            ("Function", ((PARAMETER, "a", "A"),), "B", ("C", "D")),
        ),
        ("typeof(a.b)", ("Typeof", ("a", "b"))),
        ("typeof(f(1) :: T)", ("Typeof", ())),
        ("keyof({a: A})", ("Keyof", ("Record", ((FIELD, "a", "A", False),), None, False, False))),
        ("asserts x", ("Asserts", "x", None)),
        ("asserts x is A", ("Asserts", "x", "A")),
        ("A extends B ? C : D", ("Conditional", "A", "B", "C", "D")),
        ("T[K]", ("Indexed", "T", "K")),
        ("string @pattern('^a')", ("Validated", "string", (("Validator", "pattern", ("^a",)),))),
        (
            "integer @min(-1) @max(2)?",
            (
                "Optional",
                (
                    "Validated",
                    "integer",
                    (("Validator", "min", (-1,)), ("Validator", "max", (2,))),
                ),
            ),
        ),
        ("string @trim", ("Validated", "string", (("Validator", "trim", ()),))),
        (
            "{\n  -- c\n  a: -- d\n    A\n}",
            ("Record", ((FIELD, "a", "A", False),), None, False, False),
        ),
    ],
)
def test_types(text: str, expected: Any) -> None:
    type_ = first_type(text)
    actual = shape(type_)
    if actual[0] == "Typeof":
        actual = (actual[0], *actual[2:])
    assert actual == expected
    if not text.startswith("("):
        assert type_.span.text == text


def types_of(chunk: syntax.Chunk) -> list[str]:
    return [
        node.annotation.span.text
        for node in walk(chunk)
        if isinstance(node, syntax.Name) and node.annotation is not None
    ]


def test_annotations_stand_on_their_names() -> None:
    chunk = parse_ok(
        "local a: A, b, c: C = 1\nlocal function f<T, U: V>(x: X, y, ...: Z): (R, S) end\n"
        "g = function(): A, B end"
    )
    assert types_of(chunk) == ["A", "C", "X"]
    local_function: Any = chunk.body.statements[1]
    function = local_function.function
    assert function.vararg_annotation.name == "Z"
    assert [result.name for result in function.results] == ["R", "S"]
    assert [(item.name, item.bound and item.bound.name) for item in function.type_parameters] == [
        ("T", None),
        ("U", "V"),
    ]
    assignment: Any = chunk.body.statements[2]
    assert [result.name for result in assignment.values[0].results] == ["A", "B"]


def cast_shape(node: Any) -> Any:
    match node:
        case syntax.Cast(inner=inner, type=type_):
            return ("cast", cast_shape(inner), type_.span.text if type_ else None)
        case syntax.Paren(inner=inner):
            return ("paren", cast_shape(inner))
        case syntax.Binary(operator=operator, left=left, right=right):
            return (operator, cast_shape(left), cast_shape(right))
        case syntax.Unary(operator=operator, operand=operand):
            return (operator, cast_shape(operand))
        case _:
            return node.span.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y :: T", ("cast", "y", "T")),
        ("y as T?", ("cast", "y", "T?")),
        ("y!", ("cast", "y", None)),
        ("-y :: T", ("-", ("cast", "y", "T"))),
        ("not y :: boolean", ("not", ("cast", "y", "boolean"))),
        ("y :: number ^ 2", ("^", ("cast", "y", "number"), "2")),
        ("a .. b as string", ("..", "a", ("cast", "b", "string"))),
        ("y :: string .. 's'", ("..", ("cast", "y", "string"), "'s'")),
        ("y :: A | B", ("cast", "y", "A | B")),
        ("f(1).x[2] :: T", ("cast", "f(1).x[2]", "T")),
        ("{1} :: T", ("cast", "{1}", "T")),
        ("(y :: any) :: T", ("cast", ("paren", ("cast", "y", "any")), "T")),
        ("y as A as B", ("cast", ("cast", "y", "A"), "B")),
        ("y! as B", ("cast", ("cast", "y", None), "B")),
        ("... :: T", ("cast", "...", "T")),
        ("function() end :: T", ("cast", "function() end", "T")),
        ("y! == z", ("==", ("cast", "y", None), "z")),
        ("y as string == 'a'", ("==", ("cast", "y", "string"), "'a'")),
    ],
)
def test_casts_bind_tightest(text: str, expected: Any) -> None:
    statement: Any = parse_ok(f"x = {text}").body.statements[0]
    assert cast_shape(statement.values[0]) == expected
    assert statement.values[0].span.text == text


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("local type = type(x)", ["Local"]),
        ("x = type\nFoo = 1", ["Assign", "Assign"]),
        ("local t: type = 1", ["Local"]),
        ('x:type "Foo"', ["CallStatement"]),
        ("x.type = 1", ["Assign"]),
        ("type(x)", ["CallStatement"]),
        ("type.x = 1", ["Assign"]),
        ("type = 1", ["Assign"]),
        ("type X = type", ["TypeDeclaration"]),
        ("type\nX\n=\n{}", ["TypeDeclaration"]),
        ("type type = number type(x)", ["TypeDeclaration", "CallStatement"]),
        ("x = y type X = A f()", ["Assign", "TypeDeclaration", "CallStatement"]),
        ("x = y :: T (f)()", ["Assign", "CallStatement"]),
        ("local a = b as T\n(f)()", ["Local", "CallStatement"]),
        ("x = y!\n(f or g).h = 1", ["Assign", "Assign"]),
        ("x = y ::T:: z()", ["Assign", "Label", "CallStatement"]),
        ("x = y :: T ::l:: z()", ["Assign", "Label", "CallStatement"]),
        ("x = y :: T? ::l::", ["Assign", "Label"]),
        ("goto a :: a ::", ["Goto", "Label"]),
        ("as = is", ["Assign"]),
        ("f(as, x.as, as.x)", ["CallStatement"]),
        ("x = y\nas = 5", ["Assign", "Assign"]),
        ("interface I end f()", ["TypeDeclaration", "CallStatement"]),
        ("interface(x)", ["CallStatement"]),
        ("local x: {T}\n{y}", None),
        ("local x: A<B<C>>, y: A<B>= a >> b", ["Local"]),
        ("function f(cb: (string) -> ()): () g() end", ["FunctionDeclaration"]),
        ("local c: Channel<string>, d: string | nil = nil, nil", ["Local"]),
        ("fun(a)", ["CallStatement"]),
    ],
)
def test_words_that_are_not_always_types(text: str, statements: list[str] | None) -> None:
    chunk, _ = parse(text)
    if statements is None:
        assert chunk is None
    else:
        assert chunk is not None
        assert [type(item).__name__ for item in chunk.body.statements] == statements


def test_strings_and_comments_that_look_typed_stay() -> None:
    text = 'local s = "local x: number = y :: T" -- type A = {a: B}\ns = [[ x as T! ]]'
    assert outline_of(text).blanked_text() == text


def test_declarations() -> None:
    chunk = parse_ok(
        "type P<T, U: V> = {a: T}\ninterface I: A, b.B\n"
        "  function get(self, key: string, ...: any): (any, error?)\n  function put()\nend"
    )
    pair: Any = chunk.body.statements[0]
    assert (pair.name.text, [item.name for item in pair.parameters]) == ("P", ["T", "U"])
    assert isinstance(pair.type, RecordType)
    assert not pair.is_interface
    interface: Any = chunk.body.statements[1]
    assert interface.is_interface
    assert isinstance(interface.type, InterfaceType)
    assert [base.name for base in interface.type.bases] == ["A", "b.B"]
    get, put = interface.type.methods
    assert [(item.name, item.type.span.text) for item in get.type.parameters] == [
        ("self", "self"),
        ("key", "string"),
    ]
    assert (get.name, get.type.vararg.name, len(get.type.results)) == ("get", "any", 2)
    assert isinstance(put.type, FunctionType)
    assert put.type.results is None
    assert interface.span.text.endswith("end")


def test_literal_type_of_nil_is_not_a_name() -> None:
    assert isinstance(first_type("nil"), LiteralType)


@pytest.mark.parametrize("name", SAMPLES)
def test_blanked_text_keeps_length_and_lines(name: str) -> None:
    text = SAMPLES[name]
    blanked = outline_of(text).blanked_text()
    assert len(blanked) == len(text)
    assert [at for at, char in enumerate(blanked) if char == "\n"] == [
        at for at, char in enumerate(text) if char == "\n"
    ]
    kept = [at for at, char in enumerate(blanked) if char not in " ;"]
    assert all(blanked[at] == text[at] for at in kept)
    assert outline_of(blanked).erased == []


@pytest.mark.parametrize(
    "text",
    [
        "local x: = 1",
        "local x: number? | = 1",
        "local x: {a: A b: B}",
        "local x: (A, B)",
        "local x: A<B",
        "local x: A<>",
        "local x: {[K] V}",
        "local x: string @",
        "local x: string @min(f())",
        "local x: function",
        "local x: A extends B ? C",
        "type X = ",
        "x = y :: ",
        "x = y as )",
        "function f(a: ) end",
        "function f(): end",
        "for i: number = 1, 2 do end",
        "interface I function f( end",
        "x = y!.z",
        "x: number = 1",
    ],
)
def test_broken_types_are_reported(text: str) -> None:
    chunk, found = parse(text)
    assert chunk is None
    assert len(found) == 1


def test_a_chain_of_double_colons_is_reported_and_parses() -> None:
    chunk, found = parse("x = y :: T? :: U")
    assert chunk is not None
    assert [diagnostic.rule.code for diagnostic in found] == ["P108"]
