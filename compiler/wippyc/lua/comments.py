"""Which statement or field each comment belongs to.

- After a statement or field on its last line: trailing.
- Before a statement, field or `elseif`: leading; so is a comment inside an expression, of the
  innermost statement or field around it.
- Before `end`, `}` and the like: dangling, of the block or table that ends there.
- Before the first statement and a blank line: the header of the file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from wippyc.lua.lexer import END_OF_FILE
from wippyc.lua.outline import Anchor, Outline
from wippyc.lua.syntax import NO_COMMENTS, Comment, Comments
from wippyc.source import SourceFile

_CLOSERS = frozenset(("end", "else", "until", "}", END_OF_FILE))


@dataclass(frozen=True, eq=False)
class CommentPlan:
    """Comments by place.

    Attributes:
        header: The comments of the file itself.
        leading: By the first token of a statement, field or `elseif`.
        trailing: By the first token of a statement or field.
        dangling: By the token that closes the block or table.
    """

    header: tuple[Comment, ...] = ()
    leading: dict[int, list[Comment]] = field(default_factory=dict)
    trailing: dict[int, list[Comment]] = field(default_factory=dict)
    dangling: dict[int, list[Comment]] = field(default_factory=dict)

    def of(self, first: int) -> Comments:
        """Return the comments of the statement, field or arm that starts at a token."""
        leading, trailing = self.leading.get(first), self.trailing.get(first)
        if leading is None and trailing is None:
            return NO_COMMENTS
        return Comments(leading=tuple(leading or ()), trailing=tuple(trailing or ()))

    def before(self, closer: int) -> tuple[Comment, ...]:
        """Return the comments before the token that closes a block or table."""
        return tuple(self.dangling.get(closer, ()))


def attach_comments(outline: Outline) -> CommentPlan:
    """Give every comment of a file exactly one place."""
    comments = outline.tokens.comments
    if not comments:
        return CommentPlan()
    plan = CommentPlan()
    attacher = _Attacher(outline, plan)
    for comment in comments:
        attacher.attach(comment)
    return _with_header(outline, plan)


class _Attacher:
    def __init__(self, outline: Outline, plan: CommentPlan) -> None:
        self.tokens = outline.tokens
        self.plan = plan
        # Anchors come in the order in which they end: of two with one end, the outer one wins.
        self.by_last = {anchor.last: anchor for anchor in outline.anchors if not anchor.is_arm}
        self.ordered = sorted(outline.anchors, key=lambda anchor: (anchor.first, -anchor.last))
        self.firsts = [anchor.first for anchor in self.ordered]
        self.parents = _parents(self.ordered)
        self.erased = outline.erased
        self.erased_firsts = [first for first, _ in outline.erased]

    def attach(self, comment: Comment) -> None:
        tokens, plan = self.tokens, self.plan
        following = bisect_left(tokens.starts, comment.span.end)
        owner = self.trailing_owner(comment, following)
        if owner is not None:
            plan.trailing.setdefault(owner.first, []).append(comment)
            return
        while tokens.kinds[following] == ";":
            following += 1
        at = bisect_left(self.firsts, following)
        if at < len(self.firsts) and self.firsts[at] == following:
            plan.leading.setdefault(following, []).append(comment)
        elif tokens.kinds[following] in _CLOSERS and not self.is_type(following):
            plan.dangling.setdefault(following, []).append(comment)
        else:
            around = self.enclosing(at - 1, following)
            first = self.ordered[around].first
            plan.leading.setdefault(first, []).append(comment)

    def is_type(self, token: int) -> bool:
        """Whether a token is part of a type, whose brackets hold no comments of the tree."""
        at = bisect_right(self.erased_firsts, token) - 1
        return at >= 0 and token <= self.erased[at][1]

    def trailing_owner(self, comment: Comment, following: int) -> Anchor | None:
        """Return the statement or field that ends before `comment` on its line, if any."""
        tokens = self.tokens
        last = following - 1
        if last < 0 or _has_line_break(tokens.source, tokens.ends[last], comment.span.start):
            return None
        is_last_on_line = tokens.kinds[following] == END_OF_FILE or _has_line_break(
            tokens.source, comment.span.start, tokens.starts[following]
        )
        if not is_last_on_line:
            return None
        owner = self.by_last.get(last)
        if owner is None and tokens.kinds[last] in (",", ";"):
            owner = self.by_last.get(last - 1)
        return owner

    def enclosing(self, at: int, following: int) -> int:
        """Return the index of the innermost anchor around the gap before token `following`."""
        while self.ordered[at].last < following and self.parents[at] >= 0:
            at = self.parents[at]
        return at


def _parents(ordered: list[Anchor]) -> list[int]:
    parents: list[int] = []
    stack: list[int] = []
    for index, anchor in enumerate(ordered):
        while stack and ordered[stack[-1]].last < anchor.first:
            stack.pop()
        parents.append(stack[-1] if stack else -1)
        stack.append(index)
    return parents


def _has_line_break(source: SourceFile, start: int, end: int) -> bool:
    gap = source.text[start:end]
    return "\n" in gap or "\r" in gap


def _with_header(outline: Outline, plan: CommentPlan) -> CommentPlan:
    """Split the header off the leading comments of the first statement."""
    source = outline.tokens.source
    first = min((anchor.first for anchor in outline.anchors), default=-1)
    leading = plan.leading.get(first, [])
    before = [comment for comment in leading if comment.span.end <= outline.tokens.starts[first]]
    cut = 0
    for index, comment in enumerate(before):
        is_final = index + 1 == len(before)
        below = outline.tokens.starts[first] if is_final else before[index + 1].span.start
        if source.position(below)[0] - source.position(comment.span.end)[0] > 1:
            cut = index + 1
    if cut == 0:
        return plan
    plan.leading[first] = leading[cut:]
    return CommentPlan(tuple(before[:cut]), plan.leading, plan.trailing, plan.dangling)
