"""A customer's stage: the chip, the history, the pin and the recommendation, rung by rung."""

from datetime import date

import pytest
import time_machine

from crm.shop.models import AuditEntry
from customers.actions.stage_pin import pin_stage
from customers.models import Interaction, StageEvidence, StagePin
from tests.customers.actions.test_stage import TODAY, buy

PIN = {"stage": "advocacy", "reason": "Brings her whole choir", "standing": ""}
PRAISE = {"on": "2026-11-20", "words": "Sent her sister."}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def page_of(client, customer) -> str:
    return client.get(f"/customers/{customer.pk}/stage/").content.decode()


def test_customer_detail_shows_the_stage_and_leads_to_why(as_staff, anna):
    buy(anna, 5)

    page = as_staff.get(f"/customers/{anna.pk}/").content.decode()

    assert "Conversion since 17 Nov 2026" in page
    assert f'href="/customers/{anna.pk}/stage/"' in page


def test_stage_history_says_when_why_and_on_what_it_rests(as_staff, anna):
    first = buy(anna, 300)
    buy(anna, 5)

    page = page_of(as_staff, anna)

    for words in ("Bought for the first time", "Nothing bought for 180 days", "Came back after 9 months"):
        assert words in page
    assert f"/purchases/{first.pk}/" in page
    assert "noticed 22 Nov 2026" in page
    assert "If nothing happens, this changes on 17 May 2027." in page


def test_stage_history_of_somebody_only_known(as_staff, anna):
    page = page_of(as_staff, anna)

    assert "Became known to the shop, has not bought yet" in page
    assert "Courting" in page


@pytest.mark.parametrize("purchase_count", [1, 3])
def test_stage_history_asks_the_same_number_of_questions(
    as_staff, anna, purchase_count, django_assert_num_queries
):
    for number in range(purchase_count):
        buy(anna, 500 - 200 * number)
    page_of(as_staff, anna)

    with django_assert_num_queries(10):
        page_of(as_staff, anna)


def test_stage_history_of_nobody_is_not_found(as_staff):
    assert as_staff.get("/customers/4711/stage/").status_code == 404


def test_stage_pin_pins_and_says_by_whom(as_staff, anna, mira):
    response = as_staff.post(f"/customers/{anna.pk}/stage/pin/", PIN)

    assert response.headers["Location"] == f"/customers/{anna.pk}/stage/"
    page = page_of(as_staff, anna)
    assert "Pinned 22 Nov 2026 Mira: Brings her whole choir" in page
    assert AuditEntry.objects.get(verb="stage.pinned").actor == "Mira"


def test_stage_pin_twice_is_once(as_staff, anna):
    as_staff.post(f"/customers/{anna.pk}/stage/pin/", PIN)
    pin = StagePin.objects.get()
    as_staff.post(f"/customers/{anna.pk}/stage/pin/", PIN | {"standing": pin.pk})

    assert StagePin.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"stage": "heaven"}, {"reason": "x" * 201}])
def test_stage_pin_says_what_it_did_not_understand(as_staff, anna, wrong):
    response = as_staff.post(f"/customers/{anna.pk}/stage/pin/", PIN | wrong)

    assert (response.status_code, StagePin.objects.count()) == (422, 0)


def test_stage_pin_shows_what_a_colleague_pinned_meanwhile(as_staff, anna, otto):
    pin = pin_stage(anna, "lapsed", reason="Moved away", by=otto)

    response = as_staff.post(f"/customers/{anna.pk}/stage/pin/", PIN)

    page = response.content.decode()
    assert response.status_code == 409
    assert all(words in page for words in ("Moved away", "Brings her whole choir", f'value="{pin.pk}"'))


def test_stage_pin_is_forbidden_to_seasonal_staff(client, sam, anna):
    client.force_login(sam)

    assert client.post(f"/customers/{anna.pk}/stage/pin/", PIN).status_code == 403
    assert "Know better than the rules?" not in page_of(client, anna)


def test_stage_unpin_lets_the_rules_decide(as_staff, anna, otto):
    pin = pin_stage(anna, "lapsed", reason="Moved away", by=otto)
    for _ in range(2):
        as_staff.post(f"/customers/{anna.pk}/stage/unpin/", {"standing": pin.pk})

    pin.refresh_from_db()
    assert pin.until == date(2026, 11, 22)
    assert AuditEntry.objects.filter(verb="stage.unpinned").count() == 1


def test_stage_history_keeps_a_pin_that_was_lifted_the_same_day(as_staff, anna, otto):
    pin = pin_stage(anna, "lapsed", reason="Moved away", by=otto)
    as_staff.post(f"/customers/{anna.pk}/stage/unpin/", {"standing": pin.pk})

    page = page_of(as_staff, anna)

    assert all(words in page for words in ("Moved away", "since 22 Nov 2026", "lifted 22 Nov 2026"))
    assert all(f" · {who}" in page for who in ("Otto", "Mira"))


def test_stage_unpin_leaves_a_pin_that_nobody_saw(as_staff, anna, otto):
    pin_stage(anna, "lapsed", reason="Moved away", by=otto)

    as_staff.post(f"/customers/{anna.pk}/stage/unpin/", {"standing": "1234567"})

    assert StagePin.objects.get().until is None


def test_recommendation_note_makes_an_advocate(as_staff, anna):
    buy(anna, 5)
    for _ in range(2):
        as_staff.post(f"/customers/{anna.pk}/recommendations/", PRAISE)

    anna.refresh_from_db()
    assert (anna.stage, anna.stage_since) == ("advocacy", date(2026, 11, 20))
    assert Interaction.objects.get(kind="recommended").text == "Sent her sister."
    assert "Recommended us" in page_of(as_staff, anna)


@pytest.mark.parametrize("wrong", [{"on": ""}, {"on": "2026-11-23"}, {"on": "0026-11-20"}, {"on": "soon"}])
def test_recommendation_note_refuses_odd_days(as_staff, anna, wrong):
    response = as_staff.post(f"/customers/{anna.pk}/recommendations/", PRAISE | wrong)

    assert (response.status_code, StageEvidence.objects.count()) == (422, 0)
    assert "Sent her sister." in response.content.decode()


def test_recommendation_note_is_forbidden_to_viewers(client, vera, anna):
    client.force_login(vera)

    assert client.post(f"/customers/{anna.pk}/recommendations/", PRAISE).status_code == 403


def test_recommendation_withdraw_takes_it_back(as_staff, anna):
    buy(anna, 5)
    as_staff.post(f"/customers/{anna.pk}/recommendations/", PRAISE)
    address = f"/customers/{anna.pk}/recommendations/{StageEvidence.objects.get().pk}/withdraw/"
    for _ in range(2):
        as_staff.post(address)

    anna.refresh_from_db()
    assert anna.stage == "conversion"
    assert AuditEntry.objects.filter(verb="stage_evidence.withdrawn").count() == 1


def test_recommendation_withdraw_leaves_what_other_floors_wrote(as_staff, anna, bert):
    evidence = StageEvidence.objects.create(customer=anna, kind="review", about="r:1", on=TODAY.date())

    for customer in (anna, bert):
        address = f"/customers/{customer.pk}/recommendations/{evidence.pk}/withdraw/"
        assert as_staff.post(address).status_code == 404


def test_a_voided_purchase_leaves_the_story(as_staff, anna):
    purchase = buy(anna, 5)

    as_staff.post(f"/purchases/{purchase.pk}/void/")

    assert "Bought for the first time" not in page_of(as_staff, anna)
    as_staff.post(f"/purchases/{purchase.pk}/restore/")
    assert "Bought for the first time" in page_of(as_staff, anna)
