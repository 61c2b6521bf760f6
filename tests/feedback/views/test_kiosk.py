"""Tablets for customers, as managers see them."""

import pytest
from django.contrib.auth import SESSION_KEY

from crm.shop.models import AuditEntry
from crm.shop.tablet import KIOSK_COOKIE
from feedback.actions.kiosk import set_up_kiosk
from feedback.models import Kiosk
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh_manager(as_manager):
    """Somebody who has just shown their password."""
    as_manager.post("/account/reauthenticate/", {"password": PASSWORD})
    return as_manager


def test_kiosk_set_up_signs_out_and_hands_over_the_tablet(fresh_manager, pulse, counter):
    typed = {"name": "By the door", "survey": pulse.pk, "location": counter.pk}

    answer = fresh_manager.post("/kiosks/new/", typed)

    kiosk = Kiosk.objects.get()
    assert answer.headers["Location"] == "/kiosk/"
    assert (kiosk.survey, kiosk.device.name, kiosk.device.is_kiosk) == (pulse, "By the door", True)
    assert answer.cookies[KIOSK_COOKIE]["httponly"]
    assert SESSION_KEY not in fresh_manager.session
    assert "How was it today?" in fresh_manager.get("/kiosk/").text


def test_kiosk_set_up_wants_a_name_and_a_survey_that_is_on(fresh_manager, shop):
    asked = fresh_manager.post("/kiosks/new/", {"name": ""})

    assert (asked.status_code, set(asked.context["form"].errors)) == (422, {"name", "survey"})


@pytest.mark.parametrize("count", [1, 3])
def test_kiosk_list_takes_as_many_queries_however_many_stand(
    as_manager, olga, pulse, count, django_assert_num_queries
):
    for number in range(count):
        set_up_kiosk(f"Table {number}", token=str(number), survey=pulse, location=None, by=olga)
    as_manager.get("/kiosks/")

    with django_assert_num_queries(4):
        assert as_manager.get("/kiosks/").text.count("Take back") == count


def test_kiosk_revoke_twice_is_once(as_manager, door_kiosk):
    for _ in range(2):
        assert as_manager.post(f"/kiosks/{door_kiosk.pk}/revoke/").status_code == 302

    assert AuditEntry.objects.filter(verb="device.revoked").count() == 1
    assert as_manager.get(f"/kiosks/{door_kiosk.pk}/revoke/").status_code == 405


def test_kiosks_are_for_those_who_enrol_tablets(as_viewer, door_kiosk):
    assert as_viewer.get("/kiosks/").status_code == 403
    assert as_viewer.post(f"/kiosks/{door_kiosk.pk}/revoke/").status_code == 403
