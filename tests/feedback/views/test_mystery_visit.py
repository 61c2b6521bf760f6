"""The pages of checklists and of looks at the shop."""

from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from feedback.actions.mystery_visit import call_off_visit, report_address
from feedback.models import Checklist, MysteryVisit
from tests.feedback.visits import today

pytestmark = pytest.mark.django_db
TYPED = {"name": "A good visit", "points": "Greeted\nAsked (2)", "once": "a"}
MARKS = {"mark-0": "yes", "mark-1": "no", "mark-2": "unseen"}


@pytest.fixture
def as_owner(olga) -> Client:
    client = Client()
    client.force_login(olga)
    return client


def address_of(visit: MysteryVisit) -> str:
    return urlsplit(report_address(visit)).path


def errand(counter, **more) -> dict[str, object]:
    day = f"{today():%Y-%m-%d}"
    typed = {"location": counter.pk, "evaluator": "Ms Gray", "first_on": day, "last_on": day, "once": "a"}
    return typed | more


def test_the_owner_writes_a_checklist_once(as_owner):
    for _turn in range(2):
        response = as_owner.post("/checklists/new/", TYPED)

    made = Checklist.objects.get()
    assert response.url == f"/checklists/{made.pk}/"
    assert [point.weight for point in made.asked] == [1, 2]


def test_a_checklist_without_points_is_none(as_owner):
    assert as_owner.post("/checklists/new/", TYPED | {"points": ""}).status_code == 422
    too_many = "\n".join(["Greeted"] * 31)
    assert as_owner.post("/checklists/new/", TYPED | {"points": too_many}).status_code == 422


def test_a_slower_change_of_a_checklist_keeps_what_was_typed(as_owner, checklist):
    change = {**TYPED, "version": 1}
    assert as_owner.post(f"/checklists/{checklist.pk}/edit/", change).status_code == 302

    response = as_owner.post(f"/checklists/{checklist.pk}/edit/", {**change, "name": "Mine"})

    assert (response.status_code, "Mine" in response.text) == (409, True)


def test_a_checklist_shows_its_points_and_what_came_of_them(as_owner, checklist, watched_visit):
    page = as_owner.get(f"/checklists/{checklist.pk}/").text

    assert all(words in page for words in ("Greeted within a minute", "counts 2 times", "1 report ·"))
    assert "3 points" in as_owner.get("/checklists/").text
    as_owner.post(f"/checklists/{checklist.pk}/retire/")
    assert "Out of use since" in as_owner.get(f"/checklists/{checklist.pk}/").text


def test_a_checklist_goes_out_of_use(as_owner, checklist):
    as_owner.post(f"/checklists/{checklist.pk}/retire/")

    assert checklist.name not in as_owner.get("/checklists/").text
    assert as_owner.get(f"/checklists/{checklist.pk}/send/").status_code == 404


def test_the_owner_sends_somebody_once(as_owner, checklist, counter):
    for _turn in range(2):
        response = as_owner.post(f"/checklists/{checklist.pk}/send/", errand(counter), follow=True)

    visit = MysteryVisit.objects.get()
    assert address_of(visit) in response.text


def test_nobody_is_sent_into_the_past(as_owner, checklist, counter):
    past = errand(counter, first_on="2020-01-01", last_on="2020-01-02")

    response = as_owner.post(f"/checklists/{checklist.pk}/send/", past)

    assert (response.status_code, "This day is over." in response.text) == (422, True)


def test_managers_watch_and_send_nobody(as_manager, checklist, sent_visit, counter, mira):
    assert as_manager.post(f"/checklists/{checklist.pk}/send/", errand(counter)).status_code == 403
    assert as_manager.get(f"/visits/{sent_visit.pk}/").status_code == 404
    typed = {**MARKS, "colleague": mira.pk, "location": counter.pk, "visited_on": f"{today():%Y-%m-%d}"}

    for _turn in range(2):
        response = as_manager.post(f"/checklists/{checklist.pk}/watch/", typed | {"once": "b"}, follow=True)

    assert "2 of 6 points" in response.text
    assert MysteryVisit.objects.get(kind="watched").colleague == mira


def test_a_point_left_out_is_asked_for(as_manager, checklist, counter, mira):
    typed = {"colleague": mira.pk, "location": counter.pk, "visited_on": f"{today():%Y-%m-%d}"}

    assert as_manager.post(f"/checklists/{checklist.pk}/watch/", typed).status_code == 422


def test_the_colleague_reads_and_answers(as_staff, watched_visit):
    assert "A good visit" in as_staff.get("/visits/").text

    response = as_staff.post(f"/visits/{watched_visit.pk}/answer/", {"reply": "Fair."}, follow=True)

    assert "Fair." in response.text


def test_what_is_about_others_is_hidden(client, watched_visit, otto, vera):
    client.force_login(otto)
    assert client.get(f"/visits/{watched_visit.pk}/").status_code == 404
    assert client.post(f"/visits/{watched_visit.pk}/answer/", {"reply": ""}).status_code == 404
    assert client.get(f"/visits/{watched_visit.pk}/answer/").status_code == 405
    client.force_login(vera)
    assert client.get("/visits/").status_code == 403


def test_a_stranger_reports_by_the_link(client, sent_visit):
    address, day = address_of(sent_visit), f"{today():%Y-%m-%d}"
    assert "Greeted within a minute" in client.get(address).text
    assert client.post(address, {"visited_on": day}).status_code == 422
    assert client.post(address, MARKS | {"visited_on": "2099-01-01"}).status_code == 422

    response = client.post(address, MARKS | {"visited_on": day, "notes": "Kind."}, follow=True)

    assert "Your report has arrived" in response.text
    sent_visit.refresh_from_db()
    assert (sent_visit.earned, sent_visit.possible, sent_visit.notes) == (2, 6, "Kind.")


def test_looking_reports_nothing(client, sent_visit):
    for _turn in range(2):
        client.get(address_of(sent_visit) + "?mark-0=yes")

    sent_visit.refresh_from_db()
    assert sent_visit.is_open


def test_links_that_are_over_all_look_alike(client, sent_visit, olga):
    address = address_of(sent_visit)
    unknown = client.get("/visit-report/nonsense/")
    with time_machine.travel(timezone.now() + timezone.timedelta(days=30)):
        over = client.get(address)
    call_off_visit(sent_visit, by=olga)
    called_off = client.post(address, MARKS)

    assert [answer.status_code for answer in (unknown, over, called_off)] == [410] * 3
    assert unknown.text == over.text == called_off.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_many(as_owner, watched_visit, count, django_assert_num_queries):
    for _turn in range(count - 1):
        watched_visit.pk = None
        watched_visit.save()
    as_owner.get("/visits/")

    with django_assert_num_queries(4):
        as_owner.get("/visits/")
