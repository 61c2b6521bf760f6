"""What every process of the shop carries from its start on a small machine."""

import os
import subprocess
import sys

HEAVY = ("numpy", "scipy", "fpdf", "PIL", "openpyxl", "rapidfuzz")
START = f"""
import sys, django
django.setup()
from celery import current_app
import crm.celery, crm.schedule
from django.urls import get_resolver
get_resolver().url_patterns
current_app.loader.import_default_modules()
sys.exit(", ".join(name for name in {HEAVY!r} if name in sys.modules) or 0)
"""


def test_nothing_heavy_is_carried_before_it_is_used():
    """Models, paper and spreadsheets bring a hundred megabytes: only who works with them may fetch them."""
    started = subprocess.run(
        [sys.executable, "-c", START], env=dict(os.environ), capture_output=True, text=True, check=False
    )

    assert (started.returncode, started.stderr) == (0, "")
