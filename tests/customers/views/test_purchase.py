"""Receipts by hand: written, opened, corrected, voided, let count again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from crm.shop.models import AuditEntry, Location
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Customer, Interaction, Purchase, Revision
from customers.receipt_words import past_of


def rows(*lines, **more):
    """What a browser sends for these lines of the form."""
    sent = {
        f"line-{number}-{name}": value for number, line in enumerate(lines) for name, value in line.items()
    }
    return sent | {"line_count": str(len(lines))} | more


VASE = {"product_name": "Blue vase", "quantity": "2", "unit_price": "12.345"}
CARD = {
    "product_name": "Card",
    "quantity": "1",
    "unit_price": "3.50",
    "discount": "0.50",
    "category": "Paper",
}
EMPTY = {"product_name": "", "quantity": "1", "unit_price": "", "discount": "", "category": ""}


@pytest.fixture
def vase(anna, mira, counter):
    """Bought yesterday, written by hand."""
    lines = [Line("Blue vase", Decimal(2), Decimal("12.345"), product_code="V1")]
    receipt = Receipt(at=timezone.now() - timedelta(days=1), currency="GBP", lines=lines, location=counter)
    return record_purchase(receipt, customer=anna, by=mira)


@pytest.fixture
def from_till(anna):
    receipt = Receipt(
        at=timezone.now(),
        currency="GBP",
        lines=[Line("Mug", Decimal(1), Decimal(9))],
        source="till",
        external_id="A1",
    )
    return record_purchase(receipt, customer=anna, by=None)


def test_purchase_record_writes_the_receipt_its_line_and_the_figures(as_staff, anna):
    for _ in range(2):
        as_staff.post(f"/customers/{anna.pk}/purchases/new/", rows(VASE, once="v"))

    anna.refresh_from_db()
    purchase = Purchase.objects.get()
    assert (purchase.total, anna.spend, anna.purchase_count) == (Decimal("24.69"), Decimal("24.69"), 1)
    line = Interaction.objects.get()
    assert (line.kind, line.text, line.about) == (
        "purchase",
        "1 item: Blue vase",
        f"customers.purchase:{purchase.pk}",
    )


def test_purchase_record_and_edit_keep_how_it_was_bought(as_staff, anna):
    as_staff.post(f"/customers/{anna.pk}/purchases/new/", rows(VASE, channel="phone"))
    purchase = Purchase.objects.get()
    page = as_staff.get(f"/purchases/{purchase.pk}/edit/").content.decode()

    assert (purchase.channel, Interaction.objects.get().channel) == ("phone", "phone")
    assert '<option value="phone" selected>' in page


def test_purchase_record_takes_several_lines_and_skips_empty_ones(as_staff, anna):
    as_staff.post(f"/customers/{anna.pk}/purchases/new/", rows(VASE, EMPTY, CARD))

    purchase = Purchase.objects.get()
    assert list(
        purchase.lines.values_list("position", "product_name", "quantity", "discount", "category")
    ) == [
        (1, "Blue vase", 2, 0, ""),
        (2, "Card", 1, Decimal("0.5"), "Paper"),
    ]
    assert purchase.total == Decimal("27.69")


def test_purchase_record_says_what_happened(as_staff, anna):
    page = as_staff.post(
        f"/customers/{anna.pk}/purchases/new/", rows(VASE, CARD), follow=True
    ).content.decode()

    assert "Purchase of £27.69 written down." in page


def test_purchase_record_adds_a_line_and_keeps_what_was_typed(as_staff, anna):
    half = rows(
        {"product_name": "Blue vase", "quantity": "x", "unit_price": ""}, is_refund="on", more="1", once="k"
    )

    response = as_staff.post(f"/customers/{anna.pk}/purchases/new/", half)

    page = response.content.decode()
    assert (response.status_code, Purchase.objects.count()) == (200, 0)
    kept = (
        'value="Blue vase"',
        'value="x"',
        'name="line-1-product_name"',
        'value="2"',
        'value="k"',
        "checked",
    )
    assert [word for word in kept if word not in page] == []
    assert "is-invalid" not in page


def test_purchase_record_adds_a_line_by_htmx_with_the_form_alone(as_staff, anna):
    response = as_staff.post(
        f"/customers/{anna.pk}/purchases/new/", rows(VASE, more="1"), headers={"HX-Request": "true"}
    )

    page = response.content.decode()
    assert ("<html" in page, 'id="form"' in page, 'name="line-1-unit_price"' in page) == (False, True, True)


@pytest.mark.parametrize("count", ["", "-3", "0", "99999999999", "one"])
def test_purchase_record_survives_any_number_of_lines(as_staff, anna, count):
    response = as_staff.post(
        f"/customers/{anna.pk}/purchases/new/", rows(VASE) | {"line_count": count, "more": "1"}
    )

    assert response.status_code == 200


def test_purchase_record_grows_to_a_hundred_lines_and_no_further(as_staff, anna):
    page = as_staff.post(
        f"/customers/{anna.pk}/purchases/new/", rows(VASE) | {"line_count": "100", "more": "1"}
    ).content.decode()

    assert ('name="line-99-product_name"' in page, 'name="line-100-product_name"' in page) == (True, False)
    assert "Add another line" not in page


def test_purchase_record_of_a_refund_counts_below_zero(as_staff, anna):
    as_staff.post(f"/customers/{anna.pk}/purchases/new/", rows(VASE | {"discount": "1"}, is_refund="on"))

    assert Purchase.objects.get().total == Decimal("-23.69")
    assert Interaction.objects.get().kind == "refund"
    assert Customer.objects.get().purchase_count == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": "0"},
        {"unit_price": "-1"},
        {"unit_price": "much"},
        {"product_name": ""},
        {"discount": "50"},
        {"quantity": "99999999999"},
    ],
)
def test_purchase_record_says_what_is_wrong_beside_it(as_staff, anna, wrong):
    response = as_staff.post(f"/customers/{anna.pk}/purchases/new/", rows(CARD, VASE | wrong))

    page = response.content.decode()
    assert (response.status_code, Purchase.objects.count()) == (422, 0)
    assert 'aria-invalid="true"' in page[page.index("line-1-product_name") - 200 :]
    assert 'aria-invalid="true"' not in page[: page.index("line-1-product_name") - 200]
    assert 'value="3.50"' in page


def test_purchase_record_without_any_line_asks_for_one(as_staff, anna):
    response = as_staff.post(f"/customers/{anna.pk}/purchases/new/", rows(EMPTY, EMPTY))

    assert (response.status_code, Purchase.objects.count()) == (422, 0)
    assert response.content.decode().count('aria-invalid="true"') == 2


def test_purchase_record_refuses_more_discount_than_price(as_staff, anna):
    response = as_staff.post(f"/customers/{anna.pk}/purchases/new/", rows(VASE | {"discount": "50"}))

    assert "The discount is more than the price." in response.content.decode()


def test_purchase_record_refuses_a_year_nobody_remembers(as_staff, anna):
    response = as_staff.post(f"/customers/{anna.pk}/purchases/new/", rows(VASE, at="1850-01-01T10:00"))

    assert (response.status_code, Purchase.objects.count()) == (422, 0)


def test_purchase_detail_shows_the_lines(as_staff, vase):
    page = as_staff.get(f"/purchases/{vase.pk}/").content.decode()

    assert all(word in page for word in ("Blue vase", "£24.69", "Anna Bell", "Correct", "Void"))


def test_purchase_detail_says_in_words_that_it_was_written_by_hand(as_staff, vase, from_till):
    page = as_staff.get(f"/purchases/{vase.pk}/").content.decode()

    assert "written by hand" in page
    assert "manual" not in page
    assert "written by hand" not in as_staff.get(f"/purchases/{from_till.pk}/").content.decode()


def test_purchase_detail_says_why_a_till_is_not_corrected_here(as_staff, from_till):
    page = as_staff.get(f"/purchases/{from_till.pk}/").content.decode()

    assert "It came from “till”." in page
    assert "/edit/" not in page


def test_purchase_detail_shows_viewers_no_buttons(client, vera, vase):
    client.force_login(vera)

    page = client.get(f"/purchases/{vase.pk}/").content.decode()

    assert [word for word in ("/edit/", "/void/", "/refund/") if f"/purchases/{vase.pk}{word}" in page] == []


# Correcting


def corrected(vase, *lines, **more):
    return rows(*lines, version=str(vase.version), at="", location=str(vase.location_id)) | more


def test_purchase_edit_shows_what_is_written(as_staff, vase):
    page = as_staff.get(f"/purchases/{vase.pk}/edit/").content.decode()

    assert all(word in page for word in ('value="Blue vase"', 'value="12.345"', 'value="V1"', 'value="2"'))


def test_purchase_edit_corrects_the_lines_the_timeline_and_the_figures(as_staff, vase, anna, mira):
    vases = VASE | {"quantity": "1", "product_code": "V1"}

    page = as_staff.post(
        f"/purchases/{vase.pk}/edit/", corrected(vase, vases, CARD), follow=True
    ).content.decode()

    anna.refresh_from_db()
    at, vase.at = vase.at, None
    vase.refresh_from_db()
    assert (vase.total, vase.at, vase.version, anna.spend) == (Decimal("15.345"), at, 2, Decimal("15.345"))
    assert Interaction.objects.get().text == "2 items: Blue vase, Card"
    assert list(
        Revision.objects.filter(about=f"customers.purchase:{vase.pk}").values_list("field", "by")
    ) == [("lines", mira.pk)]
    assert AuditEntry.objects.filter(verb="purchase.corrected").get().fields == ["lines"]
    assert all(
        word in page
        for word in ("The purchase was saved.", "2 × Blue vase £12.345", "1 × Card £3.50 − £0.50")
    )


def test_purchase_edit_leaves_when_where_and_how_it_was_said_before_readable(as_staff, vase):
    market = Location.objects.create(name="Market")
    before = timezone.localtime(vase.at)
    typed = {"at": f"{before - timedelta(hours=2):%Y-%m-%dT%H:%M}", "location": str(market.pk)}
    vases = VASE | {"product_code": "V1"}

    address = f"/purchases/{vase.pk}/edit/"
    page = as_staff.post(address, corrected(vase, vases, channel="phone", **typed), follow=True)
    vase.refresh_from_db()
    as_staff.post(address, corrected(vase, vases, channel="phone", is_refund="on", location=""))

    past = {each.field: (each.before, each.after) for each in page.context["past"]}
    assert past["Where"] == ("High Street", "Market")
    assert past["How"] == ("–", "Phone")
    assert past["When"][0] == date_format(before, "SHORT_DATETIME_FORMAT")
    newest = {each.field: (each.before, each.after) for each in past_of(vase)[:3]}
    assert (newest["They brought it back"], newest["Where"]) == (("no", "yes"), ("Market", "–"))


def test_purchase_edit_of_the_price_alone_refreshes_the_figures(as_staff, vase, anna):
    as_staff.post(f"/purchases/{vase.pk}/edit/", corrected(vase, VASE | {"unit_price": "10"}))

    anna.refresh_from_db()
    assert anna.spend == 20


def test_purchase_edit_can_turn_a_sale_into_a_refund(as_staff, vase, anna):
    as_staff.post(f"/purchases/{vase.pk}/edit/", corrected(vase, VASE, is_refund="on"))

    anna.refresh_from_db()
    assert (anna.spend, anna.purchase_count) == (Decimal("-24.69"), 0)
    standing = Interaction.objects.standing().values_list("kind", flat=True)
    assert list(standing) == ["refund"]


def test_purchase_edit_twice_changes_nothing_more(as_staff, vase):
    sent = corrected(vase, CARD)
    for _ in range(2):
        response = as_staff.post(f"/purchases/{vase.pk}/edit/", sent)

    vase.refresh_from_db()
    assert (response.status_code, vase.version, Revision.objects.filter(field="lines").count()) == (302, 2, 1)


def test_purchase_edit_after_a_colleague_asks_again_and_keeps_what_was_typed(as_staff, vase):
    as_staff.post(f"/purchases/{vase.pk}/edit/", corrected(vase, CARD))

    response = as_staff.post(f"/purchases/{vase.pk}/edit/", corrected(vase, VASE | {"quantity": "7"}))

    page = response.content.decode()
    vase.refresh_from_db()
    assert (response.status_code, vase.total) == (409, 3)
    assert all(word in page for word in ("1 × Card £3.50", 'value="7"', 'name="version" value="2"'))


@pytest.mark.parametrize("wrong", [{"unit_price": "much"}, {"quantity": "0"}])
def test_purchase_edit_says_what_is_wrong(as_staff, vase, wrong):
    response = as_staff.post(f"/purchases/{vase.pk}/edit/", corrected(vase, VASE | wrong))

    vase.refresh_from_db()
    assert (response.status_code, vase.version) == (422, 1)


def test_purchase_edit_adds_a_line_without_saving(as_staff, vase):
    page = as_staff.post(f"/purchases/{vase.pk}/edit/", corrected(vase, VASE, more="1")).content.decode()

    assert 'name="line-1-product_name"' in page
    assert 'name="version" value="1"' in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_purchase_edit_of_what_a_till_has_told_is_refused_with_the_reason(as_staff, from_till, method):
    page = getattr(as_staff, method)(
        f"/purchases/{from_till.pk}/edit/", rows(VASE), follow=True
    ).content.decode()

    assert "It came from “till”." in page
    assert Purchase.objects.get().total == 9


# Voiding


def test_purchase_void_takes_it_off_the_timeline_and_out_of_the_figures(as_staff, vase, anna, mira):
    for _ in range(2):
        page = as_staff.post(f"/purchases/{vase.pk}/void/", follow=True).content.decode()

    anna.refresh_from_db()
    vase.refresh_from_db()
    assert (anna.spend, anna.purchase_count, anna.last_purchase_at, anna.last_seen_at) == (0, 0, None, None)
    assert (vase.voided_by, vase.version, Interaction.objects.standing().count()) == (mira, 2, 0)
    assert AuditEntry.objects.filter(verb="purchase.voided").count() == 1
    assert all(word in page for word in ("It is void: it counts nowhere", "Let it count again"))


def test_purchase_restore_lets_it_count_again(as_staff, vase, anna):
    as_staff.post(f"/purchases/{vase.pk}/void/")

    for _ in range(2):
        as_staff.post(f"/purchases/{vase.pk}/restore/")

    anna.refresh_from_db()
    assert (anna.spend, anna.purchase_count) == (Decimal("24.69"), 1)
    assert Interaction.objects.standing().get().kind == "purchase"
    assert AuditEntry.objects.filter(verb="purchase.restored").count() == 1


def test_purchase_voided_is_found_again_from_the_customer_and_comes_back_there(as_staff, vase, anna):
    as_staff.post(f"/purchases/{vase.pk}/void/")
    page = as_staff.get(f"/customers/{anna.pk}/").content.decode()
    answer = as_staff.post(f"/purchases/{vase.pk}/restore/", {"to": "customer"})

    assert all(
        words in page for words in ("is void and counts nowhere. 1 item: Blue vase", "Let it count again")
    )
    assert f'<a href="/purchases/{vase.pk}/">Purchase</a>' in page
    assert answer.headers["Location"] == f"/customers/{anna.pk}/"
    assert "is void and" not in as_staff.get(f"/customers/{anna.pk}/").content.decode()


def test_purchase_corrected_into_a_refund_is_not_shown_as_void(as_staff, vase, anna):
    as_staff.post(f"/purchases/{vase.pk}/edit/", corrected(vase, VASE, is_refund="on"))
    corrected_page = as_staff.get(f"/customers/{anna.pk}/").content.decode()
    as_staff.post(f"/purchases/{vase.pk}/void/")
    voided_page = as_staff.get(f"/customers/{anna.pk}/").content.decode()

    assert (corrected_page.count("is void and"), voided_page.count("is void and")) == (0, 1)


def test_purchase_detail_leaves_voiding_to_the_top_of_the_page(as_staff, vase):
    page = as_staff.post(f"/purchases/{vase.pk}/void/", follow=True).content.decode()

    assert "Void since" in page
    assert "What it said before" not in page


def test_purchase_voided_is_named_and_linked_in_the_history(client, olga, vase):
    client.force_login(olga)
    client.post(f"/purchases/{vase.pk}/void/")

    assert (
        f'<a href="/purchases/{vase.pk}/">Purchase #{vase.pk}</a>' in client.get("/history/").content.decode()
    )


def test_purchase_void_of_what_a_till_has_told_is_refused_with_the_reason(as_staff, from_till):
    page = as_staff.post(f"/purchases/{from_till.pk}/void/", follow=True).content.decode()

    assert "It came from “till”." in page
    assert Purchase.objects.standing().count() == 1


def test_purchase_edit_of_a_void_one_is_refused(as_staff, vase):
    as_staff.post(f"/purchases/{vase.pk}/void/")

    page = as_staff.post(f"/purchases/{vase.pk}/edit/", corrected(vase, CARD), follow=True).content.decode()

    assert "Let it count again first." in page


# Who may


@pytest.mark.parametrize("way", ["edit", "void", "restore", "refund"])
@pytest.mark.parametrize("who", ["vera", "sam"])
def test_purchase_changes_are_forbidden_to_viewers_and_seasonal_staff(client, request, vase, way, who):
    client.force_login(request.getfixturevalue(who))

    response = client.post(f"/purchases/{vase.pk}/{way}/", rows(CARD))

    vase.refresh_from_db()
    assert (response.status_code, vase.version, vase.is_voided) == (403, 1, False)


@pytest.mark.parametrize("way", ["edit", "void", "restore", "refund"])
def test_purchase_changes_of_a_purchase_nobody_has_is_not_found(as_staff, vase, way):
    assert as_staff.post(f"/purchases/{vase.pk + 1}/{way}/").status_code == 404


@pytest.mark.parametrize("way", ["void", "restore"])
def test_purchase_void_and_restore_refuse_get(as_staff, vase, way):
    assert as_staff.get(f"/purchases/{vase.pk}/{way}/").status_code == 405
