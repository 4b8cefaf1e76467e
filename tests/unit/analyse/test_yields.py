"""Which methods of values of unknown types may suspend."""

from __future__ import annotations

import pytest

from tests.differential.harness import make_project
from wippyc.diagnostics.model import Sink
from wippyc.pipeline import compile_loaded
from wippyc.pipeline_model import CompileOptions


def _text(body: str) -> str:
    source = f"local function main(input)\n{body}\nend\nreturn {{ main = main }}\n"
    result = compile_loaded(
        make_project({"main": source}), CompileOptions(runtime="dependency"), Sink()
    )
    return result.modules[0].text


@pytest.mark.parametrize(
    "body",
    [
        'local timer = time.timer("1s") return timer:response():receive()',
        'local timer, err = time.after("1s") if err then return nil end return timer:receive()',
        'return (time.ticker("1s")):response():receive()',
    ],
)
def test_a_timer_hands_out_channels_though_the_channel_module_is_not_named(body: str) -> None:
    assert "await ainvoke(" in _text(body)


def test_methods_of_the_same_name_are_the_programs_own_without_host_modules() -> None:
    body = "local inbox = { receive = function(self) return 1 end } return inbox:receive()"
    assert "await" not in _text(body)
