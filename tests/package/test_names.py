"""Names of generated packages."""

from __future__ import annotations

import pytest

from wippyc.package.names import distribution_name, package_name, package_name_problem


@pytest.mark.parametrize(
    ("folder", "package"),
    [
        ("orders", "orders"),
        ("My Shop-2", "my_shop_2"),
        ("2024 orders", "app_2024_orders"),
        ("Größe", "groe"),
        ("注文", "app"),
        ("", "app"),
        ("class", "class_app"),
        ("match", "match_app"),
        ("json", "json_app"),
        ("temporalio", "temporalio_app"),
        ("wippy_runtime", "wippy_runtime_app"),
        ("..", "app"),
        ('x"; import os', "x_import_os"),
    ],
)
def test_package_names_come_from_folders(folder: str, package: str) -> None:
    assert package_name(folder) == package
    assert package_name_problem(package) is None


@pytest.mark.parametrize("name", ["a-b", "1a", "", "class", "json", "httpx", "_", "a.b", "é"])
def test_unusable_package_names_are_refused(name: str) -> None:
    assert package_name_problem(name) is not None


def test_distribution_names_are_normalised() -> None:
    assert distribution_name("My__Shop_app") == "my-shop-app"
