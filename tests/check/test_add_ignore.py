"""`wippyc lint --add-ignore`: comments that switch findings off and change nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from lint_applications import INDEX, flow, write

from wippyc.check.engine import lint_application
from wippyc.cli import main

CAPTURE = pytest.CaptureFixture[str]


def add(root: Path, *options: str) -> int:
    return main(["lint", str(root), "--add-ignore", "--level", "hint", *options])


def codes(root: Path) -> list[str]:
    return [each.rule.code for each in lint_application(root).diagnostics]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        pytest.param(
            "    return math.random(6)",
            "    return math.random(6) -- wippyc: ignore[WD104]",
            id="line",
        ),
        pytest.param(
            "    return math.random(6) -- dice",
            "    return math.random(6) -- dice -- wippyc: ignore[WD104]",
            id="behind a comment",
        ),
        pytest.param(
            "    print(os.clock(), math.random(6)) -- wippyc: ignore[WT202] seen by people",
            "    print(os.clock(), math.random(6)) "
            "-- wippyc: ignore[WT202, WD102, WD104] seen by people",
            id="into a comment",
        ),
        pytest.param(
            "    return math.random(6) .. [[\nend]]",
            "    -- wippyc: ignore[WD104]\n    return math.random(6) .. [[\nend]]",
            id="above a long string",
        ),
        pytest.param(
            "    return math.random(6)\r",
            "    return math.random(6) -- wippyc: ignore[WD104]\r",
            id="other line breaks",
        ),
    ],
)
def test_comments_in_lua(body: str, line: str, tmp_path: Path) -> None:
    app = write(tmp_path, "")
    (app / "flow.lua").write_bytes(flow(body).encode())
    assert codes(app) != []
    assert add(app) == 0
    assert (app / "flow.lua").read_bytes().decode() == flow(line)
    assert codes(app) == []
    assert add(app) == 0
    assert (app / "flow.lua").read_bytes().decode() == flow(line)


def test_reason_is_written(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path, flow("    return math.random(6)"))
    assert add(app, "--require-reason", "--reason", "only for\nshow") == 0
    assert "wrote comments for 1 finding" in capsys.readouterr().err
    text = (app / "flow.lua").read_text("utf-8")
    assert "-- wippyc: ignore[WD104] only for show\n" in text
    assert main(["lint", str(app), "--reason", "why"]) == 2


@pytest.mark.parametrize(
    ("source", "comment"),
    [
        pytest.param("|\n      return function() return math.random(6) end\n", "--", id="block"),
        pytest.param('"return function() return math.random(6) end"\n', "--", id="quoted"),
        pytest.param(
            ">\n      return function()\n      return math.random(6) end\n", "#", id="folded"
        ),
    ],
)
def test_comments_for_lua_in_yaml(source: str, comment: str, tmp_path: Path) -> None:
    index = INDEX.replace("file://flow.lua\n", source).replace("    method: main\n", "")
    app = write(tmp_path, "", {"_index.yaml": index})
    assert codes(app) == ["WD104"]
    assert add(app) == 0
    assert codes(app) == []
    text = (app / "_index.yaml").read_text("utf-8")
    assert f"{comment} wippyc: ignore[WD104]" in text
    is_same = yaml.safe_load(text) == yaml.safe_load(index)
    assert is_same == (comment == "#")


def test_comments_for_entries(tmp_path: Path) -> None:
    index = INDEX.replace("modules: [time]", "modules: [time, nonsense]")
    app = write(tmp_path, flow("    return input"), {"_index.yaml": index})
    found = codes(app)
    assert found != []
    assert add(app) == 0
    text = (app / "_index.yaml").read_text("utf-8")
    assert codes(app) == []
    assert yaml.safe_load(text) == yaml.safe_load(index)


def test_only_what_is_reported_is_ignored(tmp_path: Path) -> None:
    app = write(tmp_path, flow("    print(os.clock())\n    return math.random(6)"))
    assert add(app, "--select", "WD102") == 0
    assert codes(app) == ["WT202", "WD104"]


def test_errors_that_stop_the_compiler_stay(tmp_path: Path) -> None:
    app = write(tmp_path, "local function main( return end\n")
    before = (app / "flow.lua").read_text("utf-8")
    assert add(app) == 1
    assert (app / "flow.lua").read_text("utf-8") == before


def test_difference_shows_the_comments(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path, flow("    return math.random(6)"))
    assert add(app, "--diff") == 1
    assert "+    return math.random(6) -- wippyc: ignore[WD104]\n" in capsys.readouterr().out
    assert codes(app) == ["WD104"]
