"""Lua module `text`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, ModuleApi

MODULE = ModuleApi(
    name="text",
    python="lib.text",
    classes=("deterministic",),
    functions={
        "regexp.compile": ApiFunction(
            name="regexp.compile",
            parameters=1,
            required=0,
            results=(
                "Regexp?",
                "Error?",
            ),
            python="regexp_compile",
        ),
        "diff.new": ApiFunction(
            name="diff.new",
            parameters=1,
            required=0,
            results=(
                "Differ?",
                "Error?",
            ),
            python="diff_new",
            note="needs the Python package diff-match-patch",
        ),
        "splitter.recursive": ApiFunction(
            name="splitter.recursive",
            parameters=1,
            required=0,
            results=(
                "Splitter?",
                "Error?",
            ),
            python="splitter_recursive",
        ),
        "splitter.markdown": ApiFunction(
            name="splitter.markdown",
            parameters=1,
            required=0,
            results=(
                "Splitter?",
                "Error?",
            ),
            python="splitter_markdown",
        ),
    },
    objects={
        "Regexp": ApiObject(
            name="Regexp",
            methods={
                "match_string": ApiFunction(
                    name="match_string", parameters=1, required=0, results=("boolean",)
                ),
                "find_string": ApiFunction(
                    name="find_string", parameters=1, required=0, results=("string?",)
                ),
                "find_string_index": ApiFunction(
                    name="find_string_index", parameters=1, required=0, results=("table?",)
                ),
                "find_all_string": ApiFunction(
                    name="find_all_string", parameters=2, required=0, results=("table",)
                ),
                "find_all_string_index": ApiFunction(
                    name="find_all_string_index", parameters=2, required=0, results=("table?",)
                ),
                "find_string_submatch": ApiFunction(
                    name="find_string_submatch", parameters=1, required=0, results=("table?",)
                ),
                "find_all_string_submatch": ApiFunction(
                    name="find_all_string_submatch", parameters=2, required=0, results=("table?",)
                ),
                "replace_all_string": ApiFunction(
                    name="replace_all_string", parameters=2, required=0, results=("string",)
                ),
                "split": ApiFunction(name="split", parameters=2, required=0, results=("table",)),
                "num_subexp": ApiFunction(name="num_subexp", results=("integer",)),
                "subexp_names": ApiFunction(name="subexp_names", results=("table",)),
                "string": ApiFunction(name="string", results=("string",)),
            },
        ),
        "Differ": ApiObject(
            name="Differ",
            methods={
                "compare": ApiFunction(
                    name="compare",
                    parameters=2,
                    required=0,
                    results=(
                        "table?",
                        "Error?",
                    ),
                ),
                "pretty_text": ApiFunction(
                    name="pretty_text", parameters=1, required=0, results=("string",)
                ),
                "pretty_html": ApiFunction(
                    name="pretty_html", parameters=1, required=0, results=("string",)
                ),
                "patch_make": ApiFunction(
                    name="patch_make",
                    parameters=2,
                    required=0,
                    results=(
                        "table?",
                        "Error?",
                    ),
                ),
                "patch_apply": ApiFunction(
                    name="patch_apply",
                    parameters=2,
                    required=0,
                    results=(
                        "string",
                        "boolean",
                    ),
                ),
                "summarize": ApiFunction(
                    name="summarize", parameters=1, required=0, results=("table",)
                ),
            },
        ),
        "Splitter": ApiObject(
            name="Splitter",
            methods={
                "split_text": ApiFunction(
                    name="split_text",
                    parameters=1,
                    required=0,
                    results=(
                        "table?",
                        "Error?",
                    ),
                ),
                "split_batch": ApiFunction(
                    name="split_batch",
                    parameters=1,
                    required=0,
                    results=(
                        "table?",
                        "Error?",
                    ),
                ),
            },
        ),
    },
    extra="text",
)
