"""A survey in the shop, and a code that leads to it."""

import pytest
from django.test import Client

from crm.shop.tablet import KIOSK_COOKIE
from feedback.actions.kiosk import set_up_kiosk
from feedback.actions.printed_code import make_printed_code
from feedback.actions.survey import install_starter_surveys, switch_survey_on
from feedback.models import Kiosk, PrintedCode, Survey


@pytest.fixture
def pulse(shop) -> Survey:
    """One question in the shop, switched on."""
    install_starter_surveys(by=None)
    return switch_survey_on(Survey.objects.get(key="pulse"), by=None)


@pytest.fixture
def till_code(pulse, counter) -> PrintedCode:
    """A code that stands by the till."""
    return make_printed_code(pulse, spot="At the till", location=counter, by=None)


@pytest.fixture
def door_kiosk(pulse, counter, olga) -> Kiosk:
    """A tablet by the door, whose token is "secret"."""
    return set_up_kiosk("By the door", token="secret", survey=pulse, location=counter, by=olga)


@pytest.fixture
def tablet(door_kiosk) -> Client:
    """The browser on it."""
    client = Client(enforce_csrf_checks=True)
    client.cookies[KIOSK_COOKIE] = "secret"
    return client
