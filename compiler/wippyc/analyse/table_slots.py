"""What the tables made at one place hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from wippyc.analyse.readers import Finding
from wippyc.analyse.values import EMPTY, NUMBER, Site, Value
from wippyc.ir import nodes as ir


@dataclass(eq=False)
class Slots:
    """Contents of the tables of one site.

    Attributes:
        fields: Values under constant string keys.
        numbers: Values under numeric keys.
        others: Values under any other key.
        keys: The other keys.
        metatables: Sites of their metatables.
        joined: All values, if nothing has grown since they were asked for.
    """

    fields: dict[str, Value] = field(default_factory=dict)
    numbers: Value = EMPTY
    others: Value = EMPTY
    keys: Value = EMPTY
    metatables: Value = EMPTY
    joined: Value | None = None

    def contents(self) -> Value:
        """Return the join of all values, remembered until one grows."""
        if self.joined is None:
            self.joined = self.numbers.join(self.others)
            for stored in self.fields.values():
                self.joined = self.joined.join(stored)
        return self.joined


@dataclass(slots=True)
class Handlers:
    """Metamethods that were found.

    Attributes:
        generation: When: how often a slot had grown.
        reader: The last statement that is noted as a reader of them.
        value: The metamethods.
    """

    generation: int
    reader: ir.Statement | Finding | None
    value: Value


def place_of(site: Site) -> tuple[str, int]:
    """Sort key of a site: the result must not depend on the order of a set."""
    if isinstance(site, ir.TableConstructor):
        return site.span.source.path, site.span.start
    return "", 0


def is_numeric(value: Value) -> bool:
    """Whether a key is certainly a number."""
    return bool(value.tags) and value.only(NUMBER)
