"""The shop's own questions."""

import pytest

from customers.models import Customer, CustomField


@pytest.fixture
def as_manager(client, mark):
    client.force_login(mark)
    return client


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "left-handed", "left-handed"),
        ("number", "38.5", "38.5"),
        ("day", "3/4/2021", "2021-04-03"),
        ("choice", "Gold", "Gold"),
        ("yes_no", "no", False),
    ],
)
def test_custom_field_keeps_typed_answers(as_manager, shop, kind, typed, kept):
    as_manager.post("/settings/fields/", {"label": "Our question", "kind": kind, "choices": "Gold\nSilver"})

    as_manager.post("/customers/new/", {"family_name": "Dean", "custom_our_question": typed})

    assert Customer.objects.get().custom == {"our_question": kept}


def test_custom_field_of_the_wrong_kind_is_refused_beside_its_box(as_manager, shop):
    as_manager.post("/settings/fields/", {"label": "Boot size", "kind": "number"})

    response = as_manager.post("/customers/new/", {"family_name": "Dean", "custom_boot_size": "large"})

    assert (response.status_code, Customer.objects.count()) == (422, 0)


def test_custom_field_retired_keeps_its_answers_and_comes_back(as_manager, shop):
    as_manager.post("/settings/fields/", {"label": "Boot size", "kind": "text"})
    as_manager.post("/customers/new/", {"family_name": "Dean", "custom_boot_size": "9"})
    field = CustomField.objects.get()

    as_manager.post(f"/settings/fields/{field.pk}/retire/")
    customer = Customer.objects.get()
    as_manager.post(f"/customers/{customer.pk}/edit/", {"family_name": "Deane", "version": "1"})
    as_manager.post("/settings/fields/", {"label": "Boot size", "kind": "text"})

    assert "Boot size: 9" in as_manager.get(f"/customers/{customer.pk}/").content.decode()


def test_custom_field_choice_without_choices_is_refused(as_manager, shop):
    response = as_manager.post("/settings/fields/", {"label": "Level", "kind": "choice"})

    assert (response.status_code, CustomField.objects.count()) == (422, 0)


def test_custom_fields_are_forbidden_to_staff(as_staff):
    assert as_staff.post("/settings/fields/", {"label": "x", "kind": "text"}).status_code == 403


def test_custom_field_asked_already_is_refused(as_manager, shop):
    for _ in range(2):
        response = as_manager.post("/settings/fields/", {"label": "Boot size", "kind": "text"})

    assert ("We ask this already." in response.content.decode(), CustomField.objects.count()) == (True, 1)


def test_custom_field_choices_stand_once(as_manager, shop):
    as_manager.post("/settings/fields/", {"label": "Size", "kind": "choice", "choices": "36\n37\n36"})

    assert CustomField.objects.get().choices == ["36", "37"]
