"""Programs at the limits: deep recursion, deep nesting, long functions, large tables."""

from __future__ import annotations

import threading

import pytest

from wippy_runtime.temporal.threads import prepare_threads

from .harness import SHOW, Outcome, compile_sources, load_modules, run_compiled, run_module


def _program(body: str) -> str:
    return f"local function main()\n{body}\nend\nreturn {{ main = main }}\n"


def _run_in_worker_thread(body: str) -> Outcome:
    """Compile, then run as a worker does: in a thread with a large stack."""
    module = load_modules(compile_sources({"main": SHOW + _program(body)}))
    outcome: list[Outcome] = []
    prepare_threads()
    thread = threading.Thread(target=lambda: outcome.append(run_module(module)))
    thread.start()
    thread.join()
    return outcome[0]


_META = "local mt = {} local t = setmetatable({}, mt) "
DEEP = {
    "plain": "local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end out(f(5000))",
    "method": (
        "local t = {} function t:f(n) if n == 0 then return 0 end return 1 + self:f(n - 1) end"
        " out(t:f(5000))"
    ),
    "index": _META + (
        "mt.__index = function(t, k) if k == 0 then return 0 end return 1 + t[k - 1] end"
        " out(t[5000])"
    ),
    "add": _META + (
        "mt.__add = function(t, k) if k == 0 then return 0 end return 1 + (t + (k - 1)) end"
        " out(t + 5000)"
    ),
    "async": (
        "local function f(n) if n == 0 then coroutine.yield(1) return 0 end return 1 + f(n - 1) end"
        " local co = coroutine.wrap(function() return f(5000) end) co() out(co())"
    ),
    "async index": _META + (
        "mt.__index = function(t, k)"
        " if k == 0 then coroutine.yield(5) return 0 end return 1 + t[k - 1] end"
        " local co = coroutine.wrap(function() return t[5000] end) co() out(co())"
    ),
}  # fmt: skip


def _all(bodies: dict[str, str], *, is_async: bool) -> str:
    """Return one program of all bodies; those that yield apart from the others."""
    chosen = [body for name, body in bodies.items() if ("async" in name) is is_async]
    return "\n".join(f"do {body} end" for body in chosen)


@pytest.mark.parametrize("is_async", [False, True], ids=["plain", "async"])
def test_five_thousand_frames(is_async: bool) -> None:
    """5,000 Lua frames fit, whatever kind of call they are."""
    outcome = _run_in_worker_thread(_all(DEEP, is_async=is_async))
    assert outcome == Outcome(["5000"] * (2 if is_async else 4))


_TRY = " local ok, e = pcall(f, 1) out(ok, e:match('stack overflow'))"
ENDLESS = {
    "plain": "local function f(n) return 1 + f(n + 1) end" + _TRY,
    "index": _META + "mt.__index = function(t, k) return t[k + 1] end"
    " local function f(n) return t[n] end" + _TRY,
    "newindex": _META + "mt.__newindex = function(t, k, v) t[k + 1] = v end"
    " local function f(n) t[n] = 1 end" + _TRY,
    "tostring": _META + "mt.__tostring = function() return tostring(t) end"
    " local function f() return tostring(t) end" + _TRY,
    "call": _META + "mt.__call = function(self, n) return 1 + self(n + 1) end"
    " local function f() return t(1) end" + _TRY,
    "equality": _META + "local u = setmetatable({}, mt) mt.__eq = function() return t == u end"
    " local function f() return t == u end" + _TRY,
    "sort": "local function f(n) table.sort({1, 2, 3}, function(a, b) f(n + 1) return a < b end)"
    " end" + _TRY,
    "gsub": "local function f(n) return (('x'):gsub('x', function() return f(n + 1) end)) end"
    + _TRY,
    "wrap": "local function f(n) return coroutine.wrap(f)(n + 1) end" + _TRY,
    "async": "local function f(n) if n < 0 then coroutine.yield() end return 1 + f(n + 1) end"
    " local co = coroutine.wrap(function()" + _TRY + " end) co()",
}  # fmt: skip


@pytest.mark.parametrize("is_async", [False, True], ids=["plain", "async"])
def test_endless_recursion_is_a_lua_error(is_async: bool) -> None:
    """Beyond the limit there is an error that `pcall` catches, never a crash."""
    outcome = _run_in_worker_thread(_all(ENDLESS, is_async=is_async))
    assert outcome == Outcome(["false stack overflow"] * (1 if is_async else 9))


def test_tail_calls_do_not_grow_the_stack() -> None:
    """Functions that call themselves or each other last run for ever in one frame."""
    body = "local function f(n, a) if n == 0 then return a end return f(n - 1, a + 1) end"
    assert run_compiled(_program(body + " out(f(200000, 0))")) == Outcome(["200000"])
    body = (
        "local s = {} function s.on(n) if n == 0 then return 'off' end return s.off(n - 1) end"
        " function s.off(n) if n == 0 then return 'on' end return s.on(n - 1) end"
    )
    assert run_compiled(_program(body + " out(s.on(200001))")) == Outcome(["on"])


