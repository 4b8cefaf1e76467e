"""What goes into a compilation and what comes out: the types between the pipeline and packaging."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from wippyc.diagnostics.model import Diagnostic, Severity
from wippyc.project.model import Project

ModuleKind = Literal["workflow", "activity", "library"]
RuntimeMode = Literal["vendor", "dependency"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileOptions:
    """What a caller may choose about one compilation.

    Attributes:
        package: Import name of the generated package; `None` derives it from the application's
            folder. Generated modules import each other and a vendored runtime relatively, so
            their text does not depend on it.
        runtime: `vendor` puts the needed part of the runtime into the package (generated modules
            import it as `..wippy_runtime`), `dependency` imports an installed `wippy_runtime`.
        use_cache: Whether results of earlier runs may be reused.
    """

    package: str | None = None
    runtime: RuntimeMode = "vendor"
    use_cache: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleText:
    """A module as text.

    Attributes:
        text: Formatted Python text, header included.
        line_map: JSON text that maps Python positions to Lua lines.
    """

    text: str
    line_map: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledModule:
    """One generated Python module.

    Attributes:
        entry_id: Full registry ID it was compiled from.
        kind: What the entry is to Temporal; functions and processes are activities.
        path: Place below the package folder, e.g. `workflows/order_workflow.py`.
        text: Formatted Python text, header included.
        line_map: JSON text that maps Python positions to Lua lines.
        class_or_function: Name in the module to register: the workflow class, or the entry
            function of an activity. Empty for libraries.
        runtime_modules: Dotted names below `wippy_runtime` that the module imports.
        yields: Whether the entry function is a coroutine function.
    """

    entry_id: str
    kind: ModuleKind
    path: PurePosixPath
    text: str
    line_map: str
    class_or_function: str
    runtime_modules: frozenset[str]
    yields: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileResult:
    """Outcome of `compile_project`.

    Attributes:
        project: The loaded application; `None` when it could not be read, which is an error.
        modules: Generated modules; empty when an error was found.
        diagnostics: All findings, in output order.
    """

    project: Project | None
    modules: tuple[CompiledModule, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def has_errors(self) -> bool:
        """Whether a finding forbids using the modules."""
        return any(found.level is Severity.ERROR for found in self.diagnostics)
