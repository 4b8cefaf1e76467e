"""Lua modules json, yaml, base64, hash, uuid, compress."""

from __future__ import annotations

import base64 as python_base64
import gzip
import uuid as python_uuid
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wippy_runtime.lib import base64, compress, hash, json, uuid, yaml
from wippy_runtime.lua.strings import from_text
from wippy_runtime.lua.table import Table, array
from wippy_runtime.temporal.transfer import from_plain, to_plain


def message(result: Any) -> tuple[str, str]:
    """Return kind and message of a failed call."""
    value, error = result
    assert value in (None, False)
    assert error.retryable() is False
    return error.kind(), error.message()


def lua(value: Any) -> Any:
    """Return Python data as a Lua value; empty dicts become never-filled tables."""
    return Table() if value == {} else from_plain(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        (3.0, "3"),
        (0.1, "0.1"),
        (float("nan"), "null"),
        (float("inf"), "null"),
        (print, "null"),
        ('a"b\n', r'"a\"b\n"'),
        ("<a href='x'>&", r'"\u003ca href=\'x\'\u003e\u0026"'.replace("\\'", "'")),
        (from_text("ä\u2028"), from_text('"ä\\u2028"')),
        (array([1, "x", True]), '[1,"x",true]'),
        (Table({"b": 1, "a": 2}), '{"b":1,"a":2}'),
        (Table(), "[]"),
        (Table().mark_object(), "{}"),
    ],
)
def test_json_encode(value: Any, text: str) -> None:
    assert json.encode(value) == (text, None)


def test_json_encode_failures() -> None:
    mixed = array([1])
    mixed.set("a", 1)
    cyclic = Table()
    cyclic.set("self", cyclic)
    sparse = Table()
    sparse.set(1, "a")
    sparse.set(3, "c")
    deep = Table()
    for _ in range(130):
        deep = array([deep])
    for value, text in (
        (mixed, "cannot encode mixed-key table: table has both numeric and non-numeric keys"),
        (sparse, "cannot encode sparse array: non-contiguous numeric keys found"),
        (cyclic, "cannot encode recursively nested tables to JSON"),
        (deep, "exceeded maximum nesting depth for JSON encoding"),
    ):
        assert message(json.encode(value)) == ("Internal", text)


def test_json_decode() -> None:
    value, error = json.decode('{"a":[1,2.0,null,"\xc3\xa4"],"e":{},"n":null}')
    assert error is None
    assert value["a"][1] == 1
    assert type(value["a"][2]) is float
    assert value["a"][4] == "\xc3\xa4"
    assert value["n"] is None
    assert json.encode(value["e"]) == ("{}", None)
    assert json.decode("null") == (None, None)
    assert message(json.decode(5)) == ("Invalid", "string expected")
    assert message(json.decode("")) == ("Invalid", "empty string is not valid JSON")
    for text in ("{", "[1,]", '{"a":1,"a":2}', "NaN", "\xff"):
        assert message(json.decode(text))[0] == "Internal"


