"""Write docs/api/openapi.yaml again, after the API has changed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Write the description of the API (docs/api/openapi.yaml)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Needs the tests' requirements: nothing of it runs in a shop."""
        from crm.api_description import FILE, description

        path = Path(settings.BASE_DIR) / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(description(), encoding="utf-8")
        self.stdout.write(f"{FILE} is written.")
