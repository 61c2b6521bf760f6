"""A file brought in by hand: chosen, explained, looked at, applied, with its progress on the page."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from crm.shop.actions.job import claim_job, run_claimed_job
from crm.shop.models import Job
from customers.models import Customer, Purchase
from tests.browser.crawl import keep_picture, problems_of
from tests.customers.actions.import_files import SAMPLES


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def work() -> None:
    """What the worker does when the clock strikes."""
    for job_id in Job.objects.claimable(timezone.now()).values_list("pk", flat=True):
        if job := claim_job(job_id):
            run_claimed_job(job)


def looked_at(page: Page, name: str) -> list[str]:
    keep_picture(page, f"import-{name}")
    return problems_of(page)


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1440, "light")])
def test_online_retail_is_imported_in_the_browser(open_as, mark, width, theme):
    page = open_as(mark, width=width, theme=theme)
    problems = []
    page.goto("/imports/")
    problems += looked_at(page, "1-list")

    page.get_by_label("File").set_input_files(SAMPLES / "online_retail_2000.csv")
    page.get_by_role("button", name="Bring this file").click()
    expect(page.get_by_text("This looks like: Online Retail invoice lines.")).to_be_visible()
    problems += looked_at(page, "2-columns")

    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("one import runs at a time")).to_be_visible()
    problems += looked_at(page, "3-reading")
    Job.objects.filter(kind="import.preview").update(done=900, total=2000)
    expect(page.get_by_text("900 of about 2,000 rows are read.")).to_be_visible()
    problems += looked_at(page, "3-read-half")
    work()
    page.wait_for_url(re.compile("/preview/"))
    expect(page.get_by_text("Nothing is written yet")).to_be_visible()
    assert not Customer.objects.exists()
    problems += looked_at(page, "4-preview")

    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile("/progress/"))
    Job.objects.filter(kind="import.apply").update(done=900, total=2000)
    expect(page.get_by_text("900 of 2,000 rows are written.")).to_be_visible()
    problems += looked_at(page, "5-progress")
    work()
    page.wait_for_url(re.compile("/result/"))
    problems += looked_at(page, "6-result")

    assert Purchase.objects.count() == 188
    assert problems == []
