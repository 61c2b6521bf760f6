import pytest
from django.urls import reverse

ALIKE = reverse("customers:customer_alike")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"phones": "01632 960001"}, "01632 960001"),
        ({"emails": "Anna@Example.org", "birthday": "32/1"}, "anna@example.org"),
        ({"given_name": "ANNA", "family_name": "Bell"}, "the same name"),
        ({"given_name": "Anna", "family_name": "Bel"}, "a name like this"),
    ],
)
def test_alike_names_whoever_may_be_the_same_person(as_staff, anna, typed, why):
    answer = as_staff.post(ALIKE, typed).content.decode()

    assert reverse("customers:customer_detail", args=[anna.pk]) in answer
    assert why in answer


def test_alike_says_nothing_about_somebody_new(as_staff, anna):
    assert as_staff.post(ALIKE, {"given_name": "Zoe", "phones": "01632 960077"}).content.strip() == b""


def test_alike_is_for_whoever_may_add_customers(client, vera):
    client.force_login(vera)

    assert client.post(ALIKE).status_code == 403
    assert client.get(ALIKE).status_code in {403, 405}


def test_the_form_of_a_new_customer_asks_while_it_is_typed(as_staff):
    assert f'hx-post="{ALIKE}"' in as_staff.get(reverse("customers:customer_add")).content.decode()
