"""One promise to many who were ticked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.customer import set_do_not_disturb
from engagement.models import FollowUp

pytestmark = pytest.mark.django_db
PAGE = "/follow-ups/many/"


@pytest.fixture
def ticked(client, mark, anna, bert):
    client.force_login(mark)
    anna.looked_after_by = mark
    anna.save()
    day = timezone.localdate() + timedelta(days=3)
    return {
        "who": "picked",
        "list": "",
        "pk": [anna.pk, bert.pk],
        "once": "a",
        "reason": "Ask how it goes",
        "due_on": day.isoformat(),
    }


def test_each_gets_a_follow_up_of_their_own_once(client, ticked, anna, bert, olga, mark):
    assert "2 customers" in client.get(PAGE, ticked).text

    for _turn in range(2):
        client.post(PAGE, ticked | {"owner": olga.pk})

    made = FollowUp.objects.order_by("customer").values_list("customer", "reason", "owner")
    assert set(made) == {(each.pk, "Ask how it goes", olga.pk) for each in (anna, bert)}
    assert FollowUp.objects.count() == 2


def test_without_a_name_whoever_looks_after_them_does_it(client, ticked, anna, mira):
    anna.looked_after_by = mira
    anna.save()

    client.post(PAGE, ticked)

    assert sorted(FollowUp.objects.values_list("owner__name", flat=True)) == ["Mark", "Mira"]


def test_whoever_is_not_to_be_disturbed_is_left_out(client, ticked, anna, bert, olga):
    for each in (anna, bert):
        set_do_not_disturb(each, quiet=True, by=olga)

    assert client.post(PAGE, ticked).status_code == 302
    assert not FollowUp.objects.exists()


def test_what_is_missing_is_told_and_a_whole_list_is_refused(client, ticked):
    wrong = client.post(PAGE, ticked | {"reason": ""})

    assert (wrong.status_code, FollowUp.objects.count()) == (422, 0)
    assert client.get(PAGE, {"who": "all", "list": ""}).status_code == 302
    assert client.get(PAGE, {"who": "picked", "list": ""}).status_code == 302


@pytest.mark.parametrize("person", ["mira", "vera"])
def test_it_is_for_managers(client, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(PAGE).status_code == 403
