"""Constructors whose tables meet: they are of one record, or none is.

local task = is_idle and { kind = "idle" } or { kind = "work", job = job }
run(task.kind)                                  reads either: both constructors are of one group
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from wippyc.analyse.abstract_values.values import Site
from wippyc.ir import nodes as ir


@dataclass(eq=False, slots=True)
class Group:
    """Tables of which the same code reads and stores fields.

    Attributes:
        sites: Where they are made.
        reads: Fields that are read, and the expressions that do.
        calls: Fields that are called of what may be nil.
        stores: Fields that are stored.
        blessings: The `setmetatable` calls that get them.
        is_refused: Whether something is done with one that only a `Table` can take.
    """

    sites: set[Site]
    reads: dict[str, list[ir.Expr]] = field(default_factory=dict)
    calls: set[str] = field(default_factory=set)
    stores: set[str] = field(default_factory=set)
    blessings: list[ir.ApiCall] = field(default_factory=list)
    is_refused: bool = False

    def take(self, other: Group) -> None:
        """Make another group part of this one."""
        self.sites |= other.sites
        for name, exprs in other.reads.items():
            self.reads.setdefault(name, []).extend(exprs)
        self.calls |= other.calls
        self.stores |= other.stores
        self.blessings += other.blessings
        self.is_refused |= other.is_refused


class Groups:
    """The groups of all tables."""

    def __init__(self) -> None:
        self._groups: dict[Site, Group] = {}

    def of(self, site: Site) -> Group:
        """Return the group of a constructor."""
        found = self._groups.get(site)
        if found is None:
            found = self._groups[site] = Group({site})
        return found

    def unite(self, sites: Collection[Site]) -> Group | None:
        """Let constructors be of one group; `None` if there are none."""
        group: Group | None = None
        for site in sites:
            other = self.of(site)
            if group is None or group is other:
                group = other
                continue
            if len(group.sites) < len(other.sites):
                group, other = other, group
            group.take(other)
            self._groups.update(dict.fromkeys(other.sites, group))
        return group

    def refuse(self, sites: Iterable[Site]) -> None:
        """Note that tables have to be `Table`s."""
        for site in sites:
            self.of(site).is_refused = True

    def accepted(self) -> Iterator[Group]:
        """Yield the groups that nothing speaks against."""
        for group in dict.fromkeys(self._groups.values()):
            if not group.is_refused:
                yield group
