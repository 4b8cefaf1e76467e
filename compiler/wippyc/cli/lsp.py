"""`wippyc lsp`: the language server, on standard input and output."""

from __future__ import annotations

from typing import Annotated

import typer

from wippyc.cli.console import CommandError


def lsp(
    tcp: Annotated[
        int | None,
        typer.Option(
            metavar="PORT",
            help="Listen on this local port instead of standard input and output.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Serve editors with findings and fixes.

    Hovering shows the text of a rule, and the Python that a function becomes.
    """
    try:
        from wippyc.language_server.server import make_server
    except ModuleNotFoundError as error:
        raise CommandError(
            f"the language server needs {error.name}: pip install 'wippyc[lsp]'"
        ) from None
    server = make_server()
    if tcp is None:
        server.start_io()
    else:
        server.start_tcp("127.0.0.1", tcp)
