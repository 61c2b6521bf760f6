"""What somebody wants and we do not have here: asked, ordered, arrived, told, collected."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import Location, User
from customers.actions.interaction import Entry, log_interaction
from customers.models import Customer, Direction
from customers.stale import refuse_stale
from engagement.actions.special_order_mail import call_news_off, mail_that_it_is_here
from engagement.kinds import SPECIAL_ORDER
from engagement.models import OrderKind, OrderState, SpecialOrder
from engagement.order_moves import AFTER, STAMPS, may_move


@dataclass(frozen=True)
class Wish:
    """What somebody wants, and what was agreed about it."""

    product: str
    kind: str = OrderKind.SPECIAL
    product_code: str = ""
    quantity: int = 1
    note: str = ""
    price: Decimal | None = None
    deposit: Decimal | None = None
    expected_on: date | None = None
    location: Location | None = None


class NotThatWay(Exception):
    """The table of moves has no such step; `order` is as it stands now."""

    def __init__(self, order: SpecialOrder) -> None:
        super().__init__(order.pk)
        self.order = order


@transaction.atomic
def take_order(customer: Customer, wish: Wish, *, by: User | None) -> SpecialOrder:
    """Write down what they want; one line on the timeline."""
    now = timezone.now()
    values = {name: getattr(wish, name) for name in asdict(wish)}
    order = SpecialOrder.objects.create(customer=customer, **values, asked_at=now, created_by=by)
    text = f"{order.quantity} × {order.product}" if order.quantity > 1 else order.product
    about = audit.label(order)
    entry = Entry(
        SPECIAL_ORDER.key, now, text, direction=Direction.INCOMING, location=order.location, about=about
    )
    log_interaction(customer, entry, by=by)
    audit.record("special_order.taken", order, by=by)
    return order


@transaction.atomic
def edit_order(order: SpecialOrder, wish: Wish, *, version: int, by: User | None) -> SpecialOrder:
    """Change what was agreed. Raises SomebodyWasFaster when `version` is not the stored one."""
    order = _locked(order)
    refuse_stale(order, version)
    changed = [name for name in asdict(wish) if getattr(order, name) != getattr(wish, name)]
    if changed:
        for name in changed:
            setattr(order, name, getattr(wish, name))
        _save(order, *changed)
        audit.record("special_order.edited", order, by=by, fields=changed)
    return order


@transaction.atomic
def move_order(order: SpecialOrder, state: str, *, by: User | None) -> SpecialOrder:
    """On to another state, as the table allows. Twice is once. Raises NotThatWay."""
    order = _locked(order)
    if order.state == state:
        return order
    if not may_move(order.state, state):
        raise NotThatWay(order)
    for name in AFTER[state]:
        setattr(order, name, None)
    if getattr(order, STAMPS[state]) is None:
        setattr(order, STAMPS[state], timezone.now())
    order.state = OrderState(state)
    _save(order, "state", STAMPS[state], *AFTER[state])
    if state not in {OrderState.ARRIVED, OrderState.COLLECTED}:
        call_news_off(order, by=by)
    audit.record(f"special_order.{state}", order, by=by)
    return order


@transaction.atomic
def tell_customer(order: SpecialOrder, *, by: User | None, by_mail: bool) -> SpecialOrder:
    """They know that it is here: by mail through the outbox, or as they were told already. Twice is once.

    Raises NotThatWay where it is not here, NoAddress where no mail can leave.
    """
    order = _locked(order)
    if order.state != OrderState.ARRIVED:
        raise NotThatWay(order)
    if order.told_at is None:
        order.told_at, order.told_by = timezone.now(), by
        _save(order, "told_at", "told_by")
        if by_mail:
            mail_that_it_is_here(order, by=by)
        else:
            _log_told(order, by=by)
        audit.record("special_order.told", order, by=by)
    return order


def _log_told(order: SpecialOrder, *, by: User | None) -> None:
    """One line for each time it arrived; a mail writes its own when it leaves."""
    if order.told_at is None or order.arrived_at is None:
        return
    kind, _colon, number = audit.label(order).partition(":")
    entry = Entry(
        kind=SPECIAL_ORDER.key,
        at=order.told_at,
        text=order.product,
        direction=Direction.OUTGOING,
        about=f"{kind}.{order.arrived_at:%Y%m%d%H%M%S}:{number}",
    )
    log_interaction(order.customer, entry, by=by)


def _locked(order: SpecialOrder) -> SpecialOrder:
    rows = SpecialOrder.objects.select_for_update(of=("self",)).select_related("customer", "location")
    return rows.get(pk=order.pk)


def _save(order: SpecialOrder, *names: str) -> None:
    order.version += 1
    order.save(update_fields=[*names, "version"])
