"""Who is away, and who stands in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.shop.actions.absence import Away, come_back, say_away
from crm.shop.models import Absence, AuditEntry
from crm.shop.standing_in import who_acts_for

pytestmark = pytest.mark.django_db
DOOR = "/away/"


def today():
    return timezone.localdate()


def typed(person, **more) -> dict[str, str]:
    return {"person": person.pk, "begins_on": f"{today()}", "ends_on": f"{today()}"} | more


def history() -> list[str]:
    return list(AuditEntry.objects.filter(verb__in=["user.away", "user.back"]).values_list("verb", flat=True))


def test_i_say_that_i_am_away_and_back_each_once(as_staff, mira, otto):
    for _ in range(2):
        as_staff.post(DOOR, typed(mira, stand_in=otto.pk))
    assert "Otto stands in" in as_staff.get(DOOR).text
    absence = Absence.objects.get()

    for _ in range(2):
        as_staff.post(f"{DOOR}{absence.pk}/end/")

    assert sorted(history()) == ["user.away", "user.back"]
    assert "Everybody is here." in as_staff.get(DOOR).text


def test_others_are_for_whoever_leads_to_say(client, as_staff, mark, otto):
    assert as_staff.post(DOOR, typed(otto)).status_code == 422
    client.force_login(mark)

    client.post(DOOR, typed(otto))

    assert Absence.objects.get().person == otto


def test_nobody_ends_the_absence_of_another(as_staff, otto):
    absence = say_away(otto, Away(today(), today()), by=otto)

    assert as_staff.post(f"{DOOR}{absence.pk}/end/").status_code == 404
    assert as_staff.get(f"{DOOR}{absence.pk}/end/").status_code == 405


@pytest.mark.parametrize(
    "wrong", [{"ends_on": "2020-01-01"}, {"ends_on": "2099-01-01"}, {"ends_on": "never"}]
)
def test_odd_days_come_back_as_a_form(as_staff, mira, wrong):
    assert as_staff.post(DOOR, typed(mira, **wrong)).status_code == 422


def test_nobody_stands_in_for_themselves(as_staff, mira):
    assert as_staff.post(DOOR, typed(mira, stand_in=mira.pk)).status_code == 422


def test_who_acts_for_somebody(mira, otto, mark):
    assert who_acts_for(mira, on=today()) == mira
    say_away(mira, Away(today(), today(), otto), by=mira)
    assert who_acts_for(mira, on=today()) == otto
    assert who_acts_for(mira, on=today() + timedelta(days=1)) == mira
    assert who_acts_for(mira, on=today(), may_act=lambda person: person == mark) is None
    say_away(otto, Away(today(), today(), mira), by=otto)
    assert who_acts_for(mira, on=today()) is None
    come_back(otto, by=otto)
    assert who_acts_for(mira, on=today()) == otto
