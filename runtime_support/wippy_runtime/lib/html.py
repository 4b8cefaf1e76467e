"""Lua module `html`: sanitising HTML by a policy of what is allowed.

The policies are those of Go's bluemonday; the work is done by the Python package nh3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from ..lua.arguments import string_argument
from ..lua.strings import from_text, to_text
from ..lua.userdata import Userdata
from ..lua.values import truthy
from . import regexp
from .errors import Error
from .optional_package import optional_package

_STANDARD_SCHEMES: Final = ("mailto", "http", "https")
_STANDARD_ATTRIBUTES: Final = {
    "dir": r"(?i)^(rtl|ltr)$",
    "id": r"^[a-zA-Z0-9\:\-_\.]+$",
    "lang": r"^[a-zA-Z]{2,20}$",
    "title": r"^[\pL\pN\s\-_',\[\]!\./\\\(\)]*$",
}
_LISTS: Final = ("ol", "ul", "li", "dl", "dt", "dd")
_TABLES: Final = (
    "table", "caption", "col", "colgroup", "tr", "td", "th", "thead", "tbody", "tfoot",
)  # fmt: skip
_UGC_ELEMENTS: Final = (
    "article", "aside", "figure", "section", "summary", "h1", "h2", "h3", "h4", "h5", "h6",
    "hgroup", "br", "div", "hr", "p", "span", "wbr", "a", "area", "map", "abbr", "acronym", "cite",
    "code", "dfn", "em", "figcaption", "mark", "s", "samp", "strong", "sub", "sup", "var",
    "bdi", "bdo", "rp", "rt", "ruby", "b", "i", "pre", "small", "strike", "tt", "u", "blockquote",
    "q", "time", "del", "ins", "details", "meter", "progress",
)  # fmt: skip
_NUMBER: Final = r"^[0-9]+$"
_NUMBER_OR_PERCENT: Final = r"^[0-9]+[%]?$"
_ALIGN: Final = r"(?i)^(center|left|right|justify|char)$"
_LINKING: Final = frozenset(
    {"href", "src", "cite", "action", "formaction", "background", "longdesc", "poster", "data"}
)
_DATA_IMAGE: Final = re.compile(r"^data:image/(gif|jpeg|png|webp|svg\+xml);base64,[A-Za-z0-9+/=]+$")
_RELATIVE: Final = re.compile(r"^(?![A-Za-z][A-Za-z0-9+.\-]*:)")

Rule = tuple[str, Any]


class Policy(Userdata):
    """What may stay in a document; every method but `sanitize` returns the policy itself."""

    __slots__ = ("_attributes", "_elements", "_flags", "_schemes")
    lua_name: ClassVar[str] = "*html.Policy"
    lua_methods: ClassVar[Mapping[str, str]] = {
        name: name
        for name in (
            "allow_elements", "allow_attrs", "allow_standard_urls", "allow_url_schemes",
            "allow_relative_urls", "require_parseable_urls", "require_nofollow_on_links",
            "require_noreferrer_on_links", "add_target_blank_to_fully_qualified_links",
            "allow_images", "allow_data_uri_images", "allow_lists", "allow_tables",
            "allow_standard_attributes", "sanitize",
        )
    }  # fmt: skip

    def __init__(self) -> None:
        self._elements: dict[str, None] = {}
        self._attributes: dict[tuple[str, str], list[Any]] = {}
        self._schemes: dict[str, None] = {}
        self._flags: dict[str, bool] = {}

    def allow_elements(self, *names: Any) -> Policy:
        """Keep elements; most lose all attributes that are not allowed as well."""
        self._elements.update(dict.fromkeys(_words(names)))
        return self

    def allow_attrs(self, *names: Any) -> AttributeBuilder:
        """Begin to allow attributes; `on_elements` or `globally` ends the sentence."""
        return AttributeBuilder(self, tuple(_words(names)))

    def allow(self, names: tuple[str, ...], elements: tuple[str, ...], pattern: Any) -> None:
        """Allow attributes on elements (`*` for all) when their value matches a pattern."""
        for element in elements:
            if element != "*":
                self._elements[element] = None
            for name in names:
                self._attributes.setdefault((element, name), []).append(pattern)

    def allow_standard_urls(self) -> Policy:
        """Allow mailto, http, https and relative URLs, and mark links `nofollow`."""
        self._schemes.update(dict.fromkeys(_STANDARD_SCHEMES))
        self._flags |= {"parseable": True, "relative": True, "nofollow": True}
        return self

    def allow_url_schemes(self, *names: Any) -> Policy:
        """Allow further URL schemes."""
        self._schemes.update(dict.fromkeys(_words(names)))
        self._flags["parseable"] = True
        return self

    def allow_relative_urls(self, wanted: Any = None) -> Policy:
        """Allow or refuse URLs without a scheme."""
        self._flags["parseable"] = True
        return self._set("relative", wanted)

    def require_parseable_urls(self, wanted: Any = None) -> Policy:
        """Drop URLs that are none or have a scheme that is not allowed."""
        return self._set("parseable", wanted)

    def require_nofollow_on_links(self, wanted: Any = None) -> Policy:
        """Add `rel="nofollow"` to links."""
        self._flags["parseable"] = True
        return self._set("nofollow", wanted)

    def require_noreferrer_on_links(self, wanted: Any = None) -> Policy:
        """Add `rel="noreferrer"` to links."""
        self._flags["parseable"] = True
        return self._set("noreferrer", wanted)

    def add_target_blank_to_fully_qualified_links(self, wanted: Any = None) -> Policy:
        """Add `target="_blank"` to links with a host, and `rel="noopener"` with it."""
        self._flags["parseable"] = True
        return self._set("blank", wanted)

    def allow_images(self) -> Policy:
        """Allow images with a size and an alternative text."""
        self.allow(("align",), ("img",), _pattern(r"(?i)^(left|right|top|texttop|middle)$"))
        self.allow(("alt",), ("img",), _pattern(r"^[\pL\pN\s\-_',\[\]!\./\\\(\)]*$"))
        self.allow(("height", "width"), ("img",), _pattern(_NUMBER_OR_PERCENT))
        self.allow_standard_urls()
        self.allow(("src",), ("img",), None)
        return self

    def allow_data_uri_images(self) -> Policy:
        """Allow images that are part of the document."""
        self._flags["data_images"] = True
        return self

    def allow_lists(self) -> Policy:
        """Allow ordered, unordered and definition lists."""
        self.allow_elements(*_LISTS)
        self.allow(("type",), ("ol", "ul"), _pattern(r"(?i)^(circle|disc|square|a|A|i|I|1)$"))
        self.allow(("value",), ("li",), _pattern(_NUMBER))
        return self

    def allow_tables(self) -> Policy:
        """Allow tables with sizes, spans and alignment."""
        self.allow_elements(*_TABLES)
        self.allow(("height", "width"), ("table", "col", "colgroup"), _pattern(_NUMBER_OR_PERCENT))
        self.allow(("summary",), ("table",), None)
        self.allow(("align",), _TABLES[2:], _pattern(_ALIGN))
        self.allow(("valign",), _TABLES[2:], _pattern(r"(?i)^(baseline|bottom|middle|top)$"))
        self.allow(("colspan", "rowspan"), ("td", "th"), _pattern(_NUMBER))
        self.allow(("headers",), ("td", "th"), None)
        self.allow(("scope",), ("td", "th"), _pattern(r"(?i)^(row|col)(group)?$"))
        self.allow(("span",), ("col", "colgroup"), _pattern(_NUMBER))
        return self

    def allow_standard_attributes(self) -> Policy:
        """Allow dir, id, lang and title on every element."""
        for name, pattern in _STANDARD_ATTRIBUTES.items():
            self.allow((name,), ("*",), _pattern(pattern))
        return self

    def _set(self, flag: str, wanted: Any) -> Policy:
        self._flags[flag] = truthy(wanted)
        return self

    def sanitize(self, text: Any = None) -> str:
        """Return a document without anything that the policy does not allow."""
        source = to_text(string_argument(text, 1, "sanitize"))
        nh3 = optional_package("nh3")
        names: dict[str, set[str]] = {}
        for element, name in self._attributes:
            names.setdefault(element, set()).add(name)
        is_blank = self._flags.get("blank", False)
        for added, is_added in (("rel", self._relations()), ("target", is_blank)):
            if is_added and "a" in self._elements:
                names.setdefault("a", set()).add(added)
        schemes = set(self._schemes)
        if self._flags.get("data_images"):
            schemes.add("data")
        cleaned = nh3.clean(
            source,
            tags=set(self._elements),
            clean_content_tags={"script", "style"} - set(self._elements),
            attributes=names,
            attribute_filter=self._filtered,
            strip_comments=True,
            link_rel=None,
            url_schemes=schemes,
        )
        return from_text(_LINK.sub(self._finished_link, str(cleaned)))

    def _filtered(self, element: str, name: str, value: str) -> str | None:
        """Return an attribute's value, or `None` to drop it."""
        rules = [
            *self._attributes.get((element, name), ()),
            *self._attributes.get(("*", name), ()),
        ]
        is_allowed = any(
            rule is None or truthy(rule.match_string(from_text(value))) for rule in rules
        )
        if not is_allowed:
            return None
        return value if name not in _LINKING or self._is_allowed_url(element, value) else None

    def _is_allowed_url(self, element: str, value: str) -> bool:
        url = value.strip()
        if url.lower().startswith("data:"):
            is_image = element == "img" and _DATA_IMAGE.match(url) is not None
            return is_image and self._flags.get("data_images", False)
        if not self._flags.get("parseable"):
            return True
        if _RELATIVE.match(url):
            return self._flags.get("relative", False)
        return url.partition(":")[0].lower() in self._schemes

    def _relations(self) -> list[str]:
        return [each for each in ("nofollow", "noreferrer") if self._flags.get(each)]

    def _finished_link(self, match: re.Match[str]) -> str:
        """Add what links must have; attributes stand in the order of the source."""
        tag = match.group()
        address = _HREF.search(tag)
        if address is None:
            return tag
        relations = self._relations()
        is_full = re.match(r"(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//", address[1]) is not None
        if self._flags.get("blank") and is_full:
            tag = f'{_without(tag, "target")[:-1]} target="_blank">'
            relations.append("noopener")
        if relations:
            tag = f'{_without(tag, "rel")[:-1]} rel="{" ".join(relations)}">'
        return tag


