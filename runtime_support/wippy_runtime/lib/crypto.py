"""Lua module `crypto`.

Random bytes are cryptographically strong; in a workflow they are recorded in its history.
Ciphers and RSA need the Python package `cryptography`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from ..host import host
from ..lua.strings import from_bytes, from_text, to_bytes
from ..lua.values import truthy
from .crypto_jwt import TokenError, decode_token, encode_token
from .failure import Failure, internal, invalid
from .optional_package import optional_package

Text = tuple[str, None] | Failure

_ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_MAXIMUM_RANDOM = 1024 * 1024
_MAXIMUM_ITERATIONS = 10_000_000
_MAXIMUM_KEY = 1024 * 1024
_NONCE = 12
_AES_KEYS = (16, 24, 32)
_CHACHA_KEYS = (32,)
_NEEDS_PACKAGE = "encryption needs the Python package cryptography"


async def random_bytes(count: Any = None) -> Text:
    """Return 1 to 1,048,576 random bytes."""
    number, error = _count(count)
    if error is not None:
        return None, error
    return from_bytes(await _random(number)), None


async def random_string(count: Any = None, charset: Any = None) -> Text:
    """Return a random text of characters of `charset` (letters and digits by default)."""
    number, error = _count(count)
    if error is not None:
        return None, error
    characters = _ALPHANUMERIC if charset is None else charset
    if not isinstance(characters, str) or not characters:
        return None, invalid("charset must be a non-empty string")
    if len(characters) > 256:
        return None, invalid("charset must have at most 256 characters")
    # Bytes beyond the last full repetition of the charset would favour its first characters.
    limit = 256 - 256 % len(characters)
    chosen: list[str] = []
    while len(chosen) < number:
        for byte in await _random(max(16, (number - len(chosen)) * 2)):
            if byte < limit and len(chosen) < number:
                chosen.append(characters[byte % len(characters)])
    return "".join(chosen), None


async def random_uuid() -> Text:
    """Return a random (version 4) identifier."""
    return str(uuid.UUID(bytes=await _random(16), version=4)), None


def hmac_sha256(key: Any = None, data: Any = None) -> Text:
    """Return the HMAC-SHA-256 of data in hexadecimal digits; the key comes first."""
    return _hmac("sha256", key, data)


def hmac_sha512(key: Any = None, data: Any = None) -> Text:
    """Return the HMAC-SHA-512 of data in hexadecimal digits; the key comes first."""
    return _hmac("sha512", key, data)


async def encrypt_aes(data: Any = None, key: Any = None, aad: Any = None) -> Text:
    """Encrypt with AES-GCM; the result is nonce and ciphertext."""
    return await _encrypt("AESGCM", _AES_KEYS, data, key, aad)


async def encrypt_chacha20(data: Any = None, key: Any = None, aad: Any = None) -> Text:
    """Encrypt with ChaCha20-Poly1305; the result is nonce and ciphertext."""
    return await _encrypt("ChaCha20Poly1305", _CHACHA_KEYS, data, key, aad)


def decrypt_aes(data: Any = None, key: Any = None, aad: Any = None) -> Text:
    """Decrypt what `encrypt.aes` returned."""
    return _decrypt("AESGCM", _AES_KEYS, data, key, aad)


def decrypt_chacha20(data: Any = None, key: Any = None, aad: Any = None) -> Text:
    """Decrypt what `encrypt.chacha20` returned."""
    return _decrypt("ChaCha20Poly1305", _CHACHA_KEYS, data, key, aad)


def jwt_encode(payload: Any = None, key: Any = None, algorithm: Any = None) -> Text:
    """Return a signed token (HS256, HS384, HS512, RS256); `_header` of the payload adds headers."""
    try:
        return encode_token(payload, key, algorithm), None
    except TokenError as error:
        return None, invalid(from_text(str(error)))
    except ImportError:
        return None, internal(_NEEDS_PACKAGE)


def jwt_verify(
    token: Any = None, key: Any = None, algorithm: Any = None, require_exp: Any = True
) -> tuple[Any, None] | Failure:
    """Return the claims of a token whose signature and times are right."""
    now = host().now_ns() / 1e9
    try:
        claims = decode_token(
            token,
            key,
            algorithm,
            now=now,
            require_expiry=require_exp is None or truthy(require_exp),
        )
        return claims, None
    except TokenError as error:
        return None, invalid(from_text(str(error)))
    except ImportError:
        return None, internal(_NEEDS_PACKAGE)


def pbkdf2(
    password: Any = None,
    salt: Any = None,
    iterations: Any = None,
    length: Any = None,
    digest: Any = None,
) -> Text:
    """Derive a key of `length` bytes from a password."""
    if not isinstance(password, str) or not isinstance(salt, str):
        return None, invalid("password and salt must be strings")
    for name, value, limit in (
        ("iterations", iterations, _MAXIMUM_ITERATIONS),
        ("key length", length, _MAXIMUM_KEY),
    ):
        if not _is_whole(value) or not 1 <= value <= limit:
            return None, invalid(f"{name} must be between 1 and {limit}")
    name = "sha256" if digest is None else digest
    if name not in ("sha256", "sha512"):
        return None, invalid("unsupported hash function")
    key = hashlib.pbkdf2_hmac(
        name, to_bytes(password), to_bytes(salt), int(iterations), int(length)
    )
    return from_bytes(key), None


def constant_time_compare(first: Any = None, second: Any = None) -> bool:
    """Compare two strings in a time that does not tell where they differ."""
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    return hmac.compare_digest(to_bytes(first), to_bytes(second))


async def _random(count: int) -> bytes:
    if host().is_workflow:
        from ..temporal.recorded_random import recorded_random_bytes

        return await recorded_random_bytes(count)
    return secrets.token_bytes(count)


def _is_whole(value: Any) -> bool:
    return type(value) is int or (type(value) is float and value.is_integer())


def _count(value: Any) -> tuple[int, None] | tuple[int, Any]:
    if not _is_whole(value):
        return 0, invalid("length must be a number")
    if not 1 <= value <= _MAXIMUM_RANDOM:
        return 0, invalid(f"length must be between 1 and {_MAXIMUM_RANDOM}")
    return int(value), None


def _hmac(name: str, key: Any, data: Any) -> Text:
    if not isinstance(key, str):
        return None, invalid("key must be a string")
    if not isinstance(data, str):
        return None, invalid("data must be a string")
    return hmac.new(to_bytes(key), to_bytes(data), name).hexdigest(), None


def _cipher(name: str, sizes: tuple[int, ...], data: Any, key: Any, aad: Any) -> Any:
    """Return a cipher, or the error of a wrong argument."""
    if not isinstance(data, str):
        return invalid("data must be a string")
    if not isinstance(key, str) or len(key) not in sizes:
        wanted = ", ".join(str(size) for size in sizes[:-1])
        wanted = f"{wanted} or {sizes[-1]}" if wanted else str(sizes[-1])
        return invalid(f"key must be {wanted} bytes")
    if aad is not None and not isinstance(aad, str):
        return invalid("additional data must be a string")
    try:
        aead = optional_package("cryptography.hazmat.primitives.ciphers.aead")
    except ImportError:
        return internal(_NEEDS_PACKAGE)
    return getattr(aead, name)(to_bytes(key))


async def _encrypt(name: str, sizes: tuple[int, ...], data: Any, key: Any, aad: Any) -> Text:
    cipher = _cipher(name, sizes, data, key, aad)
    if not hasattr(cipher, "encrypt"):
        return None, cipher
    nonce = await _random(_NONCE)
    sealed = cipher.encrypt(nonce, to_bytes(data), None if aad is None else to_bytes(aad))
    return from_bytes(nonce + sealed), None


def _decrypt(name: str, sizes: tuple[int, ...], data: Any, key: Any, aad: Any) -> Text:
    cipher = _cipher(name, sizes, data, key, aad)
    if not hasattr(cipher, "decrypt"):
        return None, cipher
    exceptions = optional_package("cryptography.exceptions")
    sealed = to_bytes(data)
    if len(sealed) < _NONCE + 16:
        return None, invalid("ciphertext too short")
    try:
        opened = cipher.decrypt(
            sealed[:_NONCE], sealed[_NONCE:], None if aad is None else to_bytes(aad)
        )
    except exceptions.InvalidTag:
        return None, internal("decryption failed: message authentication failed")
    return from_bytes(opened), None


EXPORTS: Mapping[str, Any] = {
    "random": {"bytes": random_bytes, "string": random_string, "uuid": random_uuid},
    "hmac": {"sha256": hmac_sha256, "sha512": hmac_sha512},
    "encrypt": {"aes": encrypt_aes, "chacha20": encrypt_chacha20},
    "decrypt": {"aes": decrypt_aes, "chacha20": decrypt_chacha20},
    "jwt": {"encode": jwt_encode, "verify": jwt_verify},
    "pbkdf2": pbkdf2,
    "constant_time_compare": constant_time_compare,
}
