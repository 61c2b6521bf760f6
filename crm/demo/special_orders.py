"""What customers of the demo shop asked for: waited for, ordered, arrived, collected."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from crm.demo.cast import Person
from crm.demo.choosing import Choice
from crm.demo.dice import dice
from crm.demo.reading import rows as read
from crm.demo.shop import Frame
from crm.demo.writers import who_logs
from crm.demo.writing import Rows
from crm.shop.actions import audit
from customers.models import Direction, Interaction
from engagement.kinds import SPECIAL_ORDER
from engagement.models import OrderState, SpecialOrder

ORDERED_AFTER, HERE_BEFORE, COLLECTED_AFTER = 1, 4, 3  # open days
HERE = (OrderState.ARRIVED, OrderState.COLLECTED)


def write_special_orders(people: Sequence[Person], rows: Rows, frame: Frame) -> None:
    """The orders, and a line on the timeline of whoever asked."""
    choice = Choice(people, "special orders")
    orders = SpecialOrder.objects.bulk_create(
        _order(row, rows, choice, frame) for row in read("special_orders")
    )
    Interaction.objects.bulk_create(_line(order) for order in orders)


def _order(row: tuple[str, ...], rows: Rows, choice: Choice, frame: Frame) -> SpecialOrder:
    how_far, asked, expected, kind, quantity, price, paid, code, note, product = row
    order = SpecialOrder(
        customer=rows[id(choice.one("phone"))],
        kind=kind,
        product=product,
        product_code=code,
        quantity=int(quantity),
        note=note,
        price=Decimal(price) if price else None,
        deposit=Decimal(paid) if paid else None,
        expected_on=frame.days.today + timedelta(days=int(expected)) if expected else None,
        location=frame.location,
        asked_at=frame.days.later(frame.days.now, -int(asked), 0.5),
        created_by=frame.staff[who_logs(product, dice(f"who takes {product}"))],
    )
    _go_on(order, how_far, int(asked), frame)
    return order


def _go_on(order: SpecialOrder, how_far: str, asked: int, frame: Frame) -> None:
    """As far as it came, with the day of each step."""
    state, _space, told = how_far.partition(" ")
    order.state, later = OrderState(state), frame.days.later
    if state == OrderState.CANCELLED:
        order.cancelled_at = later(order.asked_at, 5, 0.4)
    elif state != OrderState.ASKED:
        order.ordered_at = later(order.asked_at, ORDERED_AFTER, 0.2)
    if state in HERE:
        order.arrived_at = later(order.asked_at, max(2, asked - HERE_BEFORE), 0.1)
    if order.arrived_at and (told or state == OrderState.COLLECTED):
        order.told_at, order.told_by = later(order.arrived_at, 0, 0.6), order.created_by
    if state == OrderState.COLLECTED and order.arrived_at:
        order.collected_at = later(order.arrived_at, COLLECTED_AFTER, 0.5)


def _line(order: SpecialOrder) -> Interaction:
    return Interaction(
        customer=order.customer,
        kind=SPECIAL_ORDER.key,
        at=order.asked_at,
        text=f"{order.quantity} × {order.product}" if order.quantity > 1 else order.product,
        direction=Direction.INCOMING,
        location=order.location,
        about=audit.label(order),
        staff=order.created_by,
    )
