"""Which tests take turns: whole shops beside each other would be each other's busy machine."""

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController

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

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """What is done is forgotten: xdist would count through all of it again after each of the others."""
        work, scope = (
            self.assigned_work[node],
            self._split_scope(self.registered_collections[node][item_index]),
        )
        # A test of several parts is told as done with each of them.
        if scope in work:
            super().mark_test_complete(node, item_index, duration)
            if all(work[scope].values()):
                del work[scope]

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.partition("::")[0]) or nodeid
