"""The environment registry: `env.variable` and `env.storage.*` entries over `os.environ`.

One `Environment` exists per process. It answers the Lua module `env` and fills the
`${env:NAME|default}` placeholders of the connection settings.
"""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Iterable, MutableMapping
from pathlib import Path

from .application import EnvironmentStorage, EnvironmentVariable
from .configuration_error import ConfigurationError

_PLACEHOLDER = re.compile(
    r"\$\$\{|\$\{env:(?P<long>[^}|]*)(?:\|(?P<long_default>[^}]*))?\}"
    r"|\$\{(?P<short>[A-Z_][A-Z0-9_]*)\|(?P<short_default>[^}]*)\}"
)


class ReadOnlyVariable(Exception):
    """`env.set` on a variable or storage that cannot be written; the text says which."""


class Environment:
    """Variables and storages of an application. Safe to use from several threads."""

    def __init__(
        self,
        variables: Iterable[EnvironmentVariable] = (),
        storages: Iterable[EnvironmentStorage] = (),
        process: MutableMapping[str, str] | None = None,
    ) -> None:
        """Create the registry.

        Args:
            variables: The `env.variable` entries.
            storages: The `env.storage.*` entries.
            process: The process environment; `os.environ` when not given.
        """
        self._process = os.environ if process is None else process
        self._variables = tuple(variables)
        self._by_key = {variable.name: variable for variable in self._variables}
        self._by_key.update({variable.id: variable for variable in self._variables})
        self._storages = {storage.id: storage for storage in storages}
        self._memory: dict[str, dict[str, str]] = {}
        self._lock = threading.RLock()

    def get(self, key: str) -> str | None:
        """Return the value of a variable by public name or entry ID, or `None`.

        A name no entry declares is looked up in the process environment.
        """
        variable = self._by_key.get(key)
        if variable is None:
            return self._process.get(key)
        with self._lock:
            value = self._read(variable.storage, variable.name, ())
        return variable.default if value is None else value

    def set(self, key: str, value: str) -> None:
        """Store a value where the variable lives; an undeclared name is a process variable.

        Raises:
            ReadOnlyVariable: The variable or its storage does not accept writes.
        """
        variable = self._by_key.get(key)
        with self._lock:
            if variable is None:
                self._process[key] = value
            elif variable.read_only:
                raise ReadOnlyVariable(f"environment variable is read-only: {key}")
            else:
                self._write(variable.storage, variable.name, value)

    def all(self) -> dict[str, str]:
        """Return every declared variable that has a value; without declarations, the process's."""
        if not self._variables:
            return dict(self._process)
        pairs = ((variable.name, self.get(variable.name)) for variable in self._variables)
        return {name: value for name, value in pairs if value is not None}

    def expand(self, text: str, what: str) -> str:
        """Fill the placeholders of a configuration text.

        Args:
            text: Text with `${env:NAME}`, `${env:NAME|default}` or `${NAME|default}`.
            what: Name of the setting, for the error.

        Raises:
            ConfigurationError: A variable without default has no value.
        """

        def value(match: re.Match[str]) -> str:
            if match[0] == "$${":
                return "${"
            name = match["long"] if match["long"] is not None else match["short"]
            default = match["long_default"] if match["long"] is not None else match["short_default"]
            found = self.get(name)
            if found is not None:
                return found
            if default is not None:
                return default
            raise ConfigurationError(f"{what}: environment variable {name} is not set")

        return _PLACEHOLDER.sub(value, text)

    def _read(self, storage_id: str | None, name: str, seen: tuple[str, ...]) -> str | None:
        if storage_id is None:
            return self._process.get(name)
        storage = self._storages.get(storage_id)
        if storage is None or storage_id in seen:
            return None
        match storage.kind:
            case "os":
                return self._process.get(name)
            case "memory":
                return self._memory.get(storage.id, {}).get(name)
            case "static":
                return storage.values.get(name)
            case "file":
                return _read_file(Path(storage.file_path)).get(name)
            case "router":
                for target in storage.storages:
                    value = self._read(target, name, (*seen, storage_id))
                    if value is not None:
                        return value
                return None

    def _write(
        self, storage_id: str | None, name: str, value: str, seen: tuple[str, ...] = ()
    ) -> None:
        storage = None if storage_id is None else self._storages.get(storage_id)
        if storage is None or storage.kind == "os":
            self._process[name] = value
            return
        match storage.kind:
            case "memory":
                self._memory.setdefault(storage.id, {})[name] = value
            case "static":
                raise ReadOnlyVariable(f"environment storage is read-only: {storage.id}")
            case "file":
                _write_file(Path(storage.file_path), storage.auto_create, name, value)
            case "router":
                if not storage.storages or storage.id in seen:
                    raise ReadOnlyVariable(f"environment storage has no target: {storage.id}")
                self._write(storage.storages[0], name, value, (*seen, storage.id))


def _read_file(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        return {}
    values: dict[str, str] = {}
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#") or "=" not in line:
            continue
        name, _, value = line.removeprefix("export ").partition("=")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        values[name.strip()] = value
    return values


def _write_file(path: Path, auto_create: bool, name: str, value: str) -> None:
    if not path.exists() and not auto_create:
        raise ReadOnlyVariable(f"environment file does not exist: {path}")
    if "\n" in value or "\r" in value:
        raise ReadOnlyVariable("environment files cannot hold values of several lines")
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if line.split("=", 1)[0].removeprefix("export ").strip() != name]
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=path.name, delete=False
    ) as handle:
        handle.write("\n".join([*kept, f'{name}="{value}"']) + "\n")
    os.replace(handle.name, path)


class _Current:
    """Holder of the process's registry; a class so that tests can swap it."""

    environment = Environment()


def current_environment() -> Environment:
    """Return the registry of this process (only `os.environ` until an application starts)."""
    return _Current.environment


def use_environment(environment: Environment) -> None:
    """Make a registry the one of this process."""
    _Current.environment = environment
