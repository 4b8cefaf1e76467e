"""Lua module `compress`: gzip, deflate, zlib; brotli and zstd with their Python packages."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Any

from ..lua.strings import from_bytes, to_bytes
from ..lua.table import Table
from .failure import Failure, internal, invalid
from .optional_package import optional_package

Text = tuple[str, None] | Failure

DEFAULT_MAXIMUM = 128 * 1024 * 1024
LARGEST_MAXIMUM = 1024 * 1024 * 1024
DEFAULT_DICTIONARY = 114_688

_GZIP_WINDOW = 31
_ZLIB_WINDOW = 15
_RAW_WINDOW = -15
# Small pieces keep what a bomb can unfold between two checks within bounds.
_PIECE = 256


class _Refused(Exception):
    """A wrong argument or input; the text says which."""


class _TooLarge(Exception):
    """The decompressed data is larger than allowed."""


def gzip_encode(data: Any = None, options: Any = None) -> Text:
    """Compress in gzip format; option `level` 1 to 9."""
    return _encode(data, options, lambda raw, level: _deflate(raw, level, _GZIP_WINDOW))


def gzip_decode(data: Any = None, options: Any = None) -> Text:
    """Decompress gzip data; option `max_size`."""
    return _decode(data, options, "gzip", lambda raw, limit: _inflate(raw, limit, _GZIP_WINDOW))


def deflate_encode(data: Any = None, options: Any = None) -> Text:
    """Compress as a raw deflate stream; option `level` 1 to 9."""
    return _encode(data, options, lambda raw, level: _deflate(raw, level, _RAW_WINDOW))


def deflate_decode(data: Any = None, options: Any = None) -> Text:
    """Decompress a raw deflate stream; option `max_size`."""
    return _decode(data, options, "deflate", lambda raw, limit: _inflate(raw, limit, _RAW_WINDOW))


def zlib_encode(data: Any = None, options: Any = None) -> Text:
    """Compress in zlib format; option `level` 1 to 9."""
    return _encode(data, options, lambda raw, level: _deflate(raw, level, _ZLIB_WINDOW))


def zlib_decode(data: Any = None, options: Any = None) -> Text:
    """Decompress zlib data; option `max_size`."""
    return _decode(data, options, "zlib", lambda raw, limit: _inflate(raw, limit, _ZLIB_WINDOW))


def brotli_encode(data: Any = None, options: Any = None) -> Text:
    """Compress with Brotli; option `level` 0 to 11."""

    def compress(raw: bytes, level: int) -> bytes:
        brotli = optional_package("brotli")

        return bytes(brotli.compress(raw, quality=level))

    return _encode(data, options, compress, lowest=0, highest=11)


def brotli_decode(data: Any = None, options: Any = None) -> Text:
    """Decompress Brotli data; option `max_size`."""
    return _decode(data, options, "brotli", _unbrotli)


def zstd_encode(data: Any = None, options: Any = None) -> Text:
    """Compress with Zstandard; options `level` 1 to 22 and `dict`."""

    def compress(raw: bytes, level: int) -> bytes:
        zstandard = optional_package("zstandard")

        compressor = zstandard.ZstdCompressor(level=level, dict_data=_dictionary(options))
        return bytes(compressor.compress(raw))

    return _encode(data, options, compress, highest=22, default=3)


def zstd_decode(data: Any = None, options: Any = None) -> Text:
    """Decompress Zstandard data; options `max_size` and `dict`."""

    def decompress(raw: bytes, limit: int) -> bytes:
        zstandard = optional_package("zstandard")

        decompressor = zstandard.ZstdDecompressor(dict_data=_dictionary(options))
        worker = decompressor.decompressobj()
        found = bytearray()
        is_complete = False
        try:
            for start in range(0, len(raw), _PIECE):
                piece = raw[start : start + _PIECE]
                while piece:
                    found += worker.decompress(piece)
                    if len(found) > limit:
                        raise _TooLarge
                    is_complete = worker.eof
                    piece = worker.unused_data if is_complete else b""
                    if is_complete:
                        worker = decompressor.decompressobj()
        except zstandard.ZstdError as error:
            raise _Refused("invalid zstd data") from error
        if not is_complete:
            raise _Refused("invalid zstd data")
        return bytes(found)

    return _decode(data, options, "zstd", decompress)


def zstd_train_dict(samples: Any = None, options: Any = None) -> Text:
    """Make a dictionary out of an array of samples; options `size`, `id`, `level`."""
    if not isinstance(samples, Table) or samples.length() == 0:
        return None, invalid("samples must be a non-empty array of strings")
    texts = samples.elements()
    if not all(isinstance(text, str) for text in texts):
        return None, invalid("samples must be a non-empty array of strings")
    size = _number(options, "size", DEFAULT_DICTIONARY)
    try:
        zstandard = optional_package("zstandard")
    except ImportError:
        return None, _missing("zstandard")
    try:
        made = zstandard.train_dictionary(
            size,
            [to_bytes(text) for text in texts],
            dict_id=_number(options, "id", 0),
            level=_number(options, "level", 3),
        )
        return from_bytes(made.as_bytes()), None
    except (ValueError, zstandard.ZstdError) as error:
        return None, internal(f"failed to train dictionary: {error}")


def zstd_inspect_dict(data: Any = None) -> tuple[Table, None] | Failure:
    """Return `id` and `content_size` of a dictionary."""
    if not isinstance(data, str):
        return None, invalid("string expected")
    raw = to_bytes(data)
    if len(raw) < 8 or raw[:4] != b"\x37\xa4\x30\xec":
        return None, invalid("invalid zstd dictionary")
    found = Table({"id": int.from_bytes(raw[4:8], "little"), "content_size": len(raw) - 8})
    return found, None


def _encode(
    data: Any,
    options: Any,
    compress: Callable[[bytes, int], bytes],
    *,
    lowest: int = 1,
    highest: int = 9,
    default: int = 6,
) -> Text:
    try:
        raw = _input(data)
        level = _number(options, "level", default)
        if not lowest <= level <= highest:
            raise _Refused(f"compression level must be between {lowest} and {highest}")
        return from_bytes(compress(raw, level)), None
    except _Refused as error:
        return None, invalid(str(error))
    except ImportError as error:
        return None, _missing(error.name or "")


def _decode(data: Any, options: Any, name: str, decompress: Callable[[bytes, int], bytes]) -> Text:
    try:
        raw = _input(data)
        limit = _number(options, "max_size", DEFAULT_MAXIMUM)
        if not 1 <= limit <= LARGEST_MAXIMUM:
            raise _Refused(f"max_size must be between 1 and {LARGEST_MAXIMUM}")
        return from_bytes(decompress(raw, limit)), None
    except _Refused as error:
        return None, invalid(str(error))
    except zlib.error:
        return None, invalid(f"invalid {name} data")
    except _TooLarge:
        return None, internal("decompressed size exceeds limit")
    except ImportError as error:
        return None, _missing(error.name or "")


def _input(data: Any) -> bytes:
    if not isinstance(data, str):
        raise _Refused("string expected")
    if not data:
        raise _Refused("input data cannot be empty")
    return to_bytes(data)


def _number(options: Any, name: str, default: int) -> int:
    value = options[name] if isinstance(options, Table) else None
    return int(value) if isinstance(value, int | float) else default


def _deflate(data: bytes, level: int, window: int) -> bytes:
    worker = zlib.compressobj(level, zlib.DEFLATED, window)
    return worker.compress(data) + worker.flush()


def _inflate(data: bytes, limit: int, window: int) -> bytes:
    """Decompress one stream, or, in gzip format, several that follow each other."""
    found = b""
    while True:
        worker = zlib.decompressobj(window)
        found += worker.decompress(data, limit + 1 - len(found))
        if len(found) > limit:
            raise _TooLarge
        if not worker.eof:
            raise zlib.error("unexpected end of data")
        data = worker.unused_data
        if not data or window != _GZIP_WINDOW:
            return found


def _unbrotli(data: bytes, limit: int) -> bytes:
    brotli = optional_package("brotli")

    worker = brotli.Decompressor()
    found = bytearray()
    try:
        for start in range(0, len(data), _PIECE):
            found += worker.process(data[start : start + _PIECE])
            if len(found) > limit:
                raise _TooLarge
    except brotli.error as error:
        raise _Refused("invalid brotli data") from error
    if not worker.is_finished():
        raise _Refused("invalid brotli data")
    return bytes(found)


def _dictionary(options: Any) -> Any:
    zstandard = optional_package("zstandard")

    value = options["dict"] if isinstance(options, Table) else None
    return zstandard.ZstdCompressionDict(to_bytes(value)) if isinstance(value, str) else None


def _missing(package: str) -> Any:
    return internal(f"this format needs the Python package {package}")


EXPORTS: Mapping[str, Any] = {
    "gzip": {"encode": gzip_encode, "decode": gzip_decode},
    "deflate": {"encode": deflate_encode, "decode": deflate_decode},
    "zlib": {"encode": zlib_encode, "decode": zlib_decode},
    "brotli": {"encode": brotli_encode, "decode": brotli_decode},
    "zstd": {
        "encode": zstd_encode,
        "decode": zstd_decode,
        "train_dict": zstd_train_dict,
        "inspect_dict": zstd_inspect_dict,
    },
}
