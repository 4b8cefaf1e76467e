"""What `wippyc test` prints and writes about tests that ran."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from wippyc.cli.lua_tests import LuaTest
from wippyc.diagnostics.text import printable

_GREEN, _RED, _BOLD, _PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[1m", "\x1b[0m"


@dataclass(frozen=True, slots=True, kw_only=True)
class LuaTestResult:
    """How one test ended.

    Attributes:
        test: The test.
        seconds: How long it took.
        message: Why it failed, "" when it passed.
        traceback: Lua call stack of the error, or the diagnostics of an entry that does not
            compile.
        is_broken: Whether it could not be run at all.
    """

    test: LuaTest
    seconds: float = 0.0
    message: str = ""
    traceback: str = ""
    is_broken: bool = False

    @property
    def is_passed(self) -> bool:
        """Whether the test passed."""
        return not self.message


def result_lines(result: LuaTestResult, *, color: bool) -> list[str]:
    """Return the lines about one test: its verdict, then the reasons."""
    word = "PASS" if result.is_passed else "FAIL"
    if color:
        word = f"{_GREEN if result.is_passed else _RED}{word}{_PLAIN}"
    took = "" if result.is_broken else f" ({_duration(result.seconds)})"
    lines = [f"  {word} {result.test.id}{took}"]
    return lines + [f"       {reason}".rstrip() for reason in _reasons(result)]


def suite_line(suite: str, *, color: bool) -> str:
    """Return the heading of a suite."""
    name = printable(suite) if suite else "(no suite)"
    return f"{_BOLD}{name}{_PLAIN}" if color else name


def summary_line(results: Sequence[LuaTestResult], seconds: float, *, color: bool) -> str:
    """Return `3 tests: 2 passed, 1 failed (1.2 s)`."""
    failed = sum(not result.is_passed for result in results)
    count = f"{len(results)} test{'s' if len(results) != 1 else ''}"
    verdict = f"{len(results) - failed} passed"
    if failed:
        verdict += f", {failed} failed"
    if color:
        verdict = f"{_RED if failed else _GREEN}{verdict}{_PLAIN}"
    return f"{count}: {verdict} ({_duration(seconds)})"


def junit(name: str, results: Iterable[LuaTestResult]) -> str:
    """Return a JUnit report: a suite per suite, an error for what could not be run."""
    ordered = list(results)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites name={quoteattr(name)} {_counts(ordered)}>",
    ]
    for suite, group in groupby(ordered, key=lambda result: result.test.suite):
        members = list(group)
        lines.append(f"  <testsuite name={quoteattr(printable(suite) or name)} {_counts(members)}>")
        lines.extend(_case(result) for result in members)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def _counts(results: Sequence[LuaTestResult]) -> str:
    broken = sum(result.is_broken for result in results)
    failed = sum(not result.is_passed for result in results) - broken
    seconds = sum(result.seconds for result in results)
    return f'tests="{len(results)}" failures="{failed}" errors="{broken}" time="{seconds:.3f}"'


def _case(result: LuaTestResult) -> str:
    namespace, _, name = result.test.id.rpartition(":")
    head = (
        f"    <testcase classname={quoteattr(namespace)} name={quoteattr(name)} "
        f'time="{result.seconds:.3f}"'
    )
    if result.is_passed:
        return f"{head}/>"
    tag = "error" if result.is_broken else "failure"
    text = escape("\n".join(_reasons(result)))
    message = quoteattr(printable(result.message.splitlines()[0]))
    return f"{head}>\n      <{tag} message={message}>{text}</{tag}>\n    </testcase>"


def _reasons(result: LuaTestResult) -> list[str]:
    message, trace = result.message.splitlines(), result.traceback.splitlines()
    if trace[: len(message)] == message:
        # A Lua traceback may begin with the message itself.
        trace = trace[len(message) :]
    lines = [*message, *trace]
    return [printable(line.expandtabs(4)) for line in lines]


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
