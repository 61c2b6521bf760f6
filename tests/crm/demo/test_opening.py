"""Opening the demo shop: the same on every day, once, and only where no real shop lives."""

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import Value
from django.db.models.functions import Coalesce

from crm.demo.people import PASSWORD
from crm.shop.actions.opening import clear_demo_shop
from crm.shop.models import AuditEntry, Location, ShopSettings, User
from customers.models import Customer, Household, Interaction, Purchase, Tag
from feedback.models import ComplaintRules

pytestmark = pytest.mark.django_db


def what_is_in_it() -> tuple[list[Any], ...]:
    """Everything that must not depend on the day."""
    return (
        list(
            Customer.objects.values_list("given_name", "family_name", "spend", "purchase_count").order_by(
                "pk"
            )
        ),
        sorted(Purchase.objects.values_list(Coalesce("customer__sort_key", Value("")), "total")),
        sorted(Interaction.objects.values_list("customer__sort_key", "kind", "text", "outcome")),
    )


def first_start(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What `make run` says in front of an empty database."""
    for name in ("SHOP", "LAN"):
        monkeypatch.delenv(name, raising=False)
    call_command("prepare", "--no-static")
    return capsys.readouterr().out


def test_demo_opens_at_the_first_start_is_the_same_on_every_day_and_leaves_nothing_but_the_trail(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = StringIO()
    with time_machine.travel(datetime(2026, 2, 28, 14, 0, tzinfo=UTC), tick=False):
        told = first_start(capsys, monkeypatch)
        assert (shop := ShopSettings.current())
        assert shop.is_demo
        assert ComplaintRules.current().body_website.endswith(".example")
        one, first = what_is_in_it(), Customer.objects.order_by("pk").first()
        call_command("demo_shop", stdout=said)
        assert Customer.objects.order_by("pk").first() == first
    with time_machine.travel(datetime(2027, 12, 20, 6, 30, tzinfo=UTC), tick=False):
        call_command("demo_shop", "--reset", stdout=StringIO())
        other, anew = what_is_in_it(), Customer.objects.order_by("pk").first()
        clear_demo_shop(by=User.objects.owners().get())

    assert told.startswith("owner olga@demo.example, ")
    assert told.endswith(f"password for both: {PASSWORD}\n")
    assert one == other
    assert first != anew
    assert "already" in said.getvalue()
    assert_only_the_trail_is_left()


def assert_only_the_trail_is_left() -> None:
    for model in (
        ComplaintRules,
        ShopSettings,
        User,
        Location,
        Customer,
        Purchase,
        Interaction,
        Household,
        Tag,
    ):
        assert not model._default_manager.exists()
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["root_cause.installed", "shop.demo_opened", "shop.demo_cleared"] * 2


@pytest.mark.parametrize("arguments", [[], ["--reset"]])
def test_demo_never_touches_a_real_shop(shop: ShopSettings, arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="real shop"):
        call_command("demo_shop", *arguments)

    assert ShopSettings.objects.get() == shop
    assert not Customer.objects.exists()


def test_demo_is_refused_in_production(settings: Any) -> None:
    settings.IS_PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        call_command("demo_shop")

    assert ShopSettings.current() is None
