"""The syntax tree: shapes, names, positions, the printed form."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lua_samples import PLAIN, SAMPLES, TYPED, first_expression, parse_ok, walk

from wippyc.lua import syntax
from wippyc.lua.literals import number_value, string_value
from wippyc.lua.printer import print_chunk
from wippyc.source import Span


def printed(text: str) -> str:
    """Return the printed statements without positions, one line each."""
    lines = print_chunk(parse_ok(text)).splitlines()[1:]
    return "\n".join(re.sub(r"^( *)[0-9]+:[0-9]+ ", r"\1", line[2:]) for line in lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-x ^ 2", "(- (^ x 2))"),
        ("2 ^ -3", "(^ 2 (- 3))"),
        ("2 ^ -x ^ 2", "(^ 2 (- (^ x 2)))"),
        ("a ^ b ^ c", "(^ a (^ b c))"),
        ("a .. b .. c", "(.. a (.. b c))"),
        ("a - b - c", "(- (- a b) c)"),
        ("a + b * c - d", "(- (+ a (* b c)) d)"),
        ("a .. b + c", "(.. a (+ b c))"),
        ("a < b == c", "(== (< a b) c)"),
        ("not a == b", "(== (not a) b)"),
        ("a or b and c", "(or a (and b c))"),
        ("a and b or c", "(or (and a b) c)"),
        ("a | b ~ c & d << e .. f", "(| a (~ b (& c (<< d (.. e f)))))"),
        ("a // b % c / d", "(/ (% (// a b) c) d)"),
        ("#a.b", "(# a.b)"),
        ("~a ~ ~b", "(~ (~ a) (~ b))"),
        ("- -a", "(- (- a))"),
        ("((a))", "(paren (paren a))"),
        ("(f())", "(paren f())"),
        ("(...)", "(paren ...)"),
        ("a.b.c[d].e", "a.b.c[d].e"),
        ("f(1)(2)(3)", "f(1)(2)(3)"),
        ("f{1}'2'[[3]]", 'f({1})("2")("3")'),
        ("a:b(1):c{2}:d'3'.e", 'a:b(1):c({2}):d("3").e'),
        ("a.b(1).c[2](3):d(4)[5]", "a.b(1).c[2](3):d(4)[5]"),
        ("('x'):rep(2)", '(paren "x"):rep(2)'),
        ("(a or b).c(d)", "(paren (or a b)).c(d)"),
        ("{a = 1, [b] = 2; 3, [c]}", None),
        ("{a = 1, ['b'] = 2; 3, f(), ...,}", '{a = 1, ["b"] = 2, 3, f(), ...}'),
        ("{a}", "{a}"),
        ("{[a] = b}", "{[a] = b}"),
        ("{}", "{}"),
        ("nil == true ~= false", "(~= (== nil true) false)"),
        ("t[f(1)[2]](g[3])", "t[f(1)[2]](g[3])"),
        ("x :: T ^ 2", "(^ (cast x T) 2)"),
        ("x!", "(nonnil x)"),
        ("function(a, ...) return a end", None),
    ],
)
def test_expressions(text: str, expected: str | None) -> None:
    if expected is None and text.startswith("function"):
        assert (
            printed(f"x = {text}") == "assign x = function(a, ...) {1}\n  body 1 of x\n    return a"
        )
    elif expected is None:
        with pytest.raises(AssertionError):
            parse_ok(f"x = {text}")
    else:
        assert printed(f"x = {text}") == f"assign x = {expected}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("local a, b", "local a, b"),
        ("local a: T, b = 1", "local a: T, b = 1"),
        ("a, b.c, d[e], f().g = 1, 2", "assign a, b.c, d[e], f().g = 1, 2"),
        ("a[b[c]][d[e]], (f).g[h] = 1", "assign a[b[c]][d[e]], (paren f).g[h] = 1"),
        ("f()", "call f()"),
        ("(f)()", "call (paren f)()"),
        ("a.b:c 'd'", 'call a.b:c("d")'),
        ("do local a end", "do\n  local a"),
        ("while a do b() end", "while a\n  call b()"),
        ("repeat local a until a", "repeat until a\n  local a"),
        (
            "if a then b() elseif c then elseif d then e() else f() end",
            "if a\n  call b()\nelseif c\nelseif d\n  call e()\nelse\n  call f()",
        ),
        ("for i = 1, 2 do end", "for i = 1, 2"),
        ("for i = 1, 2, -1 do break end", "for i = 1, 2, (- 1)\n  break"),
        ("for a, b in c, d do end", "for a, b in c, d"),
        ("goto a ::a::", "goto a\nlabel a"),
        ("return", "return"),
        ("return;", "return"),
        ("return a, ...", "return a, ..."),
        (";;; f();;", "call f()"),
        ("", ""),
        ("local function f() end", "local function f() {1}\n  body 1 of f"),
        ("function f() end", "function f() {1}\n  body 1 of f"),
        ("function a.b.c(x) end", "function a.b.c(x) {1}\n  body 1 of a.b.c"),
        ("function a.b:c(x, ...) end", "method a.b.c(self, x, ...) {1}\n  body 1 of a.b:c"),
        ("local f = function() end", "local f = function() {1}\n  body 1 of f"),
        ("a.b = function() end", "assign a.b = function() {1}\n  body 1 of a.b"),
        ("x = { f = function() end }", "assign x = {f = function() {1}}\n  body 1 of f"),
        ("f(function() end)", "call f(function() {1})\n  body 1 of ?"),
        ("function f<T>(a: T): (A, B) end", "function f<T>(a: T): (A, B) {1}\n  body 1 of f"),
        ("type A<T> = {\n  a: T }", "type A<T> = { a: T }"),
        ("interface A end", "interface A = interface A end"),
        ("x = 'é\\0\\n'", 'assign x = "\\195\\169\\000\\n"'),
    ],
)
def test_statements(text: str, expected: str) -> None:
    assert printed(text) == expected


def test_printed_form_shows_positions_and_comments() -> None:
    text = "-- h\n\n-- a\nlocal t = { -- b\n  x = 1, -- c\n  -- d\n} -- e\n-- f\n"
    assert print_chunk(parse_ok(text)).splitlines() == [
        "chunk test.lua",
        "  header -- h",
        "  leading -- a",
        "  trailing -- e",
        "  4:1 local t = {x = 1}",
        "    leading -- b",
        "    trailing -- c",
        "    dangling -- d",
        "  dangling -- f",
    ]


def test_statement_after_a_multi_line_value_keeps_its_line() -> None:
    chunk = parse_ok("a\n  .b\n  .c(1)\nx = [[\n\n]] y()")
    assert [(item.span.line, item.span.column) for item in chunk.body.statements] == [
        (1, 1),
        (4, 1),
        (6, 4),
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_leaves_stand_on_their_text(name: str) -> None:
    counts = dict.fromkeys(("names", "strings", "numbers", "operators"), 0)
    for node in walk(parse_ok(SAMPLES[name])):
        match node:
            case syntax.Name(text="self", span=Span(start=start, end=end)) if start == end:
                continue
            case syntax.Name(text=text, span=span):
                counts["names"] += 1
                assert span.text == text
            case syntax.Index(is_dotted=True, key=syntax.String(value=value, span=span)):
                assert span.text == value
            case syntax.String(value=value, span=span) if span.text[0] in "\"'[":
                counts["strings"] += 1
                assert string_value(span.text) == value
            case syntax.Number(value=value, span=span):
                counts["numbers"] += 1
                assert number_value(span.text) == value
            case syntax.Binary(operator=operator, operator_span=span):
                counts["operators"] += 1
                assert span.text == operator
            case syntax.MethodCall(method=method, method_span=span):
                assert span.text == method
            case syntax.NamedField(name=field, name_span=span):
                assert span.text == field
            case syntax.Goto(label=label, label_span=span):
                assert span.text == label
            case syntax.Label(name=label, span=span):
                assert span.text == f"::{label}::"
            case syntax.Function(end_span=span):
                assert span.text == "end"
                assert node.span.text.startswith("function")
                assert node.span.end == span.end
    assert all(counts.values())


def check_nesting(node: Any, around: Span) -> None:
    span = getattr(node, "span", None)
    if span is not None and not isinstance(node, syntax.Comments):
        assert around.start <= span.start <= span.end <= around.end, (node, around.text)
        around = span
    for name in type(node).__dataclass_fields__:
        value = getattr(node, name)
        items = value if isinstance(value, tuple) else (value,)
        # The type of a name stands after the name.
        children = [
            item
            for item in items
            if name != "annotation"
            and hasattr(type(item), "__dataclass_fields__")
            and not isinstance(item, (Span, syntax.Comments, syntax.Comment))
        ]
        for child in children:
            check_nesting(child, around)
        starts = [child.span.start for child in children]
        assert starts == sorted(starts)


@pytest.mark.parametrize("name", SAMPLES)
def test_spans_nest_and_siblings_are_in_order(name: str) -> None:
    text = SAMPLES[name]
    chunk = parse_ok(text)
    check_nesting(chunk.body, Span(chunk.source, 0, len(text)))


@pytest.mark.parametrize(
    "text",
    ["a.b.c(1)", "a\n.b\n:c{1}", "(f)(1)", "f'x'[1](2)", "a.b[f(1)]:c(2).d(3)", "f(g(1)) :: T"],
)
def test_an_expression_covers_its_text(text: str) -> None:
    assert first_expression(text).span.text == text


def test_statement_spans_end_with_their_types() -> None:
    chunk = parse_ok(TYPED)
    texts = [item.span.text for item in chunk.body.statements]
    assert "local b = cb(a) :: B" in PLAIN + "".join(texts)
    assert texts[-1] == "return { User = User } :: any"
    assert texts[4] == "local count: number, name: string? = 1, nil"
    assert chunk.body.span.start == chunk.body.statements[0].span.start


def test_nodes_can_key_tables() -> None:
    chunk = parse_ok("x = 1 x = 1")
    first, second = chunk.body.statements
    assert {first: 1, second: 2}[second] == 2
