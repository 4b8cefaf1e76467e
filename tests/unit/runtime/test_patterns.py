"""Lua patterns: against real Lua, and the cases where Wippy's own rule holds."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lua_oracle import attempt, protected, same

from wippy_runtime.lib import string
from wippy_runtime.lua.calls import iterate
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.pattern_matcher import Matcher
from wippy_runtime.lua.patterns import compile_pattern

_CHARACTERS = st.sampled_from("abcABC019 .,-_()[]%\n\0\x80\xff")
_SUBJECTS = st.text("abAB01 .-_()\n\0\xe9", max_size=12)
_CLASSES = st.sampled_from([f"%{letter}" for letter in "acdglpsuwxACDGLPSUWX.%-[]()"])
_SET_PARTS = st.one_of(
    st.sampled_from(["a-z", "0-9", "%w", "%s", "%-", "^", "a", "b", "-", ".", "%]", "\0", "A-"]),
    st.characters(min_codepoint=1, max_codepoint=255, exclude_characters="]%"),
)
_SETS = st.builds(
    lambda negated, parts: f"[{negated}{''.join(parts)}]",
    st.sampled_from(["", "^", "]", "^]"]),
    st.lists(_SET_PARTS, min_size=1, max_size=4),
)
_ATOMS = st.one_of(st.sampled_from("abAB01 ."), _CLASSES, _SETS)
_ITEMS = st.builds(lambda atom, suffix: atom + suffix, _ATOMS, st.sampled_from(["", *"*+-?"]))
_SPECIALS = st.sampled_from(["()", "%b()", "%bab", "%f[%w]", "%f[%W]", "%f[^%a]", "%f[%z]", "%1"])
_SEQUENCES = st.lists(st.one_of(_ITEMS, _ITEMS, _SPECIALS), max_size=4).map("".join)
_GROUPED = st.builds("{}({}){}".format, _SEQUENCES, _SEQUENCES, _SEQUENCES)
_PATTERNS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "^"]),
    st.one_of(_SEQUENCES, _GROUPED, st.builds("{}{}".format, _GROUPED, _GROUPED)),
    st.sampled_from(["", "", "$"]),
)
_HOSTILE = st.lists(_CHARACTERS, max_size=8).map("".join)


@settings(max_examples=600, deadline=None)
@given(_SUBJECTS, _PATTERNS, st.integers(-14, 14))
@example("x", "(%1)", 1)
@example("aaab", "a-b", 1)
def test_find_and_match_agree_with_lua(subject: str, pattern: str, init: int) -> None:
    for name in ("find", "match"):
        expected = protected(f"string.{name}")(subject, pattern, init)
        assert same(attempt(getattr(string, name), subject, pattern, init), expected)


@settings(max_examples=400, deadline=None)
@given(_SUBJECTS, _PATTERNS)
@example("abc", "%w*")
@example("aaa", "a-")
@example("", "")
def test_gsub_agrees_with_lua(subject: str, pattern: str) -> None:
    expected = protected("string.gsub")(subject, pattern, "<%0>")
    assert same(attempt(string.gsub, subject, pattern, "<%0>"), expected)


_COLLECT = """function(s, p)
  local out = {}
  for a, b in string.gmatch(s, p) do out[#out + 1] = tostring(a) .. "|" .. tostring(b) end
  return table.concat(out, ";")
end"""


def _collect(subject: str, pattern: str) -> str:
    found = []
    for values in iterate(string.gmatch(subject, pattern)):
        first, second = (*values, None)[:2]
        found.append(f"{first}|{'nil' if second is None else second}")
    return ";".join(found)


@settings(max_examples=300, deadline=None)
@given(_SUBJECTS, _PATTERNS.filter(lambda pattern: not pattern.startswith("^")))
def test_gmatch_agrees_with_lua(subject: str, pattern: str) -> None:
    assert same(attempt(_collect, subject, pattern), protected(_COLLECT)(subject, pattern))


@settings(max_examples=400, deadline=None)
@given(_SUBJECTS, _HOSTILE)
def test_malformed_patterns_fail_exactly_where_lua_fails(subject: str, pattern: str) -> None:
    assert same(attempt(string.find, subject, pattern), protected("string.find")(subject, pattern))


@settings(max_examples=300, deadline=None)
@given(_SUBJECTS, _PATTERNS)
def test_the_matcher_and_the_regular_expression_agree(subject: str, pattern: str) -> None:
    compiled = compile_pattern(pattern)
    if compiled.regex is None:
        return
    start = 1 if compiled.is_anchored else 0
    matched = Matcher(pattern, subject).match_at(0, start)
    found = compiled.regex.match(subject, 0)
    assert (matched is None) == (found is None)
    if matched is not None and found is not None:
        assert (matched.start, matched.end) == found.span()


@pytest.mark.parametrize("pattern", ["%", "[a", "[]", "(a", "%b", "%f", "a)", "%9"])
def test_a_malformed_pattern_raises(pattern: str) -> None:
    with pytest.raises(LuaError):
        string.match("a", pattern)


def test_an_anchored_gmatch_matches_once_at_the_start() -> None:
    assert _collect("aab", "^a") == "a|nil"


@pytest.mark.parametrize("letter", "acdglpsuwxACDGLPSUWX")
def test_each_class_holds_the_same_bytes_as_in_lua(letter: str) -> None:
    every_byte = "".join(map(chr, range(256)))
    expected = protected("string.gsub")(every_byte, f"%{letter}", "")
    assert attempt(string.gsub, every_byte, f"%{letter}", "") == expected


def test_a_plain_pattern_and_a_plain_search() -> None:
    assert string.find("a.b", ".", 1, True) == (2, 2)
    assert string.find("a.b", ".", 2, False) == (2, 2)
    assert string.find("abc", "", 10) is None
    assert string.find("abc", "", 4) == (4, 3)
