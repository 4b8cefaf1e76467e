"""Decodes `temporal.client`."""

from __future__ import annotations

from typing import Final, Literal

from wippyc.diagnostics.model import Label, Rule
from wippyc.project import rules
from wippyc.project.entries import RawEntry
from wippyc.project.fields import Fields, Reporter
from wippyc.project.lifecycle import read_lifecycle
from wippyc.project.model import ClientEntry, EnvValue

_KEYS: Final = (
    "address",
    "namespace",
    "tq_prefix",
    "auth",
    "tls",
    "health_check",
    "connection_timeout",
    "keep_alive_time",
    "keep_alive_timeout",
    "lifecycle",
)
_AUTH_KEYS: Final = (
    "type",
    "api_key",
    "api_key_env",
    "api_key_file",
    "cert_file",
    "cert_pem",
    "key_file",
    "key_pem",
    "key_pem_env",
)
_TLS_KEYS: Final = ("enabled", "ca_file", "server_name", "insecure_skip_verify")
_API_KEY_SOURCES: Final = ("api_key", "api_key_env", "api_key_file")
_CERTIFICATE_SOURCES: Final = ("cert_file", "cert_pem")
_KEY_SOURCES: Final = ("key_file", "key_pem", "key_pem_env")
_AUTH_TYPES: Final[dict[str, Literal["none", "api_key", "mtls"]]] = {
    "": "none",
    "none": "none",
    "api_key": "api_key",
    "mtls": "mtls",
}
_SECRET_NAMES: Final = {
    "api_key": "TEMPORAL_API_KEY",
    "key_pem": "TEMPORAL_TLS_CLIENT_KEY_DATA",
}
_WRAP: Final = "invalid client config: "


def decode_client(raw: RawEntry, reporter: Reporter) -> ClientEntry:
    """Return the client; every problem of its configuration is reported."""
    fields = Fields(raw.data, reporter)
    fields.warn_unknown(_KEYS)
    read_lifecycle(fields)
    address = fields.env("address")
    if not fields.is_given("address"):
        reporter.report(
            rules.ADDRESS_REQUIRED,
            f"{_WRAP}address is required",
            fields.span("address"),
            note="a client connects to one Temporal frontend",
            hint="add `address: host:7233`",
        )
    auth = fields.section("auth")
    auth.warn_unknown(_AUTH_KEYS)
    tls = fields.section("tls")
    tls.warn_unknown(_TLS_KEYS)
    auth_type = _auth_type(auth)
    _check_auth(auth, auth_type)
    server_name = tls.text("server_name") or None
    _check_verification(tls, server_name)
    _check_health(fields.section("health_check"))
    key_pem = _secret(auth, "key_pem")
    return ClientEntry(
        id=raw.id,
        address=address or EnvValue("", ""),
        namespace=fields.env("namespace") or EnvValue("default", "default"),
        queue_prefix=_template_text(fields, "tq_prefix"),
        auth_type=auth_type,
        api_key=_secret(auth, "api_key"),
        api_key_env=auth.text("api_key_env") or None,
        api_key_file=auth.text("api_key_file") or None,
        cert_file=auth.text("cert_file") or None,
        cert_pem=auth.env("cert_pem"),
        key_file=auth.text("key_file") or None,
        key_pem=key_pem,
        key_pem_env=auth.text("key_pem_env") or None,
        tls_enabled=tls.boolean("enabled"),
        tls_ca_file=tls.text("ca_file") or None,
        tls_server_name=server_name,
        connection_timeout=_limit(fields, "connection_timeout", "connection timeout") or 10.0,
        keep_alive_time=_limit(fields, "keep_alive_time", "keep alive time"),
        keep_alive_timeout=_limit(fields, "keep_alive_timeout", "keep alive timeout"),
        late=fields.late,
        span=raw.span,
    )


def _template_text(fields: Fields, key: str) -> str:
    value = fields.env(key)
    return value.template if value is not None else ""


def _auth_type(auth: Fields) -> Literal["none", "api_key", "mtls"]:
    written = auth.text("type")
    if written not in _AUTH_TYPES:
        auth.reporter.report(
            rules.INVALID_AUTH_TYPE,
            f"{_WRAP}invalid auth type: {written}",
            auth.span("type"),
            note="authentication is `none`, `api_key` or `mtls`",
            hint="use one of them",
        )
    return _AUTH_TYPES.get(written, "none")


