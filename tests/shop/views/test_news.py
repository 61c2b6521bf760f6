"""What a page that stands open hears: of others only, only what its reader may see, and at low cost."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from crm.shop.actions.session import SEEN_AT
from customers.actions.customer import edit_customer
from customers.actions.interaction import Entry, log_interaction
from feedback.actions.complaint import Taken, take_complaint
from feedback.models import Response, Survey, SurveyVersion

SAID = re.compile(r'name="said" value="(\w{12})"')


def since(**ago):
    return int((timezone.now() - timedelta(**ago)).timestamp() * 1000)


def ask(client, kind, pk=0, *, ago=None, pause="20", said=""):
    asked = {"since": since(**(ago or {"seconds": 10})), "pause": pause, "said": said}
    return client.get(f"/news/{kind}/{pk}/", asked, headers={"HX-Request": "true"})


def log(customer, by, text="Rang about the bowls", kind="call"):
    return log_interaction(customer, Entry(kind=kind, at=timezone.now(), text=text), by=by)


def test_a_page_hears_what_a_colleague_has_logged(as_staff, anna, mira, mark):
    log(anna, mira)
    quiet = ask(as_staff, "customer", anna.pk)
    log(anna, mark)

    told = ask(as_staff, "customer", anna.pk)

    assert (quiet.status_code, quiet.content) == (204, b"")
    assert (told.status_code, told.headers["HX-Reswap"]) == (200, "innerHTML")
    assert "Mark logged: Call" in told.content.decode()
    assert f'hx-get="/customers/{anna.pk}/" hx-target="#stream"' in told.content.decode()
    assert "bowls" not in told.content.decode()


def test_a_page_that_says_something_hears_only_what_is_new_since(as_staff, anna, mark):
    log(anna, mark)
    [said] = SAID.findall(ask(as_staff, "customer", anna.pk).content.decode())

    same = ask(as_staff, "customer", anna.pk, said=said)
    slower = ask(as_staff, "customer", anna.pk, said=said, ago={"minutes": 6}).content.decode()
    log(anna, mark)
    more = ask(as_staff, "customer", anna.pk, said=said)

    assert (same.status_code, same.content) == (204, b"")
    assert ("every 60s" in slower, "Mark logged: Call" in slower, said in slower) == (True, True, True)
    assert (more.status_code, "2 new lines" in more.content.decode()) == (200, True)


def test_several_lines_are_counted(as_staff, anna, mark):
    for _time in range(2):
        log(anna, mark, kind="visit")

    assert "2 new lines" in ask(as_staff, "customer", anna.pk).content.decode()


def test_nobody_hears_of_a_complaint_they_may_not_see(client, anna, mira, mark, olga):
    about_staff = take_complaint(Taken("Mira was rude", customer=anna, is_about_staff=True), by=mark)
    client.force_login(mira)
    heard = [ask(client, "customer", anna.pk), ask(client, "complaint-form", about_staff.pk)]
    client.force_login(olga)
    by_owner = ask(client, "complaint-form", about_staff.pk)

    assert [answer.status_code for answer in heard] == [204, 204]
    assert "Mark" in by_owner.content.decode()


def test_whoever_writes_hears_that_a_colleague_was_faster(as_staff, anna, mira, mark):
    edit_customer(anna, {"city": "Bath"}, version=anna.version, by=mira)
    quiet = ask(as_staff, "customer-form", anna.pk)
    anna.refresh_from_db()
    edit_customer(anna, {"city": "Wells"}, version=anna.version, by=mark)

    told = ask(as_staff, "customer-form", anna.pk).content.decode()

    assert quiet.status_code == 204
    assert "Mark changed a customer meanwhile. What you typed stays." in told
    assert 'target="_blank"' in told


@pytest.fixture
def unhappy(anna, shop):
    survey = Survey.objects.create(name="After a visit")
    version = SurveyVersion.objects.create(survey=survey, number=1, questions=[], thanks={}, gift={})
    now = timezone.now()
    moments = {"confirmed_at": now, "changed_at": now, "edit_until": now}
    return Response.objects.create(survey=survey, version=version, score=1, band="low", evidence=1, **moments)


def test_a_low_score_is_told_to_who_may_read_surveys(as_staff, unhappy):
    assert "A low score" in ask(as_staff, "scores").content.decode()

    Response.objects.update(band="high")

    assert ask(as_staff, "scores").status_code == 204


def test_asking_costs_one_statement_beside_the_session(as_staff, anna, django_assert_num_queries):
    as_staff.get("/today/")

    for kind in ("customer", "customer-form", "scores"):
        with django_assert_num_queries(4):  # the session, the person, the shop, and the news
            ask(as_staff, kind, anna.pk)


@pytest.mark.parametrize(("ago", "pause"), [({"minutes": 6}, "60"), ({"hours": 2}, "180")])
def test_the_longer_a_page_stands_the_more_seldom_it_asks(as_staff, anna, ago, pause):
    slower = ask(as_staff, "customer", anna.pk, ago=ago)

    assert f'hx-trigger="every {pause}s' in slower.content.decode()
    assert ask(as_staff, "customer", anna.pk, ago=ago, pause=pause).status_code == 204


def test_whoever_is_signed_out_keeps_their_page(client, anna):
    answer = ask(client, "customer", anna.pk)

    assert (answer.status_code, answer.content, answer.headers["HX-Reswap"]) == (286, b"", "none")


@pytest.mark.parametrize(
    "path", ["/news/nothing/1/?since=5", "/news/customer/1/?since=x", "/news/customer/1/"]
)
def test_what_is_no_question_is_not_answered(as_staff, path):
    assert as_staff.get(path).status_code == 404


BY_ITSELF = [("/news/scores/0/?since=5", "news"), ("/complaints/board/", "columns")]


@pytest.mark.parametrize(("path", "trigger"), BY_ITSELF)
def test_asking_by_itself_keeps_no_session_alive(as_staff, path, trigger):
    session = as_staff.session
    session[SEEN_AT] = before = int(time.time()) - 3600
    session.save()

    as_staff.get(path, headers={"HX-Request": "true", "HX-Trigger": trigger})

    assert as_staff.session[SEEN_AT] == before


def test_a_page_has_one_place_for_news(as_staff, anna):
    for path in (f"/customers/{anna.pk}/", f"/customers/{anna.pk}/edit/", "/today/"):
        assert as_staff.get(path).content.decode().count('id="page-news" class="news" role="status"') == 1
