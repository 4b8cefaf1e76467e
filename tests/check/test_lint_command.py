"""`wippyc lint` on the command line: selection, settings, suppression, baselines, fixes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lint_applications import CLEAN, INDEX, RANDOM, flow, write

from wippyc.cli import main

CAPTURE = pytest.CaptureFixture[str]


def lint(capsys: CAPTURE, *arguments: str | Path) -> tuple[int, str, str]:
    """Run the command in this process."""
    status = main(["lint", *map(str, arguments)])
    out, err = capsys.readouterr()
    assert "internal error" not in err
    return status, out, err


def codes(capsys: CAPTURE, *arguments: str | Path) -> list[str]:
    """Return the codes of all findings."""
    _, out, err = lint(capsys, *arguments, "--output-format", "json", "--no-cache")
    assert out, err
    return [each["code"] for each in json.loads(out)["diagnostics"]]


TWO = flow("    print(os.time())\n    return math.random(6)")


def test_exit_statuses(tmp_path: Path, capsys: CAPTURE) -> None:
    assert lint(capsys, write(tmp_path / "a", CLEAN))[0] == 0
    assert lint(capsys, write(tmp_path / "b", RANDOM))[0] == 1
    assert lint(capsys, tmp_path / "nowhere")[0] == 2
    assert lint(capsys, tmp_path / "a", "--select", "NOPE")[0] == 2
    hint = write(tmp_path / "c", flow("    return os.time()"))
    assert lint(capsys, hint)[0] == 0
    assert lint(capsys, hint, "--fail-level", "hint")[0] == 1
    assert lint(capsys, tmp_path / "b", "--fail-level", "error")[0] == 0


def test_selection(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path, TWO)
    assert codes(capsys, app) == ["WT202", "WD101", "WD104"]
    assert codes(capsys, app, "--select", "WD") == ["WD101", "WD104"]
    assert codes(capsys, app, "--select", "WD1", "--ignore", "WD104") == ["WD101"]
    assert codes(capsys, app, "--select", "unrecorded-random") == ["WD104"]
    assert codes(capsys, app, "--ignore", "WD", "--extend-select", "WD104") == ["WT202", "WD104"]
    assert codes(capsys, app, "--level", "warning") == ["WD104"]
    assert codes(capsys, app, "--code", "WD101") == ["WD101"]
    assert codes(capsys, app, "--ns", "other") == []
    assert codes(capsys, app, "--ns", "app") == ["WT202", "WD101", "WD104"]


def test_rules_that_are_off_run_when_asked_for(tmp_path: Path, capsys: CAPTURE) -> None:
    lua = flow('    return funcs.call("app:act", input)')
    extra = (
        "  - name: act\n    kind: function.lua\n    method: main\n"
        '    source: "return { main = function() end }"\n'
        "    meta: {temporal: {activity: {worker: app:worker}}}\n"
    )
    app = write(tmp_path, lua, {"_index.yaml": INDEX.replace("[time]", "[funcs]") + extra})
    assert codes(capsys, app) == []
    assert codes(capsys, app, "--extend-select", "WT203") == ["WT203"]
    assert codes(capsys, app, "--select", "ALL") == ["WT203"]


def test_limit_statistics_summary(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path, TWO)
    _, out, err = lint(capsys, app, "--limit", "1", "--output-format", "concise")
    assert len(out.splitlines()) == 1
    assert "2 more not shown" in err
    _, out, _ = lint(capsys, app, "--statistics")
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["1", "WD101"],
        ["1", "WD104"],
        ["1", "WT202"],
    ]
    _, _, err = lint(capsys, app, "--summary")
    assert "0 errors, 1 warning, 2 hints in 2 entries" in err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("wippyc.toml", '[lint]\nignore = ["WT202"]\n[lint.severity]\nWD104 = "error"\n'),
        ("wippyc.toml", 'ignore = ["WT202"]\nseverity = { WD104 = "error" }\n'),
        (
            "pyproject.toml",
            '[tool.wippyc.lint]\nignore = ["WT202"]\nseverity = { WD104 = "error" }\n',
        ),
        (
            ".wippy.yaml",
            'version: "1.0"\nwippyc:\n  lint:\n    ignore: [WT202]\n    severity: {WD104: error}\n',
        ),
    ],
)
def test_settings_files(tmp_path: Path, capsys: CAPTURE, name: str, text: str) -> None:
    app = write(tmp_path, TWO, {name: text})
    _, out, _ = lint(capsys, app, "--output-format", "json")
    found = {each["code"]: each["severity"] for each in json.loads(out)["diagnostics"]}
    assert found == {"WD101": "hint", "WD104": "error"}
    assert codes(capsys, app, "--isolated") == ["WT202", "WD101", "WD104"]


@pytest.mark.parametrize(
    "text", ["ignor = []", "ignore = 5", 'ignore = ["WX9"]', "ignore = [", 'level = "loud"']
)
def test_wrong_settings_are_wrong_usage(tmp_path: Path, capsys: CAPTURE, text: str) -> None:
    app = write(tmp_path, CLEAN, {"wippyc.toml": text + "\n"})
    status, out, err = lint(capsys, app)
    assert (status, out) == (2, "")
    assert "wippyc.toml" in err


def test_environment_and_command_line_override_files(
    tmp_path: Path, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = write(tmp_path, TWO, {"wippyc.toml": 'select = ["WT"]\n'})
    assert codes(capsys, app) == ["WT202"]
    monkeypatch.setenv("WIPPYC_SELECT", "WD101")
    assert codes(capsys, app) == ["WD101"]
    assert codes(capsys, app, "--select", "WD104") == ["WD104"]


def test_per_file_ignores(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path, TWO, {"wippyc.toml": '[per-file-ignores]\n"*.lua" = ["WD"]\n'})
    assert codes(capsys, app) == ["WT202"]


def test_declarations(tmp_path: Path, capsys: CAPTURE) -> None:
    library = "  - name: lib\n    kind: library.lua\n    source: file://lib.lua\n"
    index = INDEX.replace("[time]", "[time]\n    imports: {lib: app:lib}") + library
    files = {
        "_index.yaml": index,
        "lib.lua": "return { a = function() return math.random() end, b = function() end }\n",
    }
    app = write(tmp_path, flow("    lib.b()\n    return lib.a()"), files)
    assert codes(capsys, app) == ["WD109", "WD104"]
    toml = app / "wippyc.toml"
    toml.write_text('[declarations]\n"app:lib.a" = "deterministic"\n', "utf-8")
    assert codes(capsys, app) == []
    toml.write_text('[declarations]\n"app:*" = false\n"app:lib.b" = true\n', "utf-8")
    assert codes(capsys, app) == ["WD109"]
    toml.write_text('[decls]\n"math.random" = "deterministic"\n', "utf-8")
    assert codes(capsys, app) == []


def suppressed(body: str) -> str:
    return flow(body)


@pytest.mark.parametrize(
    "body",
    [
        "    return math.random(6) -- wippyc: ignore[WD104] dice",
        "    -- wippyc: ignore[WD104] dice\n    return math.random(6)",
        "    -- wippyc: ignore[WD] all\n    if input then\n        return math.random(6)\n    end",
        "    -- wippyc: ignore[unrecorded-random] dice\n    return math.random(6)",
        "    -- wippyc: disable[WD104]\n    local a = math.random(6)\n"
        "    -- wippyc: enable[WD104]\n    return a",
        "    -- wippyc: file-ignore[WD104] dice\n    return math.random(6)",
    ],
)
def test_suppressions(tmp_path: Path, capsys: CAPTURE, body: str) -> None:
    assert codes(capsys, write(tmp_path, suppressed(body))) == []


def test_suppressions_end(tmp_path: Path, capsys: CAPTURE) -> None:
    body = (
        "    -- wippyc: ignore[WD104] one\n    local a = math.random(6)\n"
        "    local b = math.random(6)\n    -- wippyc: disable[WD104] some\n"
        "    local c = math.random(6)\n    -- wippyc: enable[WD104]\n"
        "    return a + b + c + math.random(6)"
    )
    assert codes(capsys, write(tmp_path, suppressed(body))) == ["WD104", "WD104"]


def test_wrong_suppressions_are_reported(tmp_path: Path, capsys: CAPTURE) -> None:
    body = (
        "    -- wippyc: ignore[WD104] nothing here\n    local a = 1\n"
        "    -- wippyc: ignore[WD999]\n    return a"
    )
    app = write(tmp_path, suppressed(body))
    assert codes(capsys, app) == ["WS501", "WS502"]
    assert codes(capsys, app, "--require-reason") == ["WS501", "WS503", "WS502"]
    assert codes(capsys, app, "--select", "WT") == []


def test_suppressions_in_yaml(tmp_path: Path, capsys: CAPTURE) -> None:
    for number, (old, new) in enumerate(
        [
            ("modules: [time]", "modules: [time, env] # wippyc: ignore[WD108] accepted"),
            ("  - name: flow", "  # wippyc: ignore[WD108] accepted\n  - name: flow"),
            ("namespace: app", "# wippyc: file-ignore[WD108] accepted\nnamespace: app"),
        ]
    ):
        index = INDEX.replace(old, new).replace("modules: [time]\n", "modules: [time, env]\n")
        app = write(tmp_path / str(number), CLEAN, {"_index.yaml": index})
        assert codes(capsys, app) == []
    index = INDEX.replace("modules: [time]", "modules: [time] # wippyc: ignore[WD108] old")
    assert codes(capsys, write(tmp_path / "unused", CLEAN, {"_index.yaml": index})) == ["WS501"]


def test_suppressions_do_not_hide_syntax_errors(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path, "-- wippyc: file-ignore[P] no\nlocal function main( end\n")
    assert lint(capsys, app)[0] == 1
    assert all(code.startswith("P") for code in codes(capsys, app))


def test_syntax_errors_do_not_stop_the_rest(tmp_path: Path, capsys: CAPTURE) -> None:
    index = INDEX + (
        "  - name: broken\n    kind: function.lua\n    method: main\n    source: file://broken.lua\n"
    )
    app = write(tmp_path, RANDOM, {"_index.yaml": index, "broken.lua": "return {"})
    found = codes(capsys, app)
    assert "WD104" in found
    assert any(code.startswith("P") for code in found)


def test_baseline_survives_moved_lines(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path / "app", RANDOM)
    baseline = tmp_path / "baseline.json"
    status, _, err = lint(capsys, app, "--baseline", baseline, "--update-baseline")
    assert status == 0
    assert "accepts 1 finding" in err
    (app / "flow.lua").write_text("\n\n" + RANDOM.replace("    return", "  return"), "utf-8")
    status, out, err = lint(capsys, app, "--baseline", baseline)
    assert (status, out) == (0, "")
    assert "1 finding accepted" in err
    twice = RANDOM.replace("end", "", 1).replace(
        "return math.random(6)", "local a = math.random(6)\n    return math.random(6)\nend"
    )
    (app / "flow.lua").write_text(twice, "utf-8")
    status, out, _ = lint(capsys, app, "--baseline", baseline, "--output-format", "concise")
    assert status == 1
    assert len(out.splitlines()) == 1
    (app / "flow.lua").write_text(CLEAN, "utf-8")
    _, _, err = lint(capsys, app, "--baseline", baseline)
    assert "--prune-baseline" in err
    lint(capsys, app, "--baseline", baseline, "--prune-baseline")
    assert json.loads(baseline.read_text("utf-8"))["findings"] == []


def test_wrong_baselines_are_wrong_usage(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path / "app", RANDOM)
    bad = tmp_path / "bad.json"
    bad.write_text("[]", "utf-8")
    assert lint(capsys, app, "--baseline", bad)[0] == 2
    assert lint(capsys, app, "--baseline", tmp_path / "none.json")[0] == 2
    assert lint(capsys, app, "--update-baseline")[0] == 2


FIXABLE = flow('    time.sleep("1d")\n    return json.encode(input)')


def test_fixes(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path, FIXABLE)
    assert codes(capsys, app) == ["WR401", "WT205"] or codes(capsys, app) == ["WT205", "WR401"]
    status, out, err = lint(capsys, app, "--diff")
    assert status == 1
    assert '+    time.sleep("24h")' in out
    assert "+    modules: [time, json]" in out
    assert (app / "flow.lua").read_text("utf-8") == FIXABLE
    status, out, err = lint(capsys, app, "--fix")
    assert (status, out) == (0, "")
    assert "fixed 2 findings" in err
    assert '"24h"' in (app / "flow.lua").read_text("utf-8")
    assert "modules: [time, json]" in (app / "_index.yaml").read_text("utf-8")


def test_unsafe_fixes_need_their_option(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path, flow("    return os.time()"))
    lint(capsys, app, "--fix")
    assert "os.time()" in (app / "flow.lua").read_text("utf-8")
    lint(capsys, app, "--fix", "--unsafe-fixes")
    assert "time.now():unix()" in (app / "flow.lua").read_text("utf-8")
    assert codes(capsys, app) == []


def test_fixes_keep_bytes_they_do_not_touch(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path, CLEAN)
    data = b'\xef\xbb\xbflocal s = "\xff"\r\n' + FIXABLE.replace("\n", "\r\n").encode()
    (app / "flow.lua").write_bytes(data)
    lint(capsys, app, "--fix", "--select", "WT205")
    assert (app / "flow.lua").read_bytes() == data.replace(b'"1d"', b'"24h"')


def test_standard_input(tmp_path: Path, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch) -> None:
    app = write(tmp_path, CLEAN)

    def give(text: str) -> None:
        stream = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)

    give(RANDOM)
    status, out, _ = lint(
        capsys, "-", "--stdin-filename", app / "flow.lua", "--output-format", "concise"
    )
    assert status == 1
    assert "flow.lua:2:12: WD104" in out
    give(INDEX.replace("[time]", "[time, env]"))
    status, out, _ = lint(capsys, "-", "--stdin-filename", app / "_index.yaml")
    assert status == 1
    assert "WD108" in out
    give(RANDOM)
    assert lint(capsys, "-")[0] == 2


def test_the_cache_notices_every_change(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path, RANDOM)
    first = lint(capsys, app)
    assert (app / ".wippyc" / "lint" / "findings.json").is_file()
    assert lint(capsys, app) == first
    assert lint(capsys, app, "--ignore", "WD104")[0] == 0
    (app / "flow.lua").write_text(CLEAN, "utf-8")
    assert lint(capsys, app)[0] == 0
    (app / ".wippyc" / "lint" / "findings.json").write_text('{"key": 1}', "utf-8")
    assert lint(capsys, app)[0] == 0


def test_watching(tmp_path: Path) -> None:
    app = write(tmp_path, RANDOM)
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "wippyc.cli", "lint", str(app), "--watch", "--statistics"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert "WD104" in process.stdout.readline()
        time.sleep(0.5)
        (app / "flow.lua").write_text(flow("    return os.clock()"), "utf-8")
        assert "WD102" in process.stdout.readline()
    finally:
        process.kill()
        process.wait()


def test_rules_are_explained_as_data(capsys: CAPTURE) -> None:
    assert main(["rule", "--all", "--output-format", "json"]) == 0
    rules = json.loads(capsys.readouterr().out)
    assert len(rules) > 100
    by_code = {each["code"]: each for each in rules}
    assert "## Use instead" in by_code["WD104"]["explanation"]
    assert main(["rule", "wall-clock-read"]) == 0
    assert "## Why is this bad?" in capsys.readouterr().out


def test_errors_stop_a_build_and_suppressions_let_it_go_on(tmp_path: Path, capsys: CAPTURE) -> None:
    app = write(tmp_path / "app", CLEAN, {"_index.yaml": INDEX.replace("[time]", "[time, sql]")})
    output = tmp_path / "out"
    assert main(["build", str(app), "-o", str(output)]) == 1
    assert "WD107" in capsys.readouterr().err
    assert not output.exists()
    body = "    return tostring({}) -- wippyc: ignore[WD113] shown to people only"
    app = write(tmp_path / "other", flow(body))
    assert main(["build", str(app), "-o", str(output)]) == 0
