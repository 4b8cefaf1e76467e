"""What is built can be installed where nothing of ours is."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from environments import make_environment, pip_install, run

REPOSITORY = Path(__file__).parents[2]
ORDERS = REPOSITORY / "examples" / "orders"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of wippyc, built from the source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    quiet = ["--quiet", "--disable-pip-version-check"]
    run([sys.executable, "-m", "pip", "wheel", *quiet, "--no-deps", "-w", folder, REPOSITORY])
    (built,) = folder.glob("wippyc-*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel installed."""
    folder = make_environment(tmp_path_factory.mktemp("compiler"), borrow_libraries=True)
    pip_install(folder, "--no-deps", wheel)
    return folder


def test_the_wheel_holds_both_packages_and_the_templates(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    templates = {path.name for path in (REPOSITORY / "templates").iterdir()}
    assert {f"wippyc/_templates/{name}" for name in templates} <= set(names)
    assert "wippy_runtime/temporal/worker.py" in names
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"wippyc", "wippy_runtime"}


def test_the_installed_command_works_from_anywhere(programs: Path, tmp_path: Path) -> None:
    assert "Commands:" in run([programs / "wippyc", "--help"], folder=Path("/"))
    assert run([programs / "wippyc", "--version"], folder=Path("/")).startswith("wippyc 0.")
    run([programs / "wippyc", "build", ORDERS, "-o", tmp_path / "out"], folder=Path("/"))
    assert (tmp_path / "out/src/orders/workflows/order_workflow.py").is_file()


def test_the_installed_compiler_writes_the_same_bytes(programs: Path, tmp_path: Path) -> None:
    run([programs / "wippyc", "build", ORDERS, "-o", tmp_path / "installed", "--no-cache"])
    command = [sys.executable, "-m", "wippyc.cli", "build", str(ORDERS), "--check"]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "installed")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_generated_package_needs_nothing_but_itself(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "wippyc.cli", "build", str(ORDERS), "-o", str(tmp_path / "out")],
        check=True,
    )
    programs = make_environment(tmp_path / "environment", borrow_libraries=False)
    pip_install(programs, tmp_path / "out")
    missing = "import importlib.util as u, sys; sys.exit(u.find_spec('wippyc') is not None)"
    run([programs / "python", "-c", missing], folder=Path("/"))
    checked = run([programs / "orders-worker", "--check"], folder=Path("/"))
    assert checked.startswith("app:worker: queue orders at ")
    assert "1 workflow types, 3 activity types" in checked
    assert run([programs / "python", "-m", "orders", "--check"], folder=Path("/")) == checked
