"""Annotations of generated code: what is said, what is left open, and that nothing else changes."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import os
import subprocess
import sys
import typing
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.differential.harness import make_entry, project_of
from wippyc.api.registry import modules
from wippyc.diagnostics.model import Sink
from wippyc.emit import annotate
from wippyc.emit.annotations import Kinds
from wippyc.emit.imports import RUNTIME_HOMES
from wippyc.emit.inference import BUILTINS, HELPER_RESULTS, LIBRARY_RESULTS, TABLE_METHODS
from wippyc.pipeline import compile_loaded
from wippyc.pipeline_model import CompileOptions

REPOSITORY = Path(__file__).parents[3]
CONSTRUCTS = sorted((REPOSITORY / "golden" / "constructs").glob("*/*.lua"))


def compile_texts(sources: Mapping[str, str]) -> dict[str, str]:
    """Compile Lua texts: `main` is a function entry, the others are libraries it imports."""
    others = [name for name in sources if name != "main"]
    project = project_of(
        *(
            make_entry("app", name, text, imported=others)
            if name == "main"
            else make_entry("app", name, text, kind="library.lua")
            for name, text in sources.items()
        )
    )
    result = compile_loaded(project, CompileOptions(runtime="dependency"), Sink())
    assert result.modules, [found.message for found in result.diagnostics]
    return {module.entry_id.partition(":")[2]: module.text for module in result.modules}


def heads(text: str) -> dict[str, str]:
    """Return `(parameters) -> result` of each function of a module, nested ones included."""
    found = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            result = "" if node.returns is None else f" -> {ast.unparse(node.returns)}"
            found[node.name] = f"({ast.unparse(node.args)}){result}"
    return found


# Lua of the function `f` and its calls; what its head becomes.
HEADS = {
    "written types that hold": (
        "local function f(a: integer, b: string): string return b end out(f(1, 'x'))",
        "(a: int, b: str) -> str",
    ),
    "types nobody wrote": (
        "local function f(a, b) return a < b end out(f(1, 2.5))",
        "(a: int, b: float) -> bool",
    ),
    "a written type that calls do not keep": (
        "local function f(a: integer) return a end out(f(1)) out(f('x'))",
        "(a: int | str) -> int | str",
    ),
    "a value from outside": (
        "local function f(a: integer) return a end out(f(input))",
        "(a: Any) -> Any",
    ),
    "a parameter that may be left out": (
        "local function f(a, b) return b end out(f(1, 'x')) out(f(1))",
        "(a: int, b: str | None) -> str | None",
    ),
    "an integer or a float is a float": (
        "local function f(a) return a end out(f(1)) out(f(2.5))",
        "(a: float) -> float",
    ),
    "a table and a function": (
        "local function f(t, g) t.x = g return t end out(f({}, function() end))",
        "(t: Table, g: Callable[..., Any]) -> Table",
    ),
    "more than three types": (
        "local function f(a) return a end out(f(1), f('x'), f(true), f({}), f())",
        "(a: Any) -> Any",
    ),
    "several results": (
        "local function f(a) if a then return 1, 'x' end return nil, 'y' end local p, q = f(true)"
        " out(p, q)",
        "(a: bool) -> tuple[int | None, str]",
    ),
    "results that are open": (
        "local function f(t) return t.x, 1 end local p, q = f({x = input}) out(p, q)",
        "(t: Record) -> tuple[Any, int]",
    ),
    "nothing but nil": ("local function f() return nil end out(f())", "() -> Any"),
    "no result": ("local function f(a) out(a) end f(1)", "(a: int) -> None"),
    "a result nobody can be sure of": (
        "local function f(a) return json.decode(a) end local v = f('1') out(v)",
        "(a: str) -> tuple[Any, Any]",
    ),
    "kept as a value": (
        "local function f(a: integer) return 1 end out(f(1)) out(f)",
        "(a: Any=None, *_: Any) -> int",
    ),
    "compared with another type": (
        "local function f(a) return a == 'x' end out(f(1))",
        "(a: Any) -> Any",
    ),
    "ordered with another type": (
        "local function f(a) return a < 'x' end out(pcall(function() return f(1) end))",
        "(a: Any) -> Any",
    ),
    "calls of a number": (
        "local function f(a) return a() end out(pcall(function() return f(1) end))",
        "(a: Any) -> Any",
    ),
    "it calls itself": (
        "local function f(n, s) if n == 0 then return s end return f(n - 1, s .. 'x') end"
        " out(f(3, ''))",
        "(n: int, s: str) -> str",
    ),
    "a variable that starts narrower": (
        "local function f(a) a = a or 2.5 local b = a b = 0.5 return b end out(f(1)) out(f(nil))",
        "(a: float | None) -> float | None",
    ),
}


@pytest.mark.parametrize("case", HEADS)
def test_heads(case: str) -> None:
    """Annotations say what analysis knows and a type checker accepts."""
    body, wanted = HEADS[case]
    text = compile_texts({"main": f"return function(input)\n{OUT}\n{body}\nend"})["main"]
    assert heads(text)["f"] == wanted


OUT = "local function out(...) return select('#', ...) end"


# A written type of an entry's parameter, after `type` declarations; what it becomes.
DECLARED = {
    "number": "float | Any",
    "integer?": "int | None | Any",
    "string | boolean": "str | bool | Any",
    "any": "Any",
    "any?": "Any",
    "Unknown": "Any",
    "Channel<string>": "Any",
    '"a" | "b" | nil': "Literal['a', 'b'] | None | Any",
    "{number}": "list[float] | Any",
    "{[string]: Point}": "dict[str, Point] | Any",
    "Point": "Point | Any",
    "Alias": "Point | Any",
    "Alias?": "Point | None | Any",
    "Circle": "Circle | Any",
    "Round": "Any",
    "Box<number>": "Any",
    "{x: number}": "dict[str, Any] | Any",
    "Words": "dict[str, Any] | Any",
    "(number) -> string": "Callable[..., Any] | Any",
    "string @min_len(1)": "str | Any",
}
TYPES = """
type Point = {x: number, y?: number}
type Alias = Point
type Circle = {center: Point, inner: Circle?}
type Round = Round
type Box<T> = {value: T}
type Words = {["not"]: string, class: number}
"""


@pytest.mark.parametrize("declared", DECLARED)
def test_entry_parameters(declared: str) -> None:
    """Written types of values from outside are shown, and `Any` stays a part of them."""
    text = compile_texts({"main": f"{TYPES}\nreturn function(value: {declared}) end"})["main"]
    wanted = DECLARED[declared]
    assert f"(value: {wanted}=None, *_: Any) -> Any" in heads(text).values()
    defined = {node.name for node in ast.parse(text).body if isinstance(node, ast.ClassDef)}
    mentioned = {word for word in ("Point", "Circle") if word in wanted}
    assert defined == mentioned | ({"Point"} if "Circle" in mentioned else set())


@pytest.mark.parametrize(
    ("body", "is_shown"),
    [
        ("return p.x", True),
        ("if p.x == 'a' then return p.y end", True),
        ("return p.z", True),
        ("return p.z .. p.y", True),
        ("local f = function() return p.y end f() f() return p.x .. p.y", True),
        ("local f = function() return p.z end f() f() return p.x .. p.y", False),
        ("p.x = 2 return p.x", True),
    ],
)
def test_a_record_is_shown_where_only_its_fields_are_read(body: str, is_shown: bool) -> None:
    """A type checker refuses fields that the record does not have, and other values."""
    source = f"type Point = {{x: number, y: string}} return function(p: Point) {body} end"
    text = compile_texts({"main": source})["main"]
    assert ("Point | Any" in text) == is_shown
    assert ("class Point" in text) == is_shown


def test_libraries_agree_with_their_callers() -> None:
    """A function of another module keeps only annotations its callers keep."""
    library = """
        local M = {}
        function M.label(name, count) return name .. count end
        function M.same(a) return a end
        return M
    """
    main = """
        return function(input)
          return lib.label("x", 3), lib.same(input), lib.same(1)
        end
    """
    texts = compile_texts({"main": main, "lib": library})
    assert heads(texts["lib"])["label"] == "(name: str, count: int) -> str"
    assert heads(texts["lib"])["same"] == "(a: Any) -> Any"


def _kinds_of_annotation(annotation: object) -> Kinds:
    members = typing.get_args(annotation) or (annotation,)
    names = {
        "Any" if each is typing.Any else "None" if each in (None, type(None)) else each.__name__
        for each in members
    }
    return frozenset(names - {"int"} if "float" in names else names)


@pytest.mark.parametrize("name", HELPER_RESULTS)
def test_helper_results_are_those_of_the_runtime(name: str) -> None:
    """The table is what the runtime's functions are annotated with."""
    module = importlib.import_module(f"wippy_runtime.{RUNTIME_HOMES[name]}")
    result = typing.get_type_hints(getattr(module, name))["return"]
    assert _kinds_of_annotation(result) == HELPER_RESULTS[name]


