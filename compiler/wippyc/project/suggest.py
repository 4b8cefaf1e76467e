"""Did-you-mean: the known word closest to what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from wippyc.diagnostics.model import Edit, Fix
from wippyc.source import Span

_MANY = 4000
_PLAIN = re.compile(r"[A-Za-z0-9_.:/-]+")


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, or `None` when nothing is near.

    Words of very different length are not compared, and very long lists are only searched for a
    spelling that differs in case and punctuation, so that a large application with many mistakes
    still reports them quickly.
    """
    folded = _fold(word)
    slack = max(2, len(word) // 3)
    near: list[str] = []
    for candidate in known:
        if candidate == word:
            continue
        if _fold(candidate) == folded:
            return candidate
        if abs(len(candidate) - len(word)) <= slack:
            near.append(candidate)
    if len(near) > _MANY or len(word) > 200:
        return None
    matches = get_close_matches(word, sorted(near), n=1, cutoff=0.7)
    return matches[0] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean 'x'?`, or an empty text when nothing is near."""
    found = closest(word, known)
    return f"did you mean '{found}'?" if found is not None else ""


def closest_id(written: str, known: Iterable[str]) -> str | None:
    """Return the registry ID most like `written`.

    An ID whose name alone is equal or near wins, because the namespace is what people forget.
    """
    known = list(known)
    found = closest(written, known)
    if found is not None:
        return found
    name = written.partition(":")[2] or written
    by_name: dict[str, str] = {}
    for candidate in known:
        by_name.setdefault(candidate.partition(":")[2], candidate)
    if name in by_name:
        return by_name[name]
    near = closest(name, by_name)
    return by_name[near] if near is not None else None


def rename(span: Span, guess: str | None) -> Fix | None:
    """Return the change that writes a guess in place of a misspelt word.

    It is not safe: a key or a reference without effect gets one. Quoted words are left to people.
    """
    if guess is None or not _PLAIN.fullmatch(span.text) or not _PLAIN.fullmatch(guess):
        return None
    return Fix(f"write '{guess}'", (Edit(span, guess),), safe=False)


def _fold(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "").replace(" ", "")
