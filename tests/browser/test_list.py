"""The list by hand: filter, save, walk through it, and tag five hundred at once after a look."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from crm.shop.actions.job import claim_job, run_claimed_job
from crm.shop.models import Job
from customers.models import Customer, Segment
from tests.browser.crawl import keep_picture, problems_of


@pytest.fixture
def crowd(transactional_db, mark):
    """Five hundred and one who lapsed, and three regulars who spent something."""
    Customer.objects.bulk_create(
        Customer(given_name=f"P{n:03}", sort_key=f"p{n:03}", stage="lapsed") for n in range(501)
    )
    for name, spend in (("Rosa", 50), ("Rudi", 70), ("Rita", 90)):
        Customer.objects.create(given_name=name, sort_key=name.lower(), stage="retention", spend=spend)


def work() -> None:
    """What the worker does when the clock strikes."""
    for job_id in Job.objects.claimable(timezone.now()).values_list("pk", flat=True):
        if job := claim_job(job_id):
            run_claimed_job(job)


def looked_at(page: Page, name: str) -> list[str]:
    keep_picture(page, name)
    return problems_of(page)


SIZES = [(390, "dark"), (820, "light"), (1440, "light")]


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_a_list_is_saved_and_walked_through(open_as, mark, crowd, width, theme):
    page = open_as(mark, width=width, theme=theme)
    page.goto("/customers/")
    problems = looked_at(page, f"list-{width}")

    page.get_by_role("link", name="Filter and columns").click()
    page.get_by_label("Retention").check()
    problems += looked_at(page, f"list-filter-{width}")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("3 customers")
    page.get_by_text("Order", exact=True).click()
    page.get_by_role("link", name="Highest spend first").click()
    page.wait_for_url(re.compile("sort=-spend"))

    page.get_by_text("Save this list").click()
    page.get_by_label("Name", exact=True).fill("Our regulars")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Our regulars")).to_have_attribute("aria-current", "page")
    problems += looked_at(page, f"list-saved-{width}")
    assert Segment.objects.get().query == "stage=retention&sort=-spend"

    page.get_by_role("link", name="Rita").click()
    for name in ("Rudi", "Rosa"):
        page.locator("[data-next]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("[data-next]")).to_have_count(0)
    problems += looked_at(page, f"list-last-{width}")
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_role("status")).to_contain_text("3 customers")
    expect(page.get_by_role("link", name="Our regulars")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="Rosa")).to_be_focused()
    assert problems == []


@pytest.mark.parametrize(
    ("width", "theme", "script"), [*((*size, True) for size in SIZES), (1440, "light", False)]
)
def test_five_hundred_are_tagged_after_a_look(open_as, mark, crowd, width, theme, script):
    page = open_as(mark, width=width, theme=theme, script=script)
    page.goto("/customers/?stage=lapsed")
    page.get_by_text("Change many").click()
    page.get_by_role("button", name="All 501 who match").click()
    page.get_by_label("Set who looks after them").check()
    expect(page.get_by_label("Tag", exact=True)).to_be_hidden()
    page.get_by_label("Add a tag").check()
    expect(page.get_by_label("Colleague")).to_be_hidden()
    page.get_by_label("Tag", exact=True).fill("Miss you")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("501 customers would change.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="P000")).to_be_visible()
    problems = [] if not script else looked_at(page, f"bulk-preview-{width}")
    assert not Customer.objects.filter(tags__name="Miss you").exists()

    page.get_by_role("button", name="Change 501 customers").click()
    expect(page.get_by_text("You can leave this page")).to_be_visible()
    problems += [] if not script else looked_at(page, f"bulk-progress-{width}")
    work()
    page.reload()
    expect(page.get_by_text("Done: 501 customers were changed.")).to_be_visible()
    assert Customer.objects.filter(tags__name="Miss you").count() == 501
    problems += [] if not script else looked_at(page, f"bulk-done-{width}")

    page.get_by_role("button", name="Undo").click()
    work()
    page.reload()
    expect(page.get_by_text("Undone: 501 customers are as before.")).to_be_visible()
    assert not Customer.objects.filter(tags__name="Miss you").exists()
    assert problems == []
