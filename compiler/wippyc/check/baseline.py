"""Accepted findings of a project, so that only new ones are reported.

An entry is keyed by rule, entry (or file) and the code on the line, with blanks folded; it
survives moved lines and changed indentation, and is used as often as it was counted.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wippyc.check.configuration import ConfigurationError
from wippyc.diagnostics.model import Diagnostic
from wippyc.diagnostics.places import shown

_FORMAT = 1


@dataclass(frozen=True)
class Filtered:
    """Findings after a baseline.

    Attributes:
        found: The findings that are new.
        accepted: How many were accepted.
        stale: Keys of accepted findings that are gone, with their number.
    """

    found: tuple[Diagnostic, ...]
    accepted: int
    stale: Mapping[str, int]


def read_baseline(path: Path) -> Counter[str]:
    """Return the accepted findings: key → number.

    Raises:
        ConfigurationError: The file cannot be read, or is no baseline.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        findings = document["findings"]
        return Counter({str(each["key"]): int(each["count"]) for each in findings})
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, TypeError, KeyError):
        raise ConfigurationError(f"{path} is no baseline of wippyc") from None


def apply_baseline(found: Iterable[Diagnostic], accepted: Counter[str]) -> Filtered:
    """Leave accepted findings out."""
    left = Counter(accepted)
    new: list[Diagnostic] = []
    count = 0
    for each in found:
        key = baseline_key(each)
        if left[key] > 0:
            left[key] -= 1
            count += 1
        else:
            new.append(each)
    return Filtered(tuple(new), count, {key: n for key, n in sorted(left.items()) if n > 0})


def baseline_key(found: Diagnostic) -> str:
    """Return what makes a finding the same after lines have moved."""
    parts = [found.rule.code, found.entry_id]
    if found.span is None:
        parts.append(found.message)
    else:
        place = shown(found.span)
        if not found.entry_id:
            parts.append(place.source.path)
        parts.append("".join(place.source.line_text(place.line).split()))
    text = "\0".join(parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def write_baseline(
    found: Iterable[Diagnostic], path: Path, keep: Counter[str] | None = None
) -> int:
    """Write findings as accepted and return how many.

    Args:
        found: The findings.
        path: The file.
        keep: Accept only what was accepted before, for pruning.
    """
    counts: Counter[str] = Counter()
    examples: dict[str, Diagnostic] = {}
    for each in found:
        key = baseline_key(each)
        if keep is None or counts[key] < keep[key]:
            counts[key] += 1
            examples.setdefault(key, each)
    entries = [
        {
            "key": key,
            "count": counts[key],
            "code": each.rule.code,
            "entry": each.entry_id,
            "path": "" if each.span is None else shown(each.span).source.path,
            "message": each.message,
        }
        for key, each in examples.items()
    ]
    entries.sort(key=lambda entry: (str(entry["path"]), str(entry["code"]), str(entry["key"])))
    document = {"format": _FORMAT, "findings": entries}
    try:
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from None
    return sum(counts.values())
