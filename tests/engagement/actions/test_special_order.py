"""Special orders: the way they may go, and who knows that they are here."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from crm.shop.models import AuditEntry
from customers.models import Interaction
from customers.stale import SomebodyWasFaster
from engagement.actions.enquiry_mail import NoAddress
from engagement.actions.special_order import (
    NotThatWay,
    Wish,
    edit_order,
    move_order,
    take_order,
    tell_customer,
)
from engagement.models import Message, OrderState, SpecialOrder
from engagement.order_moves import AFTER, MOVES, STAMPS

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


@pytest.fixture
def teapot(anna, mira) -> SpecialOrder:
    return take_order(anna, Wish("Green teapot", quantity=2, expected_on=date(2026, 12, 1)), by=mira)


def along(order: SpecialOrder, *states: str, by) -> SpecialOrder:
    for state in states:
        order = move_order(order, state, by=by)
    return order


def verbs() -> list[str]:
    entries = AuditEntry.objects.filter(verb__startswith="special_order.").order_by("pk")
    return [verb.removeprefix("special_order.") for verb in entries.values_list("verb", flat=True)]


def test_take_order_stands_on_the_timeline(teapot, anna):
    assert (teapot.state, teapot.asked_at) == (OrderState.ASKED, NOW)
    assert Interaction.objects.of(anna).get().text == "2 × Green teapot"
    assert verbs() == ["taken"]


def test_an_order_goes_its_way_once(teapot, mira):
    along(teapot, "ordered", "ordered", "arrived", "arrived", "collected", "collected", by=mira)

    teapot.refresh_from_db()
    assert (teapot.ordered_at, teapot.arrived_at, teapot.collected_at) == (NOW, NOW, NOW)
    assert verbs() == ["taken", "ordered", "arrived", "collected"]


@pytest.mark.parametrize("before", OrderState.values)
@pytest.mark.parametrize("after", OrderState.values)
def test_only_what_the_table_allows_is_possible(teapot, mira, before, after):
    SpecialOrder.objects.update(state=before)
    if after == before or after in MOVES[before]:
        assert move_order(teapot, after, by=mira).state == after
        return

    with pytest.raises(NotThatWay) as refused:
        move_order(teapot, after, by=mira)

    assert refused.value.order.state == before


def test_the_table_knows_every_state():
    assert set(MOVES) == set(STAMPS) == set(AFTER) == set(OrderState)


def test_what_came_after_is_forgotten_on_the_way_back(teapot, mira):
    along(teapot, "arrived", by=mira)
    tell_customer(teapot, by=mira, by_mail=True)

    back = along(teapot, "ordered", by=mira)

    assert (back.arrived_at, back.told_at, back.told_by, back.collected_at) == (None, None, None, None)
    assert Message.objects.get().state == "cancelled"


def test_tell_customer_by_mail_writes_one(teapot, anna, mira, words):
    template = words("special_order_arrived")
    along(teapot, "arrived", by=mira)

    for _ in range(2):
        told = tell_customer(teapot, by=mira, by_mail=True)

    mail = Message.objects.get()
    assert (told.told_at, told.told_by, mail.template_version) == (NOW, mira, template.current)
    assert (mail.customer, mail.message_class, mail.context["product"]) == (
        anna,
        "transactional",
        "Green teapot",
    )


def test_tell_customer_by_mail_has_words_of_its_own(teapot, mira):
    tell_customer(along(teapot, "arrived", by=mira), by=mira, by_mail=True)

    assert "is here and waits for you" in Message.objects.get().own_body


def test_tell_customer_otherwise_writes_a_line(teapot, anna, mira, monday_morning):
    along(teapot, "arrived", by=mira)
    for _ in range(2):
        tell_customer(teapot, by=mira, by_mail=False)
    assert (Message.objects.count(), Interaction.objects.of(anna).count()) == (0, 2)

    monday_morning.shift(3600)
    tell_customer(along(teapot, "ordered", "arrived", by=mira), by=mira, by_mail=False)

    assert Interaction.objects.of(anna).count() == 3


def test_tell_customer_needs_the_thing_and_an_address(teapot, bert, mira):
    with pytest.raises(NotThatWay):
        tell_customer(teapot, by=mira, by_mail=False)
    unreachable = along(take_order(bert, Wish("Kettle"), by=mira), "arrived", by=mira)

    with pytest.raises(NoAddress):
        tell_customer(unreachable, by=mira, by_mail=True)

    unreachable.refresh_from_db()
    assert unreachable.told_at is None


def test_edit_order_names_what_changed_and_refuses_the_slower(teapot, mira, otto):
    edit_order(teapot, Wish("Blue teapot", quantity=2), version=1, by=mira)

    with pytest.raises(SomebodyWasFaster):
        edit_order(teapot, Wish("Red teapot"), version=1, by=otto)

    entry = AuditEntry.objects.get(verb="special_order.edited")
    assert entry.fields == ["expected_on", "product"]