_LINK: Final = re.compile(r"<a(?:\s[^>]*)?>")
_HREF: Final = re.compile(r'\shref="([^"]*)"')


def _without(tag: str, name: str) -> str:
    return re.sub(rf'\s{name}="[^"]*"', "", tag)


class AttributeBuilder(Userdata):
    """The attributes of one `allow_attrs`, until it is said where they are allowed."""

    __slots__ = ("_names", "_pattern", "_policy")
    lua_name: ClassVar[str] = "*html.AttrBuilder"
    lua_methods: ClassVar[Mapping[str, str]] = {
        "on_elements": "on_elements",
        "globally": "globally",
        "matching": "matching",
    }

    def __init__(self, policy: Policy, names: tuple[str, ...], pattern: Any = None) -> None:
        self._policy = policy
        self._names = names
        self._pattern = pattern

    def matching(self, pattern: Any = None) -> tuple[AttributeBuilder | None, Error | None]:
        """Allow values that match a regular expression only."""
        expression, error = regexp.compile(string_argument(pattern, 1, "matching"))
        if expression is None:
            return None, error
        return AttributeBuilder(self._policy, self._names, expression), None

    def on_elements(self, *names: Any) -> Policy:
        """Allow the attributes on some elements."""
        self._policy.allow(self._names, tuple(_words(names)), self._pattern)
        return self._policy

    def globally(self) -> Policy:
        """Allow the attributes on every element."""
        self._policy.allow(self._names, ("*",), self._pattern)
        return self._policy


