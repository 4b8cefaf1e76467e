"""Finding Temporal's own program, and dev servers made with it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from wippyc.cli import temporal_cli
from wippyc.cli.dev_server import dev_server, is_reachable
from wippyc.cli.temporal_cli import TemporalCliError, cache_folder, find_cli, provide_cli


def program(path: Path, text: str = "#!/bin/sh\nexit 0\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_the_variable_goes_before_the_path_and_the_path_before_the_cache(tmp_path: Path) -> None:
    cached = program(tmp_path / "cache" / "bin" / "temporal")
    on_path = program(tmp_path / "path" / "temporal")
    named = program(tmp_path / "named")
    environ = {"WIPPYC_CACHE_DIR": str(tmp_path / "cache"), "PATH": str(tmp_path / "nothing")}
    assert find_cli(environ) == cached
    environ["PATH"] = str(tmp_path / "path")
    assert find_cli(environ) == on_path
    environ["WIPPYC_TEMPORAL_CLI"] = str(named)
    assert find_cli(environ) == named


def test_a_variable_that_names_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemporalCliError, match="not an executable file"):
        find_cli({"WIPPYC_TEMPORAL_CLI": str(tmp_path / "nothing"), "PATH": ""})


def test_the_cache_is_where_the_user_s_caches_are() -> None:
    assert cache_folder({"XDG_CACHE_HOME": "/caches"}) == Path("/caches/wippyc")
    assert cache_folder({}) == Path.home() / ".cache" / "wippyc"


def test_what_was_tried_is_said_when_nothing_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(temporal_cli, "SDK_DOWNLOAD", "raise SystemExit('no network')")
    said: list[str] = []
    environ = {"WIPPYC_CACHE_DIR": str(tmp_path), "PATH": str(tmp_path)}
    with pytest.raises(TemporalCliError, match="no network; Go is not installed") as caught:
        provide_cli(environ, said.append)
    assert "WIPPYC_TEMPORAL_CLI" in str(caught.value)
    assert len(said) == 2
    assert list((tmp_path / "bin").iterdir()) == []


def test_a_built_program_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporal_cli, "SDK_DOWNLOAD", "raise SystemExit('no network')")
    script = '#!/bin/sh\nprintf "#!/bin/sh\\n" > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal"\n'
    program(tmp_path / "tools" / "go", script.replace("chmod", "/bin/chmod"))
    environ = {"WIPPYC_CACHE_DIR": str(tmp_path), "PATH": str(tmp_path / "tools")}
    found = provide_cli(environ, lambda text: None)
    assert found == tmp_path / "bin" / "temporal"
    assert find_cli(environ) == found


def test_a_server_that_ends_at_once_is_an_error_with_its_words(tmp_path: Path) -> None:
    broken = program(tmp_path / "temporal", "#!/bin/sh\necho port is taken\nexit 3\n")
    environ = {"WIPPYC_TEMPORAL_CLI": str(broken)}
    with (
        pytest.raises(TemporalCliError, match="ended with status 3: port is taken"),
        dev_server(environ=environ),
    ):
        pytest.fail("there is no server")


@pytest.mark.server
def test_a_dev_server_serves_and_ends() -> None:
    with dev_server(namespace="orders") as server:
        assert is_reachable(server.address)
        address = server.address
    assert not is_reachable(address)


def test_reachability() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert is_reachable(f"localhost:{listener.getsockname()[1]}")
    assert not is_reachable("127.0.0.1:1")
    assert not is_reachable("no port")
    assert not is_reachable("")
