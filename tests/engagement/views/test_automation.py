"""The pages of what is sent by itself."""

import pytest
from django.test import Client
from django.utils import timezone

from engagement.actions.automation import make_automation
from engagement.models import Automation, Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_owner(olga) -> Client:
    client = Client()
    client.force_login(olga)
    return client


@pytest.fixture
def welcome(shop, words) -> Automation:
    words("welcome")
    return make_automation("welcome", by=None)


def typed(automation: Automation, **more: object) -> dict[str, object]:
    return {
        "name": "Hello",
        "hold_out_percent": 0,
        "cap_days": "",
        "version": automation.version,
        "kind": ["wait", "mail"],
        "step-0-days": 4,
        "step-1-template": "welcome",
        **more,
    }


def test_the_list_shows_every_recipe(as_owner, welcome):
    page = as_owner.get("/mail/by-itself/").text

    assert "once in their life" in page
    assert "Bring a friend" in page


def test_the_list_says_the_numbers_of_the_shop_and_no_others(as_owner, welcome, shop):
    expiring = make_automation("reward_expiring", by=None)
    Automation.objects.filter(pk=expiring.pk).update(settings={"days": 5}, cap_days=60)
    Automation.objects.filter(pk=welcome.pk).update(steps=[{"kind": "wait", "days": 0}, *welcome.steps[1:]])

    page = as_owner.get("/mail/by-itself/").text

    assert ("How many days: 5 · at most once in 60 days" in page, "do not wait" in page) == (True, True)
    assert ("14 days before" in page, "One day after" in page) == (False, False)


def test_a_recipe_is_taken_up_once(as_owner, shop):
    for _turn in range(2):
        response = as_owner.post("/mail/by-itself/start/", {"recipe": "birthday"})

    assert response.url == f"/mail/by-itself/{Automation.objects.get().pk}/"
    assert not Automation.objects.get().is_on


def test_steps_are_changed(as_owner, welcome):
    response = as_owner.post(f"/mail/by-itself/{welcome.pk}/", typed(welcome))

    welcome.refresh_from_db()
    assert response.status_code == 302
    assert welcome.steps == [{"kind": "wait", "days": 4}, {"kind": "mail", "template": "welcome"}]
    assert (welcome.name, welcome.version) == ("Hello", 2)


def test_a_step_without_its_days_is_told_next_to_it(as_owner, welcome):
    response = as_owner.post(f"/mail/by-itself/{welcome.pk}/", typed(welcome, **{"step-0-days": "soon"}))

    assert (response.status_code, "soon" in response.text) == (422, True)
    welcome.refresh_from_db()
    assert welcome.steps[0] == {"kind": "wait", "days": 1}


def test_steps_move_without_script_and_are_not_saved_by_it(as_owner, welcome):
    response = as_owner.post(f"/mail/by-itself/{welcome.pk}/", typed(welcome, change="up:1"))

    assert response.status_code == 200
    assert response.text.index('name="step-0-template"') < response.text.index('name="step-1-days"')
    welcome.refresh_from_db()
    assert welcome.version == 1


@pytest.mark.parametrize(("change", "kinds"), [("add:follow_up", 3), ("away:0", 1), ("down:1", 2)])
def test_steps_are_added_and_dropped(as_owner, welcome, change, kinds):
    response = as_owner.post(f"/mail/by-itself/{welcome.pk}/", typed(welcome, change=change))

    assert response.text.count('name="kind"') == kinds


def test_only_waiting_is_no_automation(as_owner, welcome):
    response = as_owner.post(f"/mail/by-itself/{welcome.pk}/", typed(welcome, kind=["wait"]))

    assert (response.status_code, "Add a step that does something." in response.text) == (422, True)


def test_who_was_slower_keeps_what_was_typed(as_owner, welcome):
    as_owner.post(f"/mail/by-itself/{welcome.pk}/", typed(welcome))

    response = as_owner.post(f"/mail/by-itself/{welcome.pk}/", typed(welcome, name="Mine"))

    assert (response.status_code, "Mine" in response.text) == (409, True)


def test_it_is_switched_on_and_off(as_owner, welcome):
    as_owner.post(f"/mail/by-itself/{welcome.pk}/switch/", {"on": "1"})
    welcome.refresh_from_db()
    assert welcome.is_on

    as_owner.post(f"/mail/by-itself/{welcome.pk}/switch/", {"on": "0"})
    welcome.refresh_from_db()
    assert not welcome.is_on


def test_without_its_words_it_stays_off_and_says_why(as_owner, shop):
    automation = make_automation("birthday", by=None)

    response = as_owner.post(f"/mail/by-itself/{automation.pk}/switch/", {"on": "1"}, follow=True)

    automation.refresh_from_db()
    assert not automation.is_on
    assert "notice-error" in response.text
    assert "It stays off: " in response.text


def test_without_its_list_it_stays_off_and_says_so(as_owner, shop):
    automation = make_automation("entered_list", by=None)

    response = as_owner.post(f"/mail/by-itself/{automation.pk}/switch/", {"on": "1"}, follow=True)

    automation.refresh_from_db()
    assert not automation.is_on
    assert "It stays off: choose which list first, and save." in response.text


@pytest.mark.parametrize("page", ["dry-run", "people"])
def test_whoever_looked_first_comes_back_to_the_switch(as_owner, welcome, page):
    back = f'class="page-back" href="/mail/by-itself/{welcome.pk}/"'

    assert back in as_owner.get(f"/mail/by-itself/{welcome.pk}/{page}/").text


def test_managers_look_and_only_the_owner_switches(mark, welcome):
    client = Client()
    client.force_login(mark)

    assert client.get("/mail/by-itself/").status_code == 200
    assert client.post(f"/mail/by-itself/{welcome.pk}/switch/", {"on": "1"}).status_code == 403
    assert client.post(f"/mail/by-itself/{welcome.pk}/", typed(welcome)).status_code == 403


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_of_people_takes_the_same_queries(
    as_owner, welcome, anna, item_count, django_assert_num_queries
):
    for number in range(item_count):
        Enrolment.objects.create(
            automation=welcome,
            customer=anna,
            cause=f"x:{number}",
            caused_at=timezone.now(),
            next_at=timezone.now(),
        )
    as_owner.get(f"/mail/by-itself/{welcome.pk}/people/")

    with django_assert_num_queries(5):
        page = as_owner.get(f"/mail/by-itself/{welcome.pk}/people/").text

    assert page.count("Anna Bell") == item_count


def test_one_that_was_on_before_it_had_to_have_a_list_is_idle_and_says_so(as_owner, shop):
    automation = make_automation("entered_list", by=None)
    Automation.objects.filter(pk=automation.pk).update(is_on=True, switched_on_at=timezone.now())

    one, all_ = (
        as_owner.get(address).text for address in (f"/mail/by-itself/{automation.pk}/", "/mail/by-itself/")
    )

    assert ("no list is chosen" in one, "On since" in one) == (True, False)
    assert ("On, but idle" in all_, "No list is chosen" in all_) == (True, True)
    assert list(Automation.objects.running()) == []


def test_one_that_asks_for_no_list_runs(as_owner, welcome):
    Automation.objects.filter(pk=welcome.pk).update(is_on=True, switched_on_at=timezone.now())

    assert list(Automation.objects.running()) == [welcome]
    assert "On, but idle" not in as_owner.get("/mail/by-itself/").text
