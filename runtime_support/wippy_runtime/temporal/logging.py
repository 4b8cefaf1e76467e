"""Logging of a worker: one logger for Lua code, one formatter that shows Lua positions."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

from .configuration_error import ConfigurationError

lua_logger = logging.getLogger("wippy")

LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warn": logging.WARNING,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}

# Attributes a log record gets through `extra`.
POSITION = "lua_position"
FIELDS = "lua_fields"


def log_lua(
    level: str,
    message: str,
    fields: Mapping[str, Any],
    position: str | None,
    logger: logging.Logger | logging.LoggerAdapter[Any] = lua_logger,
) -> None:
    """Write one record of Lua code.

    Args:
        level: `debug`, `info`, `warn` or `error`.
        message: Unicode text.
        fields: Structured values of the record, already plain Python data.
        position: Lua position such as `app:order:12`, if known.
        logger: Where to.
    """
    logger.log(
        LEVELS.get(level, logging.INFO),
        "%s",
        message,
        extra={POSITION: position, FIELDS: dict(fields)},
    )


class TextFormatter(logging.Formatter):
    """`2026-01-02T03:04:05.678Z INFO app:order:12 message key=value`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line (and a traceback where there is one)."""
        origin = getattr(record, POSITION, None) or record.name
        text = f"{_timestamp(record)} {record.levelname} {origin} {record.getMessage()}"
        fields = getattr(record, FIELDS, None)
        if fields:
            text += "".join(f" {key}={_field(value)}" for key, value in fields.items())
        if record.exc_info:
            text += "\n" + _exception_text(self, record.exc_info)
        return text


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a JSON object with Lua position and fields."""
        item: dict[str, Any] = {
            "time": _timestamp(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        position = getattr(record, POSITION, None)
        if position:
            item["position"] = position
        fields = getattr(record, FIELDS, None)
        if fields:
            item["fields"] = fields
        if record.exc_info:
            item["exception"] = _exception_text(self, record.exc_info)
        return json.dumps(item, ensure_ascii=False, default=str)


def _exception_text(formatter: logging.Formatter, exc_info: Any) -> str:
    """Return the Lua call stack of a Lua error, the Python one of anything else."""
    error = exc_info[1]
    lua_traceback = getattr(error, "lua_traceback", None)
    if not lua_traceback:
        return formatter.formatException(exc_info)
    return f"{error}\n{lua_traceback.rstrip()}"


def configure_logging(
    process: Mapping[str, str], level: str | None = None, stream: TextIO | None = None
) -> None:
    """Set up the root logger of a worker process.

    `WIPPY_LOG_LEVEL` (`debug`, `info`, `warn`, `error`; default `info`) and `WIPPY_LOG_FORMAT`
    (`text` or `json`) choose what is written to standard error.

    Raises:
        ConfigurationError: One of them has an unknown value.
    """
    name = (level or process.get("WIPPY_LOG_LEVEL") or "info").lower()
    if name not in LEVELS:
        raise ConfigurationError(
            f"WIPPY_LOG_LEVEL must be debug, info, warn or error, got {name!r}"
        )
    formats = {"text": TextFormatter, "json": JsonFormatter}
    style = (process.get("WIPPY_LOG_FORMAT") or "text").lower()
    if style not in formats:
        raise ConfigurationError(f"WIPPY_LOG_FORMAT must be text or json, got {style!r}")
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formats[style]())
    logging.basicConfig(level=LEVELS[name], handlers=[handler], force=True)
    # One line for each HTTP request of Lua code is noise at the default level.
    if LEVELS[name] > logging.DEBUG:
        logging.getLogger("httpx").setLevel(logging.WARNING)
        logging.getLogger("httpcore").setLevel(logging.WARNING)


def _timestamp(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{int(record.msecs):03d}Z"


def _field(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return json.dumps(text, ensure_ascii=False) if " " in text or not text else text
