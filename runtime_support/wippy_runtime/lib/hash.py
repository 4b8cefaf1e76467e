"""Lua module `hash`: digests and keyed digests."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from ..lua.strings import from_bytes, to_bytes
from ..lua.values import truthy
from .failure import Failure, invalid

_FNV32_OFFSET, _FNV32_PRIME = 0x811C9DC5, 0x01000193
_FNV64_OFFSET, _FNV64_PRIME = 0xCBF29CE484222325, 0x00000100000001B3

Digest = tuple[str, None] | Failure


def md5(data: Any = None, raw: Any = None) -> Digest:
    """Return the MD5 digest, as lowercase hexadecimal digits or raw bytes."""
    return _digest("md5", data, raw)


def sha1(data: Any = None, raw: Any = None) -> Digest:
    """Return the SHA-1 digest."""
    return _digest("sha1", data, raw)


def sha256(data: Any = None, raw: Any = None) -> Digest:
    """Return the SHA-256 digest."""
    return _digest("sha256", data, raw)


def sha512(data: Any = None, raw: Any = None) -> Digest:
    """Return the SHA-512 digest."""
    return _digest("sha512", data, raw)


def hmac_md5(data: Any = None, secret: Any = None, raw: Any = None) -> Digest:
    """Return the HMAC-MD5 of data under a secret."""
    return _keyed("md5", data, secret, raw)


def hmac_sha1(data: Any = None, secret: Any = None, raw: Any = None) -> Digest:
    """Return the HMAC-SHA-1 of data under a secret."""
    return _keyed("sha1", data, secret, raw)


def hmac_sha256(data: Any = None, secret: Any = None, raw: Any = None) -> Digest:
    """Return the HMAC-SHA-256 of data under a secret."""
    return _keyed("sha256", data, secret, raw)


def hmac_sha512(data: Any = None, secret: Any = None, raw: Any = None) -> Digest:
    """Return the HMAC-SHA-512 of data under a secret."""
    return _keyed("sha512", data, secret, raw)


def fnv32(data: Any = None) -> tuple[int, None] | Failure:
    """Return the 32-bit FNV-1 hash."""
    if not isinstance(data, str):
        return None, invalid("data must be a string")
    return _fnv(data, _FNV32_OFFSET, _FNV32_PRIME, 0xFFFFFFFF), None


def fnv64(data: Any = None) -> tuple[float, None] | Failure:
    """Return the 64-bit FNV-1 hash as a float, which keeps 53 bits of it, as on Wippy."""
    if not isinstance(data, str):
        return None, invalid("data must be a string")
    return float(_fnv(data, _FNV64_OFFSET, _FNV64_PRIME, 0xFFFFFFFFFFFFFFFF)), None


def _fnv(data: str, offset: int, prime: int, mask: int) -> int:
    value = offset
    for byte in to_bytes(data):
        value = (value * prime & mask) ^ byte
    return value


def _digest(name: str, data: Any, raw: Any) -> Digest:
    if not isinstance(data, str):
        return None, invalid("data must be a string")
    # Applications use these for checksums as well; FIPS builds must not refuse them.
    found = hashlib.new(name, to_bytes(data), usedforsecurity=False)
    return (from_bytes(found.digest()) if truthy(raw) else found.hexdigest()), None


def _keyed(name: str, data: Any, secret: Any, raw: Any) -> Digest:
    if not isinstance(data, str):
        return None, invalid("data must be a string")
    if not isinstance(secret, str):
        return None, invalid("secret must be a string")
    found = hmac.new(to_bytes(secret), to_bytes(data), name)
    return (from_bytes(found.digest()) if truthy(raw) else found.hexdigest()), None


EXPORTS: Mapping[str, Any] = {
    "md5": md5,
    "sha1": sha1,
    "sha256": sha256,
    "sha512": sha512,
    "fnv32": fnv32,
    "fnv64": fnv64,
    "hmac_md5": hmac_md5,
    "hmac_sha1": hmac_sha1,
    "hmac_sha256": hmac_sha256,
    "hmac_sha512": hmac_sha512,
}
