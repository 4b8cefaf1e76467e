"""The protocol side: pygls calls, positions, and when to check."""

from __future__ import annotations

import asyncio
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import unquote, urlparse

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.workspace import PositionCodec

from wippyc.diagnostics.model import Diagnostic, Fix, Severity
from wippyc.diagnostics.places import shown, shown_edit
from wippyc.language_server.analysis import Applications, ApplicationState
from wippyc.source import Span

# How long typing must pause before the application is checked.
PAUSE_SECONDS = 0.25
_SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.HINT: lsp.DiagnosticSeverity.Hint,
}


class WippyLanguageServer(LanguageServer):
    """A language server for Wippy applications."""

    def __init__(self) -> None:
        super().__init__("wippyc", _version())
        self.applications = Applications()
        self._waiting: dict[Path, asyncio.Task[None]] = {}

    def edited(self, uri: str, text: str | None) -> None:
        """Note a text of the editor (`None`: as on disk) and check soon."""
        path = _path(uri)
        if path is None:
            return
        state, name = self.applications.of(path)
        if text is None:
            state.texts.pop(name, None)
        else:
            state.texts[name] = text
        earlier = self._waiting.pop(state.root, None)
        if earlier is not None:
            earlier.cancel()
        self._waiting[state.root] = asyncio.ensure_future(self._check_soon(state))

    async def _check_soon(self, state: ApplicationState) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        found = await asyncio.to_thread(state.check)
        for path in sorted(state.reported | set(found)):
            self.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(
                    uri=(state.root / path).as_uri(),
                    diagnostics=[self._diagnostic(state, each) for each in found.get(path, [])],
                )
            )
        state.reported = set(found)

    # --- findings -----------------------------------------------------------------------------

    def _diagnostic(self, state: ApplicationState, found: Diagnostic) -> lsp.Diagnostic:
        assert found.span is not None
        related = [
            lsp.DiagnosticRelatedInformation(
                location=lsp.Location(
                    uri=(state.root / shown(label.span).source.path).as_uri(),
                    range=self.range(shown(label.span)),
                ),
                message=label.text,
            )
            for label in found.labels
        ]
        parts = [found.message, found.note, found.hint]
        return lsp.Diagnostic(
            range=self.range(shown(found.span)),
            message="\n".join(part for part in parts if part),
            severity=_SEVERITIES[found.level],
            code=found.rule.code,
            source="wippyc",
            related_information=related or None,
        )

    def range(self, span: Span) -> lsp.Range:
        """Return a place in the units the client counts in."""
        lines = span.source.text.splitlines(keepends=True) or [""]
        line, column = span.source.position(span.start)
        end_line, end_column = span.source.position(span.end)
        plain = lsp.Range(
            start=lsp.Position(line - 1, column - 1),
            end=lsp.Position(end_line - 1, end_column - 1),
        )
        return self._codec.range_to_client_units([*lines, ""], plain)

    @property
    def _codec(self) -> PositionCodec:
        return self.workspace.position_codec

    def offset(self, uri: str, position: lsp.Position) -> int:
        """Return the offset of a position of the client."""
        document = self.workspace.get_text_document(uri)
        return document.offset_at_position(position)

    # --- changes ------------------------------------------------------------------------------

    def actions(self, uri: str, wanted: lsp.Range) -> list[lsp.CodeAction]:
        """Return the changes that findings in a range offer."""
        path = _path(uri)
        if path is None:
            return []
        state, name = self.applications.of(path)
        actions: list[lsp.CodeAction] = []
        for found in () if state.result is None else state.result.diagnostics:
            if found.fix is None or found.span is None or shown(found.span).source.path != name:
                continue
            place = self.range(shown(found.span))
            if place.end.line < wanted.start.line or place.start.line > wanted.end.line:
                continue
            edit = self._edit(state, found.fix)
            if edit is not None:
                actions.append(
                    lsp.CodeAction(
                        title=f"{found.rule.code}: {found.fix.title}",
                        kind=lsp.CodeActionKind.QuickFix,
                        diagnostics=[self._diagnostic(state, found)],
                        is_preferred=found.fix.safe,
                        edit=edit,
                    )
                )
        return actions

    def _edit(self, state: ApplicationState, fix: Fix) -> lsp.WorkspaceEdit | None:
        changes: dict[str, list[lsp.TextEdit]] = {}
        for each in fix.edits:
            made = shown_edit(each)
            if made is None:
                return None
            uri = (state.root / made.span.source.path).as_uri()
            edit = lsp.TextEdit(range=self.range(made.span), new_text=made.text)
            changes.setdefault(uri, []).append(edit)
        return lsp.WorkspaceEdit(changes=changes)

    # --- hover --------------------------------------------------------------------------------

    def explain(self, uri: str, position: lsp.Position) -> str | None:
        """Return what there is to say about a place, as Markdown."""
        path = _path(uri)
        if path is None:
            return None
        state, name = self.applications.of(path)
        if state.result is None:
            state.check()
        offset = self.offset(uri, position)
        parts = (state.explanation(name, offset), state.generated_python(name, offset))
        return "\n\n---\n\n".join(part for part in parts if part) or None


def make_server() -> WippyLanguageServer:
    """Return a server with its handlers."""
    server = WippyLanguageServer()

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: lsp.DidOpenTextDocumentParams) -> None:
        server.edited(params.text_document.uri, params.text_document.text)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.edited(uri, server.workspace.get_text_document(uri).source)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: lsp.DidSaveTextDocumentParams) -> None:
        server.edited(params.text_document.uri, None)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: lsp.DidCloseTextDocumentParams) -> None:
        server.edited(params.text_document.uri, None)

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix]),
    )
    def code_action(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        return server.actions(params.text_document.uri, params.range)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        text = await asyncio.to_thread(server.explain, params.text_document.uri, params.position)
        if text is None:
            return None
        return lsp.Hover(contents=lsp.MarkupContent(kind=lsp.MarkupKind.Markdown, value=text))

    return server


def _path(uri: str) -> Path | None:
    parsed = urlparse(uri)
    return Path(unquote(parsed.path)) if parsed.scheme == "file" else None


def _version() -> str:
    try:
        return version("wippyc")
    except PackageNotFoundError:
        return "0.0.0"
