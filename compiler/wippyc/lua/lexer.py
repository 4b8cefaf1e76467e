"""Source text to tokens, by the lexical rules of Wippy's Lua.

Tokens are kept as parallel lists, because a large application has millions of them. A token's
kind is its own text for keywords and operators, and one of the `<…>` constants otherwise.
Comments are kept apart; lexical errors are reported and the text goes on after them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from wippyc.diagnostics.model import Diagnostic, Edit, Fix, Rule, Sink
from wippyc.lua import rules
from wippyc.lua.literals import Finding, Oddity, number_findings, string_findings
from wippyc.lua.syntax import Comment
from wippyc.source import SourceFile, Span

NAME = "<name>"
NUMBER = "<number>"
STRING = "<string>"
END_OF_FILE = "<eof>"

KEYWORDS = frozenset(
    ("and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if",
     "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while")
)  # fmt: skip

_TOKEN = re.compile(
    r"""
      [ \t\r\n]+
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<comment>--(?!\[=*\[)[^\r\n]*)
    | (?P<long>(?:--)?\[=*\[)
    | (?P<number>0[xX][0-9A-Fa-f]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<operator>\.\.\.|\.\.|==|~=|<=|>=|<<|>>|//|::|->|[-+*/%^\#&~|<>=(){}\[\];:,.?!@])
    | (?P<string>"[^"\\\r\n]*(?:\\(?:\r\n|\n\r|[\s\S])[^"\\\r\n]*)*"
                |'[^'\\\r\n]*(?:\\(?:\r\n|\n\r|[\s\S])[^'\\\r\n]*)*')
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[A-Za-z0-9_.]+")
_REST_OF_LINE = re.compile(r"[^\r\n]*")

_LOOK_ALIKES = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "…": "...",
    "×": "*", "≠": "~=", "≤": "<=", "≥": ">=",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Tokens:
    """The tokens of one file as parallel lists; the last one is the end of the file.

    Attributes:
        kinds: Keyword or operator text, or `NAME`, `NUMBER`, `STRING`, `END_OF_FILE`.
        starts: Offset of the first character of each token.
        ends: Offset after its last character.
        comments: The comments, in order.
    """

    source: SourceFile
    kinds: list[str]
    starts: list[int]
    ends: list[int]
    comments: list[Comment] = field(default_factory=list)

    def text(self, index: int) -> str:
        """Return the source text of one token."""
        return self.source.text[self.starts[index] : self.ends[index]]

    def span(self, first: int, last: int | None = None) -> Span:
        """Return the range from token `first` to token `last` (both included)."""
        return Span(self.source, self.starts[first], self.ends[first if last is None else last])

    def starts_line(self, index: int) -> bool:
        """Whether a line break stands between this token and the one before."""
        if index == 0:
            return True
        gap = self.source.text[self.ends[index - 1] : self.starts[index]]
        return "\n" in gap or "\r" in gap


class _Lexer:
    def __init__(self, source: SourceFile, sink: Sink) -> None:
        self.source = source
        self.text = source.text
        self.sink = sink
        self.tokens = Tokens(source, [], [], [])

    def run(self) -> Tokens:
        text, tokens = self.text, self.tokens
        kinds, starts, ends = tokens.kinds, tokens.starts, tokens.ends
        match_token, keywords = _TOKEN.match, KEYWORDS
        at, end = self.skip_preamble(), len(text)
        while at < end:
            match = match_token(text, at)
            if match is None:
                at = self.bad_character(at)
                continue
            group = match.lastgroup
            stop = match.end()
            if group is not None:
                if group == "name":
                    word = match.group()
                    kinds.append(word if word in keywords else NAME)
                elif group == "operator":
                    kinds.append(match.group())
                elif group == "string":
                    kinds.append(STRING)
                    if "\\" in match.group():
                        self.check_string(at, match.group())
                elif group == "number":
                    kinds.append(NUMBER)
                    stop = self.number_end(at, stop)
                elif group == "comment":
                    comment = Comment(span=Span(self.source, at, stop), text=text[at + 2 : stop])
                    tokens.comments.append(comment)
                    at = stop
                    continue
                else:
                    at = self.long_bracket(at, match.group())
                    continue
                starts.append(at)
                ends.append(stop)
            at = stop
        kinds.append(END_OF_FILE)
        starts.append(end)
        ends.append(end)
        return tokens

    def skip_preamble(self) -> int:
        at = 0
        if self.text.startswith("\ufeff"):
            at = 1
            self.hint(
                rules.BYTE_ORDER_MARK,
                0,
                1,
                "the file starts with a byte order mark, which Wippy does not accept",
                "Save the file as UTF-8 without a byte order mark.",
            )
        if self.text.startswith("#", at):
            line = _REST_OF_LINE.match(self.text, at)
            stop = line.end() if line else at
            self.hint(
                rules.SHEBANG,
                at,
                stop,
                "the file starts with a `#` line, which Wippy does not accept",
                "Remove the line.",
            )
            at = stop
        return at

    def hint(self, rule: Rule, start: int, end: int, message: str, hint: str) -> None:
        span = Span(self.source, start, end)
        fix = Fix(hint.rstrip("."), (Edit(span, ""),))
        self.sink.report(Diagnostic(rule=rule, message=message, span=span, hint=hint, fix=fix))

    def error(self, rule: Rule, start: int, end: int, message: str, hint: str = "") -> None:
        span = Span(self.source, start, end)
        self.sink.report(Diagnostic(rule=rule, message=message, span=span, hint=hint))

    def append(self, kind: str, start: int, end: int) -> None:
        self.tokens.kinds.append(kind)
        self.tokens.starts.append(start)
        self.tokens.ends.append(end)

    def bad_character(self, at: int) -> int:
        """Report what no token starts with; return where to go on."""
        char = self.text[at]
        if char in "\"'":
            return self.unterminated_string(at)
        if char.isalpha():
            return self.foreign_name(at)
        if char == "`":
            return self.back_quote(at)
        instead = _LOOK_ALIKES.get(char)
        hint = "Remove it." if instead is None else f"Write `{instead}`."
        message = f"unexpected character {_character_name(char)}"
        self.error(rules.UNEXPECTED_CHARACTER, at, at + 1, message, hint)
        # A run of stray characters is one mistake.
        stop = at + 1
        while stop < len(self.text) and _is_stray(self.text[stop]):
            stop += 1
        return stop

    def back_quote(self, at: int) -> int:
        """Report a text in back quotes, or the line of a Markdown fence."""
        text = self.text
        if text.startswith("```", at):
            line = _REST_OF_LINE.match(text, at)
            stop = line.end() if line else at + 3
            message, hint = "a Markdown fence is no Lua", "Remove the line."
        else:
            stop = text.find("`", at + 1) + 1 or at + 1
            self.append(STRING, at, stop)
            message = "Lua has no strings in back quotes"
            hint = 'Write `"…"`, and put values in with `..` or `string.format`.'
        self.error(rules.FOREIGN_SYNTAX, at, stop, message, hint)
        return stop

    def foreign_name(self, at: int) -> int:
        """Report a name with a letter that names cannot have, and take it as a name."""
        tokens = self.tokens
        start, stop = at, at + 1
        while stop < len(self.text) and (self.text[stop].isalnum() or self.text[stop] == "_"):
            stop += 1
        if tokens.kinds and tokens.kinds[-1] == NAME and tokens.ends[-1] == at:
            start = tokens.starts.pop()
            tokens.kinds.pop()
            tokens.ends.pop()
        self.error(
            rules.UNEXPECTED_CHARACTER,
            at,
            at + 1,
            f"unexpected character {_character_name(self.text[at])} in a name",
            "Names consist of the letters A-Z and a-z, digits and `_`.",
        )
        self.append(NAME, start, stop)
        return stop

    def unterminated_string(self, at: int) -> int:
        rest = _REST_OF_LINE.match(self.text, at)
        stop = rest.end() if rest else at + 1
        quote = self.text[at]
        if self.tokens.starts[-1:] == [at - 2] and self.text.startswith(quote * 3, at - 2):
            return self.triple_quote(at - 2)
        hint = f"Close the string with `{quote}` on the same line, or use `[[ … ]]` for long text."
        if self.text[at:stop].endswith("\\z"):
            hint = "Wippy does not know `\\z`; concatenate the parts with `..`."
        self.error(rules.UNTERMINATED_STRING, at, stop, "the string is not closed", hint)
        self.append(STRING, at, stop)
        return stop

    def triple_quote(self, at: int) -> int:
        """Report a text in triple quotes, of which two have been read as an empty string."""
        tokens = self.tokens
        for part in (tokens.kinds, tokens.starts, tokens.ends):
            del part[-1]
        quotes = self.text[at : at + 3]
        found = self.text.find(quotes, at + 3)
        stop = found + 3 if found >= 0 else len(self.text)
        message = f"Lua has no strings in `{quotes}`"
        self.error(rules.FOREIGN_SYNTAX, at, at + 3, message, "Write `[[ … ]]` for long text.")
        self.append(STRING, at, stop)
        return stop

    def long_bracket(self, at: int, opener: str) -> int:
        is_comment = opener[0] == "-"
        fence = opener[2:] if is_comment else opener
        closer = fence.replace("[", "]")
        body = at + len(opener)
        found = self.text.find(closer, body)
        stop = len(self.text) if found < 0 else found + len(closer)
        if found < 0:
            what = "block comment" if is_comment else "long string"
            rule = rules.UNTERMINATED_COMMENT if is_comment else rules.UNTERMINATED_STRING
            self.error(rule, at, body, f"the {what} is not closed", f"Close it with `{closer}`.")
            found = stop
        if is_comment:
            comment = Comment(
                span=Span(self.source, at, stop), text=self.text[body:found], is_block=True
            )
            self.tokens.comments.append(comment)
        else:
            self.append(STRING, at, stop)
        return stop

    def number_end(self, start: int, stop: int) -> int:
        numeral = self.text[start:stop]
        word = _WORD.match(self.text, stop)
        if word is not None and word.group() not in KEYWORDS and not self.is_concat(stop, numeral):
            end = word.end()
            whole = self.text[start:end]
            if numeral[:2] in ("0x", "0X") and word.group()[0] in "pP.":
                message = f"`{whole}` is a hexadecimal float, which Wippy does not have"
                hint = "Write the number in decimal."
            else:
                message = f"malformed number `{whole}`"
                hint = "Put spaces around `..`." if ".." in whole else ""
            self.error(rules.MALFORMED_NUMBER, start, end, message, hint)
            return end
        for finding in number_findings(numeral):
            self.report_oddity(start, finding)
        return stop

    def is_concat(self, at: int, numeral: str) -> bool:
        """Whether a `..` follows a numeral that cannot itself take a dot (`0xff..x`)."""
        return "." not in numeral and self.text.startswith("..", at)

    def check_string(self, start: int, literal: str) -> None:
        for finding in string_findings(literal):
            self.report_oddity(start, finding)

    def report_oddity(self, start: int, finding: Finding) -> None:
        span = Span(self.source, start + finding.start, start + finding.end)
        rule, message, hint = _oddity_text(finding.oddity, span.text)
        self.sink.report(Diagnostic(rule=rule, message=message, span=span, hint=hint))


def _oddity_text(oddity: Oddity, text: str) -> tuple[Rule, str, str]:
    match oddity:
        case Oddity.BYTE_TOO_LARGE:
            message = f"`{text}` is no byte"
            return rules.INVALID_ESCAPE, message, "Use a value from `\\0` to `\\255`."
        case Oddity.UNKNOWN_ESCAPE:
            message = f"Wippy does not know the escape `{text}` and reads it as `{text[1:]}`"
            hint = "Write bytes as `\\ddd` in decimal." if text[1] in "xu" else "Drop the `\\`."
            return rules.UNKNOWN_ESCAPE, message, hint
        case Oddity.WIDE_HEX:
            message = f"`{text}` does not fit a 64-bit signed integer and wraps around"
            return rules.WIDE_HEX_INTEGER, message, "Write the intended value in decimal."
        case Oddity.LEADING_ZERO:
            message = f"`{text}` is read as decimal here; Wippy may read it as octal"
            return rules.LEADING_ZERO, message, "Drop the leading zeros."


def _is_stray(char: str) -> bool:
    return not char.isascii() and not char.isalpha() and char not in _LOOK_ALIKES


def _character_name(char: str) -> str:
    code = f"U+{ord(char):04X}"
    if 0xDC80 <= ord(char) <= 0xDCFF:
        return f"(the byte 0x{ord(char) - 0xDC00:02X}, which is not valid UTF-8)"
    name = unicodedata.name(char, "")
    shown = f"`{char}` " if char.isprintable() and char != "`" else ""
    return f"{shown}({code} {name})" if name else f"{shown}({code})"


def tokenize(source: SourceFile, sink: Sink) -> Tokens:
    """Return the tokens of a file; lexical errors go to `sink` and leave usable tokens."""
    return _Lexer(source, sink).run()
