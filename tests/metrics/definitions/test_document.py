"""docs/metrics.md says what the code does."""

from django.conf import settings
from django.core.management import call_command

from metrics.definitions.document import as_markdown


def test_the_document_says_what_the_definitions_say():
    document = (settings.BASE_DIR / "docs" / "metrics.md").read_text(encoding="utf-8")

    assert document == as_markdown(), "run: manage.py write_metrics_page"


def test_write_metrics_page_writes_the_document(settings, tmp_path):
    settings.BASE_DIR = tmp_path

    call_command("write_metrics_page")

    assert (tmp_path / "docs" / "metrics.md").read_text(encoding="utf-8") == as_markdown()