@pytest.mark.parametrize("name", LIBRARY_RESULTS)
def test_library_results_are_those_of_the_runtime(name: str) -> None:
    """The table is what the library's functions are annotated with."""
    module, _, function = name.partition(".")
    python = next(
        each.python for each in modules().values() if each.python.rpartition(".")[2] == module
    )
    found = getattr(importlib.import_module(f"wippy_runtime.{python}"), function)
    result = typing.get_type_hints(found)["return"]
    assert _kinds_of_annotation(result) == LIBRARY_RESULTS[name]


def test_the_runtime_takes_anything() -> None:
    """No parameter of a function that generated code gives values to has a type."""
    from wippy_runtime.lua.table import Table

    typed = {
        (name, parameter.name)
        for name in HELPER_RESULTS
        for parameter in inspect.signature(
            getattr(importlib.import_module(f"wippy_runtime.{RUNTIME_HOMES[name]}"), name)
        ).parameters.values()
        if parameter.annotation != "Any"
    }
    # Names, counts and lists that the emitter writes itself.
    assert {name for name, _ in typed} <= {
        "ainvoke", "array", "indexed_array", "indexed_object", "invoke", "load_library",
        "make_object", "make_table", "module_table",
        "pack_results",
    }  # fmt: skip
    assert all(hasattr(Table, method) for method in TABLE_METHODS)
    assert all(hasattr(builtins, name) for name in BUILTINS)


