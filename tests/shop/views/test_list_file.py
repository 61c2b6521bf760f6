"""Lists as files: the same rows as the page shows, for the same people, and no cell that runs."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from crm.shop.models import AuditEntry, ShopSettings
from crm.shop.tables import TABLES
from crm.shop.views.list_file import _rows
from crm.web.workbook import workbook_bytes
from customers.cycle_people import five_steps
from customers.models import Duplicate, Segment
from engagement.models import Announcement, Automation, Enquiry
from feedback.models import Complaint, RootCause, Theme, ThemeMention
from tests.canaries import fill
from tests.web.walk import sign_in_a_moment_ago

FILE = "/as-a-file/"
QUESTION = {"channel": "email", "waiting_since": "2026-02-03T09:00Z", "received_at": "2026-02-03T09:00Z"}
QUESTION["answer_by"] = "2026-02-04T09:00Z"


@pytest.fixture
def as_manager(client, mark):
    return sign_in_a_moment_ago(client, mark)


@pytest.fixture
def questions(anna):
    for text, state in (("=Open?", "open"), ("Closed?", "closed")):
        Enquiry.objects.create(customer=anna, question=text, state=state, **QUESTION)


def lines_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet_of(answer):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_a_workbook_holds_what_was_put_into_it():
    numbers, days = [12, Decimal("-3.50")], [date(2026, 11, 27), datetime(2026, 2, 3, 14, 30)]
    cells = ["=1+1", "Bäßler <&>\x0b", *numbers, None, *days]

    book = openpyxl.load_workbook(io.BytesIO(b"".join(workbook_bytes([["A"], cells]))))

    found = list(book.active[2])
    assert [cell.value for cell in found[:4]] == ["'=1+1", "Bäßler <&>", 12, -3.5]
    assert [cell.value for cell in found[4:]] == [None, datetime(2026, 11, 27), datetime(2026, 2, 3, 14, 30)]
    assert [cell.data_type for cell in found[:3]] == ["s", "s", "n"]


def test_a_list_comes_with_the_filter_that_is_on(as_manager, questions, mark):
    page = as_manager.get("/enquiries/").content.decode()
    asked = as_manager.get(FILE, {"list": "/enquiries/?show=closed"})
    closed = lines_of(as_manager.post(FILE, {"list": "/enquiries/?show=closed", "format": "csv"}))
    waiting = sheet_of(as_manager.post(FILE, {"list": "/enquiries/?after=x", "format": "xlsx"}))

    assert f"{FILE}?list=%2Fenquiries%2F" in page
    assert asked.status_code == 200
    assert [line["Question"] for line in closed] == ["Closed?"]
    assert [(line[0], line[3]) for line in waiting[1:]] == [(datetime(2026, 2, 3, 9), "'=Open?")]
    entries = AuditEntry.objects.filter(verb="shop.list_taken").values_list("actor", "fields", "counts")
    assert list(entries) == [("Mark", ["enquiry"], {"rows": 1})] * 2


def test_a_file_holds_no_row_that_its_page_hides(mira, anna, olga):
    told = {"customer": anna, "channel": "counter", "received_at": "2026-02-03T09:00Z"}
    Complaint.objects.create(story="The pot", **told)
    Complaint.objects.create(story="Mira was rude", is_about_staff=True, **told)

    def stories(user):
        found = _rows(SimpleNamespace(user=user, shop=ShopSettings.current()), resolve("/complaints/"), "")
        return sorted(row.story for row in found)

    assert (stories(olga), stories(mira)) == (["Mira was rude", "The pot"], ["The pot"])


@pytest.mark.parametrize("address", ["", "/", "/nowhere/", "/enquiries/new/", "//evil.example/enquiries/x"])
def test_what_is_no_list_of_ours_is_no_file(as_manager, address):
    assert as_manager.get(FILE, {"list": address}).status_code == 404


def test_a_list_that_somebody_may_not_open_is_no_file(as_manager, client, vera, questions):
    assert as_manager.get(FILE, {"list": "/staff/"}).status_code == 403
    assert sign_in_a_moment_ago(client, vera).get(FILE, {"list": "/enquiries/"}).status_code == 403


def test_whoever_takes_a_list_shows_their_face(client, olga, questions):
    client.force_login(olga)

    answer = client.get(FILE, {"list": "/enquiries/"})

    assert "/reauthenticate/" in answer.headers["Location"]


def test_every_table_reads_the_rows_of_its_list(client, olga, anna):
    fill(anna)
    sent, automation = Announcement.objects.first(), Automation.objects.first()
    Duplicate.objects.update(verdict="")
    mine = Segment.objects.create(name="Mine", owner=olga)
    step = f"?step={five_steps(timezone.localdate())[0].key}&part=did"
    places = {
        "customers:reason_list": reverse("customers:reason_list", args=["birthday"]),
        "customers:cycle_people": reverse("customers:cycle_people") + step,
        "engagement:loyalty_card": reverse("engagement:loyalty_card", args=[anna.pk]),
        "customers:consent_log": reverse("customers:consent_log", args=[anna.pk]),
        "engagement:announcement_people": reverse("engagement:announcement_people", args=[sent.pk]),
        "engagement:template_versions": reverse("engagement:template_versions", args=[sent.template_id]),
        "engagement:automation_people": reverse("engagement:automation_people", args=[automation.pk]),
        "metrics:segment_people": reverse("metrics:segment_people", args=["champions"]),
        "metrics:people_behind": reverse("metrics:people_behind", args=["orders"]),
        "metrics:list_people": reverse("metrics:list_people", args=[mine.pk, "overdue"]),
    }
    sign_in_a_moment_ago(client, olga)

    for view, table in TABLES.items():
        page = client.get(FILE, {"list": places.get(view) or reverse(view)})
        assert page.status_code == 200, view
        found = page.context["asked"].rows
        everything = found.all() if found.query.annotations else found.model.objects.all()
        heading, *lines = table.lines(everything, olga)
        assert {len(heading)} == {len(line) for line in [heading, *lines]}, view


def test_what_a_page_counts_stands_in_its_file_too(client, olga, anna):
    sign_in_a_moment_ago(client, olga)
    waiting = Theme.objects.create(name="Waiting")
    till = Theme.objects.create(name="At the till", above=waiting)
    ThemeMention.objects.create(theme=till, about="feedback.review:1", feeling=-1, on=timezone.localdate())
    cause = RootCause.objects.create(name="Parcel")
    told = {"customer": anna, "channel": "counter", "received_at": "2026-02-03T09:00Z"}
    Complaint.objects.create(story="The pot", root_cause=cause, **told)

    def lines(address):
        return lines_of(client.post(FILE, {"list": address, "format": "csv"}))

    themes = {line["Theme"]: line for line in lines("/themes/")}
    assert (themes["Waiting"]["Texts"], themes["At the till"]["Belongs to"]) == ("1", "Waiting")
    assert [(line["Theme"], line["Place"]) for line in lines("/themes/first/")] == [("At the till", "")]
    assert {line["Cause"]: line["Complaints"] for line in lines("/complaints/causes/")}["Parcel"] == "1"
    assert "Olga" in [line["Name"] for line in lines("/team/")]
    assert f"{FILE}?list=%2Fthemes%2F" in client.get("/themes/").text
