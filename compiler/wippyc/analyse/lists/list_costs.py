"""What operations cost on the forms a table can have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Cost:
    """Nanoseconds of an operation on each form of a table.

    Attributes:
        table: A `Table` with its elements in a list.
        indexed: An `IndexedTable`.
        plain: A Python list.
    """

    table: int
    indexed: int
    plain: int


CREATION: Final = Cost(60, 90, 15)
ITEM: Final = Cost(3, 60, 3)
APPEND: Final = Cost(64, 173, 16)
OPTIONAL_APPEND: Final = Cost(70, 180, 28)
FILL: Final = Cost(64, 27, 16)
INSERTION: Final = Cost(300, 5000, 100)
LENGTH: Final = Cost(56, 76, 16)
READ: Final = Cost(132, 29, 20)
TESTED_READ: Final = Cost(132, 29, 28)
GUARDED_READ: Final = Cost(132, 29, 60)
CONSTANT_READ: Final = Cost(132, 29, 30)
STORE: Final = Cost(107, 27, 20)
TABLE_STORE: Final = Cost(107, 27, 107)
WALK: Final = Cost(18, 40, 16)
REMOVAL: Final = Cost(100, 400, 30)
WHOLE: Final = Cost(500, 2000, 400)

# Operations that ask for neither the order nor the number of elements.
OF_PLACES: Final = frozenset(
    {CREATION, ITEM, FILL, READ, TESTED_READ, GUARDED_READ, CONSTANT_READ, STORE, TABLE_STORE}
)
