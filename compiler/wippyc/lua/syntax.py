"""The Lua syntax tree: what was written, with positions and comments.

This tree is ours, so that no later stage sees the parser library. Nodes are frozen and compare
by identity, so they can key side tables. Types are erased from the tree's shape; what the
author wrote is kept in `annotation` fields and `Cast` nodes.

Strings hold bytes as Latin-1 text: each character is one byte of the Lua string.
"""

from __future__ import annotations

from typing import Literal

from wippyc.lua.types import TypeExpr, TypeParameter
from wippyc.node import node
from wippyc.source import SourceFile, Span


@node
class Comment:
    """A comment without its `--`; `text` of a block comment keeps its line breaks."""

    span: Span
    text: str
    is_block: bool = False


@node
class Comments:
    """The comments that belong to a statement or field."""

    leading: tuple[Comment, ...] = ()
    trailing: tuple[Comment, ...] = ()


NO_COMMENTS = Comments()

# --- expressions ------------------------------------------------------------------------------


@node
class Nil:
    span: Span


@node
class Boolean:
    span: Span
    value: bool


@node
class Number:
    """A numeral; an `int` is the integer subtype, in the range of 64 bits."""

    span: Span
    value: int | float


@node
class String:
    span: Span
    value: str


@node
class Vararg:
    """`...`"""

    span: Span


@node
class Name:
    """A name in use, or a name being declared (then `annotation` is its type, if written)."""

    span: Span
    text: str
    annotation: TypeExpr | None = None


@node
class Index:
    """`object[key]`; `object.name` has a `String` key and `is_dotted`."""

    span: Span
    object: Expr
    key: Expr
    is_dotted: bool = False


@node
class Call:
    span: Span
    callee: Expr
    arguments: tuple[Expr, ...]


@node
class MethodCall:
    """`object:method(arguments)`"""

    span: Span
    object: Expr
    method: str
    method_span: Span
    arguments: tuple[Expr, ...]


@node
class Function:
    """A function body. A `function a:b()` has `self` as an explicit first parameter.

    Attributes:
        name: The name people know it by (`main`, `M.charge`, `Account:deposit`), if any.
        parameters: Named parameters.
        is_vararg: Whether it ends with `...`.
        results: The written result types, or `None`.
        end_span: The closing `end`.
    """

    span: Span
    name: str | None
    parameters: tuple[Name, ...]
    is_vararg: bool
    vararg_annotation: TypeExpr | None
    results: tuple[TypeExpr, ...] | None
    type_parameters: tuple[TypeParameter, ...]
    body: Block
    end_span: Span


BinaryOperator = Literal[
    "+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=",
    "and", "or", "&", "|", "~", "<<", ">>",
]  # fmt: skip
UnaryOperator = Literal["-", "not", "#", "~"]


@node
class Binary:
    span: Span
    operator: BinaryOperator
    operator_span: Span
    left: Expr
    right: Expr


@node
class Unary:
    span: Span
    operator: UnaryOperator
    operand: Expr


@node
class Paren:
    """Parentheses; they cut several results to one."""

    span: Span
    inner: Expr


@node
class Cast:
    """`x :: T`, `x as T`, or `x!` (`type` is `None`). Cuts to one value, checks nothing."""

    span: Span
    inner: Expr
    type: TypeExpr | None


@node
class PositionalField:
    span: Span
    value: Expr
    comments: Comments = NO_COMMENTS


@node
class NamedField:
    """`name = value`"""

    span: Span
    name: str
    name_span: Span
    value: Expr
    comments: Comments = NO_COMMENTS


@node
class KeyedField:
    """`[key] = value`"""

    span: Span
    key: Expr
    value: Expr
    comments: Comments = NO_COMMENTS


Field = PositionalField | NamedField | KeyedField


@node
class Table:
    """A table constructor; `dangling` are the comments after its last field."""

    span: Span
    fields: tuple[Field, ...]
    dangling: tuple[Comment, ...] = ()


Expr = (
    Nil | Boolean | Number | String | Vararg | Name | Index | Call | MethodCall | Function
    | Binary | Unary | Paren | Cast | Table
)  # fmt: skip

# --- statements -------------------------------------------------------------------------------


@node
class Block:
    """Statements in order; `dangling` are the comments after the last one."""

    span: Span
    statements: tuple[Statement, ...]
    dangling: tuple[Comment, ...] = ()


@node
class Local:
    """`local a, b = …`"""

    span: Span
    names: tuple[Name, ...]
    values: tuple[Expr, ...]
    comments: Comments = NO_COMMENTS


@node
class LocalFunction:
    """`local function name(…)`"""

    span: Span
    name: Name
    function: Function
    comments: Comments = NO_COMMENTS


@node
class FunctionDeclaration:
    """`function name(…)`, `function a.b(…)`, `function a:b(…)`; `target` is what is assigned."""

    span: Span
    target: Name | Index
    function: Function
    is_method: bool
    comments: Comments = NO_COMMENTS


@node
class Assign:
    """`a, b.c = …`; targets are `Name` or `Index`."""

    span: Span
    targets: tuple[Name | Index, ...]
    values: tuple[Expr, ...]
    comments: Comments = NO_COMMENTS


@node
class CallStatement:
    span: Span
    call: Call | MethodCall
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
    """`repeat … until condition`; the condition sees the body's locals."""

    span: Span
    body: Block
    condition: Expr
    comments: Comments = NO_COMMENTS


@node
class IfArm:
    """One `if`/`elseif` with its body; `comments` are those before an `elseif`."""

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
    variable: Name
    start: Expr
    stop: Expr
    step: Expr | None
    body: Block
    comments: Comments = NO_COMMENTS


@node
class GenericFor:
    span: Span
    names: tuple[Name, ...]
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
    label_span: Span
    comments: Comments = NO_COMMENTS


@node
class Label:
    span: Span
    name: str
    comments: Comments = NO_COMMENTS


@node
class TypeDeclaration:
    """`type Name<…> = T` or `interface Name … end`; a type name is also a run-time value."""

    span: Span
    name: Name
    parameters: tuple[TypeParameter, ...]
    type: TypeExpr
    is_interface: bool = False
    comments: Comments = NO_COMMENTS


Statement = (
    Local | LocalFunction | FunctionDeclaration | Assign | CallStatement | Do | While | Repeat | If
    | NumericFor | GenericFor | Return | Break | Goto | Label | TypeDeclaration
)  # fmt: skip


@node
class Chunk:
    """One parsed file.

    Attributes:
        source: The file.
        header: Comments before the first statement that a blank line separates from it.
        body: The statements.
        comments: Every comment of the file, in order.
        has_deep_expressions: Whether some have many operators or levels.
    """

    source: SourceFile
    header: tuple[Comment, ...]
    body: Block
    comments: tuple[Comment, ...]
    has_deep_expressions: bool
