"""Write docs/permissions.md anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from crm.shop.permission_table import as_markdown


class Command(BaseCommand):
    help = "Write docs/permissions.md from the table of rights."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(None):
            (settings.BASE_DIR / "docs").mkdir(exist_ok=True)
            (settings.BASE_DIR / "docs" / "permissions.md").write_text(as_markdown(), encoding="utf-8")
