"""Follow-ups on their own page, on a customer's and on Today."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from customers.actions.customer import set_do_not_disturb
from engagement.actions.follow_up import Promise, make_follow_up
from engagement.models import FollowUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def call_anna(anna, mira) -> FollowUp:
    promise = Promise("Ring about the teapot", timezone.localdate() - timedelta(days=2), mira)
    return make_follow_up(anna, promise, by=mira)


def act(client: Client, follow_up: FollowUp, **more: object):
    return client.post(f"/follow-ups/{follow_up.pk}/", more)


def typed(mira, **more) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=3)
    return {"reason": "Ring", "due_on": day.isoformat(), "owner": mira.pk, "once": "a", **more}


def test_a_promise_is_made_once(as_staff, anna, mira):
    for _turn in range(2):
        response = as_staff.post(f"/customers/{anna.pk}/follow-ups/new/", typed(mira))

    assert response.url == f"/customers/{anna.pk}/"
    assert FollowUp.objects.get().reason == "Ring"
    assert "Ring" in as_staff.get(response.url).text


def test_a_promise_begins_at_the_top_of_a_customers_page(as_staff, anna):
    page = as_staff.get(f"/customers/{anna.pk}/").text

    assert page.index(f'href="/customers/{anna.pk}/follow-ups/new/"') < page.index('id="stream"')


def test_what_is_missing_is_told_next_to_it(as_staff, anna, mira):
    wrong = typed(mira, reason="Ring her", due_on="soon", repeat_every=2)
    response = as_staff.post(f"/customers/{anna.pk}/follow-ups/new/", wrong)

    assert (response.status_code, "Ring her" in response.text) == (422, True)
    assert "Every so many what?" in response.text
    assert FollowUp.objects.count() == 0


def test_it_stands_on_today_and_goes_when_it_is_done(as_staff, call_anna):
    assert "Ring about the teapot" in as_staff.get("/today/").text

    act(as_staff, call_anna, do="done")

    assert "Ring about the teapot" not in as_staff.get("/today/").text
    assert "Ring about the teapot" in as_staff.get(f"/customers/{call_anna.customer_id}/").text


def test_a_part_comes_back_with_a_way_to_undo(as_staff, call_anna):
    part = as_staff.post(f"/follow-ups/{call_anna.pk}/", {"do": "done"}, headers={"HX-Request": "true"})
    assert "Undo" in part.text

    act(as_staff, call_anna, do="back")

    call_anna.refresh_from_db()
    assert call_anna.is_open


@pytest.mark.parametrize(("do", "days"), [("tomorrow", 1), ("week", 7)])
def test_it_is_put_off(as_staff, call_anna, do, days):
    act(as_staff, call_anna, do=do)

    call_anna.refresh_from_db()
    assert call_anna.due_on == timezone.localdate() + timedelta(days=days)


def test_it_is_put_off_until_a_day_or_says_what_is_wrong(as_staff, call_anna):
    answer = as_staff.post(
        f"/follow-ups/{call_anna.pk}/", {"do": "until", "until": "soon"}, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, "Please give the day" in answer.text) == (422, True)

    act(as_staff, call_anna, do="until", until="2031-01-02")

    call_anna.refresh_from_db()
    assert str(call_anna.due_on) == "2031-01-02"
    assert "2 Jan 2031" in as_staff.get("/follow-ups/").text


def test_it_is_hidden_from_other_staff(client, call_anna, otto):
    client.force_login(otto)

    assert act(client, call_anna, do="done").status_code == 404
    assert "teapot" not in client.get("/follow-ups/").text


def test_viewers_look_and_do_nothing(client, call_anna, vera):
    client.force_login(vera)

    assert client.get("/follow-ups/").status_code == 200
    assert act(client, call_anna, do="done").status_code == 403


def test_looking_does_nothing(as_staff, call_anna):
    assert as_staff.get(f"/follow-ups/{call_anna.pk}/").status_code == 405


def test_a_manager_hands_ticked_ones_on(client, call_anna, mark, otto):
    client.force_login(mark)
    assert "teapot" in client.get("/follow-ups/?whose=all").text

    client.post("/follow-ups/reassign/", {"follow_up": [call_anna.pk, "x"], "to": otto.pk})

    call_anna.refresh_from_db()
    assert call_anna.owner == otto


@pytest.mark.parametrize("to", ["", "otto", "9" * 30, "²"])
def test_nothing_is_handed_to_nobody(client, call_anna, mark, mira, to):
    client.force_login(mark)

    answer = client.post("/follow-ups/reassign/", {"follow_up": [call_anna.pk, "9" * 30], "to": to})

    call_anna.refresh_from_db()
    assert (answer.status_code, call_anna.owner) == (404, mira)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_takes_the_same_queries(as_staff, anna, mira, item_count, django_assert_num_queries):
    for number in range(item_count):
        make_follow_up(anna, Promise(f"Ring {number}", timezone.localdate(), mira), by=mira)
    as_staff.get("/follow-ups/")

    with django_assert_num_queries(4):
        as_staff.get("/follow-ups/")


def test_what_the_clock_asked_for_is_on_no_list_while_they_are_not_to_be_disturbed(as_staff, anna, mira):
    today = timezone.localdate()
    make_follow_up(anna, Promise("Away for long: ring", today, mira, cause="win_back:x:1:0"), by=None)
    make_follow_up(anna, Promise("Bring the catalogue", today, mira), by=mira)
    set_do_not_disturb(anna, quiet=True, by=mira)

    for address in ("/follow-ups/", "/today/"):
        shown = as_staff.get(address).text
        assert ("Away for long" in shown, "Bring the catalogue" in shown) == (False, True)
        assert "Do not disturb" in shown


@pytest.fixture
def promised(anna, mira, otto) -> None:
    """Mira's are late, for today and for later; Otto's is for tomorrow."""
    today = timezone.localdate()
    for reason, days, owner in [
        ("Late", -2, mira),
        ("Now", 0, mira),
        ("Far away", 30, mira),
        ("Tomorrow", 1, otto),
    ]:
        make_follow_up(anna, Promise(reason, today + timedelta(days=days), owner), by=mira)


def groups(response) -> list[tuple[str, list[str]]]:
    """Each heading, and what stands under it."""
    shown = (
        response.context["promises"].groups if "promises" in response.context else response.context["groups"]
    )
    return [(group.due, [follow_up.reason for follow_up in group.follow_ups]) for group in shown]


def test_the_list_says_what_is_overdue_for_today_soon_and_later(client, promised, mira, mark):
    client.force_login(mira)
    mine = client.get("/follow-ups/", {"whose": "all"})
    assert groups(mine) == [("overdue", ["Late"]), ("today", ["Now"]), ("later", ["Far away"])]
    assert mine.text.index("Overdue</h2>") < mine.text.index("Today</h2>") < mine.text.index("Later</h2>")

    client.force_login(mark)

    assert groups(client.get("/follow-ups/")) == []
    everybodys = client.get("/follow-ups/", {"whose": "all"})
    assert [due for due, _reasons in groups(everybodys)] == ["overdue", "today", "soon", "later"]


def test_today_shows_mine_or_everybodys_by_right(client, promised, mira, mark):
    client.force_login(mira)
    asked = client.get("/today/", {"whose": "all"})
    assert groups(asked) == [("overdue", ["Late"]), ("today", ["Now"])]
    assert "?whose=all" not in asked.text
    assert "Show all 3<" in asked.text

    client.force_login(mark)

    assert groups(client.get("/today/")) == []
    assert 'href="/today/?whose=all"' in client.get("/today/").text
    everybodys = client.get("/today/", {"whose": "all"})
    assert groups(everybodys) == [("overdue", ["Late"]), ("today", ["Now"]), ("soon", ["Tomorrow"])]
    assert "What we promised" in everybodys.text


def test_a_page_that_goes_on_in_a_group_says_which(as_staff, anna, mira):
    for number in range(52):
        make_follow_up(anna, Promise(f"Ring {number}", timezone.localdate(), mira), by=mira)

    first = as_staff.get("/follow-ups/")
    second = as_staff.get("/follow-ups/", {"after": first.context["page"].next_cursor})

    assert [(due, len(reasons)) for due, reasons in groups(first) + groups(second)] == [
        ("today", 50),
        ("today", 2),
    ]


def test_nobody_promises_for_a_day_that_is_over(as_staff, anna, mira, call_anna):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()

    response = as_staff.post(f"/customers/{anna.pk}/follow-ups/new/", typed(mira, due_on=yesterday))
    later = act(as_staff, call_anna, do="until", until=yesterday)
    said = as_staff.get(later.url).text

    assert (response.status_code, "This day is over" in response.text) == (422, True)
    assert yesterday in response.text
    assert "This day is over. Please give today or a later one." in said
    call_anna.refresh_from_db()
    assert call_anna.due_on == timezone.localdate() - timedelta(days=2)
    assert FollowUp.objects.count() == 1


def test_a_promise_for_today_is_taken(as_staff, anna, mira):
    today = timezone.localdate().isoformat()

    as_staff.post(f"/customers/{anna.pk}/follow-ups/new/", typed(mira, due_on=today))

    assert FollowUp.objects.get().due_on == timezone.localdate()
