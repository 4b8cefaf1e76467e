"""Lua module `html`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, ModuleApi

_NOTE = "needs the Python package nh3"
_WITHOUT_ARGUMENTS = (
    "allow_standard_urls", "allow_images", "allow_data_uri_images", "allow_lists", "allow_tables",
    "allow_standard_attributes",
)  # fmt: skip
_WITH_FLAG = (
    "allow_relative_urls", "require_parseable_urls", "require_nofollow_on_links",
    "require_noreferrer_on_links", "add_target_blank_to_fully_qualified_links",
)  # fmt: skip


def _builder(name: str, parameters: int | None, result: str = "Policy") -> ApiFunction:
    return ApiFunction(
        name=name,
        parameters=parameters,
        required=0 if parameters else None,
        results=(result,),
    )


MODULE = ModuleApi(
    name="html",
    python="lib.html",
    classes=("deterministic",),
    functions={
        f"sanitize.{name}": ApiFunction(
            name=f"sanitize.{name}",
            results=("Policy?", "Error?"),
            python=f"sanitize_{name}",
            note=_NOTE,
        )
        for name in ("new_policy", "ugc_policy", "strict_policy")
    },
    objects={
        "Policy": ApiObject(
            name="Policy",
            methods={
                **{name: _builder(name, 0) for name in _WITHOUT_ARGUMENTS},
                **{name: _builder(name, 1) for name in _WITH_FLAG},
                "allow_elements": _builder("allow_elements", None),
                "allow_url_schemes": _builder("allow_url_schemes", None),
                "allow_attrs": _builder("allow_attrs", None, "AttributeBuilder"),
                "sanitize": ApiFunction(
                    name="sanitize", parameters=1, required=0, results=("string",)
                ),
            },
        ),
        "AttributeBuilder": ApiObject(
            name="AttributeBuilder",
            methods={
                "on_elements": _builder("on_elements", None),
                "globally": _builder("globally", 0),
                "matching": ApiFunction(
                    name="matching",
                    parameters=1,
                    required=0,
                    results=("AttributeBuilder?", "Error?"),
                ),
            },
        ),
    },
    extra="html",
)
