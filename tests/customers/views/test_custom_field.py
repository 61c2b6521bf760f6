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


def retire_and_ask_again(page, **answers):
    page.post(f"/settings/fields/{CustomField.objects.get().pk}/retire/")
    return page.post("/settings/fields/", {"label": "Level", "kind": "choice", **answers})


def test_custom_field_comes_back_with_the_choices_typed_now_and_old_answers_stay(as_manager, shop):
    as_manager.post("/settings/fields/", {"label": "Level", "kind": "choice", "choices": "Gold\nSilver"})
    as_manager.post("/customers/new/", {"family_name": "Dean", "custom_level": "Silver"})
    customer = Customer.objects.get()

    retire_and_ask_again(as_manager, choices="Gold\nTin")
    page = as_manager.get(f"/customers/{customer.pk}/edit/").text
    saved = as_manager.post(
        f"/customers/{customer.pk}/edit/", {"family_name": "Deane", "custom_level": "Silver", "version": "1"}
    )
    other = as_manager.post("/customers/new/", {"family_name": "Hill", "custom_level": "Silver"})

    assert CustomField.objects.get().choices == ["Gold", "Tin"]
    assert '<option value="Silver" selected>' in page
    assert saved.status_code == 302
    customer.refresh_from_db()
    assert (customer.family_name, customer.custom) == ("Deane", {"level": "Silver"})
    assert other.status_code == 422


def test_custom_field_does_not_come_back_as_another_kind(as_manager, shop):
    as_manager.post("/settings/fields/", {"label": "Level", "kind": "text"})

    answer = retire_and_ask_again(as_manager, choices="Gold")

    assert (answer.status_code, CustomField.objects.in_use().count()) == (422, 0)
    assert "We asked this before, as another kind of answer (Text)" in answer.text


def test_custom_field_may_be_called_in_any_letters(as_manager, shop):
    for label in ("Размер обуви", "靴のサイズ"):
        as_manager.post("/settings/fields/", {"label": label, "kind": "text"})
    answer = as_manager.post("/settings/fields/", {"label": "?!", "kind": "text"})

    assert sorted(CustomField.objects.values_list("label", flat=True)) == ["Размер обуви", "靴のサイズ"]
    assert CustomField.objects.values("key").distinct().count() == 2
    assert answer.status_code == 422
