"""Tables that are plain Python lists, until they leave for a place where only a `Table` can be.

local function split(text)              def split(text: str) -> Table:
  local parts = {}                          parts: list[Any] = []
  for word in text:gmatch("%a+") do         for word in string.each_match(text, "%a+"):
    parts[#parts + 1] = word                    parts.append(word)
  end
  return parts                              return array(parts)
end

Everything that may hold the same table is of one kind (`list_kinds`), which is for lists if every
use is one that lists have, and if lists are not slower. A list may become a `Table` where it is
used for the last time by the only variable that has it: nobody can tell that it was none before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import TypeVar

from wippyc.analyse.abstract_values.values import NOTHING, Tags
from wippyc.analyse.lists.calm_loops import CalmLoops
from wippyc.analyse.lists.last_uses import LastUses
from wippyc.analyse.lists.list_kinds import Kind
from wippyc.analyse.lists.list_moves import Move, Source
from wippyc.analyse.lists.list_places import ListFacts, Result
from wippyc.analyse.lists.list_uses import ListUses
from wippyc.analyse.program.mentions import Mentions
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program

_Place = TypeVar("_Place", ir.Variable, Result)


@dataclass(frozen=True, eq=False, kw_only=True)
class ListTables:
    """Where tables are lists, and where they are dicts.

    Attributes:
        maps: Expressions that give dicts with texts or numbers as their keys.
        numbered: Those of them whose keys are numbers.
        gapped: Those of them in which a key may have nil as its value.
        map_variables: Variables that hold them, and whether all keys they are read with are texts.
        map_results: Functions and positions of results that are dicts, and the same of them.
        calm: Loops over `pairs` that do not change what they run over.
        variables: Variables that hold lists.
        results: Functions and positions of results that are lists.
        leaving: Expressions that make a `Table` of a list.
        borrowed: Those of them that make one for a built-in function that only looks at it.
        within: Elements `t[i]` of lists that are certainly there.
        nilable: Variables that may hold nil instead of a list.
        unsure: What may be nil instead of a list, and the function that does not take that.
        optional: Values that are appended unless they are nil.
        positive: Places whose index is not below 1.
        reached: Elements of lists whose index is not above the length.
        raising: Elements `t[i]` of lists and dicts that must be there: what is done with nil
            raises.
        operands: Expressions of which something is done with the value at once: nil raises.
        elements: Types of the elements, for each expression that gives a list.
    """

    variables: frozenset[ir.Variable] = frozenset()
    results: Set[Result] = frozenset()
    leaving: Set[ir.Expr] = frozenset()
    borrowed: Set[ir.Expr] = frozenset()
    within: Set[ir.Index] = frozenset()
    nilable: Set[ir.Variable] = frozenset()
    unsure: Mapping[ir.Expr, str] = field(default_factory=dict)
    positive: Set[ir.Index] = frozenset()
    reached: Set[ir.Index] = frozenset()
    raising: Set[ir.Index] = frozenset()
    optional: Set[ir.Expr] = frozenset()
    operands: Set[ir.Expr] = frozenset()
    elements: Mapping[ir.Expr, Tags] = field(default_factory=dict)
    maps: Set[ir.Expr] = frozenset()
    numbered: Set[ir.Expr] = frozenset()
    gapped: Set[ir.Expr] = frozenset()
    map_variables: Mapping[ir.Variable, bool] = field(default_factory=dict)
    map_results: Mapping[Result, bool] = field(default_factory=dict)
    calm: Set[ir.GenericFor] = frozenset()

    def holds(self, expr: ir.Expr) -> bool:
        """Whether an expression gives a list, before it may become a `Table`."""
        if isinstance(expr, ir.VariableRef):
            return expr.variable in self.variables
        return expr in self.elements

    def holds_map(self, expr: ir.Expr) -> bool:
        """Whether an expression gives a dict; what may be nil may also give that."""
        if isinstance(expr, ir.VariableRef):
            return expr.variable in self.map_variables
        return expr in self.maps

    def element_tags(self, expr: ir.Expr) -> Tags:
        """Return the types of the elements of the lists an expression gives."""
        return self.elements.get(expr, NOTHING)


def find_list_tables(
    program: Program,
    known: ListFacts,
) -> ListTables:
    """Decide for all tables of a program.

    Args:
        program: The program.
        known: What is known of it.
    """
    uses = ListUses(known)
    uses.run(program)
    return _Decision(uses, known).run()


class _Decision:
    def __init__(self, uses: ListUses, known: ListFacts) -> None:
        self._uses = uses
        self._captures = known.captures
        self._flow = known.flow
        self._bounds = known.bounds
        self._raising = known.raising
        self._mentions = Mentions()
        self._last_uses = LastUses(known.flow, known.captures, self._mentions)
        self._last: dict[ir.VariableRef, bool] = {}
        self._retained: set[ir.Variable] = set()
        self._owners: set[ir.Variable] = set()
        self._fresh: set[Result] = set()
        self._leaving: list[ir.Expr] = list(uses.borrowed)
        self._outside = Kind(is_table=True, is_open=True)
        # Kinds of lists that become tables, and the kinds of the places they go to.
        self._changed: list[tuple[Kind, Kind]] = []
        # Expressions, their kinds, and the kinds of the places they go to.
        self._pending: list[tuple[ir.Expr, Kind, Kind]] = []

    def run(self) -> ListTables:
        self._find_owners()
        for late in self._uses.late:
            is_alone = late.variable in self._owners
            if not is_alone or late.variable in self._mentions.in_expression(late.value):
                late.kind.open()
        self._apply_moves()
        self._settle()
        uses = self._uses
        elements = {
            expr: kind.root().element_tags
            for expr, kind in uses.kinds.items()
            if kind is not None and not kind.root().is_table
        }
        maps = {
            expr: kind.root()
            for expr, kind in uses.kinds.items()
            if kind is not None and kind.is_map
        }
        return ListTables(
            variables=_lists(uses.variables),
            results=_lists(uses.results),
            leaving={expr for expr in self._leaving if expr in elements},
            borrowed=elements.keys() & uses.borrowed,
            within={
                index
                for index in (*self._bounds.within, *self._constant_places())
                if index.object in elements and not self._shrinks(index.object)
            },
            nilable=uses.nilable,
            unsure=uses.unsure | self._doubtful(),
            positive=self._bounds.positive,
            reached={
                index
                for index in self._bounds.reached
                if index.object in elements and not self._shrinks(index.object)
            },
            raising={
                index
                for index in self._raising.reads
                if index.object in maps
                or (index.object in elements and index in self._raising.testable)
            },
            optional=uses.optional,
            operands=uses.operands,
            elements=elements,
            maps=maps.keys(),
            numbered={expr for expr, kind in maps.items() if kind.is_numbered},
            gapped={expr for expr, kind in maps.items() if kind.holds_nil},
            map_variables=_maps(uses.variables),
            map_results=_maps(uses.results),
            calm=frozenset(self._calm_loops()),
        )

    def _doubtful(self) -> dict[ir.Expr, str]:
        """Return what may be nil, as what holds it is no list without gaps."""
        return {
            doubt.expr: doubt.function
            for doubt in self._uses.doubtful
            if any(each.root().is_table or each.root().shrinks for each in doubt.holders)
        }

    def _calm_loops(self) -> Iterator[ir.GenericFor]:
        """Yield the loops over `pairs` that do not change their tables."""
        uses = self._uses
        calm = CalmLoops(self._flow, self._captures, uses.single, uses.kind_of)
        return (walk.loop for walk in uses.walks if calm.is_calm(walk))

    def _constant_places(self) -> Iterator[ir.Index]:
        """Yield the reads of elements that every constructor of a list gives it."""
        for index in self._uses.constant_places:
            kind = self._uses.kind_of(index.object)
            assert isinstance(index.key, ir.Constant)
            assert isinstance(index.key.value, int)
            if kind is not None and 1 <= index.key.value <= kind.root().least_length:
                yield index

    def _shrinks(self, expr: ir.Expr) -> bool:
        kind = self._uses.kinds[expr]
        return kind is None or kind.root().shrinks

    # --- who has a table ----------------------------------------------------------------------

    def _find_owners(self) -> None:
        """Find the variables that are alone in having their tables, and results that are new."""
        uses = self._uses
        moves: dict[ir.Variable, list[Move]] = {}
        for move in uses.moves:
            if isinstance(move.expr, ir.VariableRef):
                moves.setdefault(move.expr.variable, []).append(move)
        self._find_retained(moves)
        self._owners = {
            variable
            for variable in uses.variables
            if variable.kind == "local"
            and variable in uses.sources
            and variable not in self._captures.captured
            and all(
                self._is_last(each) or self._is_borrowed(each) for each in moves.get(variable, ())
            )
        }
        self._fresh = {result for result in uses.results if result in uses.sources}
        changed = True
        while changed:
            lost = [each for each in self._owners if not all(map(self._is_new, uses.sources[each]))]
            self._owners.difference_update(lost)
            stale = [
                each for each in self._fresh if not all(map(self._is_given, uses.sources[each]))
            ]
            self._fresh.difference_update(stale)
            changed = bool(lost or stale)

    def _find_retained(self, moves: Mapping[ir.Variable, list[Move]]) -> None:
        """Find the parameters whose tables somebody may still have after the call."""
        parameters = {each for each in self._uses.variables if each.kind == "parameter"}
        self._retained = {each for each in parameters if each in self._captures.captured}
        while True:
            found = {
                each
                for each in parameters - self._retained
                if not all(map(self._is_borrowed, moves.get(each, ())))
            }
            if not found:
                return
            self._retained |= found

    def _is_borrowed(self, move: Move) -> bool:
        """Whether nobody has the table any more after the call it is passed to."""
        return bool(move.parameters) and self._retained.isdisjoint(move.parameters)

    def _is_last(self, move: Move) -> bool:
        if not isinstance(move.expr, ir.VariableRef):
            return False
        found = self._last.get(move.expr)
        if found is None:
            found = self._last_uses.is_last(move.expr, move.function)
            self._last[move.expr] = found
        return found

    def _is_new(self, source: Source) -> bool:
        """Whether nothing else has the table that an expression gives."""
        expr, position = source
        match expr:
            case ir.TableConstructor():
                return True
            case ir.First(inner=inner):
                return self._is_new((inner, 0))
            case ir.Call() | ir.MethodCall():
                callees = self._uses.callees(expr)
                return bool(callees) and all((each, position) in self._fresh for each in callees)
            case _:
                return False

    def _is_given(self, source: Source) -> bool:
        """Whether nothing has the table that a function returns after it returned."""
        expr, _ = source
        if isinstance(expr, ir.VariableRef):
            return expr.variable in self._owners and self._last.get(expr, False)
        return self._is_new(source)

    # --- where tables go ----------------------------------------------------------------------

    def _apply_moves(self) -> None:
        for move in self._uses.moves:
            kind = self._uses.kind_of(move.expr)
            assert kind is not None
            if not self._may_change(move):
                if move.target is None:
                    kind.open()
                else:
                    kind.unite(move.target)
            elif move.target is None:
                self._change(move.expr, kind, self._outside)
            else:
                self._pending.append((move.expr, kind, move.target))

    def _may_change(self, move: Move) -> bool:
        """Whether a list may become a `Table` on its way: nothing has it afterwards."""
        match move.expr:
            case ir.VariableRef(variable=variable) as value:
                is_own = variable in self._owners and self._is_last(move)
                return is_own and self._uses.is_present(value)
            case ir.Call() | ir.MethodCall() | ir.First():
                return self._is_new((move.expr, 0))
            case _:
                return False

    def _change(self, expr: ir.Expr, kind: Kind, target: Kind) -> None:
        kind.elements().unite(target.elements())
        self._leaving.append(expr)
        self._changed.append((kind, target))

    def _settle(self) -> None:
        """Decide on the moves that may or may not change tables, until all agree."""
        while True:
            while self._follow():
                pass
            if self._settle_moves() or self._unite_rest():
                continue
            slow = [
                kind
                for kind in (*self._uses.kinds.values(), *self._uses.variables.values())
                if kind is not None and not kind.root().is_table and not kind.is_worth_it()
            ]
            if not slow:
                return
            for kind in slow:
                kind.number()

    def _follow(self) -> bool:
        """Follow what kinds depend on others for; say whether that changed any."""
        changed = False
        for kind, metatable in self._uses.metatables:
            if metatable is None or metatable.root().has_events or metatable.root().is_open:
                changed |= not kind.root().is_open
                kind.open()
                if metatable is not None and metatable.root().is_mixed:
                    changed |= not metatable.root().is_open
                    metatable.open()
            else:
                # Its fields and those of the table behind `__index` are read alike.
                changed |= kind.root() is not metatable.field("__index")
                kind.unite(metatable.field("__index"))
        for kind in self._uses.traversed:
            root = kind.root()
            if root.is_table and not root.is_mixed:
                changed = True
                root.mix()
        for holder, checked in self._uses.checked:
            root = holder.root()
            is_late = root.holds_nil or (root.is_table and not root.is_numbered)
            if is_late and not checked.root().is_no_numbered:
                changed = checked.root().is_no_numbered = True
        for holder, dependent in self._uses.dependent:
            root = holder.root()
            if not (root.is_table or root.shrinks):
                continue
            if not dependent.root().is_table:
                changed = True
                dependent.hold_nil()
            elif dependent.is_numbered and not dependent.root().holds_nil:
                changed = dependent.root().holds_nil = True
        for kind, target in self._changed:
            # One turned out to be no list, or the other no `Table`.
            is_wrong = kind.root().is_table or target.is_map
            if is_wrong and kind.root() is not target.root():
                changed = True
                kind.unite(target)
        return changed

    def _settle_moves(self) -> bool:
        """Decide on the moves whose target or source is for `Table`s; say whether there were."""
        left: list[tuple[ir.Expr, Kind, Kind]] = []
        for expr, kind, target in self._pending:
            if target.is_numbered and not kind.root().is_table and kind.root().is_no_numbered:
                target.make_record()
            if kind.root().is_table or target.is_map:
                kind.unite(target)
            elif target.root().is_table:
                self._change(expr, kind, target)
            else:
                left.append((expr, kind, target))
        changed = len(left) != len(self._pending)
        self._pending = left
        return changed

    def _unite_rest(self) -> bool:
        """Let the tables of the other moves stay lists; say whether there were any."""
        for _, kind, target in self._pending:
            kind.unite(target)
        changed = bool(self._pending)
        self._pending = []
        return changed


def _lists(kinds: Mapping[_Place, Kind | None]) -> frozenset[_Place]:
    """Return the places that are for lists."""
    return frozenset(
        place for place, kind in kinds.items() if kind is not None and not kind.root().is_table
    )


def _maps(kinds: Mapping[_Place, Kind | None]) -> dict[_Place, bool]:
    """Return the places that are for dicts, and whether they are only read with texts."""
    return {
        place: not (kind.root().has_other_reads or kind.is_numbered)
        for place, kind in kinds.items()
        if kind is not None and kind.is_map
    }
