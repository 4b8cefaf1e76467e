"""Every kind of finding the project stage reports.

`E0xx` is about files and entries, `C0xx` about the configuration of clients and workers. Codes are
never reused and never renumbered.
"""

from __future__ import annotations

from wippyc.diagnostics.model import Rule, Severity


def _error(code: str, name: str, summary: str) -> Rule:
    return Rule(code, name, Severity.ERROR, summary)


def _warning(code: str, name: str, summary: str) -> Rule:
    return Rule(code, name, Severity.WARNING, summary)


# --- text of files ----------------------------------------------------------------------------
INVALID_ENCODING = _error("E001", "invalid-encoding", "A file is not UTF-8 text.")
INVALID_SYNTAX = _error("E002", "invalid-syntax", "A file is not valid YAML or JSON.")
DUPLICATE_KEY = _error("E003", "duplicate-key", "A mapping has the same key twice.")
TOO_DEEP = _error("E004", "too-deep", "Values are nested deeper than any application needs.")
EXCESSIVE_ALIASES = _error(
    "E005", "excessive-aliases", "Aliases refer to themselves or expand without measure."
)
FILE_TOO_LARGE = _error("E006", "file-too-large", "A file is larger than the compiler reads.")
UNREADABLE_FILE = _error("E007", "unreadable-file", "A file or folder cannot be read.")
WRONG_TYPE = _error("E008", "wrong-type", "A value has another type than its key needs.")
EXTRA_DOCUMENT = _warning("E009", "extra-document", "Only the first YAML document is read.")
INVALID_KEY = _error("E010", "invalid-key", "A mapping key is not a scalar.")
UNKNOWN_TAG = _warning("E011", "unknown-tag", "A YAML tag has no meaning here.")

# --- documents and entries --------------------------------------------------------------------
NAMESPACE_MISSING = _warning(
    "E012", "namespace-missing", "A file with entries is ignored because it has no namespace."
)
INVALID_NAMESPACE = _error("E013", "invalid-namespace", "A namespace cannot be part of an ID.")
ENTRIES_MISSING = _error("E014", "entries-missing", "A file with a namespace holds no entry.")
NAME_MISSING = _error("E015", "name-missing", "An entry has no usable name.")
KIND_MISSING = _error("E016", "kind-missing", "An entry has no usable kind.")
DUPLICATE_ENTRY = _error("E017", "duplicate-entry", "Two entries have the same ID.")
UNKNOWN_KIND = _warning("E018", "unknown-kind", "An entry has a kind that is not known; skipped.")
BYTECODE_ENTRY = _error("E019", "bytecode-entry", "An entry holds bytecode, not source.")
EXTERNAL_COMPONENT = _warning(
    "E020", "external-component", "A dependency outside the application is not compiled."
)
NO_ENTRIES = _error("E021", "no-entries", "The folder holds no entry at all.")
MISSPELT_KEY = _warning("E022", "misspelt-key", "A key looks like a misspelling of a known one.")

# --- sources and files referred to ------------------------------------------------------------
SOURCE_MISSING = _error("E023", "source-missing", "A Lua entry has no source.")
METHOD_MISSING = _error("E024", "method-missing", "A function entry names no method.")
METHOD_NOT_RETURNED = _error(
    "E025", "method-not-returned", "The Lua source does not return the entry's method."
)
FILE_NOT_FOUND = _error("E026", "file-not-found", "A `file://` value names no file.")
PATH_ESCAPES = _error("E027", "path-escapes", "A path leaves the application folder.")
LINK_ESCAPES = _warning(
    "E028", "link-escapes", "A symbolic link leaves the application folder; not followed."
)

# --- what a Lua entry declares ----------------------------------------------------------------
INVALID_MODULE = _error("E029", "invalid-module", "An item of `modules` is not a module name.")
INVALID_IMPORT = _error("E030", "invalid-import", "An item of `imports` is not `alias: ns:name`.")
UNKNOWN_IMPORT = _error("E031", "unknown-import", "An import names no entry.")
IMPORT_NOT_LUA = _error("E032", "import-not-lua", "An import names an entry that holds no Lua.")
IMPORT_CYCLE = _error("E033", "import-cycle", "Libraries import each other in a circle.")
ALIAS_COLLISION = _error(
    "E034", "alias-collision", "One alias stands for two libraries in the same program."
)
INVALID_POOL = _error("E035", "invalid-pool", "The pool of a function is not usable.")

# --- registration with Temporal ---------------------------------------------------------------
WORKER_MISSING = _error(
    "E036", "worker-missing", "A workflow or activity does not say which worker runs it."
)
UNKNOWN_WORKER = _error("E037", "unknown-worker", "A workflow or activity names no known worker.")
NOT_A_WORKER = _error("E038", "not-a-worker", "What should be a worker is another kind of entry.")
DUPLICATE_TYPE = _error(
    "E039", "duplicate-type", "Two workflows of one worker are registered under the same name."
)
UNREGISTERED_WORKFLOW = _warning(
    "E040", "unregistered-workflow", "A workflow entry is registered with no worker."
)
MISPLACED_META = _warning(
    "E041", "misplaced-meta", "`meta.temporal` has a section that this kind of entry ignores."
)

