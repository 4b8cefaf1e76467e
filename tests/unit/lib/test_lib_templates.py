"""Lua module `templates`: the template language, sets of entries, errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from wippy_runtime import registry
from wippy_runtime.lib import templates
from wippy_runtime.lua.strings import from_text
from wippy_runtime.lua.table import Table
from wippy_runtime.temporal.transfer import from_plain

DATA: dict[str, Any] = {
    "name": "Ada <b>",
    "age": 36,
    "price": 12.5,
    "active": True,
    "items": ["a", "b"],
    "user": {"name": "Bob", "tags": ["x"]},
    "stock": {"pear": 2, "apple": 1},
    "none": [],
}

OTHERS = {
    "part": "[{{ name | upper | raw }}]",
    "row": "<{{ . }}>",
    "layout": "top {{ block title() }}Untitled{{ end }} {{ block body() }}{{ end }} end",
    "page": '{{ extends "layout" }}{{ block body() }}Hello {{ name | raw }}{{ end }}',
    "blocks": '{{ block field(label, kind="text") }}({{ label }}:{{ kind }}){{ end }}',
    "endless": '{{ include "endless" }}',
    "broken": "{{ if active }}",
}

RENDERED = [
    ("plain", "plain"),
    ("{{ name }}", "Ada &lt;b&gt;"),
    ("{{ name | raw }}", "Ada <b>"),
    ("{{ age + 1 }} {{ price * 2 }} {{ active }}", "37 25 true"),
    ("{{ user.name }} {{ .user.name }} {{ user.tags[0] }}", "Bob Bob x"),
    ("{{ if active }}yes{{ else }}no{{ end }}", "yes"),
    ("{{ if none }}some{{ else if age > 30 }}old{{ else }}young{{ end }}", "old"),
    ("{{ if !active || age == 1 }}a{{ else if none }}b{{ else }}c{{ end }}!", "c!"),
    ("{{ if active && name }}both{{ end }}", "both"),
    ("{{ range items }}{{ . }},{{ end }}", "a,b,"),
    ("{{ range i := items }}{{ i }}{{ . }} {{ end }}", "0a 1b "),
    ("{{ range i, v := items }}{{ i }}={{ v }} {{ end }}", "0=a 1=b "),
    ("{{ range k, v := stock }}{{ k }}:{{ v }} {{ end }}", "apple:1 pear:2 "),
    ("{{ range none }}x{{ else }}nothing{{ end }}", "nothing"),
    ("{{ total := age * 2 }}{{ total }}", "72"),
    ("a {{- age -}} b", "a {{- age -}} b"),
    ("a {{- age - 1 -}} b", None),
    ("a  {{- age -}}  b", None),
    ("{* a comment *}x", "x"),
    ("{{ name | lower | len }}", "7"),
    ('{{ "a,b" | split(",") | len }}', "2"),
    ('{{ name | replace: "Ada", "Eve" | raw }}', "Eve <b>"),
    ("{{ user | json }}", '{"name":"Bob","tags":["x"]}'),
    ('{{ "a b&c" | url }}', "a+b%26c"),
    ("{{ isset(missing) }} {{ isset(user.name) }}", "false true"),
    ("{{ active ? 1 : 2 }}", "1"),
    ('{{ include "part" }}', "[ADA <B>]"),
    ('{{ range items }}{{ include "row" . }}{{ end }}', "<a><b>"),
    ('{{ import "blocks" }}{{ yield field(label="Name") }}', "(Name:text)"),
    ('{{ import "blocks" }}{{ yield field(label=age, kind="n") }}', "(36:n)"),
    ("{{ block own() }}once{{ end }}", "once"),
    ('{{ len(items) }} {{ upper("x") }}', "2 X"),
    ('\u00e9{{ "\u00e9" }}', "\u00e9\u00e9"),
]
TRIMMED = {
    "a {{- age -}} b": "a36b",
    "a {{- age - 1 -}} b": "a35b",
    "a  {{- age -}}  b": "a36b",
}


@pytest.fixture(autouse=True)
def entries() -> Iterator[dict[str, registry.DataEntry]]:
    """A set of templates; the test adds the one it is about."""
    found = {
        "app:views": registry.DataEntry(kind="template.set"),
        "app:angles": registry.DataEntry(
            kind="template.set", data={"engine": {"delimiters": {"left": "<%", "right": "%>"}}}
        ),
        "app:angled": registry.DataEntry(
            kind="template.jet", data={"set": "app:angles", "source": "<% age %> {{ age }}"}
        ),
    }
    for name, source in OTHERS.items():
        found[f"app:{name}"] = template(source)
    before = registry.current()
    registry.install(registry.Registry(data=found))
    yield found
    registry.install(before)


def template(source: str) -> registry.DataEntry:
    return registry.DataEntry(kind="template.jet", data={"set": "views", "source": source})


def rendered(name: str, data: Any = DATA) -> tuple[Any, Any]:
    found, error = templates.get("app:views")
    assert error is None
    assert found is not None
    return found.render(name, from_plain(data))


@pytest.mark.parametrize(("source", "expected"), RENDERED)
def test_language(
    entries: dict[str, registry.DataEntry], source: str, expected: str | None
) -> None:
    entries["app:it"] = template(source)
    text, error = rendered("it")
    assert error is None, error.message()
    assert text == from_text(TRIMMED.get(source, expected or ""))


def test_layouts_are_filled_by_the_pages_that_extend_them() -> None:
    assert rendered("page") == ("top Untitled Hello Ada <b> end", None)
    assert rendered("app:page") == ("top Untitled Hello Ada <b> end", None)


ERRORS = [
    ("missing", "NotFound", "template not found: missing"),
    ("endless", "Internal", "include each other without end"),
    ("broken", "Internal", "unclosed if"),
]


@pytest.mark.parametrize(("name", "kind", "message"), ERRORS)
def test_errors(name: str, kind: str, message: str) -> None:
    text, error = rendered(name)
    assert text is None
    assert error.kind() == kind
    assert message in error.message()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ nobody }}", "identifier 'nobody' not available"),
        ("{{ end }}", "unexpected end"),
        ("{{ else }}", "unexpected else"),
        ("{{ try }}x{{ end }}", "is not supported"),
        ("{{ age | shout }}", "function 'shout' is not available"),
        ("{{ age.name }}", "cannot fetch name from int"),
        ('{{ include "nothing" }}', "template not found: nothing"),
        ("{{ yield nothing() }}", "unresolved block 'nothing'"),
        ("{{ range age }}x{{ end }}", "nothing to range over"),
    ],
)
def test_wrong_templates(entries: dict[str, registry.DataEntry], source: str, message: str) -> None:
    entries["app:it"] = template(source)
    text, error = rendered("it")
    assert text is None
    assert message in error.message()


def test_delimiters_and_release() -> None:
    found, _ = templates.get("app:angles")
    assert found is not None
    assert found.lua_tostring() == "template.Set{}"
    assert found.render("angled", Table({"age": 1})) == ("1 {{ age }}", None)
    assert found.release() is True
    assert found.lua_tostring() == "template.Set{released}"
    _, error = found.render("angled")
    assert error is not None
    assert error.kind() == "Invalid"


def test_unknown_sets() -> None:
    for name in ("app:none", "app:page"):
        found, error = templates.get(name)
        assert found is None
        assert error is not None
        assert error.kind() == "NotFound"
