"""The `wippyc` command."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from wippyc.cli.console import CommandError, wants_color

INTERNAL_STATUS = 2
INTERRUPTED_STATUS = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 findings or failure, 2 wrong usage.

    Bad input never ends in a Python traceback; a bug of wippyc does only when `WIPPYC_TRACEBACK`
    is set.
    """
    from wippyc.cli.commands import application

    _end_on_sigterm()
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        application(given)(given, prog_name="wippyc")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except CommandError as error:
        _print_error(str(error))
        return error.status
    except KeyboardInterrupt:
        return INTERRUPTED_STATUS
    except BrokenPipeError:
        # Whoever reads our output has seen enough; a second failure at exit would be noise.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("WIPPYC_TRACEBACK"):
            raise
        text = " ".join(str(error).split())
        _print_error(f"internal error in wippyc: {type(error).__name__}: {text}")
        print("set WIPPYC_TRACEBACK=1 to see where, and report it", file=sys.stderr)
        return INTERNAL_STATUS
    return 0


def _end_on_sigterm() -> None:
    """Let SIGTERM end a command as Ctrl-C does: what it has started is stopped, too."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, end)


def _print_error(text: str) -> None:
    label = "\x1b[1;31merror\x1b[0m" if wants_color(sys.stderr) else "error"
    print(f"{label}: {text}", file=sys.stderr, flush=True)
