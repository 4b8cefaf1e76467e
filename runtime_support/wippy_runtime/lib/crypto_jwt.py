"""JSON web tokens: HS256, HS384, HS512 and RS256."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Any

from ..lua.strings import to_bytes
from ..lua.table import Table
from ..wire import DecodeError, EncodeError, wire_decode, wire_encode
from .optional_package import optional_package

_HMACS = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
_HEADER = "_header"


class TokenError(ValueError):
    """A token that cannot be made or must not be trusted."""


def encode_token(payload: Any, key: Any, algorithm: Any) -> str:
    """Return a signed token.

    Raises:
        TokenError: An argument cannot be used.
        ImportError: RS256 without the package `cryptography`.
    """
    if not isinstance(payload, Table):
        raise TokenError("payload must be a table")
    name = _algorithm(algorithm)
    header = Table({"alg": name, "typ": "JWT"})
    claims = Table()
    for field, value in payload.items_in_order():
        if field == _HEADER:
            if isinstance(value, Table):
                for extra, text in value.items_in_order():
                    header.set(extra, text)
            continue
        claims.set(field, value)
    header.set("alg", name)
    try:
        signed = f"{_pack(wire_encode(header))}.{_pack(wire_encode(claims.mark_object()))}"
    except EncodeError as error:
        raise TokenError(str(error)) from None
    return f"{signed}.{_pack(_sign(name, _key(key), signed.encode('ascii')))}"


def decode_token(
    token: Any, key: Any, algorithm: Any, *, now: float, require_expiry: bool
) -> Table:
    """Return the claims of a token.

    Args:
        token: The token.
        key: Secret, or public or private key in PEM form.
        algorithm: The only algorithm to accept.
        now: Seconds since the epoch.
        require_expiry: Whether a token without `exp` is refused.

    Raises:
        TokenError: The token is malformed, not signed with the key, or not valid now.
        ImportError: RS256 without the package `cryptography`.
    """
    if not isinstance(token, str):
        raise TokenError("token must be a string")
    name = _algorithm(algorithm)
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenError("token is malformed: token contains an invalid number of segments")
    header, claims = _table(parts[0]), _table(parts[1])
    if header["alg"] != name:
        raise TokenError(f"token is unverifiable: unexpected signing method: {header['alg']}")
    signed = f"{parts[0]}.{parts[1]}".encode("latin-1")
    if not _is_signed(name, _key(key), signed, _unpack(parts[2])):
        raise TokenError("token signature is invalid")
    expiry, start = _number(claims["exp"]), _number(claims["nbf"])
    if expiry is None and require_expiry:
        raise TokenError("token has invalid claims: exp claim is required")
    if expiry is not None and now >= expiry:
        raise TokenError("token has invalid claims: token is expired")
    if start is not None and now < start:
        raise TokenError("token has invalid claims: token is not valid yet")
    return claims


def _algorithm(name: Any) -> str:
    chosen = "HS256" if name is None else name
    if chosen not in (*_HMACS, "RS256"):
        raise TokenError(f"unsupported algorithm: {chosen}")
    return str(chosen)


def _key(key: Any) -> bytes:
    if not isinstance(key, str) or not key:
        raise TokenError("key must be a non-empty string")
    return to_bytes(key)


def _number(value: Any) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return None


def _table(part: str) -> Table:
    try:
        value = wire_decode(_unpack(part))
    except DecodeError:
        raise TokenError("token is malformed: invalid JSON") from None
    if not isinstance(value, Table):
        raise TokenError("token is malformed: not an object")
    return value


def _pack(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _unpack(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise TokenError("token is malformed: could not base64 decode") from None


def _sign(name: str, key: bytes, data: bytes) -> bytes:
    if name in _HMACS:
        return hmac.new(key, data, _HMACS[name]).digest()
    serialization = optional_package("cryptography.hazmat.primitives.serialization")
    padding, rsa, digest = _rsa()
    try:
        private = serialization.load_pem_private_key(key, None)
    except (ValueError, TypeError) as error:
        raise TokenError(f"invalid RSA private key: {error}") from None
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TokenError("invalid RSA private key")
    return bytes(private.sign(data, padding.PKCS1v15(), digest))


def _rsa() -> tuple[Any, Any, Any]:
    """Return the modules for padding and RSA keys, and the digest of RS256."""
    asymmetric = "cryptography.hazmat.primitives.asymmetric"
    hashes = optional_package("cryptography.hazmat.primitives.hashes")
    padding, rsa = optional_package(f"{asymmetric}.padding"), optional_package(f"{asymmetric}.rsa")
    return padding, rsa, hashes.SHA256()


def _is_signed(name: str, key: bytes, data: bytes, signature: bytes) -> bool:
    if name in _HMACS:
        expected = hmac.new(key, data, getattr(hashlib, _HMACS[name])).digest()
        return hmac.compare_digest(expected, signature)
    serialization = optional_package("cryptography.hazmat.primitives.serialization")
    exceptions = optional_package("cryptography.exceptions")
    padding, rsa, digest = _rsa()
    try:
        if b"PRIVATE" in key:
            public = serialization.load_pem_private_key(key, None).public_key()
        else:
            public = serialization.load_pem_public_key(key)
    except (ValueError, TypeError) as error:
        raise TokenError(f"invalid RSA public key: {error}") from None
    if not isinstance(public, rsa.RSAPublicKey):
        raise TokenError("invalid RSA public key")
    try:
        public.verify(signature, data, padding.PKCS1v15(), digest)
    except exceptions.InvalidSignature:
        return False
    return True
