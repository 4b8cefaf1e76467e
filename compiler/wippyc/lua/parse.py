"""Lua source to syntax tree: the public entry of this stage, and the wall around luaparser.

luaparser parses; its lexer and its own tree are bypassed. It is given our tokens, without types,
and rewritten where its prediction would otherwise look ahead over whole function bodies:

- a plain call `f(x)` is given as a method call `f:_(x)`, and so is an index `t[x]` that is read;
- an expression in parentheses `(x)` is given as `_:_(x)`;
- a call that is a statement is given as `local _ = f:_(x)`;
- a `type` declaration is given as `local _`.

The tokens put in are marked, and the conversion undoes this.
"""

from __future__ import annotations

from typing import Any

from antlr4.atn.PredictionMode import PredictionMode
from antlr4.error.Errors import ParseCancellationException, RecognitionException
from luaparser.parser.LuaParser import LuaParser

from wippyc.diagnostics.model import Diagnostic, Severity, Sink
from wippyc.lua import rules
from wippyc.lua.checks import check_chunk
from wippyc.lua.convert import convert
from wippyc.lua.foreign_blocks import explained
from wippyc.lua.large_stack import run_on_large_stack
from wippyc.lua.lexer import END_OF_FILE, NAME, NUMBER, STRING, tokenize
from wippyc.lua.outline import Outline
from wippyc.lua.quick_parser import QuickParser, Token, TokenStream
from wippyc.lua.syntax import Chunk
from wippyc.lua.type_pass import outline_types
from wippyc.source import SourceFile


def parse_lua(source: SourceFile, sink: Sink) -> Chunk | None:
    """Parse a Lua file or a piece of inline Lua.

    Args:
        source: The text.
        sink: Receives syntax errors, and warnings about what Wippy itself would reject.

    Returns:
        The syntax tree, or `None` when errors were reported.
    """
    return run_on_large_stack(lambda: _parse(source, sink))


def _parse(source: SourceFile, sink: Sink) -> Chunk | None:
    lexical, syntactic = Sink(), Sink()
    tokens = tokenize(source, lexical)
    outline = outline_types(tokens, syntactic)
    sink.extend(lexical)
    sink.extend(explained(tokens, _without_echoes(lexical, syntactic)))
    if outline is None or lexical.has_errors:
        return None
    own = Sink()
    tree = parse_tree(outline, own)
    chunk = None
    if tree is not None:
        chunk = convert(tree, outline)
        check_chunk(chunk, own)
    sink.extend(own)
    return None if own.has_errors else chunk


def _without_echoes(lexical: Sink, syntactic: Sink) -> list[Diagnostic]:
    """Return the syntax errors without those that come of tokens which are already in error.

    They stand on the line of such a token, are about a bracket there, or come of what an open
    string or comment has swallowed.
    """
    errors = [found for found in lexical if found.span and found.level is Severity.ERROR]
    bad_lines = {found.span.line for found in errors if found.span}
    is_cut = any(
        found.rule in _UNTERMINATED and found.span.text.endswith("[")
        for found in errors
        if found.span
    )
    return [
        found
        for found in syntactic
        if not found.span
        or not (
            found.span.line in bad_lines
            or any(label.span.line in bad_lines for label in found.labels)
            or (is_cut and found.rule in _UNCLOSED)
        )
    ]


_UNTERMINATED = (rules.UNTERMINATED_STRING, rules.UNTERMINATED_COMMENT)
_UNCLOSED = (rules.UNCLOSED_BLOCK, rules.UNCLOSED_BRACKET)


# --- tokens for luaparser ---------------------------------------------------------------------

_TYPES: dict[str, int] = {
    literal.strip("'"): index
    for index, literal in enumerate(LuaParser.literalNames)
    if literal.startswith("'")
} | {
    NAME: LuaParser.NAME,
    NUMBER: LuaParser.INT,
    STRING: LuaParser.NORMALSTRING,
    END_OF_FILE: -1,
}
_LOCAL, _NAME, _EQUALS, _COLON = LuaParser.LOCAL, LuaParser.NAME, LuaParser.EQ, LuaParser.COL


def _feed(outline: Outline) -> list[Token]:
    kinds = outline.tokens.kinds
    calls, call_statements = outline.calls, outline.call_statements
    groups, indexes, declarations = outline.groups, outline.indexes, outline.declarations
    index_ends = set(indexes.values())
    erased = dict(outline.erased)
    feed: list[Token] = []

    def put(type_: int, own: int, is_inserted: bool) -> None:
        feed.append(Token(type_, own, len(feed), is_inserted))

    at, end = 0, len(kinds)
    while at < end:
        if at in erased:
            if at in declarations:
                put(_LOCAL, at, True)
                put(_NAME, at, True)
            at = erased[at] + 1
            continue
        type_ = _TYPES[kinds[at]]
        if at in call_statements:
            put(_LOCAL, at, True)
            put(_NAME, at, True)
            put(_EQUALS, at, True)
        if at in groups:
            put(_NAME, at, True)
            put(_COLON, at, True)
            put(_NAME, at, True)
        elif at in calls:
            put(_COLON, at, True)
            put(_NAME, at, True)
        elif at in indexes:
            put(_COLON, at, True)
            put(_NAME, at, True)
            type_ = LuaParser.OP
        elif at in index_ends:
            type_ = LuaParser.CP
        put(type_, at, False)
        at += 1
    return feed


# --- luaparser --------------------------------------------------------------------------------


def parse_tree(outline: Outline, sink: Sink) -> Any:
    """Return luaparser's parse tree, or `None` when it rejects what the type pass accepted."""
    feed = _feed(outline)
    offending: Token | None = None
    # SLL prediction is faster; in theory it rejects programs that LL accepts.
    for mode in (PredictionMode.SLL, PredictionMode.LL):
        try:
            return QuickParser(TokenStream(feed), mode).start_()
        except (ParseCancellationException, RecognitionException) as error:
            offending = _offending_token(error)
    at = len(outline.tokens.kinds) - 1 if offending is None else offending.own
    sink.report(
        Diagnostic(
            rule=rules.UNEXPECTED_TOKEN,
            message="the parser cannot read the program here",
            span=outline.tokens.span(at),
            hint="Please report this with the statement around it: it passed the grammar check.",
        )
    )
    return None


def _offending_token(error: BaseException) -> Token | None:
    """Return the token an ANTLR error is about, from the error or the one it hides."""
    for candidate in (error, error.__context__, *error.args):
        token = getattr(candidate, "offendingToken", None)
        if isinstance(token, Token):
            return token
    return None