_OPENINGS = {
    "for": ("for i{0} = 1, 1 do", "end"),
    "while": ("while true do", "break end"),
    "repeat": ("repeat", "until true"),
    "for in": ("for _, v{0} in ipairs({{1}}) do", "end"),
    "if": ("if true then", "end"),
    "do": ("do", "end"),
}


def _nested(kinds: list[str], depth: int) -> str:
    chosen = [_OPENINGS[kinds[level % len(kinds)]] for level in range(depth)]
    head = "\n".join(opening.format(level) for level, (opening, _) in enumerate(chosen))
    tail = "\n".join(closing for _, closing in reversed(chosen))
    return f"{head}\nout('deep')\n{tail}"


@pytest.mark.parametrize("kinds", [[kind] for kind in _OPENINGS] + [list(_OPENINGS)], ids=str)
def test_thirty_nested_blocks(kinds: list[str]) -> None:
    """CPython allows 20 nested loops; deeper ones become functions."""
    assert run_compiled(_program(_nested(kinds, 36))) == Outcome(["deep"])


def test_deep_loops_share_variables_jumps_and_returns() -> None:
    """Variables, closures, `break`, `goto` and `return` work across outlined loops."""
    depth = 40
    loops = "".join(
        f"for i{level} = 1, 2 do if n > 60 then break end local v{level} = i{level}\n"
        for level in range(depth)
    )
    body = (
        f"local n, made, odd = 0, {{}}, 0\nlocal function run(stop)\n{loops}"
        f"n = n + 1 made[n] = function() return v0 + v{depth - 1} end\n"
        f"if n % 2 == 1 then goto continue end odd = odd + 1\n"
        f"if n == stop then goto done end if n == 50 then return 'returned', n end\n"
        f"::continue::\n{'end ' * depth}::done::\ndo return 'done', n end\nend\n"
        "out(run(10)) out(run(0)) out(#made, odd, made[1](), made[2]())"
    )
    assert run_compiled(_program(body)) == Outcome(["done 10", "returned 50", "50 25 2 3"])


def test_deep_loops_that_yield() -> None:
    """An outlined loop awaits what it calls."""
    loops = "".join(f"for i{level} = 1, {1 + (level > 21)} do\n" for level in range(23))
    body = (
        f"local co = coroutine.wrap(function()\n{loops}coroutine.yield(i22)\n{'end ' * 23}"
        "return 'end' end) out(co(), co(), co())"
    )
    assert run_compiled(_program(body)) == Outcome(["1 2 end"])


