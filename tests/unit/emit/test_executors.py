"""Variables of `funcs` executors: gone where all their options stand at the calls."""

from __future__ import annotations

import pytest

from tests.differential.harness import make_entry, project_of
from wippyc.diagnostics.model import Sink
from wippyc.pipeline import compile_loaded
from wippyc.pipeline_model import CompileOptions

EXECUTOR = 'funcs.new():with_options({ ["activity.start_to_close_timeout"] = "1m" })'
CALL = 'billing:call("app:bill", 1)'


def _generate(chunk: str, body: str) -> str:
    text = (
        f'local funcs = require("funcs")\n{chunk}\nreturn {{ main = function(order) {body} end }}'
    )
    entry = make_entry("app", "flow", text, kind="workflow.lua", modules=("funcs",))
    result = compile_loaded(project_of(entry), CompileOptions(), Sink())
    return result.modules[0].text


@pytest.mark.parametrize(
    ("chunk", "body"),
    [(f"local billing = {EXECUTOR}", f"return {CALL}"), ("", f"local billing = {EXECUTOR} {CALL}")],
    ids=["of the chunk", "of a function"],
)
def test_executors_of_inline_calls_are_gone(chunk: str, body: str) -> None:
    text = _generate(chunk, body)
    assert "start_to_close_timeout=timedelta(minutes=1)" in text
    assert "funcs" not in text
    assert "def chunk" not in text


@pytest.mark.parametrize(
    ("chunk", "body"),
    [
        (f"-- in a minute\nlocal billing = {EXECUTOR}", f"return {CALL}"),
        (f"local billing = {EXECUTOR}", f"{CALL} return billing"),
        (f"local billing = {EXECUTOR}", "return billing:call(order.id)"),
        (f"local billing = {EXECUTOR}", f"billing = order {CALL}"),
        (f"local billing = {EXECUTOR}", f"local inner = function() return {CALL}, billing end"),
        (f"local first = {EXECUTOR} local billing = first", f"return {CALL}"),
        ('local billing = funcs.new():with_options({ ["activity.x"] = 1 })', f"return {CALL}"),
    ],
    ids=["comment", "handed on", "open target", "assigned", "captured", "source", "open options"],
)
def test_executors_that_something_uses_stay(chunk: str, body: str) -> None:
    assert "funcs.new()" in _generate(chunk, body)
