"""Where lint settings come from: a file of the project, the environment, the command line.

The nearest folder upwards that has one of these wins, the first of them in it:

    wippyc.toml        [lint]               (or the keys at the top level)
    pyproject.toml     [tool.wippyc.lint]   (or [tool.wippyc])
    .wippy.yaml        wippyc: {lint: …}    (or wippyc: …)
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from wippyc.check.settings import Declaration, LintSettings
from wippyc.check.skeleton_file import FILE_NAME, read_skeletons
from wippyc.diagnostics.model import Severity, Sink
from wippyc.project.suggest import did_you_mean

LEVELS: Final[Mapping[str, Severity]] = {each.label: each for each in Severity}


class ConfigurationError(Exception):
    """Settings that cannot be used; the text is one line for people."""


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """Everything a settings file can say.

    Attributes:
        lint: Which findings count.
        level: Least severity that is reported.
        fail_level: Least severity that makes a run fail.
        baseline: File with accepted findings.
        golden: Folder with accepted command skeletons; `golden` in the application by default.
        file: The settings file, if any.
    """

    lint: LintSettings = field(default_factory=LintSettings)
    level: Severity = Severity.HINT
    fail_level: Severity = Severity.WARNING
    baseline: Path | None = None
    golden: Path | None = None
    file: Path | None = None


def load_configuration(
    root: Path,
    *,
    file: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    is_isolated: bool = False,
) -> Configuration:
    """Read the settings that hold for an application.

    Args:
        root: The application folder.
        file: A settings file to use instead of the nearest one.
        overrides: Settings of the command line, by key.
        environ: The environment; `WIPPYC_SELECT` and the like override the file.
        is_isolated: Whether files and environment are ignored.

    Raises:
        ConfigurationError: A file cannot be read, or a setting is wrong.
    """
    values: dict[str, object] = {}
    found = file
    if file is not None:
        values.update(_read(file))
    elif not is_isolated:
        found, read = _nearest(root.resolve())
        values.update(read)
    if not is_isolated:
        values.update(_from_environment(os.environ if environ is None else environ))
    values.update(overrides or {})
    configuration = _decode(values, found)
    golden = configuration.golden or root / "golden"
    accepted = read_skeletons(golden / FILE_NAME)
    if not accepted:
        return configuration
    return replace(configuration, lint=replace(configuration.lint, skeletons=accepted))


def build_settings(root: Path) -> LintSettings:
    """Return the settings of a build.

    Accepted skeletons are left out: `wippyc golden --update` must be able to compile the very
    change it accepts. `wippyc lint` and `wippyc golden` compare them.

    Raises:
        ConfigurationError: A settings file is wrong.
    """
    return replace(load_configuration(root).lint, skeletons={})


def _nearest(folder: Path) -> tuple[Path | None, Mapping[str, object]]:
    for parent in (folder, *folder.parents):
        for name in ("wippyc.toml", "pyproject.toml", ".wippy.yaml"):
            path = parent / name
            if path.is_file():
                section = _read(path)
                if section:
                    return path, section
        if (parent / ".git").exists():
            break
    return None, {}


def _read(path: Path) -> Mapping[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConfigurationError(f"cannot read {path}: {reason}") from None
    if path.suffix in (".yaml", ".yml"):
        section = _yaml_section(text, path)
    else:
        try:
            document: Any = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            if path.name == "pyproject.toml":
                return {}
            raise ConfigurationError(f"{path}: {error}") from None
        if path.name == "pyproject.toml":
            document = document.get("tool", {}).get("wippyc", {})
        section = document
    if not isinstance(section, Mapping):
        raise ConfigurationError(f"{path}: the settings of wippyc must be a table")
    inner = section.get("lint", section)
    if not isinstance(inner, Mapping):
        raise ConfigurationError(f"{path}: lint must be a table")
    return {str(key).replace("_", "-"): value for key, value in inner.items()}


def _yaml_section(text: str, path: Path) -> object:
    if "wippyc" not in text:
        return {}
    from wippyc.project.yaml_source import read_yaml
    from wippyc.source import SourceFile

    node = read_yaml(SourceFile(str(path), text), Sink())
    section = None if node is None else node.get("wippyc")
    return {} if section is None else section.plain()


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key in _READERS:
        value = environ.get("WIPPYC_" + key.upper().replace("-", "_"))
        if value:
            found[key] = value
    return found


# --- single settings --------------------------------------------------------------------------


def _codes(key: str, value: object) -> tuple[str, ...]:
    """Read codes: a list, or a text with commas."""
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise ConfigurationError(f"{key} must be a list of codes")
    return tuple(check_code(item.strip(), key) for item in items if item.strip())


def check_code(text: str, key: str = "") -> str:
    """Return a code, a prefix or a name in its usual spelling.

    Raises:
        ConfigurationError: No rule is called like that.
    """
    from wippyc.check.listing import all_codes

    codes = all_codes()
    if text.upper() == "ALL" or any(code.startswith(text.upper()) for code in codes):
        return text.upper()
    if text.lower() in codes.values():
        return text.lower()
    where = f"{key}: " if key else ""
    guess = did_you_mean(text, {*codes, *codes.values()})
    raise ConfigurationError(f"{where}no rule {text}; {guess or '`wippyc rule --all` lists them'}")


def _per_file(key: str, value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{key} must map path patterns to lists of codes")
    return {str(pattern): _codes(key, codes) for pattern, codes in value.items()}


def read_level(key: str, value: object) -> Severity:
    """Return a severity by its word.

    Raises:
        ConfigurationError: It is no severity.
    """
    if isinstance(value, str) and value.lower() in LEVELS:
        return LEVELS[value.lower()]
    raise ConfigurationError(f"{key} must be one of {', '.join(LEVELS)}")


def _severities(key: str, value: object) -> Mapping[str, Severity]:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{key} must map codes to severities")
    return {check_code(str(code), key): read_level(key, level) for code, level in value.items()}


def _declarations(key: str, value: object) -> Mapping[str, Declaration]:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{key} must map functions to what they are")
    found: dict[str, Declaration] = {}
    for name, what in value.items():
        if what is True or what == "nondeterministic":
            found[str(name)] = "nondeterministic"
        elif what is False or what == "deterministic":
            found[str(name)] = "deterministic"
        else:
            raise ConfigurationError(f"{key}: {name} must be deterministic or nondeterministic")
    return found


def _flag(key: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "1", "false", "0"):
        return value.lower() in ("true", "1")
    raise ConfigurationError(f"{key} must be true or false")


def _path(key: str, value: object) -> Path:
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"{key} must be a path")
    return Path(value)


_READERS: Final[Mapping[str, Callable[[str, object], object]]] = {
    "select": _codes,
    "extend-select": _codes,
    "ignore": _codes,
    "per-file-ignores": _per_file,
    "severity": _severities,
    "declarations": _declarations,
    "require-reason": _flag,
    "level": read_level,
    "fail-level": read_level,
    "baseline": _path,
    "golden": _path,
}
_OTHER_SECTIONS: Final = frozenset({"build", "run", "runtime", "package"})


def _decode(values: Mapping[str, object], file: Path | None) -> Configuration:
    read: dict[str, Any] = {}
    for key, value in values.items():
        name = "declarations" if key == "decls" else key
        reader = _READERS.get(name)
        if reader is not None:
            try:
                read[name] = reader(name, value)
            except ConfigurationError as error:
                raise ConfigurationError(f"{file}: {error}" if file else str(error)) from None
        elif key not in _OTHER_SECTIONS:
            guess = did_you_mean(key, _READERS)
            where = f"{file}: " if file else ""
            raise ConfigurationError(f"{where}no setting {key}{'; ' + guess if guess else ''}")
    lint = LintSettings(
        select=read.get("select", ()),
        extend_select=read.get("extend-select", ()),
        ignore=read.get("ignore", ()),
        per_file_ignores=read.get("per-file-ignores", {}),
        severities=read.get("severity", {}),
        declarations=read.get("declarations", {}),
        require_reason=read.get("require-reason", False),
    )
    base = file.parent if file is not None else Path()
    return Configuration(
        lint=lint,
        level=read.get("level", Severity.HINT),
        fail_level=read.get("fail-level", Severity.WARNING),
        baseline=_below(base, read.get("baseline")),
        golden=_below(base, read.get("golden")),
        file=file,
    )


def _below(base: Path, path: Path | None) -> Path | None:
    return None if path is None else base / path
