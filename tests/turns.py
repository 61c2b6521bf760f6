"""Which tests take turns: whole shops beside each other would be each other's busy machine."""

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadGroupScheduling

ROOT = Path(__file__).resolve().parents[1]
GROUP = re.compile(r'xdist_group\("(\w+)"\)')


@cache
def group_of(file: str) -> str:
    """The group that a file's tests are marked with, or nothing."""
    found = GROUP.search((ROOT / file).read_text())
    return found[1] if found else ""


class Turns(LoadGroupScheduling):
    """`--dist loadgroup` as it was meant: one worker runs the tests of a group, the largest group first.

    xdist 3.8 writes the group behind a test's name, which pytest 9.2 ignores without a word.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.partition("::")[0]) or nodeid
