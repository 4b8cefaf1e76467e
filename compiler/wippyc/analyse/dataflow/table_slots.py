"""What the tables made at one place hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from wippyc.analyse.abstract_values.values import EMPTY, NUMBER, Site, Value
from wippyc.ir import nodes as ir


class Part(Enum):
    """What tables hold besides values under constant names."""

    NUMBERS = auto()  # values under numeric keys
    OTHERS = auto()  # values under any other key
    KEYS = auto()  # the other keys
    METATABLES = auto()
    ALL = auto()  # only to be read: all values and keys

    # That of enumerations is written in Python, and each is one object.
    __hash__ = object.__hash__


@dataclass(eq=False, slots=True)
class Slots:
    """Contents of the tables of one site.

    Attributes:
        fields: Values under constant string keys.
        parts: Everything else.
        joined: All values, if nothing has grown since they were asked for.
        slots: What readers are noted for, by the name or part that they read.
    """

    fields: dict[str, Value] = field(default_factory=dict)
    parts: dict[Part, Value] = field(default_factory=dict)
    joined: Value | None = None
    slots: dict[str | Part, object] = field(default_factory=dict)

    def get(self, part: str | Part) -> Value:
        """Return what is held under a constant name, or a part."""
        if isinstance(part, str):
            return self.fields.get(part, EMPTY)
        return self.parts.get(part, EMPTY)

    def slot(self, part: str | Part) -> object:
        """Return what stands for a part in the notes of who reads it."""
        slot = self.slots.get(part)
        if slot is None:
            slot = self.slots[part] = object()
        return slot

    def contents(self) -> Value:
        """Return the join of all values, remembered until one grows."""
        if self.joined is None:
            self.joined = self.get(Part.NUMBERS).join(self.get(Part.OTHERS))
            for stored in self.fields.values():
                self.joined = self.joined.join(stored)
        return self.joined


def place_of(site: Site) -> tuple[str, int]:
    """Sort key of a site: the result must not depend on the order of a set."""
    if isinstance(site, ir.TableConstructor):
        return site.span.source.path, site.span.start
    return "", 0


def is_numeric(value: Value) -> bool:
    """Whether a key is certainly a number."""
    return bool(value.tags) and value.only(NUMBER)
