"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Application = Annotated[
    Path, typer.Argument(metavar="APP", help="Folder of the Wippy application.", show_default=False)
]
Package = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Import name of the generated package.", show_default=False),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print details.")]
Dev = Annotated[
    bool, typer.Option("--dev", help="Start a Temporal dev server when none is reachable.")
]
RuntimeChoice = Literal["vendor", "dependency"]