def _check_auth(auth: Fields, auth_type: Literal["none", "api_key", "mtls"]) -> None:
    match auth_type:
        case "api_key":
            _one_source(
                auth,
                _API_KEY_SOURCES,
                (rules.API_KEY_REQUIRED, "API key source is required"),
                (rules.MULTIPLE_API_KEYS, "multiple API key sources specified"),
            )
        case "mtls":
            _one_source(
                auth,
                _CERTIFICATE_SOURCES,
                (rules.CERTIFICATE_REQUIRED, "mTLS certificate is required"),
                (rules.MULTIPLE_CERTIFICATES, "multiple mTLS certificate sources specified"),
            )
            _one_source(
                auth,
                _KEY_SOURCES,
                (rules.KEY_REQUIRED, "mTLS key is required"),
                (rules.MULTIPLE_KEYS, "multiple mTLS key sources specified"),
            )
        case "none":
            return


def _one_source(
    auth: Fields, sources: tuple[str, ...], missing: tuple[Rule, str], many: tuple[Rule, str]
) -> None:
    """Exactly one of several sources of a secret must be given."""
    given = [key for key in sources if auth.is_given(key)]
    choice = ", ".join(f"`auth.{key}`" for key in sources)
    if not given:
        rule, message = missing
        place = auth.span("type") if "type" in auth.items else None
        auth.reporter.report(
            rule,
            _WRAP + message,
            place,
            note=f"this authentication type reads one of {choice}",
            hint=f"add one of {choice}",
        )
    elif len(given) > 1:
        rule, message = many
        auth.reporter.report(
            rule,
            _WRAP + message,
            auth.items[given[1]].key_span,
            label="another source",
            labels=(Label(auth.items[given[0]].key_span, "one source"),),
            note="which of them counts would be a guess",
            hint=f"keep one of {choice}",
        )


def _check_verification(tls: Fields, server_name: str | None) -> None:
    if not tls.boolean("insecure_skip_verify"):
        return
    span = tls.span("insecure_skip_verify")
    if server_name is not None:
        tls.reporter.report(
            rules.INSECURE_WITH_SERVER_NAME,
            f"{_WRAP}cannot use insecure skip verify with server name",
            span,
            labels=(Label(tls.span("server_name"), "server name to verify"),),
            note="a name to verify and no verification contradict each other",
            hint="remove `insecure_skip_verify`",
        )
        return
    tls.reporter.report(
        rules.INSECURE_TLS,
        "tls.insecure_skip_verify has no counterpart in the Python SDK",
        span,
        note="the SDK always verifies the server's certificate",
        hint="name the authority that signed it with `tls.ca_file`",
    )


def _check_health(health: Fields) -> None:
    health.warn_unknown(("enabled", "interval"))
    is_enabled = health.boolean("enabled")
    interval = health.duration("interval")
    if is_enabled and interval is not None and interval <= 0:
        health.reporter.report(
            rules.HEALTH_CHECK_INTERVAL,
            f"{_WRAP}health check interval must be > 0 when enabled",
            health.span("interval"),
            note="an interval of zero would never pause between two checks",
            hint='write a duration above zero, such as "30s"',
        )
    elif is_enabled:
        health.reporter.report(
            rules.OPTION_WITHOUT_EFFECT,
            "health_check has no counterpart in the Python SDK",
            health.span("enabled"),
            note="the SDK reconnects by itself; no health check loop runs",
            hint="remove the section, or check the worker from outside",
        )


def _limit(fields: Fields, key: str, words: str) -> float | None:
    seconds = fields.duration(key)
    if seconds is not None and seconds < 0:
        fields.reporter.report(
            rules.NEGATIVE_DURATION,
            f"{_WRAP}{words} must be >= 0",
            fields.span(key),
            note="a wait cannot be shorter than nothing",
            hint='write a duration such as "10s"',
        )
        return None
    return seconds


def _secret(auth: Fields, key: str) -> EnvValue | None:
    """Return a secret's template. One written in clear is replaced by a placeholder.

    Nothing behind the loader ever sees the secret, so none can get into generated code.
    """
    value = auth.env(key)
    if value is None or value.value is None:
        return value
    name = _SECRET_NAMES[key]
    auth.reporter.report(
        rules.LITERAL_SECRET,
        f"auth.{key} is written in clear",
        auth.span(key),
        note=f"a secret never enters generated code; the worker reads {name} when it starts",
        hint=f"write `{key}: ${{env:{name}}}`, or use `{key}_env` or a file",
    )
    return EnvValue(f"${{env:{name}}}", None)
