"""Entering an automation and going through it, once for each cause."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.shop.permissions import Role
from customers.actions.interaction import Entry, log_interaction
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.purchase_correction import void_purchase
from customers.models import Customer, Purchase
from engagement.actions.automation import switch_off
from engagement.actions.enrolment import (
    MOST_ATTEMPTS,
    OVERLAP,
    advance_enrolment,
    is_held_out,
    look_for_causes,
    put_off_broken,
)
from engagement.models import Automation, Enrolment, EnrolmentState, FollowUp, Message
from engagement.recipes import RECIPES
from engagement.tasks import advance_enrolments
from engagement.tasks import look_for_causes as look_for_all_causes
from engagement.triggers import TRIGGERS, Look, purchases_in

pytestmark = pytest.mark.django_db


def look(automation, *, days_later: float = 0) -> None:
    look_for_causes(automation.pk, now=timezone.now() + timedelta(days=days_later))


def go_on(*, days_later: float = 0) -> None:
    now = timezone.now() + timedelta(days=days_later)
    for pk in Enrolment.objects.due(now).values_list("pk", flat=True):
        advance_enrolment(pk, now=now)


def outcomes() -> list[tuple[str, str]]:
    return list(Enrolment.objects.order_by("pk").values_list("state", "outcome"))


def test_a_first_purchase_is_welcomed_a_day_later(automation_on, anna, buy):
    automation = automation_on("welcome")
    buy(anna, days_ago=0.1)

    look(automation)
    go_on()
    assert Message.objects.count() == 0
    go_on(days_later=1)

    message = Message.objects.get()
    assert (message.customer, message.purpose, message.topic) == (anna, "automation.welcome", "care")
    assert outcomes() == [(EnrolmentState.FINISHED, "")]


def test_looking_twice_enrols_once_and_mails_once(automation_on, anna, buy):
    automation = automation_on("welcome")
    buy(anna, days_ago=0.1)

    for _turn in range(2):
        look(automation)
        go_on(days_later=2)

    assert (Enrolment.objects.count(), Message.objects.count()) == (1, 1)


def test_what_happened_before_it_was_switched_on_is_left_alone(automation_on, anna, buy):
    buy(anna, days_ago=0.5)
    automation = automation_on("welcome", since=timezone.now() - timedelta(hours=1))

    look(automation)

    assert Enrolment.objects.count() == 0


def test_a_sale_older_than_the_age_limit_never_enrols(automation_on, anna, buy):
    automation = automation_on("welcome", since=timezone.now() - timedelta(days=400))
    buy(anna, days_ago=8)

    look(automation)

    assert Enrolment.objects.count() == 0


def test_a_sale_written_down_late_is_seen_in_the_overlap(automation_on, anna, buy):
    automation = automation_on("welcome")
    look(automation)
    buy(anna, days_ago=0.2)

    look(automation)

    assert Enrolment.objects.count() == 1


def test_the_clock_reads_no_row_twice_behind_its_watermark(automation_on, anna, buy):
    automation = automation_on("welcome")
    purchase = buy(anna, days_ago=0.2)
    Purchase.objects.filter(pk=purchase.pk).update(created_at=timezone.now() - timedelta(hours=2))
    automation.looked_until = timezone.now() - timedelta(hours=1)
    automation.save()

    look(automation)

    assert Enrolment.objects.count() == 0


def test_a_voided_purchase_stops_the_welcome(automation_on, anna, buy, mira):
    automation = automation_on("welcome")
    purchase = buy(anna, days_ago=0.1)
    look(automation)

    void_purchase(purchase, by=mira)
    go_on(days_later=2)

    assert (outcomes(), Message.objects.count()) == ([(EnrolmentState.EXITED, "refunded")], 0)


def test_thank_you_at_most_once_in_thirty_days(automation_on, anna, buy):
    buy(anna, days_ago=20)
    automation = automation_on("thank_you", since=timezone.now() - timedelta(days=5))
    buy(anna, days_ago=3)
    buy(anna, days_ago=1)

    look(automation)
    go_on(days_later=3)

    assert Message.objects.count() == 1
    assert sorted(outcomes()) == [(EnrolmentState.EXITED, "capped"), (EnrolmentState.FINISHED, "")]


def test_follow_up_only_for_its_category(automation_on, anna, bert, buy):
    automation = automation_on("follow_up", settings={"category": "teapots"})
    buy(anna, days_ago=0.1, category="Teapots")
    buy(bert, days_ago=0.1, category="Books")

    look(automation)

    assert list(Enrolment.objects.values_list("customer", flat=True)) == [anna.pk]


def test_a_complaint_stops_how_is_it_going(automation_on, anna, buy):
    automation = automation_on("follow_up")
    buy(anna, days_ago=0.1)
    look(automation)

    log_interaction(anna, Entry(kind="complaint_hint", at=timezone.now(), text="It leaks."), by=None)
    go_on(days_later=15)

    assert outcomes() == [(EnrolmentState.EXITED, "complained")]


def overdue(customer: Customer, *, days: int = 1) -> None:
    """Bought every ten days, and the silence became too long so many days ago."""
    for step in range(6):
        at = timezone.now() - timedelta(days=200 + 10 * step)
        line = Line(product_name="Tea", quantity=Decimal(1), unit_price=Decimal(5))
        record_purchase(Receipt(at=at, lines=[line], currency="GBP"), customer=customer, by=None)
    day = timezone.localdate() - timedelta(days=days)
    Customer.objects.filter(pk=customer.pk).update(overdue_on=day)


def test_win_back_asks_staff_first_and_mails_twice_at_most(automation_on, anna, olga):
    automation = automation_on("win_back", since=timezone.now() - timedelta(days=3))
    overdue(anna)

    look(automation)
    go_on()
    assert (FollowUp.objects.get().owner, Message.objects.count()) == (olga, 0)
    go_on(days_later=8)
    assert Message.objects.count() == 1
    for days in (40, 80, 160):
        look(automation, days_later=days)
        go_on(days_later=days)

    assert Message.objects.count() == 2


def test_a_silence_that_is_written_down_is_not_told_again(automation_on, anna):
    automation = automation_on("win_back", since=timezone.now() - timedelta(days=3))
    overdue(anna)
    look(automation)
    now = timezone.now()
    anybodys = Look(now - timedelta(days=7), now, ZoneInfo("Europe/London"))
    own = replace(anybodys, automation=automation.pk)

    told = [[cause.key for cause in TRIGGERS["overdue"](asked)] for asked in (anybodys, own)]

    assert told == [[Enrolment.objects.get().cause], []]
    Enrolment.objects.update(cause="quiet:2020-01-01")
    assert len(list(TRIGGERS["overdue"](own))) == 1


def test_nobody_is_asked_to_ring_who_is_not_to_be_disturbed(automation_on, anna, olga):
    automation = automation_on("win_back", since=timezone.now() - timedelta(days=3))
    overdue(anna)
    Customer.objects.update(do_not_disturb_since=timezone.now())

    look(automation)
    go_on()

    assert (FollowUp.objects.count(), Enrolment.objects.get().position) == (0, 2)


def test_any_purchase_ends_the_win_back(automation_on, anna, olga, buy):
    automation = automation_on("win_back", since=timezone.now() - timedelta(days=3))
    overdue(anna)
    look(automation)
    go_on()

    buy(anna)
    go_on(days_later=8)

    assert (outcomes(), Message.objects.count()) == ([(EnrolmentState.EXITED, "bought_again")], 0)


@pytest.mark.parametrize(
    ("year", "month", "day", "is_theirs"),
    [(2027, 2, 28, True), (2028, 2, 28, False), (2028, 2, 29, True), (2027, 3, 1, False)],
)
def test_who_was_born_on_a_leap_day_has_the_28th_in_other_years(
    automation_on, anna, time_machine, year, month, day, is_theirs
):
    Customer.objects.filter(pk=anna.pk).update(birth_month=2, birth_day=29)
    time_machine.move_to(f"{year}-{month:02}-{day:02}T08:00:00Z", tick=False)
    automation = automation_on("birthday", since=timezone.now() - timedelta(days=3))

    look(automation)

    causes = [(each.cause, timezone.localdate(each.caused_at).day) for each in Enrolment.objects.all()]
    assert causes == ([(f"birthday:{year}", day)] if is_theirs else [])


def test_a_birthday_is_wished_once_a_year(automation_on, anna):
    today = timezone.localdate()
    Customer.objects.filter(pk=anna.pk).update(birth_month=today.month, birth_day=today.day)
    automation = automation_on("birthday", since=timezone.now() - timedelta(days=3))

    for hours in (0, 1, 2):
        look(automation, days_later=hours / 24)
        go_on(days_later=1)

    assert Message.objects.count() == 1


def test_switching_off_stops_whoever_is_on_the_way(automation_on, anna, buy, olga):
    automation = automation_on("welcome")
    buy(anna, days_ago=0.1)
    look(automation)

    switch_off(automation, by=olga)
    go_on(days_later=2)

    assert (outcomes(), Message.objects.count()) == ([(EnrolmentState.EXITED, "switched_off")], 0)


def test_a_changed_wait_is_for_those_who_enter_later(automation_on, anna, buy):
    automation = automation_on("welcome")
    buy(anna, days_ago=0.1)
    look(automation)

    automation.steps = [{"kind": "wait", "days": 30}, automation.steps[1]]
    automation.save()
    go_on(days_later=1)

    assert Message.objects.count() == 1


def test_a_clock_that_stood_still_makes_no_later_step_later(automation_on, anna, olga):
    automation = automation_on("win_back", since=timezone.now() - timedelta(days=3))
    overdue(anna, days=0)
    look(automation)

    go_on(days_later=9)

    assert Message.objects.count() == 1
    waiting = Enrolment.objects.get()
    assert (waiting.next_at - waiting.caused_at).days == 28


def test_words_that_are_gone_end_it_and_say_so(automation_on, anna, buy):
    automation = automation_on("welcome", steps=[{"kind": "mail", "template": "no-such"}])
    buy(anna, days_ago=0.1)
    look(automation)

    go_on()

    assert outcomes() == [(EnrolmentState.EXITED, "broken")]


def test_a_step_that_keeps_failing_is_given_up(automation_on, anna, buy):
    automation = automation_on("welcome")
    buy(anna, days_ago=0.1)
    look(automation)
    enrolment = Enrolment.objects.get()

    for _turn in range(MOST_ATTEMPTS):
        put_off_broken(enrolment.pk, now=timezone.now())

    assert outcomes() == [(EnrolmentState.EXITED, "broken")]


def test_the_same_customer_is_always_held_out(automation_on, anna, buy):
    percent = 100 if is_held_out(1, anna.pk, 50) else 0
    automation = automation_on("welcome", hold_out_percent=50)
    buy(anna, days_ago=0.1)

    look(automation)
    go_on(days_later=2)

    is_out = is_held_out(automation.pk, anna.pk, 50)
    assert percent in {0, 100}
    assert (outcomes()[0][0] == EnrolmentState.HELD_OUT) == is_out
    assert Message.objects.count() == (0 if is_out else 1)


def test_about_as_many_are_held_out_as_were_asked_for():
    out = sum(is_held_out("announcement:7", pk, 10) for pk in range(20_000))

    assert 1_800 < out < 2_200


def test_the_third_purchase_invites_to_bring_a_friend(automation_on, anna, buy):
    for days in (40, 20):
        buy(anna, days_ago=days)
    automation = automation_on("referral")
    buy(anna, days_ago=0.1)

    look(automation)
    go_on(days_later=4)

    assert Message.objects.get().purpose == "automation.referral"


def test_who_looks_after_the_customer_is_asked_first(automation_on, anna, olga, mira):
    assert mira.role == Role.STAFF
    Customer.objects.filter(pk=anna.pk).update(looked_after_by=mira)
    automation = automation_on("win_back", since=timezone.now() - timedelta(days=3))
    overdue(anna)

    look(automation)
    go_on()

    assert FollowUp.objects.get().owner == mira


def test_one_that_breaks_stops_no_other(automation_on, anna, bert, buy, monkeypatch):
    automation = automation_on("welcome", steps=[{"kind": "mail", "template": "welcome"}])
    for customer in (anna, bert):
        buy(customer, days_ago=0.1)
    look(automation)
    broken = Enrolment.objects.get(customer=anna)
    Enrolment.objects.filter(pk=broken.pk).update(steps=[{"kind": "wait", "days": "many"}])

    advance_enrolments()

    broken.refresh_from_db()
    assert (broken.state, broken.attempts) == (EnrolmentState.WAITING, 1)
    assert Message.objects.get().customer == bert


def test_a_recipe_and_a_step_of_a_newer_release_wait_for_it(automation_on, anna, buy):
    newer = automation_on("birthday")
    Automation.objects.filter(pk=newer.pk).update(recipe="of_tomorrow")
    automation_on("welcome", steps=[{"kind": "fly"}])
    buy(anna, days_ago=0.1)

    look_for_all_causes()
    advance_enrolments()

    enrolment = Enrolment.objects.get()
    assert (enrolment.state, enrolment.attempts) == (EnrolmentState.WAITING, 1)


def test_two_years_of_imported_sales_send_nothing(automation_on, anna, buy):
    for recipe in RECIPES:
        automation_on(recipe)
    for days in range(3, 730, 40):
        buy(anna, days_ago=days)

    look_for_all_causes()
    advance_enrolments()

    assert (Enrolment.objects.count(), Message.objects.count()) == (0, 0)


def test_looking_again_writes_nobody_down_again(automation_on, anna, buy):
    automation = automation_on("welcome")
    buy(anna, days_ago=0.1)
    look(automation)

    with CaptureQueriesContext(connection) as asked:
        look(automation)

    assert [query for query in asked if 'INSERT INTO "engagement_enrolment"' in query["sql"]] == []
    assert Enrolment.objects.count() == 1


def plan_of(rows):
    """As PostgreSQL plans it knowing the values, which EXPLAIN itself would leave open."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + connection.ops.compose_sql(*rows.query.sql_with_params()))
        return "\n".join(line for (line,) in cursor)


def test_what_is_looked_for_is_found_by_an_index():
    now = timezone.now()
    week = Look(now - timedelta(days=7), now, ZoneInfo("Europe/London"), seen_after=now - OVERLAP)
    with connection.cursor() as cursor:
        # Tables so small are read whole and sorted, if that is allowed.
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")

    causes, due = plan_of(purchases_in(week)), plan_of(Enrolment.objects.due(now)[:2_000])

    # What was bought in one moment may still be put in order among itself.
    assert ("Index Cond: ((at >" in causes, causes.startswith("Sort")) == (True, False)
    assert ("enrolment_due" in due, "Sort" in due) == (True, False)
