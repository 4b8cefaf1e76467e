"""Generated programs: the same on both sides. `make fuzz` runs more of them."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .fuzzing import compare, fuzz_classes, fuzz_tables, make_cases

_SETTINGS = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@_SETTINGS
@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_generated_programs(seed: int) -> None:
    """A batch of programs reports the same lines under real Lua."""
    assert compare(make_cases(seed, count=10, may_yield=False)) is None


@_SETTINGS
@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_generated_programs_with_coroutines(seed: int) -> None:
    """The same with coroutines, which make functions `async`."""
    assert compare(make_cases(seed, count=8, may_yield=True)) is None


@_SETTINGS
@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_generated_classes(seed: int) -> None:
    """Chunks of classes, which are changed behind the compiler's back."""
    assert [found for each in range(5) if (found := fuzz_classes(seed + each))] == []


@_SETTINGS
@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_generated_tables(seed: int) -> None:
    """Chunks of tables that are lists, records and maps, handed around and changed."""
    assert [found for each in range(5) if (found := fuzz_tables(seed + each))] == []
