"""Logging at the counter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.interaction import Entry, log_interaction, pin_interaction
from customers.models import Interaction


@pytest.fixture
def visit(anna, mira):
    return log_interaction(anna, Entry(kind="visit", at=timezone.now(), text="Looked at lamps"), by=mira)


def test_interaction_log_needs_only_a_kind(as_staff, anna, mira):
    response = as_staff.post(f"/customers/{anna.pk}/log/", {"kind": "visit", "once": "a"})

    line = Interaction.objects.get()
    assert (line.kind, line.staff, response.status_code) == ("visit", mira, 302)


def test_interaction_log_twice_with_one_form_is_one_line(as_staff, anna):
    for _ in range(2):
        as_staff.post(f"/customers/{anna.pk}/log/", {"kind": "call", "once": "a"})

    assert Interaction.objects.count() == 1


def test_interaction_log_by_htmx_answers_with_the_line_its_undo_and_an_empty_composer(as_staff, anna):
    response = as_staff.post(
        f"/customers/{anna.pk}/log/",
        {"kind": "call", "text": "About the vase"},
        headers={"HX-Request": "true"},
    )

    page = response.content.decode()
    line = Interaction.objects.get()
    assert all(word in page for word in ("About the vase", f'id="line-{line.pk}"', "Undo", "composer-form"))


HTMX = {"HX-Request": "true"}


def test_interaction_log_by_htmx_puts_a_backdated_line_under_its_own_day(as_staff, anna, visit):
    page = as_staff.post(
        f"/customers/{anna.pk}/log/",
        {"kind": "call", "text": "About the vase", "at": "2024-03-05T10:00", "show": ""},
        headers=HTMX,
    ).content.decode()

    assert 'id="stream" class="stream" hx-swap-oob="true"' in page
    own_day = page[page.index('<time datetime="2024-03-05">') :]
    assert "About the vase" in own_day
    assert "Looked at lamps" not in own_day


def test_interaction_log_by_htmx_keeps_the_chosen_filter(as_staff, anna, visit):
    page = as_staff.post(
        f"/customers/{anna.pk}/log/", {"kind": "note", "text": "Likes blue", "show": "talked"}, headers=HTMX
    ).content.decode()

    stream = page[page.index('id="stream"') :]
    assert ("Looked at lamps" in stream, "Likes blue" in stream) == (True, False)
    assert "The chosen filter does not show it." in page


def test_interaction_log_says_when_the_line_stands_further_down(as_staff, anna, mira, monkeypatch):
    monkeypatch.setattr("customers.timeline.FIRST_PAGE", 1)
    log_interaction(anna, Entry(kind="visit", at=timezone.now()), by=mira)

    page = as_staff.post(
        f"/customers/{anna.pk}/log/", {"kind": "visit", "at": "2024-03-05T10:00"}, headers=HTMX
    ).content.decode()

    assert "It stands further down, on its day." in page


def test_interaction_log_without_script_returns_to_the_chosen_filter(as_staff, anna):
    response = as_staff.post(f"/customers/{anna.pk}/log/", {"kind": "note", "show": "notes"})

    assert response["Location"] == f"/customers/{anna.pk}/?show=notes#stream"


def test_show_more_keeps_the_chosen_filter(as_staff, anna, mira, monkeypatch):
    monkeypatch.setattr("customers.timeline.FIRST_PAGE", 1)
    for _ in range(2):
        log_interaction(anna, Entry(kind="note", at=timezone.now()), by=mira)

    page = as_staff.post(
        f"/customers/{anna.pk}/log/", {"kind": "note", "show": "notes"}, headers=HTMX
    ).content.decode()

    assert "?show=notes&amp;after=" in page


@pytest.mark.parametrize("kind", ["", "purchase", "nonsense"])
def test_interaction_log_refuses_kinds_that_are_not_logged_by_hand(as_staff, anna, kind):
    response = as_staff.post(f"/customers/{anna.pk}/log/", {"kind": kind, "text": "kept"})

    assert (response.status_code, "kept" in response.content.decode()) == (422, True)
    assert Interaction.objects.count() == 0


def test_interaction_log_refuses_the_future(as_staff, anna):
    tomorrow = f"{timezone.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"

    response = as_staff.post(f"/customers/{anna.pk}/log/", {"kind": "visit", "at": tomorrow})

    assert "This is in the future." in response.content.decode()


def test_interaction_edit_shows_what_it_said_before(as_staff, visit):
    address = f"/interactions/{visit.pk}/"
    as_staff.post(address, {"kind": "visit", "text": "Bought a lamp", "version": "1"})

    page = as_staff.get(address).content.decode()

    assert "Looked at lamps" in page
    assert Interaction.objects.get().text == "Bought a lamp"


def test_interaction_edit_by_the_slower_of_two_keeps_their_words(as_staff, visit):
    as_staff.post(f"/interactions/{visit.pk}/", {"kind": "visit", "text": "first", "version": "1"})

    response = as_staff.post(
        f"/interactions/{visit.pk}/", {"kind": "visit", "text": "second", "version": "1"}
    )

    page = response.content.decode()
    assert (response.status_code, "second" in page, "first" in page) == (409, True, True)


def test_interaction_of_a_colleague_is_corrected_only_by_right(client, visit, otto, mark):
    client.force_login(otto)
    refused = client.post(f"/interactions/{visit.pk}/withdraw/").status_code
    client.force_login(mark)
    allowed = client.post(f"/interactions/{visit.pk}/withdraw/").status_code

    assert (refused, allowed) == (403, 302)


def test_interaction_with_a_source_is_not_corrected_by_hand(as_staff, anna, mira):
    line = log_interaction(anna, Entry(kind="note", at=timezone.now(), about="x.y:1"), by=mira)

    assert as_staff.get(f"/interactions/{line.pk}/").status_code == 403


def test_interaction_withdraw_and_restore(as_staff, visit):
    as_staff.post(f"/interactions/{visit.pk}/withdraw/", headers={"HX-Request": "true"})
    gone = Interaction.objects.standing().count()
    as_staff.post(f"/interactions/{visit.pk}/restore/", headers={"HX-Request": "true"})

    assert (gone, Interaction.objects.standing().count()) == (0, 1)


def test_interaction_taken_back_can_be_put_back_from_the_page(as_staff, visit, anna):
    as_staff.post(f"/interactions/{visit.pk}/withdraw/")

    page = as_staff.get(f"/customers/{anna.pk}/").content.decode()

    assert f"/interactions/{visit.pk}/restore/" in page


def test_interaction_undo_of_the_notice_answers_with_the_stream_and_its_figures(as_staff, visit):
    page = as_staff.post(f"/interactions/{visit.pk}/withdraw/", {"show": ""}, headers=HTMX).content.decode()

    assert 'id="stream" class="stream">' in page
    assert f"/interactions/{visit.pk}/restore/" in page
    assert 'id="key-figures" hx-swap-oob="true"' in page


def test_a_pinned_copy_can_be_unpinned(as_staff, visit, anna, mira):
    pin_interaction(visit, pinned=True, by=mira)

    before = as_staff.get(f"/customers/{anna.pk}/").content.decode()
    after = as_staff.post(
        f"/interactions/{visit.pk}/pin/", {"pinned": "0", "show": "", "after": ""}, headers=HTMX
    ).content.decode()

    pinned = before[before.index('class="pinned"') : before.index('class="day-group"')]
    assert ("Unpin" in pinned, f"/interactions/{visit.pk}/pin/" in pinned) == (True, True)
    assert before.count(f'id="line-{visit.pk}"') == 1
    assert ('class="pinned"' in after, "Looked at lamps" in after) == (False, True)


def test_interaction_pin_puts_it_on_top(as_staff, visit, anna):
    as_staff.post(f"/interactions/{visit.pk}/pin/", {"pinned": "1"})

    page = as_staff.get(f"/customers/{anna.pk}/").content.decode()
    assert page.index("pinned") < page.index("day-group")


def test_interaction_log_lights_the_new_line_up_once(as_staff, anna, mira):
    log_interaction(anna, Entry(kind="note", at=timezone.now()), by=mira)

    page = as_staff.post(f"/customers/{anna.pk}/log/", {"kind": "visit"}, headers=HTMX).content.decode()

    assert page.count("line-fresh") == 1
    assert 'class="line line-fresh line-visit"' in page
