"""Typed reading of an entry's fields, with a finding for every value that does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wippyc.diagnostics.model import Diagnostic, Fix, Label, Rule, Sink
from wippyc.project import rules
from wippyc.project.durations import parse_go_duration
from wippyc.project.entries import type_word
from wippyc.project.model import EntryId, EnvValue, MapItem, Node
from wippyc.project.placeholders import PlaceholderError, env_value, whole_placeholder
from wippyc.project.suggest import closest, rename
from wippyc.project.yaml_scalars import resolve_plain
from wippyc.source import Span

_INT64 = 1 << 63
_DURATION_HINT = 'write a number and a unit out of ns, us, ms, s, m, h: "30s", "1h30m"'


@dataclass(frozen=True, slots=True)
class Reporter:
    """Reports findings about one entry."""

    sink: Sink
    entry: EntryId
    span: Span

    def report(
        self,
        rule: Rule,
        message: str,
        span: Span | None = None,
        *,
        label: str = "",
        labels: tuple[Label, ...] = (),
        note: str = "",
        hint: str = "",
        fix: Fix | None = None,
    ) -> None:
        """Report one finding, at the entry's name unless a place is given."""
        self.sink.report(
            Diagnostic(
                rule=rule,
                message=message,
                span=span if span is not None else self.span,
                label=label,
                labels=labels,
                note=note,
                hint=hint,
                entry_id=str(self.entry),
                fix=fix,
            )
        )


