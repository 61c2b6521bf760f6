"""Write docs/metrics.md anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from metrics.definitions.document import as_markdown


class Command(BaseCommand):
    help = "Write docs/metrics.md from the definitions."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(None):
            (settings.BASE_DIR / "docs").mkdir(exist_ok=True)
            (settings.BASE_DIR / "docs" / "metrics.md").write_text(as_markdown(), encoding="utf-8")
