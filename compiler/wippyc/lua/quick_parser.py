"""luaparser's parser with short ways through ANTLR where nothing special happens.

ANTLR's runtime prepares for listeners, recovery from errors and reports at every token. None of
them is used here: the first error ends parsing, and the tree holds the tokens themselves. The way
to a prediction that was made before is a walk through its automaton; the rest ANTLR does itself.
"""

from __future__ import annotations

from typing import Any

from antlr4.atn.ParserATNSimulator import ParserATNSimulator
from antlr4.atn.PredictionMode import PredictionMode
from antlr4.error.ErrorStrategy import BailErrorStrategy
from luaparser.parser.LuaParser import LuaParser


class Token:
    """A token as luaparser needs it, with the index of the source token it stands for."""

    __slots__ = ("channel", "column", "is_inserted", "line", "own", "tokenIndex", "type")

    def __init__(self, type_: int, own: int, index: int, is_inserted: bool) -> None:
        self.type = type_
        self.own = own
        self.tokenIndex = index
        self.is_inserted = is_inserted
        self.channel = 0
        self.line = 0
        self.column = 0

    @property
    def text(self) -> str:
        """Asked for by luaparser's error paths only."""
        return ""

    @property
    def symbol(self) -> Token:
        """The token of a leaf of the tree: it is the leaf."""
        return self


class TokenStream:
    """The token stream of ANTLR over a list; every token is visible, so look-ahead is an index."""

    __slots__ = ("index", "tokens", "types")

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.types = [token.type for token in tokens]
        self.index = 0

    def LA(self, offset: int) -> int:
        at = self.index + offset - 1
        types = self.types
        return types[at] if at < len(types) else -1

    def LT(self, offset: int) -> Token | None:
        at = self.index + offset - 1 if offset > 0 else self.index + offset
        tokens = self.tokens
        if at < 0:
            return None
        return tokens[at] if at < len(tokens) else tokens[-1]

    def get(self, index: int) -> Token:
        return self.tokens[index]

    def consume(self) -> None:
        self.index += 1

    def seek(self, index: int) -> None:
        self.index = index

    def mark(self) -> int:
        return 0

    def release(self, marker: int) -> None:
        pass


class _Predictions(ParserATNSimulator):  # type: ignore[misc]
    """Decides between alternatives of the grammar."""

    def adaptivePredict(self, input: TokenStream, decision: int, outerContext: Any) -> int:
        automaton = self.decisionToDFA[decision]
        if automaton.precedenceDfa:
            state = automaton.getPrecedenceStartState(self.parser.getPrecedence())
        else:
            state = automaton.s0
        types, at = input.types, input.index
        last = len(types) - 1
        is_exact = self.predictionMode != PredictionMode.SLL
        while state is not None:
            edges = state.edges
            edge = types[at if at < last else last] + 1
            if edges is None or edge >= len(edges):
                break
            state = edges[edge]
            if state is None or (state.requiresFullContext and is_exact):
                break
            if state.isAcceptState:
                if state.predicates is not None:
                    break
                prediction: int = state.prediction
                return prediction
            at += 1
        known: int = super().adaptivePredict(input, decision, outerContext)
        return known


class QuickParser(LuaParser):  # type: ignore[misc]
    """Builds luaparser's tree of a stream of tokens, or raises at the first error.

    Args:
        tokens: The tokens; the last one ends the file.
        mode: How to predict.
    """

    # A property of ANTLR's, set before every step.
    state: int = -1

    def __init__(self, tokens: TokenStream, mode: PredictionMode) -> None:
        super().__init__(tokens)
        self.removeErrorListeners()
        strategy = BailErrorStrategy()
        # ANTLR's own report needs the text of every token read so far.
        strategy.reportError = lambda recognizer, error: None
        self._errHandler = strategy
        self._interp = _Predictions(self, self.atn, self.decisionsToDFA, self.sharedContextCache)
        self._interp.predictionMode = mode

    def match(self, ttype: int) -> Token:
        stream: TokenStream = self._input
        token = stream.tokens[stream.index]
        if token.type != ttype:
            self._errHandler.recoverInline(self)
        return self._take(token)

    def consume(self) -> Token:
        stream: TokenStream = self._input
        return self._take(stream.tokens[stream.index])

    def _take(self, token: Token) -> Token:
        if token.type >= 0:
            self._input.index += 1
        context = self._ctx
        if context.children is None:
            context.children = [token]
        else:
            context.children.append(token)
        return token

    def enterRule(self, localctx: Any, state: int, ruleIndex: int) -> None:
        self.state = state
        self._ctx = localctx
        stream: TokenStream = self._input
        localctx.start = stream.tokens[stream.index]
        parent = localctx.parentCtx
        if parent is not None:
            if parent.children is None:
                parent.children = [localctx]
            else:
                parent.children.append(localctx)

    def exitRule(self) -> None:
        context = self._ctx
        stream: TokenStream = self._input
        if stream.index:
            context.stop = stream.tokens[stream.index - 1]
        self.state = context.invokingState
        self._ctx = context.parentCtx

    def enterOuterAlt(self, localctx: Any, altNum: int) -> None:
        if localctx is not self._ctx:
            super().enterOuterAlt(localctx, altNum)
