"""The intermediate representation: what a Lua chunk means.

Names are bound to `Variable`s, API functions and modules are recognised, several results and
truncation are explicit, Temporal commands are nodes of their own. Nodes are frozen and compare by
identity, so that facts can be kept in side tables keyed by node. `lower` makes this tree,
`analyse` and `check` read it, `emit` writes Python from it.

An expression that can have any number of results is a *multi* expression (`Call`, `MethodCall`,
`ApiCall`, `Vararg`); it counts as one value unless it is the last of a list. `First` cuts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from wippyc.api.model import ApiFunction
from wippyc.lua.syntax import NO_COMMENTS, Comment, Comments, TypeDeclaration
from wippyc.lua.types import TypeExpr
from wippyc.node import node
from wippyc.source import Span

VariableKind = Literal["local", "parameter", "loop", "function", "global"]


@node
class Variable:
    """A Lua local (or a global that behaves like one), identified by its declaration.

    Attributes:
        name: Its Lua name.
        span: Where it is declared.
        kind: How it is declared; `global` is a global only its own chunk uses.
        depth: Number of functions around the declaration (0: the chunk itself).
        annotation: The written type.
    """

    name: str
    span: Span
    kind: VariableKind
    depth: int
    annotation: TypeExpr | None = None


# --- expressions ------------------------------------------------------------------------------


@node
class Constant:
    """nil, a boolean, a number, or a byte string as Latin-1 text."""

    span: Span
    value: bool | int | float | str | None


@node
class Vararg:
    """`...` of the enclosing function."""

    span: Span


@node
class VariableRef:
    span: Span
    variable: Variable


@node
class GlobalRef:
    """A field of the execution's global table."""

    span: Span
    name: str


@node
class ModuleRef:
    """A built-in module as a value (`json`, `crypto.random`)."""

    span: Span
    module: str
    path: str = ""


@node
class ApiRef:
    """A function of a built-in module as a value."""

    span: Span
    module: str
    function: ApiFunction


@node
class ApiConstant:
    """A constant field of a built-in module (`time.SECOND`); `type` is its Lua type."""

    span: Span
    module: str
    name: str
    type: str


@node
class LibraryRef:
    """The value of an imported library entry, by full ID."""

    span: Span
    entry_id: str
    alias: str


@node
class TypeRef:
    """A type name used as a value."""

    span: Span
    name: str
    declaration: TypeDeclaration | None


@node
class Index:
    span: Span
    object: Expr
    key: Expr


@node
class Call:
    span: Span
    callee: Expr
    arguments: tuple[Expr, ...]


@node
class MethodCall:
    span: Span
    object: Expr
    method: str
    arguments: tuple[Expr, ...]


@node
class ApiCall:
    """A direct call of a built-in function."""

    span: Span
    module: str
    function: ApiFunction
    arguments: tuple[Expr, ...]


@node
class CallActivity:
    """`funcs.call` with a constant ID in a workflow; `options` are constant option values."""

    span: Span
    target: str
    arguments: tuple[Expr, ...]
    options: Mapping[str, object]
    is_local: bool


@node
class Sleep:
    """`time.sleep` with a constant duration in a workflow."""

    span: Span
    nanoseconds: int


@node
class Function:
    """A function value.

    Attributes:
        name: What people call it (`main`, `M.charge`), or empty.
        parameters: Parameters; a method has `self` first.
        is_vararg: Whether it takes `...`.
        body: Its statements.
        depth: Number of functions around its body's variables.
        end_span: Its closing `end`.
        results: Written result types.
    """

    span: Span
    name: str
    parameters: tuple[Variable, ...]
    is_vararg: bool
    body: Block
    depth: int
    end_span: Span
    results: tuple[TypeExpr, ...] | None = None


LogicalOperator = Literal["and", "or"]
ArithmeticOperator = Literal["+", "-", "*", "/", "//", "%", "^", "&", "|", "~", "<<", ">>"]
CompareOperator = Literal["==", "~=", "<", "<=", ">", ">="]
UnaryOperator = Literal["-", "#", "~"]


@node
class Logical:
    span: Span
    operator: LogicalOperator
    left: Expr
    right: Expr


@node
class Not:
    span: Span
    operand: Expr


@node
class Arithmetic:
    span: Span
    operator: ArithmeticOperator
    left: Expr
    right: Expr


@node
class Compare:
    span: Span
    operator: CompareOperator
    left: Expr
    right: Expr


@node
class Unary:
    span: Span
    operator: UnaryOperator
    operand: Expr


