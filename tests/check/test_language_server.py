"""The language server, spoken to by a real client over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

INDEX = """\
namespace: app
entries:
  - name: worker
    kind: temporal.worker
    task_queue: q
  - name: flow
    kind: workflow.lua
    source: file://flow.lua
    method: main
    modules: [time]
    meta: {temporal: {workflow: {worker: app:worker}}}
"""
FLOW = """\
local function main(order)
    local label = "née 🎲"; local roll = math.random(6)
    time.sleep("1d")
    return roll
end
return { main = main }
"""


class Session:
    """A client with what the server has published."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.client = LanguageClient("tests", "1")
        self.published: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: lsp.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(params)

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    async def findings(self, name: str) -> list[lsp.Diagnostic]:
        while True:
            params = await asyncio.wait_for(self.published.get(), 30)
            if params.uri == self.uri(name):
                return list(params.diagnostics)


def run(tmp_path: Path, talk: Callable[[Session], Awaitable[None]]) -> None:
    root = tmp_path.resolve()
    (root / "_index.yaml").write_text(INDEX, "utf-8")
    (root / "flow.lua").write_text(FLOW, "utf-8")

    async def session() -> None:
        it = Session(root)
        await it.client.start_io(sys.executable, "-m", "wippyc.cli", "lsp")
        await it.client.initialize_async(
            lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=root.as_uri())
        )
        it.client.initialized(lsp.InitializedParams())
        it.client.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(it.uri("flow.lua"), "lua", 1, FLOW))
        )
        await talk(it)
        await it.client.shutdown_async(None)
        it.client.exit(None)
        await asyncio.wait_for(it.client.stop(), 30)

    asyncio.run(session())


def change(session: Session, text: str, version: int) -> None:
    session.client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(version, session.uri("flow.lua")),
            [lsp.TextDocumentContentChangeWholeDocument(text)],
        )
    )


def test_findings_follow_what_is_typed(tmp_path: Path) -> None:
    async def talk(session: Session) -> None:
        found = await session.findings("flow.lua")
        assert {each.code for each in found} == {"WD104", "WT205"}
        random = next(each for each in found if each.code == "WD104")
        # Columns count UTF-16 units, in which the die is two.
        line = FLOW.split("\n")[1]
        start = len(line[: line.index("math")].encode("utf-16-le")) // 2
        assert random.range.start == lsp.Position(1, start)
        assert random.severity is lsp.DiagnosticSeverity.Warning
        change(session, FLOW.replace("math.random(6)", "4").replace('"1d"', '"24h"'), 2)
        assert await session.findings("flow.lua") == []
        change(session, "local function main( end", 3)
        found = await session.findings("flow.lua")
        assert found
        assert all(each.code and str(each.code).startswith("P") for each in found)

    run(tmp_path, talk)


def test_fixes_are_offered(tmp_path: Path) -> None:
    async def talk(session: Session) -> None:
        await session.findings("flow.lua")
        actions = await session.client.text_document_code_action_async(
            lsp.CodeActionParams(
                lsp.TextDocumentIdentifier(session.uri("flow.lua")),
                lsp.Range(lsp.Position(2, 0), lsp.Position(2, 20)),
                lsp.CodeActionContext(diagnostics=[]),
            )
        )
        assert actions is not None
        (action,) = actions
        assert isinstance(action, lsp.CodeAction)
        assert action.title == 'WT205: write "24h"'
        assert action.edit is not None
        assert action.edit.changes is not None
        (edit,) = action.edit.changes[session.uri("flow.lua")]
        assert edit.new_text == '"24h"'
        assert edit.range.start == lsp.Position(2, 15)

    run(tmp_path, talk)


def test_hover_explains_rules_and_shows_python(tmp_path: Path) -> None:
    async def talk(session: Session) -> None:
        await session.findings("flow.lua")
        hover = await session.client.text_document_hover_async(
            lsp.HoverParams(
                lsp.TextDocumentIdentifier(session.uri("flow.lua")), lsp.Position(2, 17)
            )
        )
        assert hover is not None
        assert isinstance(hover.contents, lsp.MarkupContent)
        assert "WT205 bad-duration" in hover.contents.value
        assert "```python" in hover.contents.value
        assert "math" in hover.contents.value or "random" in hover.contents.value

    run(tmp_path, talk)