def _without_annotations(text: str) -> str:
    """Remove annotations, types, imports and explicit nil results from a module."""
    tree = ast.parse(text)
    tree.body = [
        node
        for node in tree.body
        if not isinstance(node, ast.ImportFrom)
        and not (isinstance(node, ast.ClassDef) and _is_typed_dict(node))
    ]
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                node.returns = None
                for argument in [*node.args.args, *node.args.kwonlyargs, node.args.vararg]:
                    if argument is not None:
                        argument.annotation = None
                if isinstance(node.body[-1], ast.Return):
                    last = node.body[-1].value
                    if isinstance(last, ast.Constant) and last.value is None:
                        node.body[-1:] = []
                if not node.body:
                    node.body.append(ast.Pass())
            case ast.AnnAssign():
                node.annotation = ast.Constant(value=None)
            case ast.Return(value=None):
                node.value = ast.Constant(value=None)
            case _:
                pass
    return ast.unparse(tree)


def _is_typed_dict(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base) == "TypedDict" for base in node.bases)


@pytest.mark.parametrize("path", CONSTRUCTS, ids=lambda path: path.stem)
def test_nothing_but_annotations_changes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The module without annotations is the module made without this step."""
    source = {"main": path.read_text(encoding="utf-8")}
    annotated = compile_texts(source)["main"]
    monkeypatch.setattr(annotate, "annotate_modules", dict)
    assert _without_annotations(annotated) == _without_annotations(compile_texts(source)["main"])


# Programs whose types a strict type checker could stumble over.
HOSTILE = {
    "narrowed": """
        local function f(a, b)
          a = 1
          local c = a
          c = b
          if b == 1 then b = nil elseif b == nil then b = 2.5 end
          local d = b
          d = a
          return c, d
        end
        return function() local x, y = f(2.5, 1.5) return x, y, f(nil, 3) end
    """,
    "compared": """
        local function f(a, b, c)
          if a == "x" then return b == 3 end
          if c == nil or c == true then return a == c end
          return c ~= b
        end
        return function() return f("y", 3, nil), f(1, "z", false), f("x", 2, 1) end
    """,
    "captured": """
        local function f(n, name)
          local total, last = 0, nil
          local function add(by) total = total + by n = by * 2 last = name end
          add(2) add(0.5)
          return total, n, last
        end
        return function() local a, b, c = f(1, "x") return a, b, c end
    """,
    "functions of many kinds": """
        local function one() return 1 end
        local function text(a) return "x" .. a end
        local function pick(flag) local f = one if flag then f = text end return f end
        local function run(f, a) return (f(a)) end
        return function() return run(pick(true), 1), run(one, 2), pick(false) end
    """,
    "loops": """
        local function walk(list, limit, step)
          local found, where = nil, nil
          for i = 1, limit, step do
            local value = list[i]
            if value then found = i where = "at " .. i end
          end
          while limit > 0 do limit = limit - step end
          for k, v in pairs(list) do found = k where = v end
          return found, where, limit
        end
        return function()
          local a, b, c = walk({ 1, 2 }, 10, 0.5)
          local d, e, g = walk({ "x" }, 3, 1)
          return a, b, c, d, e, g
        end
    """,
    "text": """
        local function f(s, n, t)
          local part = s:sub(n, n + 1)
          t[part] = s
          t[n] = #s + #t
          if part > s then return part .. n, t end
          return s:upper():rep(n), t[n]
        end
        return function() local a, b = f("abc", 2, {}) return a, b end
    """,
    "wrong uses": """
        local function f(n, s, t, b)
          if b then return n.x, s.y.z, t(1) end
          n.y = 1
          s[1] = 2
          return n .. {}, s + t, -t, #n, b < s, b + 1
        end
        return function() return pcall(function() return f(1, "x", {}, true) end) end
    """,
    "entries": """
        type Line = {sku: string, count: integer, tags: {string}, note: string?}
        type Order = {id: string, lines: {Line}, first: Line, state: "new" | "paid"}
        type Reply = {id: string, count: number}
        return function(order: Order, rate: number, names: {string}, note: string?): Reply
          order.extra = rate + 1
          order.state = 5
          if order.state == "other" or order.missing then return nil, "bad" end
          if rate == "x" then rate = nil end
          for i, line in ipairs(order.lines) do names[i] = line.sku .. line.count end
          if note then note = note .. order.first.note end
          return {id = order.id, wrong = #names, count = order.first.count // rate}
        end
    """,
    "called with one record": """
        type Line = {sku: string, count: integer}
        local function main(line: Line, depth: integer): Line
          if depth > 3 then return line end
          local deeper = main(line, depth + 1)
          return deeper.missing or deeper
        end
        return main
    """,
    "hostile names": """
        type TypedDict = {Any: string, Table: number, str: integer, __x: string, self: any}
        type Callable = {x: TypedDict}
        type main = {y: integer}
        local function Table(Any, list) return Any, list end
        local function float(int, str) return int + str end
        return function(a: Callable, b: main, c: TypedDict)
          local x, y = Table(1, { "x" })
          return x, y, float(1, 2.5), a.x, b.y, c.self
        end
    """,
}


def test_a_strict_type_checker_accepts_hostile_programs(tmp_path: Path) -> None:
    """`mypy --strict` and ruff find nothing."""
    for number, (name, source) in enumerate(HOSTILE.items()):
        text = compile_texts({"main": source})["main"]
        (tmp_path / f"hostile_{number}_{name.replace(' ', '_')}.py").write_text(text)
    environ = {**os.environ, "MYPYPATH": str(REPOSITORY / "runtime_support")}
    lines = ("--config", "line-length = 100", "--config", "target-version = 'py311'")
    for command in (
        ["mypy", "--strict", "--no-incremental", "--no-error-summary", "."],
        ["ruff", "check", "--isolated", "--select", "E,F,W,I,UP,B", *lines, "."],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command[0]}\n{done.stdout}{done.stderr}"
