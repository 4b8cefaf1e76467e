"""Programs and helpers that the tests of the Lua front end share."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from wippyc.diagnostics.model import Diagnostic, Sink
from wippyc.lua.lexer import tokenize
from wippyc.lua.outline import Outline
from wippyc.lua.parse import parse_lua
from wippyc.lua.syntax import Chunk
from wippyc.lua.type_pass import outline_types
from wippyc.source import SourceFile, Span

PLAIN = """\
#!/usr/bin/env lua
-- Orders.

local json = require("json")
local M, _private = { charges = {}, ["odd key"] = 1; 2, 3, }, nil

--- Charges one order.
function M.charge(order, ...)
    local total, n = 0, select("#", ...)
    for index = 1, #order.items, 2 do
        local item = order.items[index]
        if item.free then
            goto continue
        elseif not item.price or item.price < 0 then
            return nil, "bad price: " .. tostring(item.price) .. "!"
        else
            total = total + item.price * (item.count or 1) ^ 2 ^ 1 // 1 % 1000
        end
        ::continue::
    end
    while n > 0 do n = n - 1 if n == 3 then break end end
    repeat local done = M:step { order } until done
    return (f()), total, { f(), (f()) }, -total ~= ~1 & 2 | 3 ~ 4 << 1 >> 2
end

function M.nested.deep:method(a, b) return self, a <= b, a >= b, a > b, a == b end

local function visit(node) return visit(node.next) end
local on = function(...) local a, b = ... return a and b or not a end
M.handlers["x"], M.y.z = on, function() end;
("text"):rep(3)
do (visit)(1)(2){ 3 } "4" [[5]] end
M.a.b:c(1).d[1]:e "x" {}
for key, value in pairs(M), nil do print(key, value) end
x.y = (a).b + (a or b):c() - -1 .. 2
return M
"""

TYPED = """\
type User = {
    name: string, -- inside a type
    age?: integer @min(0) @max(150),
    tags: {string}?,
}
type Handler<T, U: User> = (user: T, ...any) -> (boolean, string?)
type Mode = "fast" | "slow" | nil | -1 | true
interface Store: Base, Other
    function get(self, key: string): (any, error?)
    function put(key: string, ...: any)
end

local count: number, name: string? = 1, nil
local map: {[string]: {User}} = {}
local nested: Map<string, Map<string, {number?}>>= build()
local function id<T>(value: T, ...: T): T return value end
function M.run<A, B: User>(a: A, cb: fun(x: A): B): (B, string?)
    local b = cb(a) :: B
    local type = type(b)
    if a as string == "x" or (b :: any).y then
        goto continue
    end
    ::continue::
    return b!, (a :: any) :: string, { a as A, is = 1, type = f() :: User? }
end
local c: Channel<string>, d: time.Time, e: typeof(M.run), g: keyof({a: number}) = 1
local h = function(): A, B return 1, 2 end
local i = x :: string .. "s"
local j = -x :: number ^ 2
x:type "Foo"
x.type = 1
x = type
Foo = 1
local k = y :: {[string]: any}
(print)(k)
local l: T[] , m: A[B], n: readonly {number}, o: interface {a: number}, p: (string | nil)[]
local q: A extends B ? C : D = nil
local r: asserts x is string
local s: A & B & {x: number}
local t: () -> () -> ()
local u: ((string) -> ())?
type
  Later =
    | "a" -- first
    | "b"
return { User = User } :: any
"""

SAMPLES = {"plain": PLAIN, "typed": TYPED}


def source(text: str) -> SourceFile:
    return SourceFile("test.lua", text)


def parse(text: str) -> tuple[Chunk | None, list[Diagnostic]]:
    sink = Sink()
    chunk = parse_lua(source(text), sink)
    return chunk, list(sink)


def parse_ok(text: str) -> Chunk:
    chunk, found = parse(text)
    assert chunk is not None, [diagnostic.message for diagnostic in found]
    return chunk


def outline_of(text: str) -> Outline:
    sink = Sink()
    outline = outline_types(tokenize(source(text), sink), sink)
    assert outline is not None, [diagnostic.message for diagnostic in sink]
    return outline


def codes(text: str) -> list[str]:
    return [diagnostic.rule.code for diagnostic in parse(text)[1]]


def walk(node: Any) -> Iterator[Any]:
    """Yield every dataclass node below `node`, sources and spans excluded."""
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, tuple):
            pending.extend(reversed(item))
        elif dataclasses.is_dataclass(item) and not isinstance(item, (Span, SourceFile)):
            yield item
            pending.extend(
                getattr(item, field.name) for field in reversed(dataclasses.fields(item))
            )


def first_expression(text: str) -> Any:
    """Return the expression of `x = <text>`."""
    statement: Any = parse_ok(f"x = {text}").body.statements[0]
    return statement.values[0]


def first_type(text: str) -> Any:
    """Return the type of `local x: <text>`."""
    statement: Any = parse_ok(f"local x: {text}").body.statements[0]
    return statement.names[0].annotation
