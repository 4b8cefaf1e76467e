"""What tools read: every key they rely on, relative paths, stable fingerprints."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from wippyc.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from wippyc.diagnostics.render import FORMATS, render
from wippyc.source import SourceFile, Span

ERROR = Rule("WD101", "wall-clock-read", Severity.ERROR, "A workflow reads the wall clock.")
HINT = Rule("WT202", "print-in-workflow", Severity.HINT, "A workflow prints.")
LUA = SourceFile("app/o 1.lua", 'print("é", os.time())\nif a then\nend\n')
YAML = SourceFile("_index.yaml", "name: order\n")


def span(source: SourceFile, text: str) -> Span:
    at = source.text.index(text)
    return Span(source, at, at + len(text))


CLOCK = Diagnostic(
    rule=ERROR,
    message="100% bad, here: now",
    span=span(LUA, "os.time()"),
    label="read here",
    labels=(Label(span(YAML, "order"), "reached from this entry"),),
    note="the note",
    hint="the hint",
    entry_id="app:order",
    fix=Fix("use the workflow clock", (Edit(span(LUA, "os.time()"), "time.now():unix()"),)),
)
PRINT = Diagnostic(rule=HINT, message="print repeats", span=span(LUA, "print"))
BLOCK = Diagnostic(
    rule=ERROR, message="block", span=span(LUA, "if a then\nend"), severity=Severity.WARNING
)
FOLDER = Diagnostic(rule=ERROR, message="no folder", span=None)
ALL = (CLOCK, PRINT, BLOCK, FOLDER)


def parsed(name: str, **options: Any) -> Any:
    return json.loads(render(ALL, name, **options))


def test_json_is_a_superset_of_the_keys_of_wippy() -> None:
    document = parsed("json", total_entries=7)
    counts = {key: value for key, value in document.items() if key != "diagnostics"}
    assert counts == {"total_entries": 7, "error_count": 2, "warning_count": 1, "hint_count": 1}
    clock = next(row for row in document["diagnostics"] if row["entry_id"])
    assert clock == {
        "entry_id": "app:order",
        "code": "WD101",
        "severity": "error",
        "message": "100% bad, here: now",
        "file": "app/o 1.lua",
        "line": 1,
        "column": 12,
        "end_line": 1,
        "end_column": 21,
        "rule": "wall-clock-read",
        "url": None,
        "label": "read here",
        "note": "the note",
        "hint": "the hint",
        "fix": {
            "title": "use the workflow clock",
            "applicability": "safe",
            "edits": [
                {
                    "file": "app/o 1.lua",
                    "line": 1,
                    "column": 12,
                    "end_line": 1,
                    "end_column": 21,
                    "text": "time.now():unix()",
                }
            ],
        },
        "related": [
            {
                "message": "reached from this entry",
                "file": "_index.yaml",
                "line": 1,
                "column": 7,
                "end_line": 1,
                "end_column": 12,
            }
        ],
    }


def test_json_lines_are_the_rows_of_json() -> None:
    rows = [json.loads(line) for line in render(ALL, "jsonl").splitlines()]
    assert rows == parsed("json")["diagnostics"]


def test_github_commands() -> None:
    assert render(ALL, "github", prefix="shop").splitlines() == [
        "::error title=wippyc (WD101)::WD101 no folder",
        "::notice title=wippyc (WT202),file=shop/app/o 1.lua,line=1,col=1,endLine=1,endColumn=6"
        "::shop/app/o 1.lua:1:1: WT202 print repeats",
        "::error title=wippyc (WD101),file=shop/app/o 1.lua,line=1,col=12,endLine=1,endColumn=21"
        "::shop/app/o 1.lua:1:12: WD101 100%25 bad, here: now%0Anote: the note%0Ahint: the hint",
        "::warning title=wippyc (WD101),file=shop/app/o 1.lua,line=2,endLine=3"
        "::shop/app/o 1.lua:2:1: WD101 block",
    ]


def test_github_escapes_properties() -> None:
    source = SourceFile("a,b:c%.lua", "x")
    found = Diagnostic(rule=ERROR, message="m", span=Span(source, 0, 1))
    assert "file=a%2Cb%3Ac%25.lua,line=1" in render([found], "github")


def test_gitlab_issues() -> None:
    issues = parsed("gitlab")
    assert [issue["severity"] for issue in issues] == ["major", "info", "major", "minor"]
    assert issues[2] == {
        "check_name": "WD101",
        "description": "WD101: 100% bad, here: now",
        "severity": "major",
        "fingerprint": issues[2]["fingerprint"],
        "location": {
            "path": "app/o 1.lua",
            "positions": {
                "begin": {"line": 1, "column": 12},
                "end": {"line": 1, "column": 21},
            },
        },
    }


def test_fingerprints_are_unique_and_survive_moved_lines() -> None:
    def fingerprints(text: str) -> list[str]:
        source = SourceFile("x.lua", text)
        found = []
        at = text.find("bad")
        while at >= 0:
            found.append(Diagnostic(rule=ERROR, message="m", span=Span(source, at, at + 3)))
            at = text.find("bad", at + 1)
        return [issue["fingerprint"] for issue in json.loads(render(found, "gitlab"))]

    before = fingerprints("bad()\nbad()\nother(bad)\n")
    assert len(set(before)) == 3
    assert fingerprints("-- new\n\n  bad()\n\nbad()\nother(bad)\n") == before


def test_sarif_has_the_shape_code_scanning_reads() -> None:
    log = parsed("sarif", prefix="services/shop")
    assert (log["version"], log["$schema"]) == (
        "2.1.0",
        "https://json.schemastore.org/sarif-2.1.0.json",
    )
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "wippyc"
    assert driver["version"]
    assert [rule["id"] for rule in driver["rules"]] == ["WD101", "WT202"]
    for rule in driver["rules"]:
        assert rule["name"]
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["markdown"]
    levels = [rule["defaultConfiguration"]["level"] for rule in driver["rules"]]
    assert levels == ["error", "note"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert list(run["originalUriBaseIds"]) == ["%SRCROOT%"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["partialFingerprints"]["wippyc/v1"]
    assert [result["level"] for result in run["results"]] == ["error", "note", "error", "warning"]
    clock = run["results"][2]
    assert clock["message"]["text"] == "100% bad, here: now\nthe note\nthe hint"
    place = {
        "artifactLocation": {"uri": "services/shop/app/o%201.lua", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1, "startColumn": 12, "endLine": 1, "endColumn": 21},
    }
    assert clock["locations"] == [{"physicalLocation": place, "message": {"text": "read here"}}]
    (related,) = clock["relatedLocations"]
    assert related["id"] == 1
    assert related["message"]["text"] == "reached from this entry"
    (flow,) = clock["codeFlows"]
    steps = [step["location"] for step in flow["threadFlows"][0]["locations"]]
    assert [step["message"]["text"] for step in steps] == ["reached from this entry", "read here"]
    (fix,) = clock["fixes"]
    assert fix["description"]["text"] == "use the workflow clock"
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == place["artifactLocation"]
    assert change["replacements"] == [
        {"deletedRegion": place["region"], "insertedContent": {"text": "time.now():unix()"}}
    ]


def test_no_absolute_path_gets_into_reports() -> None:
    for name in FORMATS:
        text = render(ALL, name, root="/home/someone/shop")
        assert "/home" not in text
        assert "file://" not in text


def test_junit_has_a_suite_per_file() -> None:
    text = render(ALL, "junit", files=["app/o 1.lua", "clean.lua"], root="/x/shop")
    suites = ElementTree.fromstring(text)
    assert suites.attrib == {"name": "wippyc", "tests": "5", "failures": "3", "errors": "0"}
    rows = [
        (suite.attrib["name"], suite.attrib["tests"], suite.attrib["failures"]) for suite in suites
    ]
    assert rows == [("app/o 1.lua", "3", "2"), ("clean.lua", "1", "0"), ("shop", "1", "1")]
    hint, clock, block = suites[0]
    assert [child.tag for child in hint] == ["system-out"]
    assert clock.attrib["name"] == "WD101 wall-clock-read:1:12"
    assert clock[0].attrib == {"message": "100% bad, here: now", "type": "error"}
    assert clock[0].text is not None
    assert clock[0].text.endswith("hint: the hint")
    assert block[0].attrib["type"] == "warning"
    assert len(suites[1][0]) == 0


def test_junit_stays_xml_whatever_is_in_it() -> None:
    source = SourceFile('a"<&\x01.lua', "x")
    found = Diagnostic(rule=ERROR, message="]]> <b> & \x00 \udcff", span=Span(source, 0, 1))
    (suite,) = ElementTree.fromstring(render([found], "junit"))
    assert suite.attrib["name"] == 'a"<&\\x01.lua'


def test_rdjson_counts_bytes() -> None:
    document = parsed("rdjson")
    assert document["source"] == {"name": "wippyc"}
    clock = document["diagnostics"][2]
    where = {"start": {"line": 1, "column": 13}, "end": {"line": 1, "column": 22}}
    assert clock == {
        "message": "100% bad, here: now\nthe note\nthe hint",
        "location": {"path": "app/o 1.lua", "range": where},
        "severity": "ERROR",
        "code": {"value": "WD101"},
        "suggestions": [{"range": where, "text": "time.now():unix()"}],
        "related_locations": [
            {
                "message": "reached from this entry",
                "location": {
                    "path": "_index.yaml",
                    "range": {
                        "start": {"line": 1, "column": 7},
                        "end": {"line": 1, "column": 12},
                    },
                },
            }
        ],
    }


def test_order_of_findings_does_not_matter_and_nothing_is_valid_too() -> None:
    for name in FORMATS:
        assert render(ALL, name) == render(reversed(ALL), name)
        nothing = render([], name)
        if name in ("json", "gitlab", "sarif", "rdjson"):
            json.loads(nothing)
        elif name == "junit":
            ElementTree.fromstring(nothing)
        else:
            assert nothing == ""
