"""Web processes use the figures all day: what is heavy stays in the worker."""

import subprocess
import sys
from pathlib import Path

from crm import figures

HEAVY = {"bootstrap"}  # needs numpy


def test_figures_load_without_a_numbers_library():
    names = sorted(path.stem for path in Path(figures.__path__[0]).glob("[a-z]*.py"))
    light = ", ".join(f"crm.figures.{name}" for name in names if name not in HEAVY)

    script = f"import sys, {light}; sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
