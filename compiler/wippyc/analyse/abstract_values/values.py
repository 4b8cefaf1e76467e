"""Abstract values: what is known of a Lua value without running the program.

A `Value` is a set of type tags, the functions it may be, and the userdata types it may be. More
elements mean less knowledge; analysis only ever adds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

from wippyc.ir import nodes as ir

# A set of tags. Plain integers: the flow analysis combines them a hundred times per expression.
Tags = int


class Tag:
    """Type tags. The integer tags differ in what is known of the magnitude."""

    NIL: Final = 1
    FALSE: Final = 2
    TRUE: Final = 4
    SMALL: Final = 8  # an integer below 2^53 in magnitude
    INTEGER: Final = 16  # any 64-bit integer
    WIDE: Final = 32  # an integer not yet wrapped to 64 bits
    FLOAT: Final = 64
    CHARACTER: Final = 131072  # a string of one character at most
    STRING: Final = 128 | CHARACTER
    TABLE: Final = 256
    FUNCTION: Final = 512
    OBJECT: Final = 1024  # userdata and threads
    TINY: Final = 2048  # an integer below 2^20 in magnitude
    SHORT: Final = 4096  # below 2^31
    LENGTH: Final = 8192  # the length of a string
    BRIEF: Final = 32768  # below 2^24
    LARGE: Final = 65536  # below 2^58
    OPEN: Final = 16384  # only among types a test lets pass: what may be anything passes


NOTHING: Tags = 0
BOOLEAN = Tag.TRUE | Tag.FALSE
SMALLS = Tag.TINY | Tag.BRIEF | Tag.SHORT | Tag.LENGTH | Tag.SMALL
INT64 = SMALLS | Tag.LARGE | Tag.INTEGER
INTEGERS = INT64 | Tag.WIDE
NUMBER = INTEGERS | Tag.FLOAT
PLAIN = Tag.NIL | BOOLEAN | INT64 | Tag.FLOAT | Tag.STRING | Tag.TABLE
ANY_TAGS = PLAIN | Tag.FUNCTION | Tag.OBJECT


@dataclass(frozen=True, slots=True)
class ApiFunctionValue:
    """A built-in function as a value."""

    module: str
    name: str
    yields: bool


@dataclass(frozen=True, slots=True)
class WrappedCoroutine:
    """The functions made by one call of `coroutine.wrap`."""

    site: ir.ApiCall


@dataclass(frozen=True, slots=True)
class CreatedThread:
    """The threads made by one call of `coroutine.create`."""

    site: ir.ApiCall


@dataclass(frozen=True, slots=True)
class YieldingFunction:
    """Any function the runtime makes that suspends, such as the iterator of a channel."""


@dataclass(frozen=True, slots=True)
class ResumingFunction:
    """Any function made by a `coroutine.wrap` that is itself called as a value."""


@dataclass(frozen=True, slots=True, eq=False)
class OutsideTable:
    """Tables that do not come from a constructor of the program: decoded data, modules."""


FunctionValue = (
    ir.Function | ApiFunctionValue | WrappedCoroutine | YieldingFunction | ResumingFunction
)
# The name of a userdata type, or the threads of which more is known.
ObjectType = str | CreatedThread
# Where a table was made.
Site = ir.TableConstructor | OutsideTable
OUTSIDE = OutsideTable()
Element = TypeVar("Element")
# From this size on, looking a union up is faster than making it.
_SMALL_SET = 6
_NO_FUNCTIONS: frozenset[FunctionValue] = frozenset()
_NO_OBJECTS: frozenset[ObjectType] = frozenset()
_NO_TABLES: frozenset[Site] = frozenset()
UNKNOWN_OBJECT = "?"
THREAD = "thread"


def _union(one: frozenset[Element], other: frozenset[Element]) -> frozenset[Element]:
    """Return the union; one of both, if it has every element."""
    if one is other or not other:
        return one
    if not one:
        return other
    if len(other) <= _SMALL_SET:
        if other <= one:
            return one
        if len(one) <= _SMALL_SET:
            return other if one <= other else one | other
    union = _big_union(one, other)
    # What is remembered may be another set with the same elements.
    return one if len(union) == len(one) else union


@lru_cache(maxsize=4096)
def _big_union(one: frozenset[Element], other: frozenset[Element]) -> frozenset[Element]:
    """The union of sets that may have hundreds of elements: few differ, and they meet often."""
    return _same_set(one | other)


@lru_cache(maxsize=4096)
def _same_set(elements: frozenset[Element]) -> frozenset[Element]:
    """The first set that was asked for with these elements: it is found without comparing them."""
    return elements


def forget_unions() -> None:
    """Drop what is remembered of sets: they hold on to programs."""
    _big_union.cache_clear()
    _same_set.cache_clear()


@dataclass(unsafe_hash=True, slots=True)
class Value:
    """An abstract value. It never changes; initialising a frozen class takes thrice as long.

    Attributes:
        tags: Possible types.
        functions: Possible functions, if `FUNCTION` is set.
        objects: Possible userdata types, if `OBJECT` is set; `?` is a type not known.
        tables: Where the table may have been made, if `TABLE` is set.
    """

    tags: Tags
    functions: frozenset[FunctionValue] = _NO_FUNCTIONS
    objects: frozenset[ObjectType] = _NO_OBJECTS
    tables: frozenset[Site] = _NO_TABLES

    def join(self, other: Value) -> Value:
        """Return the value that may be either: one of both, if it includes the other."""
        if self is other:
            return self
        tags = self.tags | other.tags
        functions, objects, tables = self.functions, self.objects, self.tables
        # Most values are of few types and hold none of these.
        if other.functions and functions is not other.functions:
            functions = _union(functions, other.functions)
        if other.objects and objects is not other.objects:
            objects = _union(objects, other.objects)
        if other.tables and tables is not other.tables:
            tables = _union(tables, other.tables)
        for known in (self, other):
            if (
                tags == known.tags
                and functions is known.functions
                and objects is known.objects
                and tables is known.tables
            ):
                return known
        return Value(tags, functions, objects, tables)

    def without(self, tags: Tags) -> Value:
        """Return the value after a test that excludes `tags`."""
        if not self.tags & tags:
            return self
        return Value(self.tags & ~tags, self.functions, self.objects, self.tables)

    def narrowed(self, tags: Tags) -> Value:
        """Return the value after a test that only `tags` pass."""
        kept = self.tags & tags
        if tags & Tag.OPEN and UNKNOWN_OBJECT in self.objects:
            kept |= self.tags & Tag.OBJECT
        if kept == self.tags:
            return self
        return Value(
            kept,
            self.functions if kept & Tag.FUNCTION else _NO_FUNCTIONS,
            self.objects if kept & Tag.OBJECT else _NO_OBJECTS,
            self.tables if kept & Tag.TABLE else _NO_TABLES,
        )

    def stored(self) -> Value:
        """Return the value as a variable holds it: integers are wrapped when they are stored."""
        if not self.tags & Tag.WIDE:
            return self
        tags = (self.tags & ~Tag.WIDE) | Tag.INTEGER
        return Value(tags, self.functions, self.objects, self.tables)

    def object_types(self) -> frozenset[str]:
        """Return the names of the possible userdata types."""
        names = frozenset(each for each in self.objects if isinstance(each, str))
        return names if len(names) == len(self.objects) else names | {THREAD}

    def only(self, tags: Tags) -> bool:
        """Whether every possible type is among `tags`."""
        return not self.tags & ~tags

    def certainly(self, tags: Tags) -> bool:
        """Whether something is known, and every possible type is among `tags`."""
        return bool(self.tags) and not self.tags & ~tags

    def can_be(self, tags: Tags) -> bool:
        """Whether some possible type is among `tags`."""
        return bool(self.tags & tags)


EMPTY = Value(NOTHING)
NIL = Value(Tag.NIL)
_OUTSIDE_TABLES: frozenset[Site] = frozenset({OUTSIDE})
ANY = Value(ANY_TAGS, objects=frozenset({UNKNOWN_OBJECT}), tables=_OUTSIDE_TABLES)
PLAIN_VALUE = Value(PLAIN, tables=_OUTSIDE_TABLES)
# A member of a value that has nothing but methods of the runtime.
METHOD_VALUE = Value(Tag.FUNCTION | Tag.NIL)

_NAMED: dict[str, Value] = {
    "nil": NIL,
    "boolean": Value(BOOLEAN),
    "integer": Value(INT64),
    "length": Value(Tag.LENGTH),
    "number": Value(INT64 | Tag.FLOAT),
    "float": Value(Tag.FLOAT),
    "string": Value(Tag.STRING),
    "table": Value(Tag.TABLE, tables=_OUTSIDE_TABLES),
    "function": Value(Tag.FUNCTION),
    "yielding function": Value(Tag.FUNCTION, frozenset({YieldingFunction()})),
    "any": ANY,
}


def named_value(type_name: str) -> Value:
    """Return the value for a type as API rows write it (`string`, `Error?`, `any`)."""
    base = type_name.removesuffix("?")
    value = _NAMED.get(base) or Value(Tag.OBJECT, objects=frozenset({base}))
    return value.join(NIL) if type_name.endswith("?") else value
