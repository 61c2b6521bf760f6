"""The pages of special orders and the waiting list."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from engagement.actions.enquiry import Asked, open_enquiry
from engagement.actions.special_order import Wish, move_order, take_order
from engagement.models import Message, OrderState, SpecialOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def teapot(anna, mira) -> SpecialOrder:
    return take_order(anna, Wish("Green teapot"), by=mira)


def now_of(order: SpecialOrder) -> SpecialOrder:
    return SpecialOrder.objects.get(pk=order.pk)


def do(client: Client, order: SpecialOrder, what: str):
    return client.post(f"/orders/{order.pk}/move/", {"do": what}, follow=True)


def test_what_they_want_is_written_down_once(as_staff, anna):
    typed = {"product": "Green teapot", "kind": "waiting", "quantity": "2", "price": "12.50", "once": "a"}
    for _ in range(2):
        response = as_staff.post(f"/customers/{anna.pk}/orders/new/", typed)

    order = SpecialOrder.objects.get()
    assert (order.kind, order.quantity, str(order.price)) == ("waiting", 2, "12.5000")
    assert "Green teapot" in as_staff.get(response.url).text
    assert "Green teapot" in as_staff.get("/orders/").text
    assert "£12.50" in as_staff.get(f"/orders/{order.pk}/").text


@pytest.mark.parametrize(
    "wrong", [{"product": " "}, {"quantity": "0"}, {"price": "dear"}, {"expected_on": "soon"}]
)
def test_what_is_wrong_comes_back(as_staff, anna, wrong):
    typed = {"product": "Teapot", "kind": "special", "quantity": "1", **wrong}

    assert as_staff.post(f"/customers/{anna.pk}/orders/new/", typed).status_code == 422
    assert SpecialOrder.objects.count() == 0


def test_it_goes_its_way_by_one_tap_each(as_staff, teapot):
    for what in ("ordered", "arrived", "mail", "mail", "collected"):
        do(as_staff, teapot, what)

    order = now_of(teapot)
    assert (order.state, order.told_at is not None, Message.objects.count()) == (
        OrderState.COLLECTED,
        True,
        1,
    )


def test_a_step_that_is_not_possible_is_told(as_staff, teapot, bert, mira):
    assert "That is not possible now: it is “Asked for”." in do(as_staff, teapot, "collected").text
    unreachable = move_order(take_order(bert, Wish("Kettle"), by=mira), "arrived", by=mira)

    assert "We know no e-mail address of theirs." in do(as_staff, unreachable, "mail").text
    assert do(as_staff, teapot, "nonsense").status_code == 200
    assert now_of(teapot).state == OrderState.ASKED


def test_seasonal_staff_tell_without_a_mail(client, teapot, sam, mira):
    move_order(teapot, "arrived", by=mira)
    client.force_login(sam)

    do(client, teapot, "mail")

    assert (now_of(teapot).told_by, Message.objects.count()) == (sam, 0)


def test_a_slower_change_keeps_what_was_typed(as_staff, teapot):
    typed = {"product": "Blue teapot", "kind": "special", "quantity": "1", "version": "1"}
    assert as_staff.post(f"/orders/{teapot.pk}/edit/", typed).status_code == 302

    response = as_staff.post(f"/orders/{teapot.pk}/edit/", {**typed, "product": "Red teapot"})

    assert (response.status_code, "Red teapot" in response.text) == (409, True)
    assert now_of(teapot).product == "Blue teapot"
    assert as_staff.post(f"/orders/{teapot.pk}/edit/", {**typed, "product": ""}).status_code == 422


def test_viewers_look_and_do_nothing(client, teapot, vera):
    client.force_login(vera)

    assert client.get(f"/orders/{teapot.pk}/").status_code == 200
    assert client.post(f"/orders/{teapot.pk}/move/", {"do": "arrived"}).status_code == 403
    assert client.get(f"/orders/{teapot.pk}/edit/").status_code == 403
    assert client.get(f"/customers/{teapot.customer_id}/orders/new/").status_code == 403


def test_looking_does_nothing(as_staff, teapot):
    assert as_staff.get(f"/orders/{teapot.pk}/move/").status_code == 405
    assert as_staff.get("/orders/999999/").status_code == 404


def test_the_list_is_filtered_by_state(as_staff, teapot, bert, mira):
    yesterday = timezone.localdate() - timedelta(days=1)
    take_order(bert, Wish("Late kettle", expected_on=yesterday), by=mira)
    move_order(take_order(bert, Wish("Old cup"), by=mira), "cancelled", by=mira)

    def shown(show: str) -> list[str]:
        page = as_staff.get(f"/orders/?show={show}").text
        return [name for name in ("Green teapot", "Late kettle", "Old cup") if name in page]

    assert [shown("late"), shown("cancelled"), shown("")] == [
        ["Late kettle"],
        ["Old cup"],
        ["Green teapot", "Late kettle"],
    ]


def test_today_shows_what_is_late_or_here_and_questions_that_wait(as_staff, teapot, anna, bert, mira):
    take_order(bert, Wish("Kettle", expected_on=timezone.localdate()), by=mira)
    open_enquiry(Asked("Do you wrap?", "phone", customer=anna), by=mira)
    assert "Green teapot" not in as_staff.get("/today/").text

    move_order(teapot, "arrived", by=mira)

    page = as_staff.get("/today/").text
    assert ["Green teapot" in page, "Kettle" in page, "Do you wrap?" in page] == [True, False, True]


def test_a_customers_page_shows_orders_and_questions(as_staff, teapot, anna, mira):
    open_enquiry(Asked("Do you wrap?", "phone", customer=anna), by=mira)

    page = as_staff.get(f"/customers/{anna.pk}/").text

    assert f'href="/orders/{teapot.pk}/"' in page
    assert ("Do you wrap?" in page, "Asked, did not buy: thank" in page) == (True, True)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_takes_the_same_queries(as_staff, anna, mira, item_count, django_assert_num_queries):
    for number in range(item_count):
        take_order(anna, Wish(f"Cup {number}"), by=mira)
    as_staff.get("/orders/")

    with django_assert_num_queries(6):  # session, person, shop, orders, phones, addresses
        as_staff.get("/orders/")