def test_json_validate() -> None:
    schema = lua({"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}})
    assert json.validate(schema, lua({"id": 1})) == (True, None)
    kind, text = message(json.validate(schema, lua({"id": "x"})))
    assert (kind, text) == ("Invalid", "at '/id': 'x' is not of type 'integer'")
    assert json.validate('{"type":"array"}', Table()) == (True, None)
    assert json.validate_string('{"type":"string"}', '"x"') == (True, None)
    assert message(json.validate_string('{"type":"string"}', 5))[1] == "data must be a JSON string"
    assert message(json.validate(None, 1))[1] == "schema is required"
    assert message(json.validate(schema, None))[1] == "data is required"
    assert message(json.validate('{"type": 5}', 1))[1].startswith("schema error: ")
    assert message(json.validate("{", 1))[1].startswith("schema error: ")


def test_base64() -> None:
    assert base64.encode("\x00\xff") == "AP8="
    assert base64.encode("") == base64.decode("") == ""
    assert base64.decode("AP8=") == "\x00\xff"
    assert base64.decode("AP\n8=") == "\x00\xff"
    for text in ("A", "AP8", "AP8==", "A*8=", "AP8=x"):
        kind, problem = message(base64.decode(text))
        assert kind == "Invalid"
        assert problem.startswith("illegal base64 data")
    assert message(base64.encode(None)) == ("Invalid", "string expected")


@given(st.binary())
def test_base64_round_trip(data: bytes) -> None:
    text = base64.encode(data.decode("latin-1"))
    assert text == python_base64.b64encode(data).decode()
    assert base64.decode(text) == data.decode("latin-1")


@pytest.mark.parametrize(
    ("function", "arguments", "digest"),
    [
        ("md5", ("abc",), "900150983cd24fb0d6963f7d28e17f72"),
        ("sha1", ("abc",), "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("sha256", ("",), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("hmac_md5", ("data", "key"), "9d5c73ef85594d34ec4438b7c97e51d8"),
        ("hmac_sha1", ("data", "key"), "104152c5bfdca07bc633eebd46199f0255c9f49d"),
        (
            "hmac_sha256",
            ("data", "key"),
            "5031fe3d989c6d1537a013fa6e739da23463fdaec3b70137d828e36ace221bd0",
        ),
        ("fnv32", ("a",), 0x050C5D7E),
        ("fnv64", ("a",), float(0xAF63BD4C8601B7BE)),
        ("md5", ("abc", True), "\x90\x01P\x98<\xd2O\xb0\xd6\x96?}(\xe1\x7fr"),
    ],
)
def test_hash(function: str, arguments: tuple[Any, ...], digest: Any) -> None:
    assert getattr(hash, function)(*arguments) == (digest, None)


def test_hash_failures() -> None:
    assert message(hash.sha512(5)) == ("Invalid", "data must be a string")
    assert message(hash.hmac_sha512("x", None)) == ("Invalid", "secret must be a string")
    assert len(hash.sha512("")[0] or "") == len(hash.hmac_sha512("", "")[0] or "") == 128


def test_uuid_versions(fixed_host: Any) -> None:
    for function, version in ((uuid.v1, 1), (uuid.v4, 4), (uuid.v7, 7)):
        text, error = function()
        assert error is None
        assert python_uuid.UUID(text).version == version
        assert uuid.version(text) == (version, None)
        assert uuid.variant(text) == ("RFC4122", None)
        assert function()[0] != text
    seconds = fixed_host.nanoseconds // 10**9
    for function in (uuid.v1, uuid.v7):
        parsed, _ = uuid.parse(function()[0])
        assert parsed is not None
        assert parsed["timestamp"] == seconds


def test_uuid_of_names_and_formats() -> None:
    space = str(python_uuid.NAMESPACE_DNS)
    assert uuid.v3(space, "x") == (str(python_uuid.uuid3(python_uuid.NAMESPACE_DNS, "x")), None)
    assert uuid.v5(space, "x") == (str(python_uuid.uuid5(python_uuid.NAMESPACE_DNS, "x")), None)
    assert message(uuid.v5("x", "x")) == ("Invalid", "invalid namespace UUID")
    assert message(uuid.v5(space, 1)) == ("Invalid", "namespace and name must be strings")
    assert uuid.format(space.upper()) == (space, None)
    assert uuid.format(space, "simple") == (space.replace("-", ""), None)
    assert uuid.format(space, "urn") == (f"urn:uuid:{space}", None)
    assert message(uuid.format(space, "odd")) == ("Invalid", "unsupported format")
    assert uuid.validate(space) == (True, None)
    assert uuid.validate("x") == uuid.validate(None) == (False, None)
    assert message(uuid.version(5)) == ("Invalid", "input must be a string")
    assert message(uuid.parse("5")) == ("Invalid", "invalid UUID format")


FORMATS = ["gzip", "deflate", "zlib", "brotli", "zstd"]


@pytest.mark.parametrize("name", FORMATS)
def test_compress_round_trip(name: str) -> None:
    text = "some text " * 100 + "\x00\xff"
    packed, error = getattr(compress, f"{name}_encode")(text)
    assert error is None
    assert len(packed) < len(text)
    assert getattr(compress, f"{name}_decode")(packed) == (text, None)
    limited = getattr(compress, f"{name}_decode")(packed, Table({"max_size": 100}))
    assert message(limited) == ("Internal", "decompressed size exceeds limit")


@pytest.mark.parametrize("name", FORMATS)
def test_compress_failures(name: str) -> None:
    encode, decode = getattr(compress, f"{name}_encode"), getattr(compress, f"{name}_decode")
    assert message(encode(5)) == message(decode(None)) == ("Invalid", "string expected")
    assert message(encode("")) == ("Invalid", "input data cannot be empty")
    assert message(decode("\xfe\xff\xff garbage")) == ("Invalid", f"invalid {name} data")
    assert message(decode(encode("text" * 50)[0][:-5])) == ("Invalid", f"invalid {name} data")
    highest = {"brotli": 11, "zstd": 22}.get(name, 9)
    lowest = 0 if name == "brotli" else 1
    assert message(encode("x", Table({"level": 50}))) == (
        "Invalid",
        f"compression level must be between {lowest} and {highest}",
    )
    assert message(decode("x", Table({"max_size": -1})))[0] == "Invalid"


def test_compress_reads_what_others_write() -> None:
    assert compress.gzip_decode(gzip.compress(b"a").decode("latin-1")) == ("a", None)
    two = gzip.compress(b"a") + gzip.compress(b"b")
    assert compress.gzip_decode(two.decode("latin-1")) == ("ab", None)
    assert compress.zlib_decode(zlib.compress(b"a").decode("latin-1")) == ("a", None)


def test_zstd_dictionaries() -> None:
    samples = array([f'{{"id": {number}, "name": "user {number}"}}' * 3 for number in range(400)])
    made, error = compress.zstd_train_dict(samples, Table({"size": 2048, "id": 7}))
    assert error is None
    info, _ = compress.zstd_inspect_dict(made)
    assert info is not None
    assert info["id"] == 7
    options = Table({"dict": made})
    packed, _ = compress.zstd_encode(samples[1], options)
    assert compress.zstd_decode(packed, options) == (samples[1], None)
    assert message(compress.zstd_inspect_dict("x"))[0] == "Invalid"
    assert message(compress.zstd_train_dict(Table()))[0] == "Invalid"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [1, {"x": 1, "y": 2}]}, 'a:\n    - 1\n    - x: 1\n      "y": 2\nb: 1\n'),
        ({"s": "plain text"}, "s: plain text\n"),
        ({"s": "true"}, 's: "true"\n'),
        ({"s": "1.5"}, 's: "1.5"\n'),
        ({"s": ""}, 's: ""\n'),
        ({"s": "yes"}, 's: "yes"\n'),
        ({"s": "a: b"}, "s: 'a: b'\n"),
        ({"s": "- x"}, "s: '- x'\n"),
        ({"s": "one\ntwo\n"}, "s: |\n    one\n    two\n"),
        ({"s": "one\ntwo"}, "s: |-\n    one\n    two\n"),
        ({"t": True, "f": 1.5, "i": 3.0}, "f: 1.5\ni: 3\nt: true\n"),
        ([], "[]\n"),
        ({"e": []}, "e: []\n"),
        ([["a"], ["b"]], "- - a\n- - b\n"),
    ],
)
def test_yaml_encode(value: Any, text: str) -> None:
    assert yaml.encode(from_plain(value)) == (text, None)


