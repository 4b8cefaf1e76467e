"""The extension point of a generated worker: a Python module named `hooks`.

The module is optional. It may define the names of `Hooks`; every one is checked when the worker
starts, so that a slip is a sentence and not a traceback at three in the morning.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import Any

import temporalio.activity
import temporalio.client
import temporalio.converter
import temporalio.worker
from temporalio.runtime import Runtime

from .configuration_error import ConfigurationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """What a hooks module adds to the workers of an application.

    Attributes:
        payload_codec: Codec for all payloads, e.g. encryption. Every other client of the namespace
            needs the same one.
        interceptors: Client or worker interceptors, outermost first.
        activities: Further Python activities (`@activity.defn`), run by every activity worker.
        implementations: Python implementations of Lua entries, by entry ID. They receive and
            return plain Python data and may be `async`.
        runtime: SDK runtime, for metrics and core logging.
        plugins: Temporal plugins for client and workers.
        origin: Where the hooks come from, for messages.
    """

    payload_codec: temporalio.converter.PayloadCodec | None = None
    interceptors: tuple[temporalio.client.Interceptor | temporalio.worker.Interceptor, ...] = ()
    activities: tuple[Callable[..., Any], ...] = ()
    implementations: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    runtime: Runtime | None = None
    plugins: tuple[Any, ...] = ()
    origin: str = ""


_NAMES = tuple(name for name in Hooks.__slots__ if name != "origin")


def load_hooks(package: str, environment: Mapping[str, str], folder: Path) -> Hooks:
    """Find and check the hooks of an application.

    `WIPPY_HOOKS` (a module name or the path of a `.py` file) wins; then a module `hooks` inside the
    generated package, a `hooks.py` beside the package, and a `hooks.py` in the given folder.

    Args:
        package: Name of the generated package.
        environment: Process environment.
        folder: Working folder of the worker.

    Raises:
        ConfigurationError: The module does not exist, does not import, or defines something of a
            wrong type.
    """
    module = _find_module(package, environment.get("WIPPY_HOOKS", ""), folder)
    return Hooks() if module is None else read_hooks(module)


def read_hooks(module: ModuleType) -> Hooks:
    """Check the names a hooks module defines.

    Raises:
        ConfigurationError: A value has the wrong type.
    """
    origin = getattr(module, "__file__", None) or module.__name__
    values = {name: getattr(module, name) for name in _NAMES if hasattr(module, name)}
    _warn_misspelt(module, origin)
    hooks = Hooks(
        payload_codec=values.get("payload_codec"),
        interceptors=_sequence(origin, "interceptors", values.get("interceptors", ())),
        activities=_sequence(origin, "activities", values.get("activities", ())),
        implementations=_mapping(origin, values.get("implementations", {})),
        runtime=values.get("runtime"),
        plugins=_sequence(origin, "plugins", values.get("plugins", ())),
        origin=origin,
    )
    _check(hooks)
    return hooks


def _check(hooks: Hooks) -> None:
    codec, runtime = hooks.payload_codec, hooks.runtime
    if codec is not None and not isinstance(codec, temporalio.converter.PayloadCodec):
        raise _wrong(hooks.origin, "payload_codec", "a temporalio PayloadCodec instance", codec)
    if runtime is not None and not isinstance(runtime, Runtime):
        raise _wrong(hooks.origin, "runtime", "a temporalio Runtime", runtime)
    interceptor_types = (temporalio.client.Interceptor, temporalio.worker.Interceptor)
    for interceptor in hooks.interceptors:
        if not isinstance(interceptor, interceptor_types):
            raise _wrong(hooks.origin, "interceptors", "interceptor instances", interceptor)
    for plugin in hooks.plugins:
        if not isinstance(plugin, temporalio.client.Plugin | temporalio.worker.Plugin):
            raise _wrong(hooks.origin, "plugins", "Temporal plugin instances", plugin)
    for function in hooks.activities:
        if activity_name(function) is None:
            raise _wrong(hooks.origin, "activities", "functions with @activity.defn", function)
    for entry_id, function in hooks.implementations.items():
        if ":" not in str(entry_id):
            raise _wrong(hooks.origin, "implementations", "entry IDs (namespace:name)", entry_id)
        if not callable(function):
            raise _wrong(hooks.origin, f"implementations[{entry_id!r}]", "a function", function)


def activity_name(function: Callable[..., Any]) -> str | None:
    """Return the activity type a callable is registered under; `None` without `@activity.defn`.

    A dynamic activity has the empty name.
    """
    definition = temporalio.activity._Definition.from_callable(function)
    return None if definition is None else definition.name or ""


def _wrong(origin: str, name: str, expected: str, value: object) -> ConfigurationError:
    return ConfigurationError(
        f"{origin}: {name} must be {expected}, got {value!r} ({type(value).__name__})"
    )


def _sequence(origin: str, name: str, value: object) -> tuple[Any, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _wrong(origin, name, "a list", value)
    return tuple(value)


def _mapping(origin: str, value: object) -> Mapping[str, Callable[..., Any]]:
    if not isinstance(value, Mapping):
        raise _wrong(origin, "implementations", "a dict of entry IDs to functions", value)
    return dict(value)


def _warn_misspelt(module: ModuleType, origin: str) -> None:
    for name in vars(module):
        if name.startswith("_") or name in _NAMES:
            continue
        close = get_close_matches(name, _NAMES, n=1, cutoff=0.87)
        if close and not isinstance(getattr(module, name), ModuleType | type):
            raise ConfigurationError(f"{origin}: unknown hook {name!r}; did you mean {close[0]!r}?")


def _find_module(package: str, wanted: str, folder: Path) -> ModuleType | None:
    if wanted.endswith(".py"):
        path = folder / wanted
        if not path.is_file():
            raise ConfigurationError(f"WIPPY_HOOKS: no such file: {wanted}")
        return _import_file(path)
    if wanted:
        return _import_name(wanted, f"WIPPY_HOOKS: cannot import {wanted}")
    inside = f"{package}.hooks"
    if _exists(inside):
        return _import_name(inside, f"cannot import {inside}")
    for candidate in (*_beside(package), folder / "hooks.py"):
        if candidate.is_file():
            return _import_file(candidate)
    return None


def _exists(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _beside(package: str) -> list[Path]:
    """Return the `hooks.py` next to the package, unless that is where pip installs packages."""
    loaded = sys.modules.get(package)
    file = getattr(loaded, "__file__", None)
    if file is None:
        return []
    parent = Path(file).resolve().parent.parent
    return [] if parent.name in ("site-packages", "dist-packages") else [parent / "hooks.py"]


def _import_name(name: str, failure: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise ConfigurationError(f"{failure}: {type(error).__name__}: {error}") from error


def _import_file(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("wippy_hooks", path)
    if spec is None or spec.loader is None:
        raise ConfigurationError(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[spec.name]
        raise ConfigurationError(f"{path}: {type(error).__name__}: {error}") from error
    return module
