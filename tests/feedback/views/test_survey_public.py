"""Answering: a person can in one press, a robot cannot, and no answer is ever taken away from a person."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from crm.shop.models import ShopSettings
from customers.actions.customer import create_customer
from customers.models import Interaction
from engagement.models import EventKind, Message, MessageEvent, PublicLink
from engagement.public_links import make_link
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.invitation import Asking, invite
from feedback.actions.survey import install_starter_surveys, switch_survey_on
from feedback.looks import Looks
from feedback.models import Attempt, Complaint, Evidence, Fate, Response, ReviewPlatform, Survey
from feedback.page_nonce import PageNonce
from feedback.views.survey_public import MOST_A_MINUTE_BY_LINK
from tests.feedback.surveys import Asked, invited
from tests.web.pseudo_language import speak_pseudo, untranslated
from tests.written import written

NOTHING: frozenset[str] = frozenset()
# Whoever is signed in is seen to be here, on every page.
OWN_SESSION = frozenset({"django_session", "usersessions_usersession"})


def fates() -> list[str]:
    return list(Attempt.objects.values_list("fate", flat=True))


def the_score() -> int | None:
    return Response.objects.get().score


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_survey_answer_looking_changes_nothing(stranger, asked, method):
    before = written(beside=NOTHING)

    answers = [getattr(stranger, method)(f"{asked.path}?v={score}") for score in range(11)]

    assert written(beside=NOTHING) == before
    assert {answer.status_code for answer in answers} <= {200, 405}
    assert {len(answer.cookies) for answer in answers} == {0}


def test_survey_answer_a_link_only_chooses_beforehand(stranger, asked):
    page = stranger.get(f"{asked.path}?v=4").content.decode()

    assert 'name="score" value="4" checked' in page
    assert page.count(" checked") == 1
    assert stranger.get(f"{asked.path}?v=9").content.decode().count(" checked") == 0


def test_survey_answer_shows_each_what_they_chose_and_nothing_of_others(stranger, asked):
    first = {wish: stranger.get(f"{asked.path}{wish}").content.decode() for wish in ("", "?v=4", "?v=2")}
    stranger.post(asked.path, {"do": "send", "page": "", "score": "5", "why": "Only mine"})

    again = {wish: stranger.get(f"{asked.path}{wish}").content.decode() for wish in first}

    assert {wish: questions(page) for wish, page in again.items()} == {
        wish: questions(page) for wish, page in first.items()
    }
    assert [page.count(" checked") for page in again.values()] == [0, 1, 1]


def test_survey_answer_is_drawn_once_and_greets_each_by_their_own_name(stranger, asked, ask, bert, shop):
    bert.given_name = "<b>Bert & x</b>"
    bert.save(update_fields=["given_name"])
    his, marks = ask(bert), []
    for path, name in ((asked.path, "Anna"), (his.path, "&lt;b&gt;Bert &amp; x&lt;/b&gt;")):
        page = stranger.get(f"{path}?v=4").content.decode()
        assert f"<h1>Hello {name}</h1>" in page
        marks += re.findall(r'name="page" value="([^"]+)"', page)

    ShopSettings.objects.update(name="The New Name")

    read = [PageNonce.read(marks[0], asked.invitation.pk), PageNonce.read(marks[1], his.invitation.pk)]
    assert [mark.chosen for mark in read] == ["4", "4"]
    assert "<header>The New Name</header>" in stranger.get(f"{asked.path}?v=4").content.decode()


def questions(page: str) -> str:
    """What is asked, without the mark of the page."""
    return page[page.index("<fieldset") : page.index('<div class="trap"')]


def test_survey_answer_is_small_and_asks_the_book_little(stranger, asked, django_assert_num_queries):
    stranger.get(asked.path)

    with django_assert_num_queries(2):
        page = stranger.get(f"{asked.path}?v=4")

    assert len(page.content) < 30_000
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "http" not in page.content.decode().replace("http-equiv", "")


def test_survey_answer_is_taken_down_with_few_statements(stranger, asked, django_assert_num_queries):
    stranger.get(asked.path)

    with django_assert_num_queries(5):
        asked.send(stranger, score="4", why="Lovely wool")


def test_survey_answer_a_person_without_script(stranger, asked, anna):
    done = asked.send(stranger, score="4", why="Lovely wool")

    assert (done.status_code, done.headers["Location"]) == (302, asked.path)
    response = Response.objects.get()
    assert (response.score, response.band, response.comment) == (4, "high", "Lovely wool")
    assert (response.evidence, response.is_confirmed) == (Evidence.WROTE, True)
    assert response.completed_at is not None
    assert fates() == [Fate.FIRST]
    line = Interaction.objects.get(customer=anna, kind="survey_answer")
    assert line.text == "4/5\nLovely wool"
    assert MessageEvent.objects.get().kind == EventKind.CLICKED
    assert "Thank you, Anna" in stranger.get(asked.path).content.decode()


def test_survey_answer_sent_twice_is_one_answer(stranger, asked):
    page = asked.page()

    asked.send(stranger, page=page, score="4")
    asked.send(stranger, page=page, score="4")
    asked.send(Client(), page=page, score="4")

    assert (Response.objects.count(), fates()) == (1, [Fate.FIRST])


@pytest.mark.parametrize("page", ["", "made up", "other"])
def test_survey_answer_without_the_page_changes_no_answer(stranger, asked, ask, bert, page):
    foreign = ask(bert).page() if page == "other" else page

    answer = asked.send(stranger, page=foreign, score="1")

    assert (answer.status_code, Response.objects.count(), fates()) == (422, 0, [Fate.NO_PAGE])
    assert 'value="1" checked' in answer.content.decode()


def test_survey_answer_a_later_foreign_post_is_kept_out(stranger, asked):
    asked.send(stranger, score="5")

    answer = asked.send(Client(), score="1", agent="SafeLinks")

    assert (the_score(), fates()) == (5, [Fate.FIRST, Fate.KEPT_OUT])
    assert answer.status_code == 302


def test_survey_answer_a_replayed_page_is_kept_out(stranger, asked):
    page = asked.page()
    asked.send(stranger, page=page, score="5")

    asked.send(Client(), page=page, score="1", why="More words than before", agent="SafeLinks")

    assert (the_score(), fates()) == (5, [Fate.FIRST, Fate.KEPT_OUT])


def test_survey_answer_a_person_replaces_a_robot_that_was_first(stranger, asked):
    robot = asked.send(Client(), page=asked.page(seconds=0.5), score="1", agent="SafeLinks")
    assert (robot.status_code, Response.objects.counting().count()) == (422, 0)

    asked.send(stranger, score="5")

    assert (the_score(), fates()) == (5, [Fate.UNSURE, Fate.INSTEAD])
    assert Response.objects.get().is_confirmed


def test_survey_answer_a_filled_trap_is_a_robot(stranger, asked):
    asked.send(stranger, score="1", website="https://spam.example")

    assert (fates(), Response.objects.counting().count()) == ([Fate.UNSURE], 0)


def test_survey_answer_can_be_changed_for_a_day_by_whoever_gave_it(stranger, asked, anna):
    asked.send(stranger, score="2")
    page = stranger.get(f"{asked.path}?again=1").content.decode()
    assert 'value="2" checked' in page

    asked.send(stranger, score="4", why="It was put right")

    assert (the_score(), fates()) == (4, [Fate.FIRST, Fate.EDIT])
    assert [given["score"] for given in Attempt.objects.values_list("given", flat=True)] == [2, 4]
    assert Interaction.objects.get(customer=anna, kind="survey_answer").text == "4/5\nIt was put right"


def test_survey_answer_stays_after_a_day(stranger, asked):
    asked.send(stranger, score="2")

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        asked.send(stranger, score="4")
        page = stranger.get(f"{asked.path}?again=1").text

    assert (the_score(), fates()) == (2, [Fate.FIRST, Fate.KEPT_OUT])
    assert "Change my answer" not in page
    assert 'type="radio"' not in page


def test_survey_answer_is_shown_to_nobody_else(stranger, asked):
    asked.send(stranger, score="2", why="Between us")

    page = Client().get(f"{asked.path}?again=1").content.decode()

    assert "Between us" not in page
    assert "Anna" not in page
    assert "<form" not in page


def test_survey_answer_a_glance_is_a_click_and_counts_only_as_one(stranger, asked):
    page = asked.page(chosen="4")
    glance = stranger.post(asked.path, {"do": "glance", "page": page, "score": "4", "seen": "visible"})

    response = Response.objects.get()
    assert (glance.status_code, response.score, response.is_confirmed) == (204, 4, False)
    assert (response.evidence, fates()) == (Evidence.LOOKED, [Fate.UNSURE])

    asked.send(stranger, page=page, score="5")
    assert (the_score(), Response.objects.get().is_confirmed) == (5, True)


@pytest.mark.parametrize(("ago", "fate"), [(20, Fate.TOO_SOON), (90, Fate.UNSURE)])
def test_survey_answer_a_glance_in_the_first_minute_is_a_program(stranger, asked, ago, fate):
    left = timezone.now() - timedelta(seconds=ago)
    Message.objects.filter(pk=asked.invitation.message_id).update(state="sent", decided_at=left)

    stranger.post(
        asked.path, {"do": "glance", "page": asked.page(chosen="4"), "score": "4", "seen": "visible"}
    )

    assert (fates(), Response.objects.count()) == ([fate], int(fate == Fate.UNSURE))


def test_survey_answer_glances_at_several_scores_are_all_dropped(asked):
    for score in ("1", "2", "3"):
        page = asked.page(chosen=score)
        Client().post(asked.path, {"do": "glance", "page": page, "score": score, "seen": "visible"})

    assert Response.objects.count() == 0
    assert fates()[:2] == [Fate.UNSURE, Fate.BURST]


@pytest.mark.parametrize(("scores", "fate"), [("44", Fate.UNSURE), ("12345", Fate.BURST)])
def test_survey_answer_a_look_beside_looks_at_other_scores_is_no_click(asked, anna, scores, fate):
    """A program opens the link of every score, and lets one page stand in sight."""
    for score in scores:
        Client().get(f"{asked.path}?v={score}")
    glance = {"do": "glance", "page": asked.page(seconds=6, chosen="4"), "score": "4", "seen": "visible"}
    Client().post(asked.path, glance)

    assert fates() == [fate]
    assert Response.objects.exists() == (fate == Fate.UNSURE)
    asked.send(Client(), score="2", why="A person, at last")
    assert Response.objects.get().is_confirmed


def test_looks_are_forgotten_after_a_while():
    looks = Looks()
    for invitation, score in ((1, "1"), (2, "5"), (1, "2")):
        looks.note(invitation, score)

    assert (looks.are_many(1), looks.are_many(2), looks.are_many(3)) == (True, False, False)
    looks._seen[1]["1"] -= 46
    assert not looks.are_many(1)


def test_survey_answer_changes_what_the_link_had_chosen(stranger, asked):
    asked.send(stranger, page=asked.page(chosen="4"), score="3")

    assert Response.objects.get().evidence == Evidence.WROTE


def test_survey_answer_nothing_chosen_comes_back_as_a_form(stranger, asked):
    answer = asked.send(stranger)

    assert (answer.status_code, Attempt.objects.count()) == (422, 0)
    assert "Please choose an answer first" in answer.content.decode()


def test_survey_answer_an_unfinished_one_goes_on(stranger, asked):
    answer = asked.send(stranger, why="Only words so far")
    assert answer.status_code == 422
    assert Response.objects.get().completed_at is None
    assert "Only words so far" in stranger.get(asked.path).content.decode()

    asked.send(stranger, score="3", why="Only words so far")

    response = Response.objects.get()
    assert (response.score, response.comment) == (3, "Only words so far")
    assert response.completed_at is not None


def test_survey_answer_low_can_ask_to_be_rung(stranger, asked, anna, olga):
    asked.send(stranger, score="1")
    assert "Would you like us to call you" in stranger.get(asked.path).content.decode()

    for _ in range(2):
        stranger.post(asked.path, {"do": "call"})
    Client().post(asked.path, {"do": "call"})

    complaint = Complaint.objects.get()
    assert (complaint.customer, complaint.owner, complaint.channel) == (anna, olga, "survey")
    assert (complaint.story, complaint.due_at is not None) == ("1/5", True)
    assert "We shall ring you" in stranger.get(asked.path).content.decode()


def test_survey_answer_that_says_something_is_a_complaint_in_these_words_alone(stranger, asked, olga):
    asked.send(stranger, score="1", why="Nobody said sorry.")

    stranger.post(asked.path, {"do": "call"})

    assert Complaint.objects.get().story == "Nobody said sorry."


def test_survey_answer_whoever_has_no_phone_is_written_to(stranger, ask, olga):
    nora = create_customer({"given_name": "Nora", "emails": ["nora@example.org"]}, by=None)
    asked = ask(nora)
    asked.send(stranger, score="1")
    assert "Would you like us to write to you" in stranger.get(asked.path).text

    stranger.post(asked.path, {"do": "call"})

    assert Complaint.objects.get().wish_words == "to be written to"
    assert "We shall write to you" in stranger.get(asked.path).text


def test_survey_answer_not_settled_opens_the_complaint_again(stranger, survey, anna, olga):
    complaint = take_complaint(Taken("It leaks.", "repair", customer=anna), by=olga)
    close = {"state": "closed_resolved", "closed_at": timezone.now() - timedelta(days=3)}
    Complaint.objects.filter(pk=complaint.pk).update(**close)
    settled = switch_survey_on(Survey.objects.get(key="complaint"), by=None)
    invitation = invite(anna, settled, Asking(f"feedback.complaint:{complaint.pk}"), by=None)
    about = f"feedback.invitation:{invitation.pk}"
    asked = Asked(invitation, urlsplit(make_link("survey", customer=anna, about=about)).path)
    asked.send(stranger, score="1", handling="1", why="It leaks again.")

    for _turn in range(2):
        stranger.post(asked.path, {"do": "call"})

    complaint = Complaint.objects.get()
    assert (complaint.state, complaint.reopened_count) == ("investigating", 1)
    assert "It leaks again." in complaint.events.get(kind="reopened").text


def test_survey_answer_a_stranger_cannot_ask_to_be_rung(stranger, asked, olga):
    asked.send(stranger, score="1")

    Client().post(asked.path, {"do": "call"})

    assert Complaint.objects.count() == 0


def test_survey_answer_every_lost_link_gets_the_same_page(stranger, asked, anna):
    expired = urlsplit(make_link("survey", customer=anna, about=f"feedback.invitation:{asked.invitation.pk}"))
    PublicLink.objects.filter(pk=PublicLink.objects.latest("pk").pk).update(expires_at=timezone.now())
    elsewhere = urlsplit(make_link("card", customer=anna)).path.replace("/card/", "/s/")

    pages = [stranger.get(path) for path in (expired.path, elsewhere, f"/s/{'x' * 43}/", "/s/x/")]

    assert {page.status_code for page in pages} == {410}
    assert len({page.content for page in pages}) == 1
    assert "/ask/" in pages[0].content.decode()


def test_survey_answer_a_link_can_be_tried_only_so_often(stranger, asked, settings):
    answers = [stranger.get(asked.path) for _ in range(MOST_A_MINUTE_BY_LINK + 1)]

    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_survey_answer_speaks_the_language_of_its_questions(stranger, asked, anna):
    anna.language = "de"
    anna.save(update_fields=["language"])

    # The survey speaks English alone: then the whole page does, and says so.
    assert '<html lang="en-gb"' in stranger.get(asked.path).content.decode()


def test_survey_answer_every_word_is_translated(shop, anna, monkeypatch):
    speak_pseudo(monkeypatch)
    install_starter_surveys(by=None)
    asked = invited(anna, switch_survey_on(Survey.objects.get(key="purchase"), by=None))
    browser = Client()

    pages = [browser.get(asked.path), asked.send(browser), asked.send(browser, page="", score="1")]
    asked.send(browser, score="1")
    pages += [browser.get(asked.path), Client().get(asked.path), browser.get("/s/x/")]

    theirs = [shop.name, "Anna", "1 High Street, Hull HU1 1AA"]
    assert [words for page in pages if (words := untranslated(page.text, theirs))] == []


def test_where_to_write_a_review_is_shown_to_everybody_or_to_nobody(ask, survey, anna, bert):
    ReviewPlatform.objects.create(kind="google", name="Google", address="https://g.example/", is_asked=True)
    happy, unhappy = (Client(), ask(anna)), (Client(), ask(bert))
    for (browser, asked), score in ((happy, "5"), (unhappy, "1")):
        asked.send(browser, score=score)

    def shown() -> list[bool]:
        return ["https://g.example/" in browser.get(asked.path).text for browser, asked in (happy, unhappy)]

    assert shown() == [False, False]
    Survey.objects.filter(pk=survey.pk).update(shows_reviews=True)
    assert shown() == [True, True]


@pytest.mark.parametrize("wish", ["", "?v=2", "?v=nonsense"])
def test_survey_answer_shows_a_colleague_what_the_customer_sees_and_leaves_no_trace(as_staff, asked, wish):
    before = written(beside=OWN_SESSION)

    page = as_staff.get(f"{asked.path}{wish}")

    assert page.status_code == 200
    assert "You are signed in to the shop." in page.text
    assert "survey.js" not in page.text
    assert written(beside=OWN_SESSION) == before


@pytest.mark.parametrize("pressed", ["send", "glance", "call", "show"])
def test_survey_answer_takes_no_answer_from_a_colleague(as_staff, stranger, asked, pressed):
    nonce = re.search(r'name="page" value="([^"]+)"', stranger.get(asked.path).text)
    before = written(beside=OWN_SESSION)

    with time_machine.travel(timezone.now() + timedelta(seconds=30)):
        sent = {"do": pressed, "page": nonce[1], "score": "1", "touched": "1", "seen": "1", "why": "Mine"}
        answer = as_staff.post(asked.path, sent)

    assert answer.status_code == 403
    assert written(beside=OWN_SESSION) == before


def test_survey_answer_is_open_to_the_customer_after_a_colleague_has_looked(as_staff, stranger, asked):
    for score in range(1, 6):
        as_staff.get(f"{asked.path}?v={score}")
    page = stranger.get(f"{asked.path}?v=4").text
    nonce = re.search(r'name="page" value="([^"]+)"', page)

    with time_machine.travel(timezone.now() + timedelta(seconds=30)):
        stranger.post(asked.path, {"do": "send", "page": nonce[1], "score": "4", "touched": "1", "seen": "1"})

    assert (the_score(), fates()) == (4, [Fate.FIRST])