def test_yaml_field_order() -> None:
    table = from_plain({"z": 1, "name": "node", "b": {"y": 1, "name": 2}})
    options = from_plain({"field_order": ["name"], "sort_unordered": True})
    assert yaml.encode(table, options) == ('name: node\nb:\n  name: 2\n  "y": 1\nz: 1\n', None)
    unsorted = from_plain({"field_order": ["name"]})
    assert yaml.encode(table, unsorted)[0] == 'name: node\nz: 1\nb:\n  name: 2\n  "y": 1\n'
    assert message(yaml.encode("x")) == ("Invalid", "table expected")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\nb: [x, 2.5, true, null]", {"a": 1, "b": ["x", 2.5, True]}),
        ("on: yes", {"on": "yes"}),
        ("0o17", 15),
        ("0x1F", 31),
        ("~", None),
        ("2024-01-02", 1_704_153_600),
        ("2024-01-02T03:04:05Z", 1_704_164_645),
        ("a: &x {k: 1}\nb: *x", {"a": {"k": 1}, "b": {"k": 1}}),
        ("a: &x {k: 1}\nb:\n  <<: *x\n  j: 2", {"a": {"k": 1}, "b": {"k": 1, "j": 2}}),
        ("one\n---\ntwo", "one"),
        ("!custom {a: 1}", {"a": 1}),
        ("1e3", 1000.0),
    ],
)
def test_yaml_decode(text: str, value: Any) -> None:
    found, error = yaml.decode(text)
    assert error is None
    assert to_plain(found) == value


def test_yaml_decode_failures() -> None:
    assert message(yaml.decode(5)) == ("Invalid", "string expected")
    assert message(yaml.decode("")) == ("Invalid", "input cannot be empty")
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for previous, name in zip("abcdefg", "bcdefgh", strict=True):
        bomb += f"{name}: &{name} [{','.join([f'*{previous}'] * 9)}]\n"
    for text in ("a: [", "a: 1\na: 2", "*nobody", "- " * 3000 + "x", bomb):
        assert message(yaml.decode(text))[0] == "Internal"


PLAIN = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=6), PLAIN, min_size=1))
def test_yaml_round_trip(value: Any) -> None:
    text, error = yaml.encode(from_plain(value))
    assert error is None
    assert to_plain(yaml.decode(text)[0]) == value
