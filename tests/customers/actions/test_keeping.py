"""Old things are let go of by rules that somebody switched on, and nothing that is needed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.keeping import decide, let_go_of_old_things
from customers.keeping.rules import all_keepings
from customers.models import Customer, Erasure, KeepingRule
from customers.stale import SomebodyWasFaster
from customers.tasks import let_go
from engagement.actions.follow_up import Promise, make_follow_up
from engagement.models import Announcement, EmailTemplate

LONG_AGO = timedelta(days=4000)


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path, tmp_path / "erasures.ledger"


@pytest.fixture
def long_quiet(anna):
    """Nothing but our own mail since they were added."""
    Customer.objects.filter(pk=anna.pk).update(created_at=timezone.now() - LONG_AGO)
    anna.interactions.all().delete()
    anna.consents.all().delete()
    anna.interactions.create(kind="mail_out", at=timezone.now())
    anna.refresh_from_db()
    return anna


def switch_on(key, by):
    keeping = all_keepings()[key]
    rule = decide(keeping, is_on=True, days=keeping.usual, version=1, by=by)
    KeepingRule.objects.filter(pk=rule.pk).update(decided_at=timezone.now() - timedelta(days=2))
    return rule


def test_nothing_is_let_go_of_until_somebody_decides(long_quiet, olga):
    let_go()
    assert Customer.objects.filter(pk=long_quiet.pk).exists()

    keeping = all_keepings()["quiet_customers"]
    decide(keeping, is_on=True, days=keeping.usual, version=1, by=olga)
    let_go()

    assert Customer.objects.filter(pk=long_quiet.pk).exists()  # it was decided a moment ago


def test_customers_not_heard_of_are_erased_and_the_history_says_how_many(long_quiet, bert, olga):
    rule = switch_on("quiet_customers", olga)

    let_go_of_old_things()
    let_go_of_old_things()

    assert set(Customer.objects.values_list("pk", flat=True)) == {bert.pk}
    assert Erasure.objects.get().because == "rule"
    entry = AuditEntry.objects.get(verb="keeping.let_go")
    assert (entry.about, entry.counts, entry.actor) == (
        f"customers.keepingrule:{rule.pk}",
        {"let_go": 1},
        "the clock",
    )


@pytest.mark.parametrize("sign", ["promise", "line", "purchase", "yes"])
def test_whoever_gave_a_sign_or_waits_for_us_stays(long_quiet, olga, sign):
    now = timezone.now()
    if sign == "promise":
        make_follow_up(long_quiet, Promise(reason="Call", due_on=timezone.localdate(), owner=olga), by=olga)
    elif sign == "line":
        long_quiet.interactions.create(kind="visit", at=now)
    elif sign == "purchase":
        Customer.objects.filter(pk=long_quiet.pk).update(last_purchase_at=now)
    else:
        long_quiet.consents.create(channel="email", topic="news", is_given=True, at=now)
    switch_on("quiet_customers", olga)

    let_go_of_old_things()

    assert Customer.objects.filter(pk=long_quiet.pk).exists()


def test_drafts_go_and_customers_stay(anna, olga):
    template = EmailTemplate.objects.create(name="News", message_class="marketing")
    draft = Announcement.objects.create(kind="news", name="Sale", template=template, topic="news")
    Announcement.objects.update(created_at=timezone.now() - LONG_AGO)
    switch_on("drafts", olga)

    let_go_of_old_things()
    let_go_of_old_things()

    assert not Announcement.objects.filter(pk=draft.pk).exists()
    assert Customer.objects.filter(pk=anna.pk).exists()
    assert AuditEntry.objects.filter(verb="keeping.let_go").count() == 1


def test_decide_keeps_the_least_days_and_tells_who_was_slower(olga):
    keeping = all_keepings()["drafts"]

    rule = decide(keeping, is_on=True, days=1, version=1, by=olga)

    assert rule.days == keeping.least
    with pytest.raises(SomebodyWasFaster):
        decide(keeping, is_on=False, days=90, version=1, by=olga)
    assert decide(keeping, is_on=True, days=keeping.least, version=1, by=olga).version == rule.version
