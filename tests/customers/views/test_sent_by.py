""" "Who sent you?", asked in the form for somebody new and in the quick log."""

import pytest

from customers.actions.customer import create_customer
from customers.actions.referral import make_referral_code
from customers.models import Customer, Interaction, Referral

NEW = {"given_name": "Cleo", "family_name": "Marsh", "once": "a"}


def page_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("typed", ["Anna Bell", "anna", "960001", "anna@example.org"])
def test_a_new_customer_was_sent_by_whom_they_name(as_staff, anna, mira, typed):
    response = as_staff.post("/customers/new/", NEW | {"sent_by": typed})

    referral = Referral.objects.get()
    assert response.status_code == 302
    assert (referral.advocate, referral.friend.given_name, referral.way) == (anna, "Cleo", "counter")
    assert (referral.by, referral.friend.source) == (mira, "A friend")


@pytest.mark.parametrize(("form", "way"), [("{}", "code"), ("https://shop.example/friend/{}/", "link")])
def test_a_code_or_link_says_who_sent_them(as_staff, anna, form, way):
    code = make_referral_code(anna, by=None).code

    as_staff.post("/customers/new/", NEW | {"sent_by": form.format(code)})

    assert Referral.objects.values_list("advocate", "way").get() == (anna.pk, way)


def test_several_of_the_name_are_asked_about(as_staff, anna):
    other = create_customer({"given_name": "Anna", "family_name": "Moss"}, by=None)

    asked = as_staff.post("/customers/new/", NEW | {"sent_by": "Anna"})
    assert asked.status_code == 422
    assert 'name="sent_by-chosen"' in page_of(asked)
    assert not Customer.objects.filter(given_name="Cleo").exists()
    as_staff.post("/customers/new/", NEW | {"sent_by": "Anna", "sent_by-chosen": str(other.pk)})

    assert Referral.objects.get().advocate == other


@pytest.mark.parametrize("typed", ["Nobody Here", "x" * 300, "Ana Bel"])
def test_somebody_unknown_comes_back(as_staff, anna, typed):
    assert as_staff.post("/customers/new/", NEW | {"sent_by": typed}).status_code == 422
    assert not Customer.objects.filter(given_name="Cleo").exists()


def test_a_household_is_refused_and_nobody_is_added(as_staff, anna):
    answers = NEW | {"phones": "01632 960001", "sent_by": "Anna", "anyway": str(anna.pk)}

    refused = as_staff.post("/customers/new/", answers)

    assert refused.status_code == 422
    assert "one household" in page_of(refused)
    assert not Customer.objects.filter(given_name="Cleo").exists()


@pytest.mark.parametrize("chosen", ["999999", "x", "9" * 30, "-1"])
def test_a_choice_nobody_offered_is_no_choice(as_staff, anna, chosen):
    as_staff.post("/customers/new/", NEW | {"sent_by": "", "sent_by-chosen": chosen})

    assert not Referral.objects.exists()


def test_an_edit_does_not_ask(as_staff, anna):
    assert 'name="sent_by"' not in page_of(as_staff.get(f"/customers/{anna.pk}/edit/"))


def test_the_quick_log_asks_too(as_staff, anna, bert, mira):
    address = f"/customers/{bert.pk}/log/"
    assert 'name="sent_by"' in page_of(as_staff.get(f"/customers/{bert.pk}/"))

    for _twice in range(2):
        as_staff.post(address, {"kind": "visit", "sent_by": "Anna", "once": "b"})

    assert Referral.objects.values_list("advocate", "friend", "by").get() == (anna.pk, bert.pk, mira.pk)
    assert Interaction.objects.filter(kind="visit").count() == 1


def test_the_quick_log_says_why_not(as_staff, anna):
    refused = as_staff.post(f"/customers/{anna.pk}/log/", {"kind": "visit", "sent_by": "Anna"})

    assert refused.status_code == 422
    assert "Nobody sends themselves" in page_of(refused)
    assert not Interaction.objects.exists()
