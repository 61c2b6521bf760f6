"""The worker's command: nobody waits for a newsletter, somebody waits for a page."""

import subprocess
import sys
from pathlib import Path

import pytest

from crm.embedded.places import REPOSITORY
from crm.embedded.plan import Plan, commands

GIVE_WAY = (
    "import os, sys; from crm.embedded.celery_command import give_way; give_way(sys.argv); print(os.nice(0))"
)


@pytest.mark.parametrize(("name", "later"), [("worker", 10), ("letters", 0), ("clock", 0)])
def test_give_way_is_for_the_worker_alone(name: str, later: int) -> None:
    own = subprocess.run(["nice"], capture_output=True, text=True, check=True)
    command = [sys.executable, "-c", GIVE_WAY, *commands(Plan(Path("/srv/shop"), 8000))[name]]

    told = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)

    assert int(told.stdout) == int(own.stdout) + later