def sanitize_new_policy() -> tuple[Policy, None]:
    """Return a policy that allows nothing yet."""
    return Policy(), None


def sanitize_strict_policy() -> tuple[Policy, None]:
    """Return a policy that leaves text only."""
    return Policy(), None


def sanitize_ugc_policy() -> tuple[Policy, None]:
    """Return a policy for texts that users write: no styles, no scripts, no forms."""
    policy = Policy()
    policy.allow_standard_attributes().allow_standard_urls()
    policy.allow_elements(*_UGC_ELEMENTS)
    policy.allow(("href",), ("a", "area"), None)
    policy.allow(("cite",), ("blockquote", "q", "del", "ins"), None)
    policy.allow(("datetime",), ("time", "del", "ins"), _pattern(r"^[0-9TZ:+.\- ]+$"))
    policy.allow(("open",), ("details",), _pattern(r"(?i)^(|open)$"))
    policy.allow(("name",), ("map",), _pattern(r"^[\pL\pN_\-]+$"))
    policy.allow(("dir",), ("bdi", "bdo"), _pattern(r"(?i)^(rtl|ltr)$"))
    policy.allow(
        ("value", "min", "max", "low", "high", "optimum"), ("meter",), _pattern(r"^[0-9.\-]+$")
    )
    policy.allow(("value", "max"), ("progress",), _pattern(r"^[0-9.\-]+$"))
    return policy.allow_lists().allow_tables().allow_images(), None


def _words(values: tuple[Any, ...]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield to_text(value).strip().lower()


def _pattern(text: str) -> Any:
    expression, error = regexp.compile(text)
    assert error is None, f"the pattern {text} is valid"
    return expression


EXPORTS: Mapping[str, Any] = {
    "sanitize": {
        "new_policy": sanitize_new_policy,
        "ugc_policy": sanitize_ugc_policy,
        "strict_policy": sanitize_strict_policy,
    }
}