SIZES = {
    "199 locals": (
        "\n".join(f"local v{n} = {n}" for n in range(199))
        + "\nout(" + " + ".join(f"v{n}" for n in range(199)) + ")",
        "19701",
    ),
    "5000 lines": (
        "local a = 0\n"
        + "".join(f"a = a + {n}\nif a % 7 == 3 then a = a - 1 end\n" for n in range(2500))
        + "out(a)",
        "3123749",
    ),
    "300 arms": (
        "local function f(x) if x == -1 then return -1 "
        + "".join(f"elseif x == {n} then return {n * 2} " for n in range(300))
        + "else return 0 end end out(f(299), f(5), f(1000))",
        "598 10 0",
    ),
    "900 and": ("local t = {x = 1} out(" + " and ".join(["t.x"] * 900) + ")", "1"),
    "900 or": ("local t = {} out(" + " or ".join(["t.x"] * 900) + " or 5)", "5"),
    "900 mixed": ("local t = {} out(" + " or ".join(["t.x and t.y"] * 450) + " or 5)", "5"),
    "900 concat": ("local t = {x = 'ab'} out(#(" + " .. ".join(["t.x"] * 900) + "))", "1800"),
    "900 plus": ("local t = {x = 1} out(" + " + ".join(["t.x"] * 900) + ")", "900"),
    "900 unknown plus": (
        "local function f(a) return " + " + ".join(["a.x"] * 900) + " end"
        " out(f({x = 1}), f(setmetatable({}, {__index = function() return 2 end})),"
        " pcall(f, {x = 'a'}) == true)",
        "900 1800 false",
    ),
    "150 method calls": (
        "local t = {n = 0} function t:m(x) self.n = self.n + x return self end"
        " local u = ({t})[1] out((u" + ":m(2)" * 150 + ").n)",
        "300",
    ),
    "150 unknown calls": (
        "local fs = {function(x) return x + 1 end} local f = fs[#fs]"
        " out(" + "f(" * 150 + "0" + ")" * 150 + ")",
        "150",
    ),
    "900 operators beside each other": (
        "local function f(x) return "
        + ", ".join(f" {operator} ".join(["x"] * 900) for operator in ("and", "-", ".."))
        + " end local t = {first = f(1), (select(2, f(1))), f(1)} out(t[1], t[2], #t[4], t.first)",
        "-898 1 900 1",
    ),
    "300 operators inside others": (
        "local t = {first = 1, 5, 6} out(1, #({x = {"
        + " or ".join(["t.none"] * 300)
        + "}}).x, "
        + " and ".join(["t[1] < t[2]"] * 300)
        + ", t[#t - ("
        + " - ".join(["0"] * 300)
        + ")], (function(t) t["
        + " and ".join(["#t"] * 300)
        + "] = "
        + " and ".join(["t.first"] * 300)
        + " return t[2] end)(t))",
        "1 0 true 6 1",
    ),
    "300 fields before several results": (
        "local t = {f = function() return 1, 2 end} t.t = t out(3, ({t})[1]" + ".t" * 300 + ".f())",
        "3 1 2",
    ),
    "100 powers": ("local t = {x = 1} out(" + " ^ ".join(["t.x"] * 101) + ")", "1"),
    "200 squares": ("local t = {x = 2} out(" + " + ".join(["t.x ^ 2"] * 200) + ")", "800"),
    "900 not": ("local x out(" + "not " * 900 + "x)", "false"),
    "180 calls": (
        "local function f(x) return x + 1 end out(" + "f(" * 180 + "0" + ")" * 180 + ")",
        "180",
    ),
    "180 parentheses": ("local x = 1 out(" + "(" * 180 + "x" + " + 1)" * 180 + ")", "181"),
    "250 arguments": (
        "local function f(...) return select('#', ...) end out(f(" + ", ".join("1" * 250) + "))",
        "250",
    ),
    "40 functions": (
        "local x = 1\n"
        + "".join(f"local function f{n}() local y{n} = x\n" for n in range(40))
        + "x = x + 1\n" + "".join(f"end f{n}()\n" for n in reversed(range(40))) + "out(x)",
        "2",
    ),
    "2000 rows": (
        "local t = {\n"
        + "".join(f'  {{id = {n}, name = "n{n}", tags = {{"a"}}}},\n' for n in range(2000))
        + "} out(#t, t[2000].name)",
        "2000 n1999",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), SIZES.values(), ids=SIZES.keys())
def test_large_functions(body: str, expected: str) -> None:
    """Large pieces of code compile and run."""
    assert run_compiled(_program(body)) == Outcome([expected])


def test_deeper_nesting_is_a_diagnostic() -> None:
    """What Lua's own limit of 200 levels forbids is refused with that number."""
    with pytest.raises(AssertionError, match="200"):
        run_compiled(_program("out(" + "(" * 1000 + "1" + ")" * 1000 + ")"))
    with pytest.raises(AssertionError, match="nested too deep for Python"):
        run_compiled(_program("out(" + " ^ ".join(["1"] * 300) + ")"))


# What is nested, around what: two brackets of Python for each level.
_NESTED = {
    "tables": ("{", "1", "}", "local t = EXPRESSION out(#t)", "1"),
    "methods": ("u:m(", "1", ")", "out((EXPRESSION))", "1"),
    "unknown calls": ("t.f(", "'b'", ")", "out((EXPRESSION))", "B"),
    "built-in functions": ("table.concat({", "'b'", "})", "out(EXPRESSION)", "b"),
}


@pytest.mark.parametrize(
    ("opening", "inner", "closing", "use", "expected"), _NESTED.values(), ids=_NESTED
)
def test_brackets_up_to_the_limit_run_and_more_are_a_diagnostic(
    opening: str, inner: str, closing: str, use: str, expected: str
) -> None:
    """What Python cannot read is refused before it is written."""

    def nested(levels: int) -> str:
        expression = opening * levels + inner + closing * levels
        return _program(
            "local t = setmetatable({}, {__index = function() return string.upper end})"
            " local us = {{}, 1} local n = #us local u = us[n - 1]"
            " function u:m(x) return x end rawset(_G, 'us', us) "
            + use.replace("EXPRESSION", expression)
        )

    assert run_compiled(nested(60)) == Outcome([expected])
    with pytest.raises(AssertionError, match="nested too deep for Python"):
        run_compiled(nested(99))


@pytest.mark.parametrize(
    "opening", ["if x then", "for i = 1, 1 do", "repeat", "local f = function()"]
)
def test_blocks_up_to_the_limit_run_and_deeper_ones_are_a_diagnostic(opening: str) -> None:
    """The chunk and its function are two blocks, so 78 more are allowed."""
    closing = "until true" if opening == "repeat" else "end"

    def nested(depth: int) -> str:
        inner = " ".join([opening] * depth) + " x = 7 " + f" {closing}" * depth
        return _program(f"local x = 1 {inner} out(x)")

    assert run_compiled(nested(78)).error is None
    with pytest.raises(AssertionError, match="more than 80 blocks inside each other"):
        run_compiled(nested(79))
