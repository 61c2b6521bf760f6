"""Web, worker and clock run all day: what is heavy is loaded only by a process that ends."""

import re
from pathlib import Path

from django.conf import settings

HEAVY = re.compile(r"^(?:from|import) (?:numpy|scipy|metrics\.lifetime|metrics\.foresight)\b", re.MULTILINE)
# The sums themselves, and what only measures or studies them.
MAY = ("metrics/lifetime/", "metrics/foresight/", "crm/figures/bootstrap.py", "crm/bench/")


def test_no_page_and_no_task_loads_the_purchase_models():
    floors = [
        settings.BASE_DIR / floor for floor in ("crm", "customers", "engagement", "feedback", "metrics")
    ]

    loads = [path for floor in floors for path in floor.rglob("*.py") if HEAVY.search(path.read_text())]

    names = [str(Path(path).relative_to(settings.BASE_DIR)) for path in loads]
    assert [name for name in names if not name.startswith(MAY)] == []
