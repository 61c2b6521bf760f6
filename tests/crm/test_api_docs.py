"""The walk-through of the API is walked, command by command, and its description is the API's own."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crm.shop.actions.api_token import make_token
from crm.shop.models import Scope, ShopSettings
from crm.shop.permissions import Role
from customers.models import Customer, Interaction, Purchase
from engagement.models import Enquiry, FollowUp
from tests.architecture.doors import PROGRAMS, doors
from tests.conftest import person

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/api.md"
NUMBERED = {"customers": Customer, "follow-ups": FollowUp, "enquiries": Enquiry}
COMMAND = re.compile(r"```sh\n(curl .*?)```", re.DOTALL)


@pytest.fixture
def open_house(transactional_db) -> ShopSettings:
    return ShopSettings.objects.create(
        pk=1, name="Paper", country="GB", phone_country="GB", time_zone="Europe/London", currency="GBP"
    )


def run(command: str, *, shop: str, key: str, with_stand_in: bool) -> str:
    """One command of the page, as somebody would paste it, with the number of what there is."""
    typed = command
    for name, model in NUMBERED.items():
        number = model.objects.values_list("pk", flat=True).first()
        typed = typed.replace(f"/{name}/1/", f"/{name}/{number}/")
    if with_stand_in:
        typed = typed.replace("curl ", f"{sys.executable} {ROOT / 'tests/crm/curl_stand_in.py'} ", 1)
    environment = {"SHOP": shop, "KEY": key, "PATH": os.environ["PATH"]}
    done = subprocess.run(["sh", "-c", typed], capture_output=True, text=True, env=environment, check=True)
    return done.stdout


@pytest.mark.parametrize("with_stand_in", [False, True], ids=["curl", "stand-in"])
def test_every_command_of_the_page_does_what_the_page_says(open_house, live_server, with_stand_in):
    if not with_stand_in and not shutil.which("curl"):
        pytest.skip("There is no curl here; its stand-in walks the page.")
    _token, key = make_token("Till", scopes=[Scope.WRITE], by=None)
    person("Olga", Role.OWNER)
    find, sale, again, refund, log, change, many, *counter = COMMAND.findall(PAGE.read_text())
    promise, keep, question, answer, consent = counter

    def ask(command: str) -> str:
        return run(command, shop=live_server.url, key=key, with_stand_in=with_stand_in)

    assert json.loads(ask(find))["results"] == []
    sold = json.loads(ask(sale))
    assert (sold["total"], sold["external_id"], sold["source"]) == ("23.25", "R-1001", "Till")
    headers, _blank, body = ask(again).replace("\r", "").partition("\n\n")
    assert headers.startswith("HTTP/1.1 201")
    assert "idempotent-replayed: true" in headers.lower()
    assert json.loads(body) == sold
    assert json.loads(ask(refund))["refund_of"] == sold["id"]
    assert json.loads(ask(log))["text"] == "Asked for the tea towel in blue"
    assert json.loads(ask(change))["given_name"] == "Nora"
    assert [result["status"] for result in json.loads(ask(many))["results"]] == [200, 201, 400]
    assert json.loads(ask(promise))["owner"] == "Olga"
    assert json.loads(ask(keep))["state"] == "completed"
    assert json.loads(ask(question))["state"] == "open"
    assert json.loads(ask(answer))["answer"] == "We do, and it costs nothing."
    assert json.loads(ask(consent))["stands"] is True
    [nora] = json.loads(ask(find))["results"]
    assert (nora["display_name"], nora["spend"], nora["purchase_count"]) == ("Nora", "19.00", 1)
    assert (Purchase.objects.count(), Interaction.objects.count()) == (3, 6)


def test_the_description_is_written_again_the_same():
    from crm.api_description import FILE, description

    assert (ROOT / FILE).read_text() == description(), "Run `manage.py describe_api`."


def test_the_description_names_every_door_and_is_served_by_none():
    described = (ROOT / "docs/api/openapi.yaml").read_text()
    addresses = {door.address.replace("/1/", "/{id}/") for door in doors() if door.name in PROGRAMS}

    assert set(re.findall(r"^  (/api/\S+):$", described, re.MULTILINE)) == addresses
    assert not [door.name for door in doors() if "schema" in door.address or "openapi" in door.address]
