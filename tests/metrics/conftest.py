"""The owner at the board."""

import pytest
from django.test import Client


@pytest.fixture
def as_owner(client: Client, olga) -> Client:
    client.force_login(olga)
    return client
