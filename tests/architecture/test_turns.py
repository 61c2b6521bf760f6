"""Whole shops are started one after the other."""

import pytest

from tests.turns import group_of


@pytest.mark.parametrize(
    ("file", "group"),
    [
        ("tests/faults/test_run.py", "faults"),
        ("tests/faults/test_load.py", "faults"),
        ("tests/embedded/test_once.py", "faults"),
        ("tests/web/test_views.py", ""),
    ],
)
def test_files_with_whole_shops_are_of_one_group(file: str, group: str) -> None:
    assert group_of(file) == group
