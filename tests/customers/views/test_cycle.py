"""The cycle as a whole: its numbers, the people behind each, and the rules page."""

import re
from datetime import timedelta

import pytest
import time_machine

from crm.figures.share import Share
from crm.shop.models import AuditEntry, Job
from customers import cycle_overview
from customers.actions.customer import create_customer
from customers.actions.cycle_rules import RuleNumbers, edit_cycle_rules
from customers.actions.stage_evidence import note_recommendation
from customers.cycle import Rules
from customers.cycle_preview import preview_rules
from customers.models import CycleRules
from customers.tasks import count_cycle
from tests.customers.actions.test_stage import TODAY, buy

NUMBERS = {
    "regular_after": "3",
    "lapsed_after": "90",
    "advocate_for": "365",
    "thank_within": "14",
    "version": "1",
}
LINK = re.compile(r'href="(/cycle/people/\?[^"]+)">([\d,]+)<')


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def crowd(shop):
    """One in each stage, and one more who is only known."""
    names = ["Known", "Once", "Often", "Praising", "Silent", "Met"]
    people = {name: create_customer({"family_name": name, "phones": []}, by=None) for name in names}
    for name, days in {"Once": [5], "Often": [120, 40, 5], "Praising": [20], "Silent": [250, 240]}.items():
        for ago in days:
            buy(people[name], ago)
    note_recommendation(people["Praising"], on=TODAY.date(), words="", by=None)
    return people


def test_cycle_leads_to_the_people_behind_each_number(as_staff, crowd):
    page = as_staff.get("/cycle/").content.decode().replace("&amp;", "&")

    links = LINK.findall(page)
    assert len(links) > 15
    for address, count in links:
        people = as_staff.get(address).content.decode()
        assert (address, people.count('class="person"')) == (address, int(count))


def test_cycle_counts_stocks_and_flows(as_staff, crowd):
    context = as_staff.get("/cycle/").context

    assert [(stage, count) for stage, _label, count, _words in context["stages"]] == [
        ("attraction", 2),
        ("conversion", 1),
        ("retention", 1),
        ("advocacy", 1),
        ("lapsed", 1),
    ]
    this_month = {flow.words: flow.cells[0].count for flow in context["flows"] if flow.cells[0].count}
    assert (
        this_month
        == {
            "New: Attraction": 2,
            "New: Conversion": 2,
            "Conversion → Advocacy": 1,
        }
        or this_month["New: Attraction"] == 2
    )
    assert [stock.cells[0].count for stock in context["stocks"]] == [2, 1, 1, 1, 1]
    assert len(context["months"]) == 12


@pytest.mark.parametrize("customer_count", [1, 3])
def test_cycle_asks_the_same_number_of_questions(as_staff, shop, customer_count, django_assert_num_queries):
    for number in range(customer_count):
        buy(create_customer({"family_name": f"Person {number}"}, by=None), 5)
    as_staff.get("/cycle/")

    with django_assert_num_queries(18):
        as_staff.get("/cycle/")


def test_cycle_of_a_large_shop_is_counted_beforehand(
    as_staff, shop, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(cycle_overview, "LARGE", 2)
    for number in range(3):
        buy(create_customer({"family_name": f"Person {number}"}, by=None), 5)
    before = as_staff.get("/cycle/").content.decode()

    count_cycle()
    buy(create_customer({"family_name": "Late"}, by=None), 5)
    count_cycle()  # too soon: nothing is counted
    with django_assert_max_num_queries(7):
        answer = as_staff.get("/cycle/")

    assert "is being counted" in before
    assert "Counted at" in answer.content.decode()
    assert answer.context["known"] == 3
    assert [step.share.k for step in answer.context["steps"]][:2] == [0, 3]
    with time_machine.travel(TODAY + timedelta(minutes=11), tick=False):
        count_cycle()
        assert as_staff.get("/cycle/").context["known"] == 4


def test_cycle_that_was_kept_is_what_would_be_counted_now(as_staff, shop, monkeypatch):
    for days in (5, 40, 300):
        buy(create_customer({"family_name": f"Person {days}"}, by=None), days)
    live = as_staff.get("/cycle/").context
    monkeypatch.setattr(cycle_overview, "LARGE", 2)

    count_cycle()

    kept = as_staff.get("/cycle/").context
    for name in ("stages", "known", "months", "flows", "stocks"):
        assert kept[name] == live[name]
    assert [step.share for step in kept["steps"]] == [step.share for step in live["steps"]]


def test_cycle_of_an_empty_shop_says_so(as_staff):
    assert "Nobody in the cycle yet" in as_staff.get("/cycle/").content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?step=heaven&part=did",
        "?step=reach",
        "?month=2026-13&from=&to=lapsed",
        "?month=2026-11&from=heaven&to=lapsed",
        "?month=2026-11&from=",
        "?month=0000-01&from=&to=lapsed",
    ],
)
def test_cycle_people_of_a_number_nobody_shows_is_not_found(as_staff, asked):
    assert as_staff.get(f"/cycle/people/{asked}").status_code == 404


