"""The end of a process that has used the Temporal SDK."""

from __future__ import annotations

import atexit
import logging
import os
import sys
from contextlib import suppress
from typing import NoReturn


def end_process(status: int) -> NoReturn:
    """Run exit handlers, write out buffers and end the process at once.

    The SDK's threads live on and may call into Python while the interpreter is taken down, which
    aborts the process: a graceful stop would look like a crash.

    Args:
        status: The exit status.
    """
    with suppress(Exception):
        atexit._run_exitfuncs()
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)
