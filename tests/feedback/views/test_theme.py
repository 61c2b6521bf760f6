"""The pages of themes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.interaction import Entry, log_interaction
from feedback.actions.complaint import Taken, take_complaint
from feedback.models import Feeling, Theme, ThemeMention
from feedback.voices import Said

pytestmark = pytest.mark.django_db
TYPED = {"name": "Prices", "words": "dear -\nprice*", "once": "a"}


def test_a_manager_names_a_theme_once(as_manager):
    for _turn in range(2):
        response = as_manager.post("/themes/new/", TYPED)

    theme = Theme.objects.get()
    assert (response.status_code, response.url) == (302, f"/themes/{theme.pk}/")


def test_staff_read_and_sort_but_name_nothing(as_staff, waiting):
    assert as_staff.get("/themes/").status_code == 200
    assert as_staff.post("/themes/new/", TYPED).status_code == 403
    assert as_staff.post(f"/themes/{waiting.pk}/edit/", TYPED).status_code == 403
    assert as_staff.post(f"/themes/{waiting.pk}/retire/").status_code == 403


def test_viewers_sort_nothing(as_viewer, waiting):
    assert as_viewer.get("/themes/").status_code == 200
    assert as_viewer.post("/themes/sort/").status_code == 403


def test_the_same_name_twice_is_told_beside_it(as_manager, waiting):
    response = as_manager.post("/themes/new/", {**TYPED, "name": "Waiting"})

    assert response.status_code == 422
    assert "There is a theme of this name already." in response.text


def test_a_third_level_is_refused_in_words(as_manager, waiting):
    as_manager.post("/themes/new/", {**TYPED, "above": waiting.pk})

    response = as_manager.post(
        f"/themes/{waiting.pk}/edit/", {"name": "W", "above": waiting.pk, "version": 1}
    )

    assert (response.status_code, "two levels deep" in response.text) == (422, True)


def test_a_slower_change_keeps_what_was_typed(as_manager, waiting):
    change = {"name": "Queues", "words": "", "version": 1}
    assert as_manager.post(f"/themes/{waiting.pk}/edit/", change).status_code == 302

    response = as_manager.post(f"/themes/{waiting.pk}/edit/", {**change, "name": "Lines"})

    assert (response.status_code, "Lines" in response.text) == (409, True)


def test_starters_come_by_a_button(as_manager):
    assert "Begin with what most shops hear" in as_manager.get("/themes/").text

    response = as_manager.post("/themes/starters/", follow=True)

    assert "Waiting" in response.text


def test_a_text_is_sorted_by_what_its_words_suggest(as_staff, waiting, grumble):
    page = as_staff.get("/themes/sort/")
    assert "The queue was endless." in page.text
    assert "because of “queue”" in page.text

    form = page.context["form"]
    sent = {"about": form.initial["about"], f"theme-{waiting.pk}": form.initial[f"theme-{waiting.pk}"]}
    response = as_staff.post("/themes/sort/", sent, follow=True)

    mention = ThemeMention.objects.get()
    assert (mention.theme, mention.feeling, mention.was_suggested) == (waiting, Feeling.BAD, True)
    assert "All is read" in response.text
    assert "The queue was endless." in as_staff.get(f"/themes/{waiting.pk}/").text


def test_a_complaint_is_no_praise_where_its_words_do_not_say(as_staff, waiting, anna, mira):
    complaint = take_complaint(Taken("I waited for an hour.", customer=anna), by=mira)

    form = as_staff.get("/themes/sort/", {"about": f"feedback.complaint:{complaint.pk}"}).context["form"]

    assert form.initial[f"theme-{waiting.pk}"] == Feeling.BAD


@pytest.mark.parametrize(
    ("score", "is_blame", "leaning"), [(1, False, -1), (3, False, 0), (5, False, 1), (None, True, -1)]
)
def test_a_mark_says_how_a_text_was_meant(shop, score, is_blame, leaning):
    text = Said("a:1", "We waited.", timezone.now(), None, "", score, is_blame=is_blame)

    assert text.leaning == leaning


def test_a_sorted_text_opens_as_it_was_sorted(as_staff, waiting, grumble):
    about = f"customers.interaction:{grumble.pk}"
    as_staff.post("/themes/sort/", {"about": about, f"theme-{waiting.pk}": "1"})

    page = as_staff.get(f"/themes/sort/?about={about}")

    assert page.context["form"].initial[f"theme-{waiting.pk}"] == Feeling.GOOD


@pytest.mark.parametrize("about", ["customers.interaction:9999", "shop.user:1", "nonsense", "a:٣"])
def test_a_text_that_is_not_there_is_not_found(as_staff, waiting, about):
    assert as_staff.get("/themes/sort/", {"about": about}).status_code == 404
    assert as_staff.post("/themes/sort/", {"about": about}).status_code == 404


def test_an_odd_feeling_is_a_mistake_in_the_form(as_staff, waiting, grumble):
    sent = {"about": f"customers.interaction:{grumble.pk}", f"theme-{waiting.pk}": "17"}

    assert as_staff.post("/themes/sort/", sent).status_code == 422


def test_changing_needs_a_post(as_manager, waiting):
    assert as_manager.get(f"/themes/{waiting.pk}/retire/").status_code == 405
    assert as_manager.get("/themes/starters/").status_code == 405


def test_a_text_like_one_that_was_sorted_gets_its_themes(as_staff, waiting, anna, mira):
    for day, text in enumerate(
        ("The bell frightens my dog at the door.", "Your door bell frightens the dogs, my dog")
    ):
        entry = Entry(kind="compliment", at=timezone.now() - timedelta(days=day), text=text)
        line = log_interaction(anna, entry, by=mira)
        if not day:
            about = f"customers.interaction:{line.pk}"
            as_staff.post("/themes/sort/", {"about": about, f"theme-{waiting.pk}": "1"})

    assert "as in: The bell frightens my dog" in as_staff.get("/themes/sort/").text


@pytest.mark.parametrize(
    ("words", "button"), [("The queue was endless.", "That is right"), ("It rained.", "Keep it so")]
)
def test_nothing_is_called_right_where_nothing_was_suggested(as_staff, waiting, anna, words, button):
    log_interaction(anna, Entry(kind="complaint_hint", at=timezone.now(), text=words), by=None)

    page = as_staff.get("/themes/sort/").text

    assert words in page
    assert button in page
    assert ("it is about none" in page) == (button == "Keep it so")
