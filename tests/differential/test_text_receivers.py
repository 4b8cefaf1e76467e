"""Methods of what may be a string or nil: natively, with the errors of calls that look for them."""

from __future__ import annotations

import pytest

from tests.differential.harness import assert_same, compile_sources, run_compiled

# What is done with `s`; `i` is 2.
BODIES = (
    "return (s:gsub('%a', '-'))",
    "return s:gsub('%a', '-')",
    "return (s:gsub('%a', function(c) return c .. c end))",
    "return (s:gsub('^%s+', ''))",
    "return (s:gsub('.', 'x', 1))",
    "return (s:gsub('.', 'x', i))",
    "return (s:gsub('l', 'LL'))",
    "return (s:gsub('^he', ''))",
    "return (s:gsub('(%a)(%a)', '%2%1'))",
    "return s:match('%a+')",
    "return s:match('^(%a)(%a)')",
    "local a, b = s:match('(%a)l(%a)') return a, b",
    "return s:match('^%s*(.-)%s*$')",
    "return s:match('l+', i)",
    "if s:match('e') then return 'yes' end return 'no'",
    "if not s:find('ll', 1, true) then return 'no' end return 'yes'",
    "return s:find('l', i, true)",
    "local from, to = s:find('l+') return from, to",
    "local from = s:find('lo', 1, true) return from",
    "if s:find('^h') then return 1 end return 2",
    "return s:sub(i)",
    "return s:sub(i, i)",
    "return s:sub(1)",
    "return s:sub(-2, -1)",
    "return s:sub(i - 1, i + 1)",
    "return s:len()",
    "return s:reverse()",
    "return s:upper()",
    "return s:byte(i)",
    "return s:rep(2)",
    "return s:format(i)",
    "return s:missing()",
    "local n = 0 for c in s:gmatch('%a') do n = n + 1 end return n",
    "return #s:sub(i) + 1",
    "return 'x' .. s:gsub('l', '1') .. 'y'",
    "return s:sub(i):upper() .. s:sub(1, 1)",
    "return s:gsub('l', '1'):sub(1, 2)",
    "return i, s:match('l')",
    "return math.max(s:len(), 3)",
    "return (s:match('l') or s):len()",
    "return function() return s:match('l') end",
)
# Arguments that do something, or raise, where Lua has looked at the receiver before.
_ORDERED = (
    "return s:sub(note(2))",
    "return s:match('l', note(1))",
    "return (s:gsub('l', note('1')))",
    "return s:sub(none + 1)",
    "return s:sub(none)",
    "return s:match(none)",
    "return s:find('l', none, true)",
)
_VALUES = ("nil", "7", "1.5", "true", "false", '"hello"', '""')
_PROGRAM = """\
local log = {{}}
local function note(x) log[#log + 1] = x return x end
local none
local function try(s, i)
  {body}
end
local function run(s, ...) out(pcall(try, s, 2)) end
local function main()
  {spoiled} log = {{}}
  for _, s in ipairs({{ "hello", "a", "" }}) do run(s) end
  {calls}
  out(#log)
end
return {{ main = main }}
"""


def _program(body: str, *, spoiled: bool) -> str:
    """Return a program; spoiled, what is tried may be a table too."""
    calls = " ".join(f"run({value})" for value in _VALUES)
    return _PROGRAM.format(body=body, calls=calls, spoiled="try({})" if spoiled else "")


@pytest.mark.parametrize("body", BODIES + _ORDERED)
def test_errors_are_those_of_calls(body: str) -> None:
    """To the letter."""
    spoiled = _program(body, spoiled=True).replace("try({})", "pcall(try, {})")
    assert run_compiled(_program(body, spoiled=False)).lines == run_compiled(spoiled).lines


@pytest.mark.parametrize("body", BODIES)
def test_results_are_those_of_lua(body: str) -> None:
    """What strings give."""
    body = f"if type(s) ~= 'string' then return 'other' end {body.replace('return', 'return 0,')}"
    program = _program("local text = s if i == 3 then text = nil end " + body, spoiled=False)
    if any(method in body for method in ("missing", "format", "function()")):
        program = program.replace("out(pcall(try, s, 2))", "out((pcall(try, s, 2)))")
    assert_same(program)


def test_native() -> None:
    """A receiver that may be nil is no reason to look for the method."""
    source = (
        "local function slug(name) return (name:gsub('%W+', '-')) end\n"
        "local function initial(name) return name:sub(1, 1) end\n"
        "local function main()\n"
        "  out(slug('a b'), initial('a'), pcall(slug, nil), pcall(initial))\n"
        "end\n"
        "return { main = main }\n"
    )
    (module,) = compile_sources({"main": source}).values()
    assert "invoke" not in module.text
