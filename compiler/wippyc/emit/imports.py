"""Imports of a generated module, registered at the point of use."""

from __future__ import annotations

import ast
from collections.abc import Set

# Where each runtime name that generated code uses comes from, below the runtime package.
RUNTIME_HOMES = {
    **dict.fromkeys(("Table", "array", "make_table"), "lua.table"),
    "checked_list": "lua.arguments",
    **dict.fromkeys(("indexed_array", "indexed_table"), "lua.indexed_table"),
    **dict.fromkeys(
        ("NUMBER_TYPES", "eq", "index", "indexable", "le", "length", "lt", "nil", "setindex",
         "number_key", "same_type", "text_key", "tostring", "truthy", "type_name", "value_or"),
        "lua.values",
    ),
    **dict.fromkeys(("ge", "gt", "age", "agt"), "lua.ordering"),
    **dict.fromkeys(
        ("add", "band", "bnot", "bor", "bxor", "concat", "div", "idiv", "mod", "mul", "pow_",
         "shl", "shr", "sub", "unm", "wrap64"),
        "lua.arithmetic",
    ),
    **dict.fromkeys(
        ("aadd", "aconcat", "adiv", "aeq", "aindex", "ale", "alen", "alt", "amod", "amul",
         "apow_", "asetindex", "asub", "atostring", "aunm"),
        "lua.async_values",
    ),
    **dict.fromkeys(("first", "pack_results", "pad", "results", "take"), "lua.results"),
    **dict.fromkeys(
        ("acall", "ainvoke", "aiterate", "apcall", "axpcall", "invoke", "iter_entries",
         "iter_ipairs", "iter_keys", "iter_pairs", "iter_values", "iterate", "iterate_first",
         "pcall", "xpcall"),
        "lua.calls",
    ),
    "call": "lua.metamethods",
    **dict.fromkeys(("async_tail_calls", "tail_call", "tail_calls"), "lua.tail_calls"),
    "lua_function": "lua.functions",
    **dict.fromkeys(("give_metatable", "indexed_object", "make_object"), "lua.objects"),
    "character_class": "lua.pattern_syntax",
    "lua_pattern": "lua.patterns",
    **dict.fromkeys(("captures_of", "find_text", "places_of"), "lua.matches"),
    "for_range": "lua.numbers",
    "Cell": "lua.cells",
    "DEAD": "lua.coroutines",
    "error": "lua.errors",
    "lua_globals": "lua.globals",
    "requirer": "lua.requires",
    "module_table": "lua.modules",
    "load_library": "libraries",
    "attempt": "temporal.commands",
    "WippyWorkflow": "temporal.workflow_base",
    "alias_of": "temporal.workflow_base",
    "lua_activity": "temporal.activity_host",
}  # fmt: skip


def import_section(level: int, module: str) -> int:
    """Return the section of the import block: standard library, installed, own package."""
    if level:
        return 2
    return 1 if module.split(".")[0] in ("temporalio", "wippy_runtime") else 0


def renamed_library(name: str) -> str:
    """Return the name of a library module where its own is not free."""
    return f"wippy_{name}"


class Imports:
    """Collects what a module imports; unused imports cannot happen."""

    def __init__(self, runtime: str, libraries: Set[str]) -> None:
        """Import nothing yet.

        Args:
            runtime: `vendor` or `dependency`: where the runtime is imported from.
            libraries: Names that are kept free for modules of the runtime's library.
        """
        self._runtime = runtime
        self._libraries = libraries
        self._from: dict[tuple[int, str], dict[str, str]] = {}
        self.runtime_modules: set[str] = set()

    def _add(self, level: int, module: str, name: str, alias: str) -> None:
        self._from.setdefault((level, module), {})[name] = alias

    def standard(self, module: str, name: str) -> ast.expr:
        """Use a name of the standard library or of `temporalio`."""
        self._add(0, module, name, name)
        return ast.Name(id=name, ctx=ast.Load())

    def helper(self, name: str) -> ast.expr:
        """Use a function or class of the runtime."""
        self._runtime_name(RUNTIME_HOMES[name], name, name)
        return ast.Name(id=name, ctx=ast.Load())

    def _runtime_name(self, module: str, name: str, alias: str) -> None:
        self.runtime_modules.add(module)
        level, prefix = (2, "wippy_runtime") if self._runtime == "vendor" else (0, "wippy_runtime")
        self._add(level, f"{prefix}.{module}", name, alias)

    def runtime_module(self, module: str) -> ast.expr:
        """Use a module of the runtime, as a name."""
        package, _, name = module.rpartition(".")
        self.runtime_modules.add(module)
        level = 2 if self._runtime == "vendor" else 0
        self._add(level, f"wippy_runtime.{package}", name, name)
        return ast.Name(id=name, ctx=ast.Load())

    def library(self, python: str) -> ast.expr:
        """Use the Python module behind a Lua module, as a name."""
        package, _, name = python.rpartition(".")
        alias = name if name in self._libraries else renamed_library(name)
        self.runtime_modules.add(python)
        level, prefix = (2, "wippy_runtime") if self._runtime == "vendor" else (0, "wippy_runtime")
        self._add(level, f"{prefix}.{package}", name, alias)
        return ast.Name(id=alias, ctx=ast.Load())

    def unit(self, folder: str, module: str, alias: str) -> ast.expr:
        """Use another generated module, as a name."""
        self._add(2, folder, module, alias)
        return ast.Name(id=alias, ctx=ast.Load())

    def statements(self) -> list[ast.stmt]:
        """Return the import statements, sorted as ruff sorts them."""
        found: list[ast.stmt] = []
        for (level, module), names in sorted(
            self._from.items(), key=lambda item: (import_section(*item[0]), -item[0][0], item[0][1])
        ):
            # A renamed import is a statement of its own, sorted by its first name.
            plain = [ast.alias(name=name) for name in sorted(names) if names[name] == name]
            renamed = [
                [ast.alias(name=name, asname=alias)]
                for name, alias in names.items()
                if alias != name
            ]
            for group in sorted(filter(None, [plain, *renamed]), key=lambda each: each[0].name):
                found.append(ast.ImportFrom(module=module, names=group, level=level))
        return found