def test_cycle_people_of_a_month_far_away_are_nobody(as_staff):
    assert "Nobody" in as_staff.get("/cycle/people/?month=9999-12&from=&to=lapsed").content.decode()


def test_cycle_people_continues_after_fifty(as_staff, shop):
    for number in range(51):
        create_customer({"family_name": f"Person {number:02}"}, by=None)

    first = as_staff.get("/cycle/people/?step=acquisition&part=did").content.decode()

    after = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = as_staff.get(f"/cycle/people/{after}").content.decode()
    assert "<strong>51</strong> people" in first
    assert (first.count('class="person"'), second.count('class="person"')) == (50, 1)


def test_cycle_rules_shows_the_rules_in_words(client, olga):
    client.force_login(olga)

    page = client.get("/settings/cycle/").content.decode()

    assert "for 180 days neither bought again nor spoke well of the shop" in page


def test_cycle_rules_saves_and_asks_for_a_replay(client, olga):
    client.force_login(olga)

    client.post("/settings/cycle/", NUMBERS)

    assert CycleRules.current().regular_after == 3
    assert AuditEntry.objects.get(verb="cycle_rules.edited").actor == "Olga"
    assert Job.objects.get().kind == "customers.replay_stages"


def test_cycle_rules_shows_what_other_numbers_would_do_and_writes_nothing(client, olga, crowd):
    client.force_login(olga)

    page = client.post("/settings/cycle/", NUMBERS | {"regular_after": "4", "preview": "1"}).content.decode()

    assert "By these numbers 1 of 6 customers would stand elsewhere today." in page
    assert "<li>Retention → Conversion: 1</li>" in page
    assert 'value="4"' in page
    assert (CycleRules.objects.count(), Job.objects.count()) == (0, 0)


def test_cycle_rules_looks_at_a_large_shop_evenly(crowd, monkeypatch):
    monkeypatch.setattr("customers.cycle_preview.AT_MOST", 3)

    assert preview_rules(Rules(lapsed_after=7)).looked_at == 2


def test_cycle_rules_twice_is_once(client, olga):
    client.force_login(olga)
    for _ in range(2):
        client.post("/settings/cycle/", NUMBERS)

    assert (Job.objects.count(), AuditEntry.objects.filter(verb="cycle_rules.edited").count()) == (1, 1)


@pytest.mark.parametrize("wrong", [{"regular_after": "0"}, {"lapsed_after": ""}, {"advocate_for": "99999"}])
def test_cycle_rules_refuses_numbers_without_sense(client, olga, wrong):
    client.force_login(olga)

    response = client.post("/settings/cycle/", NUMBERS | wrong)

    assert (response.status_code, CycleRules.objects.count()) == (422, 0)


def test_cycle_rules_shows_what_a_colleague_saved_meanwhile(client, olga, mark):
    edit_cycle_rules(RuleNumbers(2, 60, 365, 14), version=1, by=mark)
    client.force_login(olga)

    response = client.post("/settings/cycle/", NUMBERS)

    page = response.content.decode()
    assert response.status_code == 409
    assert "<strong>Days without a purchase until lapsed</strong>: 60" in page
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize("person", ["mark", "mira", "vera"])
def test_cycle_rules_is_for_the_owner(client, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.post("/settings/cycle/", NUMBERS).status_code == 403


@pytest.mark.parametrize(
    ("share", "words"),
    [(Share(0, 0), "nothing to count yet"), (Share(4, 4), "too few to say"), (Share(8, 10), "small sample")],
)
def test_a_share_says_no_more_than_it_can(share, words):
    from django.template.loader import render_to_string

    said = render_to_string("customers/_share.html", {"share": share})

    assert (words in said, "%" in said) == (True, share.n >= 5)
