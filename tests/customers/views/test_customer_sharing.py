"""A phone, e-mail or card that somebody has already: asked before adding; only the card is refused."""

import pytest

from customers.actions.customer import create_customer
from customers.models import Customer

ANNAS_PHONE = {"given_name": "Tom", "phones": "01632 960001", "once": "t"}


def test_customer_add_asks_who_has_this_phone(as_staff, anna):
    response = as_staff.post("/customers/new/", ANNAS_PHONE)

    page = response.content.decode()
    assert (response.status_code, Customer.objects.count()) == (422, 1)
    wanted = (
        f'href="/customers/{anna.pk}/"',
        "Anna Bell",
        "Is it the same person?",
        f'value="{anna.pk}"',
        'value="Tom"',
    )
    assert [word for word in wanted if word not in page] == []


def test_customer_add_names_the_likeliest_first(as_staff, anna):
    """Of a family that shares a phone, whoever is called so and has the e-mail too."""
    create_customer({"given_name": "Aaron", "family_name": "Bell", "phones": ["+441632960001"]}, by=None)
    typed = {"given_name": "Anna", "family_name": "Bell", "phones": "01632 960001"}

    saved, typing = (as_staff.post(f"/customers/{door}/", typed).text for door in ("new", "new/alike"))

    assert "Open Anna Bell" in saved
    assert typing.index("Anna Bell") < typing.index("Aaron Bell")


@pytest.mark.parametrize("typed", [{"emails": "ANNA@example.org"}, {"phones": "01632 960999\n01632 960001"}])
def test_customer_add_asks_for_each_way_to_reach(as_staff, anna, typed):
    response = as_staff.post("/customers/new/", {"given_name": "Tom"} | typed)

    assert (response.status_code, "Anna Bell" in response.content.decode()) == (422, True)


def test_customer_add_anyway_saves_those_who_share(as_staff, anna):
    for _ in range(2):
        page = as_staff.post(
            "/customers/new/", ANNAS_PHONE | {"anyway": str(anna.pk)}, follow=True
        ).content.decode()

    assert Customer.objects.filter(phones__number="+441632960001").count() == 2
    assert "Tom was added." in page


def test_customer_add_anyway_for_one_asks_again_for_another(as_staff, anna, bert):
    both = ANNAS_PHONE | {"phones": "01632 960001\n01632 960002", "anyway": str(anna.pk)}

    response = as_staff.post("/customers/new/", both)

    assert (response.status_code, f'value="{anna.pk},{bert.pk}"' in response.content.decode()) == (422, True)


def test_customer_add_sent_twice_does_not_ask_about_itself(as_staff, shop):
    new = {"given_name": "Tom", "phones": "01632 960777", "card_code": "K1", "once": "t"}

    answers = [as_staff.post("/customers/new/", new) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Customer.objects.count() == 1


def test_customer_add_never_gives_a_card_twice(as_staff, shop):
    carla = create_customer({"given_name": "Carla", "card_code": "K7"}, by=None)

    response = as_staff.post(
        "/customers/new/", {"given_name": "Tom", "card_code": "K7", "anyway": str(carla.pk)}
    )

    page = response.content.decode()
    assert (response.status_code, Customer.objects.count()) == (422, 1)
    assert all(word in page for word in ("Another customer has this card.", f'href="/customers/{carla.pk}/"'))
    assert "anyway" not in page


def test_customer_add_says_who_was_added(as_staff, shop):
    assert (
        "Tom was added."
        in as_staff.post("/customers/new/", {"given_name": "Tom"}, follow=True).content.decode()
    )


def test_customer_edit_asks_about_a_new_phone_only(as_staff, anna, shop):
    tom = create_customer({"given_name": "Tom", "phones": ["+441632960001"]}, by=None)
    typed = {"given_name": "Tommy", "version": "1", "phones": "+441632960001"}

    kept = as_staff.post(f"/customers/{tom.pk}/edit/", typed, follow=True)
    added = as_staff.post(
        f"/customers/{tom.pk}/edit/", typed | {"version": "2", "emails": "anna@example.org"}
    )

    tom.refresh_from_db()
    assert (tom.given_name, "Tommy was saved." in kept.content.decode()) == ("Tommy", True)
    assert (added.status_code, "Save anyway" in added.content.decode(), tom.emails.count()) == (422, True, 0)


def test_customer_edit_anyway_saves_those_who_share(as_staff, anna, bert):
    typed = {"phones": "01632 960001", "version": "1", "anyway": str(anna.pk)}

    as_staff.post(f"/customers/{bert.pk}/edit/", typed)

    assert [phone.number for phone in bert.phones.all()] == ["+441632960001"]


def test_customer_edit_never_takes_a_card_from_somebody(as_staff, anna):
    create_customer({"given_name": "Carla", "card_code": "K7"}, by=None)

    response = as_staff.post(
        f"/customers/{anna.pk}/edit/", {"given_name": "Anna", "card_code": "K7", "version": "1"}
    )

    anna.refresh_from_db()
    assert (response.status_code, anna.card_code) == (422, None)


def test_customer_add_asks_first_and_saves_only_when_told(as_staff, anna):
    page = as_staff.post("/customers/new/", ANNAS_PHONE).content.decode()

    foot = page.partition('class="form-foot"')[2].partition("</form>")[0]
    shown = [word in foot for word in ("Open Anna Bell", "Add anyway", "Save")]
    assert shown == [True, True, False]
    assert page.index('tabindex="-1" aria-hidden="true">Save') < page.index('name="anyway"')


@pytest.mark.parametrize(
    ("typed", "is_asked"),
    [
        ({}, True),
        ({"given_name": "ÁNNA ", "family_name": "bell"}, True),
        ({"emails": "other@example.org"}, False),
        ({"phones": "01632 960555"}, False),
        ({"family_name": ""}, False),
        ({"given_name": "Annabel"}, False),
    ],
)
def test_customer_add_asks_about_the_same_name(as_staff, anna, typed, is_asked):
    typed = {"given_name": "Anna", "family_name": "Bell", "once": "t"} | typed

    response = as_staff.post("/customers/new/", typed)

    said = "There is already a customer of this name." in response.content.decode()
    assert (response.status_code == 422, said) == (is_asked, is_asked)


def test_customer_add_never_forbids_a_name(as_staff, anna):
    typed = {"given_name": "Anna", "family_name": "Bell", "once": "t", "anyway": str(anna.pk)}

    assert as_staff.post("/customers/new/", typed).status_code == 302
    assert Customer.objects.filter(family_name="Bell").count() == 2


def test_customer_edit_asks_about_a_new_name_only(as_staff, anna, shop):
    twin = create_customer({"given_name": "Anna", "family_name": "Bell"}, by=None)
    typed = {"given_name": "Anna", "family_name": "Bell", "city": "Bath", "version": "1"}
    tom = create_customer({"given_name": "Tom"}, by=None)

    assert as_staff.post(f"/customers/{twin.pk}/edit/", typed).status_code == 302
    assert as_staff.post(f"/customers/{tom.pk}/edit/", typed).status_code == 422
