"""The call stacks of suspended Lua coroutines, for the `__stack_trace` query."""

from __future__ import annotations

import linecache
from collections.abc import Coroutine, Iterator, Sequence
from types import CoroutineType, FrameType, GeneratorType
from typing import Any

from ..lua.coroutines import Thread
from ..lua.tracebacks import is_generated, place_of, render_places


def stack_trace(entry_id: str, coroutines: Sequence[Coroutine[Any, Any, Any]]) -> str:
    """Return the Lua call stacks of all coroutines, or the Python ones where no Lua runs."""
    blocks = [f"Workflow: {entry_id}"]
    for number, coroutine in enumerate(coroutines, 1):
        blocks.append(f"coroutine {number}:\n{_stack(list(_frames(coroutine)))}")
    return "\n\n".join(blocks)


def _stack(frames: list[FrameType]) -> str:
    places = [
        place_of(frame, frame.f_lasti, frame.f_lineno) for frame in frames if is_generated(frame)
    ]
    if places:
        return render_places(places)
    return "\n".join(_frame_text(frame) for frame in frames)


def _frames(awaited: Any) -> Iterator[FrameType]:
    """Yield the frames of a coroutine and of everything it awaits."""
    while awaited is not None:
        if isinstance(awaited, CoroutineType):
            frame, following = awaited.cr_frame, awaited.cr_await
        elif isinstance(awaited, GeneratorType):
            frame, following = awaited.gi_frame, awaited.gi_yieldfrom
        else:
            return
        if frame is None:
            return
        yield frame
        thread = frame.f_locals.get("thread")
        # `coroutine.resume` steps its coroutine by hand; the interpreter knows no link to it.
        if following is None and isinstance(thread, Thread):
            following = thread.coroutine
        awaited = following


def _frame_text(frame: FrameType) -> str:
    code = frame.f_code
    source = linecache.getline(code.co_filename, frame.f_lineno).strip()
    place = f'  File "{code.co_filename}", line {frame.f_lineno}, in {code.co_name}'
    return f"{place}\n    {source}" if source else place
