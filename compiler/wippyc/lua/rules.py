"""What the Lua front end can say: `P0xx` are errors, `P1xx` are warnings and hints."""

from __future__ import annotations

from wippyc.diagnostics.model import Rule, Severity

_ERROR, _WARNING, _HINT = Severity.ERROR, Severity.WARNING, Severity.HINT

UNEXPECTED_CHARACTER = Rule(
    "P001", "unexpected-character", _ERROR, "A character that Lua does not know."
)
UNTERMINATED_STRING = Rule("P002", "unterminated-string", _ERROR, "A string without its end.")
UNTERMINATED_COMMENT = Rule(
    "P003", "unterminated-comment", _ERROR, "A block comment without its end."
)
MALFORMED_NUMBER = Rule("P004", "malformed-number", _ERROR, "A numeral Wippy cannot read.")
UNEXPECTED_TOKEN = Rule("P005", "unexpected-token", _ERROR, "Something else is expected here.")
UNCLOSED_BLOCK = Rule("P006", "unclosed-block", _ERROR, "A block without its `end` or `until`.")
UNCLOSED_BRACKET = Rule("P007", "unclosed-bracket", _ERROR, "A bracket without its partner.")
FOREIGN_SYNTAX = Rule(
    "P008", "foreign-syntax", _ERROR, "An operator or statement of another language."
)
NOT_A_STATEMENT = Rule("P009", "not-a-statement", _ERROR, "An expression used as a statement.")
INVALID_TYPE = Rule("P010", "invalid-type", _ERROR, "A type that cannot be read.")
AMBIGUOUS_CALL = Rule(
    "P011", "ambiguous-call", _ERROR, "A call whose `(` stands on the line after a `)`."
)
BREAK_OUTSIDE_LOOP = Rule("P012", "break-outside-loop", _ERROR, "A `break` outside a loop.")
UNKNOWN_LABEL = Rule("P013", "unknown-label", _ERROR, "A `goto` whose label is not visible.")
DUPLICATE_LABEL = Rule("P014", "duplicate-label", _ERROR, "A label defined twice.")
GOTO_INTO_LOCAL = Rule(
    "P015", "goto-into-local", _ERROR, "A `goto` that jumps into the scope of a local."
)
VARARG_OUTSIDE_FUNCTION = Rule(
    "P016", "vararg-outside-function", _ERROR, "`...` in a function without `...`."
)
UNSUPPORTED_ATTRIBUTE = Rule(
    "P017", "unsupported-attribute", _ERROR, "`<const>` or `<close>`, which Wippy does not have."
)
TOO_MANY_LOCALS = Rule("P018", "too-many-locals", _ERROR, "More than 200 locals in a function.")
TOO_COMPLEX = Rule("P019", "too-complex", _ERROR, "Code nested too deeply.")
CODE_AFTER_RETURN = Rule(
    "P020", "code-after-return", _ERROR, "A statement after the `return` of its block."
)
INVALID_ESCAPE = Rule("P021", "invalid-escape", _ERROR, "An escape that stands for no byte.")
UNEXPECTED_CLOSER = Rule(
    "P022", "unexpected-closer", _ERROR, "An `end` or bracket that closes nothing."
)

RESERVED_WORD = Rule(
    "P101", "reserved-word", _WARNING, "A word that Wippy reserves, used as a name."
)
BYTE_ORDER_MARK = Rule("P102", "byte-order-mark", _HINT, "A byte order mark, which Wippy rejects.")
SHEBANG = Rule("P103", "shebang", _HINT, "A `#!` line, which Wippy rejects.")
UNKNOWN_ESCAPE = Rule(
    "P104", "unknown-escape", _WARNING, "An escape that Wippy reads as the plain letter."
)
WIDE_HEX_INTEGER = Rule(
    "P105", "wide-hex-integer", _WARNING, "A hexadecimal integer beyond 64 signed bits."
)
LEADING_ZERO = Rule("P106", "leading-zero", _WARNING, "A decimal integer with leading zeros.")
CODE_AFTER_BREAK = Rule(
    "P107", "code-after-break", _WARNING, "A statement after the `break` of its block."
)
CAST_CHAIN = Rule("P108", "cast-chain", _WARNING, "Two `::` casts in a row without parentheses.")

ALL_RULES: tuple[Rule, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Rule)
)
