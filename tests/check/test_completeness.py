"""Whatever is not deterministic is found, however a workflow reaches it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lint_applications import INDEX

from wippyc.api.model import Kind
from wippyc.api.registry import modules
from wippyc.check.engine import lint_application
from wippyc.check.wippy_modules import MODULES
from wippyc.diagnostics.model import Severity

# Functions that are not replayed although their module may be used in workflows.
UNRECORDED = {("math", "random"), ("math", "randomseed")}

WAYS = {
    "directly": ("", "    return {call}"),
    "alias": ("local f = {function}\n", "    return f()"),
    "reassigned alias": (
        "local f = {function}\nif os.platform then f = {function} end\n",
        "    return f()",
    ),
    "table": ("local t = {{ f = {function} }}\n", "    return t.f()"),
    "list": ("local t = {{ {function} }}\n", "    return t[1]()"),
    "closure": (
        "local function make() return function() return {call} end end\n",
        "    return make()()",
    ),
    "upvalue": ("local f = {function}\nlocal function g() return f() end\n", "    return g()"),
    "argument": ("local function run(f) return f() end\n", "    return run({function})"),
    "coroutine": ("", "    coroutine.spawn(function() return {call} end)"),
    "plain coroutine": ("", "    return coroutine.wrap(function() return {call} end)()"),
    "protected call": ("", "    return pcall({function})"),
    "method": (
        "local C = {{}}\nC.__index = C\nfunction C:go() return {call} end\n",
        "    return setmetatable({{}}, C):go()",
    ),
    "metamethod": (
        "",
        "    return setmetatable({{}}, {{ __index = function() return {call} end }}).x",
    ),
    "iterator": (
        "local function each() return function() return {call} end end\n",
        "    for x in each() do return x end",
    ),
    "comparator": ("", "    table.sort(input, function(a, b) return {call} < 1 end)"),
    "replacement": ("", '    return ("x"):gsub("x", function() return {call} end)'),
    "library": ("", "    return lib.go()"),
    "required module": ("local load = require\n", "    return load('{module}').{name}()"),
    "optional module": (
        "local ok, m = pcall(require, '{module}')\n",
        "    if ok then return m.{name}() end",
    ),
    "optional library": ("local _, m = pcall(require, 'lib')\n", "    return m.go()"),
    "required library": ("local load = require\n", "    return load('lib').go()"),
    "library of a library": ("", "    return outer.go()"),
}


def host_functions() -> list[tuple[str, str]]:
    """Every function whose result depends on the host."""
    found = set(UNRECORDED)
    for name, module in modules().items():
        for function in module.functions.values():
            if function.kind is Kind.HOST and MODULES[name].family == "allowed":
                found.add((name, function.name))
    return sorted(found)


def application(root: Path, way: str, module: str, function: str) -> Path:
    name = f"{module}.{function}"
    before, body = WAYS[way]
    values = {"function": name, "call": f"{name}()", "module": module, "name": function}
    lua = (
        f"{before.format(**values)}local function main(input)\n{body.format(**values)}\nend\n"
        "return { main = main }\n"
    )
    imports = "[]\n    imports: {lib: app:lib, outer: app:outer}"
    index = INDEX.replace("[time]", imports) + (
        "  - name: lib\n    kind: library.lua\n    source: file://lib.lua\n"
        "  - name: outer\n    kind: library.lua\n    source: file://outer.lua\n"
        "    imports: {lib: app:lib}\n"
    )
    (root / "_index.yaml").write_text(index, "utf-8")
    (root / "flow.lua").write_text(lua, "utf-8")
    (root / "lib.lua").write_text(f"return {{ go = function() return {name}() end }}\n", "utf-8")
    (root / "outer.lua").write_text("return { go = function() return lib.go() end }\n", "utf-8")
    return root


def test_there_are_such_functions() -> None:
    assert ("os", "clock") in host_functions()


@pytest.mark.parametrize("way", WAYS)
def test_host_functions_are_found_on_every_way(way: str, tmp_path: Path) -> None:
    for module, function in host_functions():
        root = tmp_path / f"{module}-{function}"
        root.mkdir()
        found = lint_application(application(root, way, module, function)).diagnostics
        codes = {each.rule.code for each in found if each.level >= Severity.WARNING}
        assert codes & {"WD102", "WD104"}, (module, function, codes)
        assert ("library" in way) == ("WD109" in codes)


def test_modules_of_the_host_are_refused_through_libraries(tmp_path: Path) -> None:
    for name, module in MODULES.items():
        if module.family in ("allowed", "global"):
            continue
        for where in ("flow", "lib"):
            root = tmp_path / f"{name}-{where}"
            root.mkdir()
            application(root, "library", "string", "len")
            index = (root / "_index.yaml").read_text("utf-8")
            old = "modules: []" if where == "flow" else "source: file://lib.lua"
            new = f"modules: [{name}]"
            if where == "lib":
                new = f"{old}\n    modules: [{name}]"
            (root / "_index.yaml").write_text(index.replace(old, new), "utf-8")
            found = lint_application(root).diagnostics
            assert any(each.rule.code in ("WD105", "WD106", "WD107", "WD108") for each in found)


def test_what_wippy_makes_deterministic_is_accepted(tmp_path: Path) -> None:
    calls = ("time.now()", "uuid.v4()", "crypto.random.bytes(4)", "funcs.call('app:flow')")
    for number, call in enumerate(calls):
        root = tmp_path / str(number)
        root.mkdir()
        application(root, "directly", "string", "len")
        index = (root / "_index.yaml").read_text("utf-8")
        listed = index.replace("modules: []", "modules: [time, uuid, crypto, funcs]")
        (root / "_index.yaml").write_text(listed, "utf-8")
        lua = f"return {{ main = function(input) return {call} end }}\n"
        (root / "flow.lua").write_text(lua, "utf-8")
        codes = {each.rule.code for each in lint_application(root).diagnostics}
        assert not any(code.startswith("WD") for code in codes)
