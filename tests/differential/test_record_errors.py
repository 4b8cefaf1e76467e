"""Errors of tables that are objects with slots: those of other tables, to the letter."""

from __future__ import annotations

import pytest

from tests.differential.harness import run_compiled
from tests.differential.test_records import classes_in, program_of

# What raises an error: `r` has the field `k`, its field `inner` is nil.
ERRORS = (
    "return r.inner.k",
    "r.inner.k = 1",
    "r.inner.k = r.inner.k + 1",
    "r.inner.class = 1",
    "return r.inner.set",
    "return r.inner.append",
    "r.inner.set = 2",
    "r.inner:go()",
    "r.inner.go()",
    "r.go()",
    "r:go()",
    "return r.missing + 1",
    "return r.missing.more",
    "return r.inner.inner.k",
    "return r.k.k",
    "local list = {r} return list[2].k",
    "local list = {r} list[2].k = 1",
    "return r.missing .. 'x'",
    "return r.missing < 1",
    "return -r.missing",
    "return #r.missing",
    "r.missing[1] = 2",
)
_CLASS_ERRORS = (
    "local list = {A.new(), B.new()} return list[3]:get()",
    "local list = {A.new(), B.new()} return list[3]:set(1)",
    "local list = {A.new(), B.new()} return list[2]:missing()",
    "local list = {A.new(), B.new()} return list[1].missing.more",
    "local list = {A.new(), B.new()} return list[1]:get() + 1",
    "local list = {A.new(), B.new()} list[2].n = nil return list[2]:get() + 1",
)


@pytest.mark.parametrize("body", ERRORS)
def test_errors_of_records(body: str) -> None:
    """They are those of tables, to the letter."""
    program = program_of(
        "local function make(k, inner) return {k = k, inner = inner} end\n"
        "local function of_table() return SPOILED end\n"
        f"local function try(r) {body} end\n"
        "local function main() out(pcall(function() try(make(1)) try(make(1, make(2))) end)) end"
    )
    _assert_same_errors(program, "type(make(1, make(2)))")


@pytest.mark.parametrize("body", _CLASS_ERRORS)
def test_errors_of_objects(body: str) -> None:
    """They are those of tables, to the letter."""
    program = program_of(
        "local A = {} A.__index = A\n"
        "function A.new() return setmetatable({n = 1}, A) end\n"
        "function A:get() return nil end\n"
        "function A:set(n) self.n = n end\n"
        "local B = setmetatable({}, {__index = A}) B.__index = B\n"
        "function B.new() return setmetatable(A.new(), B) end\n"
        "function B:get() return self.n end\n"
        "local function of_table() return SPOILED end\n"
        f"local function try() {body} end\n"
        "local function main() out(pcall(function() try() end)) end"
    )
    _assert_same_errors(program, "type(A.new())")


def _assert_same_errors(program: str, spoiling: str) -> None:
    with_records = program.replace("SPOILED", "1")
    with_tables = program.replace("SPOILED", spoiling)
    assert classes_in(with_records)
    assert not classes_in(with_tables)
    assert run_compiled(with_records) == run_compiled(with_tables)
