"""Packages that an application depends on only when its code reaches the functions that ask."""

from __future__ import annotations

import pytest

from wippyc.package.optional import reachable_packages
from wippyc.package.vendor import runtime_folder

LIBRARIES = {
    "crypto": """
from . import crypto_jwt
from .digests import sha as sha_
from .optional_package import optional_package

def sha256(text):
    return sha_(text)

def encrypt(text):
    return _cipher().encrypt(text)

def _cipher():
    return optional_package("cryptography.hazmat")

def sign(text):
    return crypto_jwt.sign(text)

EXPORTS = {"sha256": sha256, "encrypt": encrypt}
""",
    "crypto_jwt": """
from .optional_package import optional_package

def sign(text):
    return optional_package("jwt").sign(text)
""",
    "digests": "def sha(text):\n    return text\n",
    "json": """
from .optional_package import optional_package

def decode(text):
    return text

def validate(text):
    return optional_package("jsonschema")
""",
}


@pytest.mark.parametrize(
    ("program", "packages"),
    [
        ("from ..wippy_runtime.lib import crypto\ncrypto.sha256('x')\n", set()),
        ("from ..wippy_runtime.lib import crypto\ncrypto.encrypt('x')\n", {"cryptography"}),
        ("from ..wippy_runtime.lib import crypto\ndef f():\n    crypto.sign('x')\n", {"jwt"}),
        ("from ..wippy_runtime.lib.crypto import encrypt as e\ne('x')\n", {"cryptography"}),
        ("from ..wippy_runtime.lib import crypto as c\nf = c.encrypt\n", {"cryptography"}),
        ("from ..wippy_runtime.lib import crypto\nprint(crypto)\n", {"cryptography"}),
        ("from ..wippy_runtime.lib import json\nprint(json)\n", {"jsonschema"}),
        ("from wippy_runtime.lib import json\njson.validate('x')\n", {"jsonschema"}),
        ("from ..lua.modules import module_table\nm = module_table('crypto')\n", {"cryptography"}),
        ("from ..wippy_runtime.lib import json\njson.decode('x')\n", set()),
    ],
)
def test_only_what_is_reached_counts(program: str, packages: set[str]) -> None:
    assert reachable_packages([program], LIBRARIES) == packages


def real(program: str) -> frozenset[str]:
    folder = runtime_folder() / "lib"
    return reachable_packages(
        [program], {path.stem: path.read_text() for path in folder.glob("*.py")}
    )


def test_the_real_library_asks_only_where_it_must() -> None:
    assert real("from ..wippy_runtime.lib import json\njson.encode(1)\n") == frozenset()
    assert real("from ..wippy_runtime.lib import json\njson.validate(1, 2)\n") == {"jsonschema"}
    assert real("from ..wippy_runtime.lib import crypto\ncrypto.hmac.sha256('a', 'b')\n") == set()
