"""How long an answer takes tells nobody who works here (S11). CPU: a busy machine does not stretch it."""

import time
from collections import defaultdict
from statistics import median

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from crm.shop.models import SignInBucket, User

PASSWORD = "correct horse battery staple"
ROUNDS = 10


class LightArgon2(Argon2PasswordHasher):
    """Still most of an answer's work, without taking a minute over forty of them."""

    time_cost, memory_cost, parallelism = 1, 32_768, 1


@pytest.fixture
def strangers(settings, mira: User, otto: User, vera: User) -> list[str]:
    """Somebody known, nobody, somebody who left, somebody without a password."""
    settings.PASSWORD_HASHERS = [f"{__name__}.LightArgon2"]
    for person in (mira, otto, vera):
        person.set_password(PASSWORD)
    otto.is_active = False
    vera.set_unusable_password()
    for person in (mira, otto, vera):
        person.save()
    return [mira.email, "nobody@shop.example", otto.email, vera.email]


def ratio_of_medians(strangers: list[str], address: str, **answers: str) -> float:
    """The slowest kind of stranger against the quickest, taking turns."""
    took = defaultdict(list)
    for _round in range(ROUNDS):
        for email in strangers:
            SignInBucket.objects.all().delete()
            sent = {name: answer or email for name, answer in answers.items()}
            client = Client()
            began = time.process_time()
            client.post(address, sent)
            took[email].append(time.process_time() - began)
    medians = [median(times) for times in took.values()]
    return max(medians) / min(medians)


def test_sign_in_takes_as_long_whoever_is_asked_for(strangers):
    assert ratio_of_medians(strangers, "/account/login/", login="", password="a wrong one") < 1.3


def test_reset_takes_as_long_whoever_is_asked_for(strangers):
    assert ratio_of_medians(strangers, "/account/password/reset/", email="") < 1.3
