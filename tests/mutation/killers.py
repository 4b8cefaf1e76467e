"""Which test noticed each mutant last: most likely it does again."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path


class Killers:
    """The names of tests by the names of mutants, in a file that outlasts this process."""

    def __init__(self) -> None:
        self._file = Path(tempfile.gettempdir()) / "wippyc-mutation-killers.json"
        self._known = self._read()

    def _read(self) -> dict[str, str]:
        known: dict[str, str] = {}
        if self._file.exists():
            known = json.loads(self._file.read_text(encoding="utf-8"))
        return known

    def of(self, mutant: str) -> str | None:
        """Return the test that noticed a mutant, if one did."""
        return self._known.get(mutant)

    def note(self, mutant: str, test: str) -> None:
        """Remember the test that noticed a mutant."""
        if self._known.get(mutant) != test:
            # Others may have noted theirs meanwhile.
            self._known = {**self._known, **self._read(), mutant: test}
            # They may be reading it.
            written = self._file.with_suffix(f".{os.getpid()}")
            written.write_text(json.dumps(self._known), encoding="utf-8")
            written.replace(self._file)
