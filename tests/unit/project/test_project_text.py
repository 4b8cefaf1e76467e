"""Durations, placeholders and suggestions."""

from __future__ import annotations

import pytest

from wippyc.project.durations import go_quote, parse_go_duration
from wippyc.project.model import EnvValue
from wippyc.project.placeholders import Placeholder, PlaceholderError, env_value, parse_template
from wippyc.project.suggest import closest, closest_id


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0", 0),
        ("+0", 0),
        ("10s", 10_000_000_000),
        ("1h30m", 5_400_000_000_000),
        ("1.5s", 1_500_000_000),
        (".5s", 500_000_000),
        ("5.s", 5_000_000_000),
        ("-250ms", -250_000_000),
        ("1us", 1_000),
        ("1µs", 1_000),
        ("1μs", 1_000),
        ("1ns", 1),
        ("0.3333333333333333333h", 1_200_000_000_000),
        ("0.9007199254740993h", 3_242_591_731_706),
        ("9223372036854775807ns", 9223372036854775807),
        ("-9223372036854775808ns", -9223372036854775808),
        ("2562047h", 9223369200000000000),
        ("0000000000000000000000000000000000000001s", 1_000_000_000),
        ("0.100000000000000000000h", 360_000_000_000),
    ],
)
def test_durations(text: str, nanoseconds: int) -> None:
    assert parse_go_duration(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'time: invalid duration ""'),
        ("3", 'time: missing unit in duration "3"'),
        ("-", 'time: invalid duration "-"'),
        ("s", 'time: invalid duration "s"'),
        (".", 'time: invalid duration "."'),
        (".s", 'time: invalid duration ".s"'),
        ("1d", 'time: unknown unit "d" in duration "1d"'),
        ("1h 30m", 'time: unknown unit "h " in duration "1h 30m"'),
        ("+-1s", 'time: invalid duration "+-1s"'),
        ("9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'),
        ("3000000h", 'time: invalid duration "3000000h"'),
        ('1"', 'time: unknown unit "\\"" in duration "1\\""'),
        ("1é", 'time: unknown unit "\\xc3\\xa9" in duration "1\\xc3\\xa9"'),
        ("9" * 5000 + "s", "time: invalid duration"),
    ],
)
def test_bad_durations(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="time: ") as caught:
        parse_go_duration(text)
    assert str(caught.value).startswith(message)


def test_quoting_is_that_of_go() -> None:
    assert go_quote('a"\\\n\x7f') == '"a\\"\\\\\\x0a\x7f"'


def test_templates() -> None:
    assert parse_template("plain") == ("plain",)
    assert parse_template("") == ()
    assert parse_template("cost: 5$") == ("cost: 5$",)
    assert parse_template("$${env:A}") == ("${env:A}",)
    assert parse_template("h-${env:A}:${PORT|7233}") == (
        "h-",
        Placeholder("A", None, 2, 10),
        ":",
        Placeholder("PORT", "7233", 11, 23),
    )
    assert parse_template("${env:app:key|}") == (Placeholder("app:key", "", 0, 15),)
    assert env_value("$${x}") == EnvValue("$${x}", "${x}")
    assert env_value("${env:A}").value is None


@pytest.mark.parametrize("text", ["${", "${}", "${env:}", "${A}", "${lower|x}", "a ${env:A b}"])
def test_bad_templates(text: str) -> None:
    with pytest.raises(PlaceholderError) as caught:
        parse_template(text)
    assert caught.value.start == text.index("${")


def test_suggestions() -> None:
    assert closest("modulse", ["modules", "imports"]) == "modules"
    assert closest("autoStart", ["auto_start"]) == "auto_start"
    assert closest("xyz", ["modules"]) is None
    assert closest_id("worker", ["app:worker"]) == "app:worker"
    assert closest_id("other:worker", ["app.temporal:worker"]) == "app.temporal:worker"
    assert closest_id("app:zzz", ["app:worker"]) is None
