"""The decorator of the classes whose instances a compilation makes by the hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
def node(cls: type[_Class]) -> type[_Class]:
    """Make a class a dataclass with keyword fields that is compared by identity.

    The type checker refuses assignments to its fields. At run time nothing does: the initialiser
    of a dataclass that is frozen is three times as slow, and so is unpickling one.
    """
    return dataclass(slots=True, eq=False, kw_only=True)(cls)
