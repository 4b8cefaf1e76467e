"""Text of the user never becomes code: strings, comments, keys, names and IDs that try to."""

from __future__ import annotations

import ast
import builtins
import keyword
from collections.abc import Iterator
from dataclasses import replace

import pytest

from wippyc.diagnostics.model import Sink
from wippyc.emit.names import class_name, safe_name, snake_name
from wippyc.pipeline import compile_loaded
from wippyc.pipeline_model import CompileOptions
from wippyc.project.model import EntryId, LuaEntry, Project

from .harness import assert_same, compile_sources, make_project

# Each of them sets `builtins.hacked` if it is run as Python in some context.
PAYLOADS = (
    'x"; import builtins; builtins.hacked = 1; y = "',
    "x'; import builtins; builtins.hacked = 1; y = '",
    '"""\nimport builtins; builtins.hacked = 1\n"""',
    "'''\nimport builtins; builtins.hacked = 1\n'''",
    "{__import__('builtins').__dict__.update(hacked=1)}",
    "{{__import__('builtins')}}",
    "\nimport builtins; builtins.hacked = 1\n",
    "\rimport builtins; builtins.hacked = 1\r",
    "\x0cimport builtins; builtins.hacked = 1",
    "\\",
    '\\"',
    "\\N{BULLET} \\x41 \\u0041 \\",
    "\x00",
    "%s %d {0} {} }{",
    "# type: ignore",
    "__import__('os').system('true')",
    "é\u2028import builtins",
    "]] .. ]==]",
)


def _lua_text(payload: str) -> str:
    """Return a Lua string literal with each byte as a decimal escape."""
    return '"' + "".join(f"\\{byte:03d}" for byte in payload.encode()) + '"'


def _assert_harmless(text: str) -> None:
    """The module does not run anything of a payload when it is imported, and only calls names."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Import)
        if isinstance(node, ast.Name):
            assert node.id not in ("__import__", "eval", "exec", "hacked")
        if isinstance(node, ast.Attribute):
            assert node.attr != "hacked"


@pytest.fixture(autouse=True)
def _nothing_is_hacked() -> Iterator[None]:
    yield
    assert not hasattr(builtins, "hacked")


def test_strings_and_keys() -> None:
    """Strings keep every byte wherever they stand: values, keys, f-strings, options, messages."""
    lines = []
    for payload in PAYLOADS:
        text = _lua_text(payload)
        lines.append(
            f"do local s, n = {text}, #'abc' local t = {{[{text}] = {text}, x = {text} .. n}}"
            f" out(#s, s, t[{text}], t.x, s .. n .. s, #(s .. {text} .. n), s == {text})"
            f" t[{text}] = 1 out(t[s], next({{[s] = true}})) out(pcall(error, {text}, 0))"
            f" check(function() return t[{text}].x.y end) end"
        )
    check = "local function check(f) out((pcall(f))) end\n"
    source = f"{check}local function main()\n" + "\n".join(lines) + "\nend\nreturn {main = main}\n"
    assert assert_same(source).error is None


def _commented(payload: str) -> str:
    line = payload.replace("\n", " ").replace("\r", " ").replace("]", "")
    block = payload.replace("]", "")
    source = (
        f"-- {line}\n--[[ {block} ]]\n\n-- {line}\nlocal function main() -- {line}\n"
        f"  --[==[ {block} ]==]\n  local t = {{ -- {line}\n    -- {line}\n    x = 1, -- {line}\n"
        f"  }}\n  if t.x then -- {line}\n    -- {line}\n  end -- {line}\n  return 1 -- {line}\n"
        f"end\nreturn {{ main = main }} -- {line}\n"
    )
    return source.replace("\x00", "").replace("\x0c", "")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_comments(payload: str) -> None:
    """Comments stay comments, in every place where they are carried over."""
    text = compile_sources({"main": _commented(payload)})["t:main"].text
    harmless = compile_sources({"main": _commented("plain")})["t:main"].text
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(harmless))


def _renamed(project: Project, name: str, namespace: str) -> Project:
    entries = {}
    for entry in project.entries.values():
        assert isinstance(entry, LuaEntry)
        renamed = replace(entry, id=EntryId(namespace, name))
        entries[str(renamed.id)] = renamed
    return Project(
        name=project.name, entries=entries, connection=project.connection, sources=project.sources
    )


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("kind", ["function.lua", "workflow.lua"])
def test_entry_ids(payload: str, kind: str) -> None:
    """IDs become strings and cleaned identifiers, whatever they hold."""
    base = make_project({"main": "local function main() return 1 end\nreturn main\n"}, kind=kind)
    project = _renamed(base, payload, payload)
    result = compile_loaded(project, CompileOptions(runtime="dependency"), Sink())
    for module in result.modules:
        _assert_harmless(module.text)
        assert module.path.stem.isidentifier()
        assert module.class_or_function.isidentifier()
        assert ".." not in module.path.parts


@pytest.mark.parametrize("payload", [*PAYLOADS, "class", "None", "__init__", "1x", "", "é", "_"])
def test_identifiers_are_checked(payload: str) -> None:
    """What decides Python names gives identifiers that are no keywords."""
    for make in (safe_name, snake_name, class_name):
        made = make(payload)
        assert made.isidentifier()
        assert made.isascii()
        assert not keyword.iskeyword(made)


def test_type_names_and_fields() -> None:
    """Names and literals in types are strings in Python."""
    payload = _lua_text(PAYLOADS[0])
    source = (
        f"type Odd = {{kind: {payload}, class: string @pattern({payload})}}\n"
        "local function main() return Odd:is({}) end\nreturn { main = main, Odd = Odd }\n"
    )
    _assert_harmless(compile_sources({"main": source})["t:main"].text)