@dataclass(frozen=True, slots=True)
class Fields:
    """One mapping of an entry.

    Attributes:
        items: The mapping.
        reporter: Takes findings.
        prefix: Path of the mapping inside the entry, with a final dot, or empty.
        wrong: Rule for values of a wrong type.
        late: Takes values that hold placeholders although the field is no text; by path.
    """

    items: Mapping[str, MapItem]
    reporter: Reporter
    prefix: str = ""
    wrong: Rule = rules.WRONG_TYPE
    late: dict[str, EnvValue] = field(default_factory=dict)

    def node(self, key: str) -> Node | None:
        """Return the value of a key; a null counts as absent, as in Go's decoder."""
        item = self.items.get(key)
        return None if item is None or item.node.value is None else item.node

    def span(self, key: str) -> Span:
        """Return where a key's value stands, or its key, or the entry's name."""
        item = self.items.get(key)
        if item is None:
            return self.reporter.span
        return item.node.span if item.node.span.text else item.key_span

    def is_given(self, key: str) -> bool:
        """Whether a key has a value other than null and the empty text."""
        node = self.node(key)
        return node is not None and node.value != ""

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        node = self.node(key)
        if node is None:
            return default
        if not isinstance(node.value, str):
            hint = "put the value in quotes" if not isinstance(node.value, tuple | Mapping) else ""
            self.mismatch(key, "a text", node, hint)
            return default
        return node.value

    def env(self, key: str) -> EnvValue | None:
        """Return a text that may hold placeholders; `None` when absent or empty."""
        text = self.text(key)
        return self.template(key, text) if text else None

    def template(self, key: str, text: str) -> EnvValue | None:
        """Check the placeholders of a text; `None` after a report."""
        try:
            return env_value(text)
        except PlaceholderError as error:
            self.reporter.report(
                rules.INVALID_PLACEHOLDER,
                f"invalid {self.prefix}{key}: {error}",
                self.span(key),
                note="placeholders are `${env:NAME}`, `${env:NAME|default}` and `${NAME|default}`",
                hint="correct the placeholder, or write `$${` for a literal `${`",
            )
            return None

    def boolean(self, key: str, default: bool = False) -> bool:
        """Return a boolean."""
        node = self._present(key)
        if node is None:
            return default
        if not isinstance(node.value, bool):
            spelling = {"yes": "true", "on": "true", "no": "false", "off": "false"}
            word = spelling.get(str(node.value).lower())
            self.mismatch(key, "a boolean", node, f"write `{word}`" if word else "")
            return default
        return node.value

    def integer(self, key: str) -> int | None:
        """Return a 64-bit integer; `None` when absent."""
        node = self._present(key)
        if node is None:
            return None
        value = node.value
        if isinstance(value, float) and value.is_integer() and abs(value) < _INT64:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not -_INT64 <= value < _INT64:
            self.mismatch(key, "an integer", node)
            return None
        return value

    def number(self, key: str) -> float | None:
        """Return a finite number; `None` when absent."""
        node = self._present(key)
        if node is None:
            return None
        value = node.value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or value != value or value in (float("inf"), float("-inf")):
            self.mismatch(key, "a number", node)
            return None
        assert isinstance(value, int | float)
        return float(value)

    def duration(self, key: str) -> float | None:
        """Return a duration in seconds; `None` when absent or empty.

        Only texts in Go's syntax are durations in entries: a bare number does not say its unit.
        """
        node = self._present(key, is_text=True)
        if node is None or node.value == "":
            return None
        if not isinstance(node.value, str):
            self.reporter.report(
                rules.INVALID_DURATION,
                f"invalid {self.prefix}{key}: must be a duration string, got {type_word(node)}",
                node.span,
                note="in entries a duration is a text with units; a bare number is not decoded",
                hint=_DURATION_HINT,
            )
            return None
        try:
            return parse_go_duration(node.value) / 1_000_000_000
        except ValueError as error:
            self.reporter.report(
                rules.INVALID_DURATION,
                f"invalid {self.prefix}{key}: {error}",
                node.span,
                note="durations are in Go's syntax, which has no unit above the hour",
                hint=_DURATION_HINT,
            )
            return None

    def section(self, key: str) -> Fields:
        """Return a nested mapping, empty when absent."""
        node = self.node(key)
        items: Mapping[str, MapItem] = {}
        if node is not None and isinstance(node.value, Mapping):
            items = node.value
        elif node is not None:
            self.mismatch(key, "a mapping", node)
        return Fields(items, self.reporter, f"{self.prefix}{key}.", self.wrong, self.late)

    def reference(self, key: str, *, complete: bool = True) -> EntryId | None:
        """Return a reference to an entry, written as `ns:name`, `name` or `{ns:, name:}`.

        Args:
            key: The field.
            complete: Whether a short name belongs to the namespace of the referring entry.
        """
        node = self.node(key)
        if node is None or node.value == "":
            return None
        found = read_reference(node, self.reporter.entry.namespace if complete else "")
        if found is None:
            self.mismatch(key, "an entry ID", node, "write `namespace:name`")
        return found

    def warn_unknown(
        self, known: Iterable[str], rule: Rule = rules.UNKNOWN_OPTION, *, only_near: bool = False
    ) -> None:
        """Warn about keys that nothing reads.

        Args:
            known: The keys that mean something.
            rule: The rule to report under.
            only_near: Whether to keep silent about keys that resemble no known one.
        """
        known = list(known)
        for key, item in self.items.items():
            if key in known:
                continue
            guess = closest(key, [word for word in known if word not in self.items])
            if guess is None and only_near:
                continue
            self.reporter.report(
                rule,
                f"unknown key '{self.prefix}{key}'",
                item.key_span,
                label=f"did you mean '{guess}'?" if guess else "",
                note="Wippy ignores keys it does not know, so this one has no effect",
                hint=f"rename it to '{guess}'" if guess else "remove the key",
                fix=rename(item.key_span, guess),
            )

    def mismatch(self, key: str, wanted: str, node: Node, hint: str = "") -> None:
        """Report a value of a wrong type."""
        self.reporter.report(
            self.wrong,
            f"{self.prefix}{key} must be {wanted}, got {type_word(node)}",
            node.span,
            note="the entry cannot be decoded with this value",
            hint=hint or f"write {wanted} here",
        )

    def _present(self, key: str, *, is_text: bool = False) -> Node | None:
        """Return the value of a field that is no text, a placeholder's default in its place."""
        node = self.node(key)
        if node is None or not isinstance(node.value, str) or "${" not in node.value:
            return node
        template = self.template(key, node.value)
        if template is None or template.value is not None:
            return None if template is None else Node(template.value, node.span)
        self.late[self.prefix + key] = template
        placeholder = whole_placeholder(node.value)
        if placeholder is None or placeholder.default is None:
            return None
        default = placeholder.default
        return Node(default if is_text else resolve_plain(default), node.span)


def read_reference(node: Node, namespace: str) -> EntryId | None:
    """Read an entry ID; a name without a namespace belongs to `namespace`.

    Returns:
        The ID, split at the first colon; `None` when the value is no ID.
    """
    match node.value:
        case str() as text if text:
            head, colon, name = text.partition(":")
            if not colon:
                return EntryId(namespace, text)
            return EntryId(head or namespace, name) if name else None
        case Mapping():
            ns, name_node = node.get("ns"), node.get("name")
            if name_node is None or not isinstance(name_node.value, str) or not name_node.value:
                return None
            if ns is None or ns.value is None:
                return EntryId(namespace, name_node.value)
            return EntryId(ns.value, name_node.value) if isinstance(ns.value, str) else None
        case _:
            return None
