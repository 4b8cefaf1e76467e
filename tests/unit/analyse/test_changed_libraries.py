"""Calls of functions of libraries name them, unless other code stores something in their place."""

from __future__ import annotations

import pytest

from tests.differential.harness import compile_sources

_LIBRARY = """
local M = {}
function M.twice(a) return a * 2 end
return M
"""
_MAIN = """
local lib = require("lib")
local function main()
  {use}
  return lib.twice(1)
end
return {{ main = main }}
"""
KEPT = (
    "",
    "local names = {} for name, value in pairs(lib) do names[name] = value end",
    "local held = { lib = lib, other = {} } held.other.twice = 1",
    "local function extra(target) target.thrice = function() return 3 end end extra({})",
)
CHANGED = (
    "local function patch(target) target.twice = function() return 3 end end patch(lib)",
    "local held = { lib = lib } held.lib.twice = nil",
    "local function fill(target, key) target[key] = function() return 3 end end fill(lib, 'twice')",
    "rawset(lib, 'twice', tostring)",
)


def _names_function(use: str) -> bool:
    modules = compile_sources({"main": _MAIN.format(use=use), "lib": _LIBRARY})
    return any("lib.twice(1)" in module.text for module in modules.values())


@pytest.mark.parametrize("use", KEPT)
def test_libraries_that_stay_as_they_are(use: str) -> None:
    assert _names_function(use)


@pytest.mark.parametrize("use", CHANGED)
def test_libraries_that_are_changed(use: str) -> None:
    assert not _names_function(use)
