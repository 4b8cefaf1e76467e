"""Names of the generated package and its distribution."""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata

# Top-level packages a worker imports; a generated package of that name would hide them.
IMPORTED_PACKAGES = frozenset(
    {
        "google",
        "httpx",
        "nexusrpc",
        "temporalio",
        "typing_extensions",
        "tzdata",
        "wippy_runtime",
        "wippyc",
        "yaml",
    }
)


def package_name(application: str) -> str:
    """Derive an import name from the name of an application's folder."""
    ascii_text = unicodedata.normalize("NFKD", application).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", ascii_text.lower()).strip("_")
    if not name:
        return "app"
    if name[0].isdigit():
        name = f"app_{name}"
    return name if package_name_problem(name) is None else f"{name}_app"


def package_name_problem(name: str) -> str | None:
    """Say why a name cannot be the import name of a generated package, or return `None`."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        return f"not a Python package name: {name!r} (use letters, digits and underscores)"
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return f"a Python keyword cannot be a package name: {name}"
    if name in sys.stdlib_module_names or name in IMPORTED_PACKAGES:
        return f"the package would hide the module {name!r} that workers import"
    if not name.strip("_"):
        return f"not a distribution name: {name!r}"
    return None


def distribution_name(package: str) -> str:
    """Return the normalised name of the distribution, e.g. `my-app` for `my_app`."""
    return re.sub(r"[-_.]+", "-", package).strip("-").lower()