@node
class Concat:
    """`a .. b .. c`, flattened."""

    span: Span
    parts: tuple[Expr, ...]


@node
class PositionalItem:
    span: Span
    value: Expr
    comments: Comments = NO_COMMENTS


@node
class KeyedItem:
    span: Span
    key: Expr
    value: Expr
    comments: Comments = NO_COMMENTS


@node
class TableConstructor:
    span: Span
    items: tuple[PositionalItem | KeyedItem, ...]


@node
class First:
    """One value of a multi expression."""

    span: Span
    inner: Expr


Expr = (
    Constant | Vararg | VariableRef | GlobalRef | ModuleRef | ApiRef | ApiConstant | LibraryRef
    | TypeRef | Index | Call | MethodCall | ApiCall | CallActivity | Sleep | Function | Logical
    | Not | Arithmetic | Compare | Unary | Concat | TableConstructor | First
)  # fmt: skip
# Those of which a pass that looks for operations sees nothing, and more than half of all.
LEAVES = frozenset({Constant, VariableRef})
MULTI = (Call, MethodCall, ApiCall, CallActivity, Sleep, Vararg)

# --- statements -------------------------------------------------------------------------------


@dataclass(slots=True)
class Walks:
    """What `ir.walk` has found in a block: it never changes, and every pass walks it."""

    statements: tuple[Statement, ...] | None = None
    expressions: tuple[Expr, ...] | None = None
    functions: tuple[Function, ...] | None = None
    nested: tuple[Function, ...] | None = None
    by_class: dict[type, list[Expr]] | None = None
    mixed: dict[tuple[type, ...], Sequence[Expr]] = field(default_factory=dict)
    evaluated: Mapping[Statement, Sequence[Expr]] | None = None
    placed: tuple[tuple[Statement, int, Sequence[Expr]], ...] | None = None


@node
class Block:
    span: Span
    statements: tuple[Statement, ...]
    dangling: tuple[Comment, ...] = ()
    walks: Walks = field(default_factory=Walks, repr=False)


@node
class Local:
    """Declares variables; without a value they are nil."""

    span: Span
    variables: tuple[Variable, ...]
    values: tuple[Expr, ...]
    comments: Comments = NO_COMMENTS


@node
class DeclareFunction:
    """`local function f`, `local f = function`: the variable is in scope inside the body."""

    span: Span
    variable: Variable
    function: Function
    comments: Comments = NO_COMMENTS


Target = VariableRef | GlobalRef | Index


@node
class Assign:
    span: Span
    targets: tuple[Target, ...]
    values: tuple[Expr, ...]
    comments: Comments = NO_COMMENTS


@node
class Evaluate:
    """A call whose results are dropped."""

    span: Span
    call: Expr
    comments: Comments = NO_COMMENTS


@node
class Do:
    span: Span
    body: Block
    comments: Comments = NO_COMMENTS


@node
class While:
    span: Span
    condition: Expr
    body: Block
    comments: Comments = NO_COMMENTS


@node
class Repeat:
    span: Span
    body: Block
    condition: Expr
    comments: Comments = NO_COMMENTS


@node
class IfArm:
    span: Span
    condition: Expr
    body: Block
    comments: Comments = NO_COMMENTS


@node
class If:
    span: Span
    arms: tuple[IfArm, ...]
    otherwise: Block | None
    comments: Comments = NO_COMMENTS


@node
class NumericFor:
    span: Span
    variable: Variable
    start: Expr
    stop: Expr
    step: Expr | None
    body: Block
    comments: Comments = NO_COMMENTS


@node
class GenericFor:
    span: Span
    variables: tuple[Variable, ...]
    iterators: tuple[Expr, ...]
    body: Block
    comments: Comments = NO_COMMENTS


@node
class Return:
    span: Span
    values: tuple[Expr, ...]
    comments: Comments = NO_COMMENTS


@node
class Break:
    span: Span
    comments: Comments = NO_COMMENTS


@node
class Goto:
    span: Span
    label: str
    comments: Comments = NO_COMMENTS


@node
class Label:
    span: Span
    name: str
    comments: Comments = NO_COMMENTS


@node
class DeclareType:
    """A type declaration; it is emitted only where its name is used as a value."""

    span: Span
    declaration: TypeDeclaration
    comments: Comments = NO_COMMENTS


Statement = (
    Local | DeclareFunction | Assign | Evaluate | Do | While | Repeat | If | NumericFor
    | GenericFor | Return | Break | Goto | Label | DeclareType
)  # fmt: skip
