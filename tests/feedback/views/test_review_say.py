"""Where a mail leads that asks for a review, and what everybody may read about it."""

import pytest
from django.utils import timezone

from engagement.public_links import make_link
from feedback.models import ReviewRequest
from tests.engagement.automations import automation_on, words  # noqa: F401 - fixtures
from tests.written import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_row(anna, google) -> ReviewRequest:
    return ReviewRequest.objects.create(
        customer=anna, cause="a", outcome="asked", at=timezone.now(), platform=google
    )


@pytest.fixture
def address(request_row) -> str:
    link = make_link(
        "review", customer=request_row.customer, about=f"feedback.reviewrequest:{request_row.pk}"
    )
    return "/say/" + link.rpartition("/say/")[2]


def test_looking_counts_nothing(client, address, request_row):
    before = written(beside=frozenset())

    page = client.get(address)

    assert "Write on Google" in page.text
    assert written(beside=frozenset()) == before


def test_pressing_leads_on_and_counts_once(client, address, request_row, google):
    for _turn in range(2):
        page = client.post(address, {"place": google.pk})

    request_row.refresh_from_db()
    assert request_row.clicked_at is not None
    assert 'content="0; url=https://g.page/r/abc/review"' in page.text


def test_an_odd_button_counts_nothing(client, address, request_row):
    assert client.post(address, {"place": "99"}).status_code == 422
    request_row.refresh_from_db()
    assert request_row.clicked_at is None


def test_a_wrong_link_tells_nothing(client, shop):
    assert client.get("/say/nonsense/").status_code == 404


def test_everybody_may_read_how_we_ask(client, automation_on, google):  # noqa: F811
    assert "At present we ask nobody by mail." in client.get("/about-reviews/").text

    automation_on("review")

    page = client.get("/about-reviews/").text
    assert ("we ask everybody, at most once in 180 days" in page, "Google" in page) == (True, True)


def test_the_report_opens_and_leaves_as_a_file(as_staff, request_row):
    assert "Too few have told us" in as_staff.get("/reviews/asked/").text
    month = timezone.localdate().replace(day=1)
    assert as_staff.get(f"/reviews/asked/?month={month}").status_code == 200

    file = as_staff.get("/reviews/asked/?as=csv").text

    assert f"{month:%Y-%m},none,1,1,0" in file