# --- requirements, references, settings -------------------------------------------------------
DANGLING_REFERENCE = _warning("E042", "dangling-reference", "A reference names no entry.")
INVALID_REQUIREMENT = _warning(
    "E043", "invalid-requirement", "A requirement cannot be applied to its target."
)
UNMET_REQUIREMENT = _warning(
    "E044", "unmet-requirement", "A requirement has no default and nothing supplies its value."
)
INVALID_OVERRIDE = _warning("E045", "invalid-override", "An override names no entry or field.")
MISSING_FOLDER = _error("E046", "missing-folder", "A folder does not exist.")
UNSUPPORTED_VERSION = _error(
    "E047", "unsupported-version", "A settings file has a version that is not known."
)
INVALID_VARIABLE = _error("E048", "invalid-variable", "An `env.variable` is not usable.")
FIELD_MISSING = _error("E049", "field-missing", "An entry lacks a field its kind needs.")

# --- temporal.client --------------------------------------------------------------------------
ADDRESS_REQUIRED = _error("C001", "address-required", "A client has no address.")
API_KEY_REQUIRED = _error("C002", "api-key-required", "API key authentication has no key source.")
MULTIPLE_API_KEYS = _error("C003", "multiple-api-keys", "More than one API key source is given.")
CERTIFICATE_REQUIRED = _error("C004", "certificate-required", "mTLS has no certificate.")
KEY_REQUIRED = _error("C005", "key-required", "mTLS has no private key.")
MULTIPLE_CERTIFICATES = _error(
    "C006", "multiple-certificates", "More than one mTLS certificate source is given."
)
MULTIPLE_KEYS = _error("C007", "multiple-keys", "More than one mTLS key source is given.")
INSECURE_WITH_SERVER_NAME = _error(
    "C008", "insecure-with-server-name", "Verification is off although a server name is given."
)
INSECURE_TLS = _error("C009", "insecure-tls", "TLS verification cannot be switched off.")
NEGATIVE_DURATION = _error("C010", "negative-duration", "A duration that is a limit is negative.")
HEALTH_CHECK_INTERVAL = _error(
    "C011", "health-check-interval", "An enabled health check needs an interval above zero."
)
INVALID_AUTH_TYPE = _error("C012", "invalid-auth-type", "An authentication type is not known.")
INVALID_DURATION = _error("C013", "invalid-duration", "A duration is not in Go syntax.")
INVALID_PLACEHOLDER = _error(
    "C014", "invalid-placeholder", "A `${…}` placeholder cannot be understood."
)
LITERAL_SECRET = _warning("C015", "literal-secret", "A secret is written in clear.")
UNKNOWN_OPTION = _warning("C016", "unknown-option", "A key has no effect: it is not known.")
OPTION_WITHOUT_EFFECT = _warning(
    "C017", "option-without-effect", "An option cannot be honoured by the Python SDK."
)

# --- temporal.worker --------------------------------------------------------------------------
TASK_QUEUE_REQUIRED = _error("C018", "task-queue-required", "A worker has no task queue.")
UNKNOWN_CLIENT = _error("C019", "unknown-client", "A worker names no known client.")
NOT_A_CLIENT = _error("C020", "not-a-client", "What should be a client is another kind of entry.")
AMBIGUOUS_CLIENT = _error(
    "C021", "ambiguous-client", "A worker names no client and there is more than one."
)
SINGLE_POLLER = _error("C022", "single-poller", "A workflow worker needs two task pollers.")
NEGATIVE_RATE = _error("C023", "negative-rate", "A rate limit is negative.")
CONFLICTING_MODES = _error(
    "C024", "conflicting-modes", "A worker may run neither workflows nor remote activities."
)
INCOMPLETE_VERSIONING = _error(
    "C025", "incomplete-versioning", "Worker versioning lacks the deployment or the build."
)
INVALID_VERSIONING = _error(
    "C026", "invalid-versioning", "A default versioning behaviour is not known."
)
IDLE_WORKER = _warning("C027", "idle-worker", "A worker runs neither workflows nor activities.")
DISABLED_WORKER_SIDE = _warning(
    "C028", "disabled-worker-side", "An entry is assigned to a worker that does not run its kind."
)
SHARED_TASK_QUEUE = _warning(
    "C029", "shared-task-queue", "Two workers poll one queue but do not run the same types."
)

RULES: tuple[Rule, ...] = tuple(
    sorted((rule for rule in globals().values() if isinstance(rule, Rule)), key=lambda r: r.code)
)
"""All rules of the project stage, by code."""
