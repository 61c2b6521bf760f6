"""The pages of questions."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from crm.shop.models import OpeningWindow
from customers.actions.customer import create_customer
from customers.models import Interaction
from engagement.actions.enquiry import Asked, answer_enquiry, close_enquiry, open_enquiry
from engagement.models import Enquiry, EnquiryState, Message

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def green(anna, mira) -> Enquiry:
    return open_enquiry(Asked("Do you have it in green?", "in_person", customer=anna), by=mira)


@pytest.fixture
def as_viewer(vera) -> Client:
    client = Client()
    client.force_login(vera)
    return client


def now_of(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.get(pk=enquiry.pk)


def test_a_question_is_written_down_once(as_staff, anna):
    typed = {"question": "In green?", "channel": "phone", "customer": "Anna Bell", "once": "a"}
    for _ in range(2):
        response = as_staff.post("/enquiries/new/", typed)

    enquiry = Enquiry.objects.get()
    assert (enquiry.customer, enquiry.channel) == (anna, "phone")
    assert response.url == f"/enquiries/{enquiry.pk}/"
    assert "In green?" in as_staff.get("/enquiries/").text


def test_a_stranger_may_ask(as_staff, shop):
    typed = {"question": "When?", "channel": "web", "sender_name": "Cleo", "sender_email": "cleo@example.org"}

    as_staff.post("/enquiries/new/", typed)

    assert Enquiry.objects.get().who == "Cleo"
    assert "Cleo" in as_staff.get("/enquiries/").text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"question": " "}, "Please fill this in."),
        ({"customer": "Zed Nobody"}, "We know nobody of this name."),
        ({"sender_email": "no\nbody"}, "This is not an e-mail address: write it as name@example.com."),
        ({"received_at": "2099-01-01T10:00"}, "This is in the future."),
        ({"question": "x" * 5001}, "at most 5000"),
    ],
)
def test_what_is_wrong_is_told_next_to_it(as_staff, shop, wrong, message):
    response = as_staff.post("/enquiries/new/", {"question": "When?", "channel": "phone", **wrong})

    assert (response.status_code, message in response.text, Enquiry.objects.count()) == (422, True, 0)


def test_it_is_opened_from_a_customers_page(as_staff, anna):
    assert 'value="Anna Bell"' in as_staff.get(f"/enquiries/new/?customer={anna.pk}").text
    assert as_staff.get("/enquiries/new/?customer=x").status_code == 200


def test_it_is_answered_by_mail(as_staff, green):
    page = as_staff.get(f"/enquiries/{green.pk}/").text
    assert "By mail to anna@example.org" in page

    for _ in range(2):
        as_staff.post(f"/enquiries/{green.pk}/answer/", {"text": "Yes.", "how": "mail"})

    assert (now_of(green).state, Message.objects.count()) == (EnquiryState.ANSWERED, 1)


def test_it_was_answered_on_the_phone(as_staff, green):
    as_staff.post(f"/enquiries/{green.pk}/answer/", {"how": "phone"})

    assert (now_of(green).state, Message.objects.count()) == (EnquiryState.ANSWERED, 0)
    assert "Given without being written down." in as_staff.get(f"/enquiries/{green.pk}/").text


def test_a_mail_needs_words_and_an_address(as_staff, green, bert, mira):
    empty = as_staff.post(f"/enquiries/{green.pk}/answer/", {"how": "mail"}, headers=HTMX)
    assert (empty.status_code, "A mail needs words." in empty.text) == (422, True)
    unreachable = open_enquiry(Asked("When?", "phone", customer=bert), by=mira)

    refused = as_staff.post(f"/enquiries/{unreachable.pk}/answer/", {"how": "mail", "text": "Soon."})

    assert (refused.status_code, "Soon." in refused.text) == (422, True)
    assert "They have no e-mail address" in as_staff.get(f"/enquiries/{unreachable.pk}/").text


def test_the_slower_answer_is_shown_again(as_staff, green, otto):
    answer_enquiry(green, text="Yes.", by=otto, send=False)

    response = as_staff.post(f"/enquiries/{green.pk}/answer/", {"how": "phone", "text": "Only in blue."})

    assert (response.status_code, "Only in blue." in response.text, "Otto was faster" in response.text) == (
        409,
        True,
        True,
    )


def test_seasonal_staff_answer_but_send_no_mail(client, green, sam):
    client.force_login(sam)

    assert "By mail to" not in client.get(f"/enquiries/{green.pk}/").text
    client.post(f"/enquiries/{green.pk}/answer/", {"how": "in_person"})

    assert now_of(green).state == EnquiryState.ANSWERED


@pytest.mark.parametrize(
    ("do", "state"),
    [("close", EnquiryState.CLOSED), ("spam", EnquiryState.SPAM), ("take", EnquiryState.OPEN)],
)
def test_it_moves(as_staff, green, mira, do, state):
    for _ in range(2):
        as_staff.post(f"/enquiries/{green.pk}/move/", {"do": do})

    enquiry = now_of(green)
    assert (enquiry.state, enquiry.owner) == (state, mira if do == "take" else None)
    as_staff.post(f"/enquiries/{green.pk}/move/", {"do": "leave" if do == "take" else "reopen"})
    assert (now_of(green).is_open, now_of(green).owner) == (True, None)


def test_it_is_said_who_asked(as_staff, anna, mira):
    enquiry = open_enquiry(Asked("When?", "web", sender_name="Somebody"), by=None)
    wrong = as_staff.post(f"/enquiries/{enquiry.pk}/recognise/", {"customer": "Zed"})
    assert wrong.status_code == 422

    as_staff.post(f"/enquiries/{enquiry.pk}/recognise/", {"customer": "Anna Bell"})

    assert now_of(enquiry).customer == anna


def test_whoever_has_the_address_is_proposed_as_the_one_who_asked(as_staff, anna):
    enquiry = open_enquiry(Asked("When?", "web", sender_email="Anna@example.org"), by=None)
    chosen = f'name="customer-chosen" value="{anna.pk}" checked'
    assert chosen in as_staff.get(f"/enquiries/{enquiry.pk}/").text

    create_customer({"given_name": "Cleo", "emails": ["anna@example.org"]}, by=None)

    assert "customer-chosen" not in as_staff.get(f"/enquiries/{enquiry.pk}/").text


@pytest.mark.parametrize("way", ["question", "visitor"])
def test_one_tap_thanks_somebody_who_asked_and_one_takes_it_back(as_staff, green, anna, way):
    ways = {"question": f"/enquiries/{green.pk}/thank/", "visitor": f"/customers/{anna.pk}/thank-for-asking/"}
    for _ in range(2):
        as_staff.post(ways[way])
    kinds = Interaction.objects.of(anna).exclude(kind="enquiry").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["asked_did_not_buy", "thank_you"]

    as_staff.post(ways[way], {"do": "back"})

    assert Interaction.objects.of(anna).count() == 1


def test_a_stranger_is_not_thanked_on_a_timeline(as_staff, shop):
    enquiry = open_enquiry(Asked("When?", "web", sender_name="Cleo"), by=None)

    assert as_staff.post(f"/enquiries/{enquiry.pk}/thank/").status_code == 404


@pytest.mark.parametrize("address", ["answer/", "move/", "recognise/"])
def test_viewers_look_and_do_nothing(as_viewer, green, address):
    assert as_viewer.get(f"/enquiries/{green.pk}/").status_code == 200
    assert as_viewer.post(f"/enquiries/{green.pk}/{address}", {"how": "phone"}).status_code == 403
    assert as_viewer.get("/enquiries/new/").status_code == 403
    assert now_of(green).is_open


@pytest.mark.parametrize("address", ["answer/", "move/", "recognise/"])
def test_looking_does_nothing(as_staff, green, address):
    assert as_staff.get(f"/enquiries/{green.pk}/{address}").status_code == 405
    assert as_staff.get("/enquiries/999999/").status_code == 404


def test_the_list_shows_the_oldest_first_and_the_rest_by_chip(as_staff, anna, bert, mira):
    now = timezone.now()
    late = open_enquiry(Asked("Old?", "web", customer=bert, received_at=now - timedelta(days=70)), by=mira)
    open_enquiry(Asked("New?", "web", customer=anna, owner=mira), by=mira)
    done = close_enquiry(open_enquiry(Asked("Done?", "web"), by=mira), by=mira)

    waiting = as_staff.get("/enquiries/").text
    assert waiting.index("Old?") < waiting.index("New?")
    assert ("late by" in waiting, "Done?" in waiting) == (True, False)
    assert "Done?" in as_staff.get("/enquiries/?show=closed").text
    mine = as_staff.get("/enquiries/?whose=mine").text
    assert ("New?" in mine, "Old?" in mine) == (True, False)
    assert as_staff.get("/enquiries/?show=nonsense&after=nonsense").status_code == 200
    assert (late.pk < done.pk, as_staff.get("/enquiries/?show=answered").text.count("reason-who")) == (
        True,
        0,
    )


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_takes_the_same_queries(as_staff, anna, counter, item_count, django_assert_num_queries):
    for number in range(item_count):
        OpeningWindow.objects.create(location=counter, weekday=number, opens=time(9), closes=time(17))
        open_enquiry(Asked(f"Question {number}", "web", customer=anna, location=counter), by=None)
    as_staff.get("/enquiries/")

    with django_assert_num_queries(7):  # session, person, shop, questions; places with hours and closures
        as_staff.get("/enquiries/")
