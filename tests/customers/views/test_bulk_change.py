"""One change to many: the effect first, then done, with history, and undone."""

import pytest
from django.utils import timezone

from crm.shop.actions.job import claim_job, run_claimed_job
from crm.shop.models import AuditEntry, Job
from customers.actions.bulk_change import BulkChangeLine
from customers.actions.customer import create_customer, edit_customer
from customers.models import BulkChange, Customer, Revision, Tag
from customers.stale import SomebodyWasFaster

PREVIEW, START = "/customers/change/", "/customers/change/start/"


@pytest.fixture
def as_manager(client, mark):
    client.force_login(mark)
    return client


@pytest.fixture
def crowd(shop):
    """Twelve people; the first two are in the book club."""
    tags = [["Book club"], ["Book club", "VIP"], *[[]] * 10]
    return [create_customer({"family_name": f"P{n:02}", "tags": tags[n]}, by=None) for n in range(12)]


def tag_of(customer):
    return sorted(tag.name for tag in Customer.objects.get(pk=customer.pk).tags.all())


def ask(**more):
    return {"list": "", "who": "all", "kind": "add_tag", "tag": "book CLUB", "owner": "", **more}


def verbs():
    entries = AuditEntry.objects.filter(verb__startswith="customer.many").order_by("pk")
    return [(entry.actor, entry.verb, entry.counts) for entry in entries]


def test_preview_says_how_many_would_change_and_names_ten(as_manager, crowd):
    page = as_manager.get(PREVIEW, ask()).content.decode()

    assert "<strong>10</strong> customers would change." in page
    assert "2 are like that already." in page
    assert all(f"<li>P{n:02}</li>" in page for n in range(2, 12))
    assert BulkChange.objects.count() == 0


def test_start_tags_everybody_who_matches_with_history(as_manager, mark, crowd):
    response = as_manager.post(START, ask(expected="10", once="k"))

    change = BulkChange.objects.get()
    assert response.headers["Location"] == f"/customers/change/{change.pk}/"
    assert [tag_of(each) for each in crowd][:3] == [["Book club"], ["Book club", "VIP"], ["Book club"]]
    assert [Customer.objects.get(pk=each.pk).version for each in crowd] == [1, 1, *[2] * 10]
    revisions = Revision.objects.order_by("pk").values_list("field", "before", "after", "by", "version")
    assert list(revisions) == [("tags", [], ["Book club"], mark.pk, 2)] * 10
    assert verbs() == [("Mark", "customer.many_tagged", {"customers": 10})]
    assert (change.matched, change.expected, change.changed, change.found) == (12, 10, 10, 12)


def test_start_twice_changes_nothing_more(as_manager, crowd):
    for _ in range(2):
        as_manager.post(START, ask(expected="10", once="k"))

    assert (BulkChange.objects.count(), Revision.objects.count(), len(verbs())) == (1, 10, 1)


def test_start_shows_the_preview_again_when_the_number_has_changed(as_manager, crowd):
    create_customer({"family_name": "Late"}, by=None)

    page = as_manager.post(START, ask(expected="10", once="k")).content.decode()

    assert "The number has changed" in page
    assert "<strong>11</strong> customers would change." in page
    assert (Revision.objects.count(), BulkChange.objects.count()) == (0, 0)


def test_only_the_ticked_ones_change(as_manager, crowd):
    ticked = [crowd[4].pk, crowd[7].pk]

    as_manager.post(START, ask(who="picked", pk=ticked, expected="2", once="k"))

    assert set(BulkChangeLine.objects.values_list("customer", flat=True)) == set(ticked)


def test_a_tag_is_removed_only_from_the_filtered(as_manager, crowd):
    vip = Tag.objects.get(name="VIP").pk

    as_manager.post(START, ask(list=f"tag={vip}", kind="remove_tag", expected="1"))

    assert [tag_of(each) for each in crowd[:2]] == [["Book club"], ["VIP"]]
    assert Revision.objects.values_list("before", "after").get() == (["Book club", "VIP"], ["VIP"])


def test_a_colleague_takes_over_and_undo_gives_back(as_manager, mark, mira, otto, crowd):
    Customer.objects.filter(pk=crowd[0].pk).update(looked_after_by=mira)
    as_manager.post(START, ask(kind="set_owner", tag="", owner=str(otto.pk), expected="12"))
    change = BulkChange.objects.get()
    edit_customer(Customer.objects.get(pk=crowd[1].pk), {"looked_after_by": mark}, version=2, by=mark)

    page = as_manager.post(f"/customers/change/{change.pk}/undo/", follow=True).content.decode()

    owners = list(Customer.objects.order_by("pk").values_list("looked_after_by", flat=True))
    assert owners == [mira.pk, mark.pk, *[None] * 10]
    assert "Undone: 11 customers are as before." in page
    assert verbs()[1] == ("Mark", "customer.many_undone", {"customers": 11})


@pytest.mark.parametrize("kind", ["add_tag", "remove_tag"])
def test_undo_puts_back_just_what_was_changed(as_manager, crowd, kind):
    before = [tag_of(each) for each in crowd]
    as_manager.post(START, ask(kind=kind, expected="10" if kind == "add_tag" else "2"))
    change = BulkChange.objects.get()

    for _ in range(2):
        as_manager.post(f"/customers/change/{change.pk}/undo/")

    assert [tag_of(each) for each in crowd] == before
    assert len(verbs()) == 2


def test_an_edit_that_began_before_meets_a_conflict(as_manager, mira, crowd):
    opened = Customer.objects.get(pk=crowd[5].pk)
    as_manager.post(START, ask(expected="10"))

    with pytest.raises(SomebodyWasFaster):
        edit_customer(opened, {"tags": ["Friends"]}, version=1, by=mira)


def test_a_large_one_is_done_in_the_background_from_where_it_stopped(as_manager, crowd, monkeypatch):
    monkeypatch.setattr("customers.actions.bulk_jobs.AT_ONCE", 5)
    monkeypatch.setattr("customers.actions.bulk_change.PIECE", 4)
    response = as_manager.post(START, ask(expected="10"), follow=True)
    assert ("hx-get" in response.content.decode(), Revision.objects.count()) == (True, 0)

    for _ in range(2):
        for pk in Job.objects.claimable(timezone.now()).values_list("pk", flat=True):
            run_claimed_job(claim_job(pk))

    page = as_manager.get(response.redirect_chain[0][0]).content.decode()
    assert "Done: 10 customers were changed." in page
    assert (Revision.objects.count(), len(verbs())) == (10, 1)


@pytest.mark.parametrize(
    "asked",
    [{"list": "stage=' OR 1=1 --"}, {"list": "nothing=1"}, {"who": "picked"}, {"who": "picked", "pk": "x"}],
)
def test_a_choice_nobody_understands_changes_nobody(as_manager, crowd, asked):
    for response in (
        as_manager.get(PREVIEW, ask(**asked)),
        as_manager.post(START, ask(expected="10", **asked)),
    ):
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/customers/")
    assert (BulkChange.objects.count(), Revision.objects.count()) == (0, 0)


@pytest.mark.parametrize("wrong", [{"kind": "drop"}, {"tag": ""}, {"kind": "remove_tag", "tag": "no such"}])
def test_a_form_with_mistakes_comes_back(as_manager, crowd, wrong):
    assert as_manager.get(PREVIEW, ask(**wrong)).status_code == 422
    assert as_manager.post(START, ask(expected="10", **wrong)).status_code == 422


@pytest.mark.parametrize("who", ["mira", "vera"])
def test_bulk_changes_are_for_managers(client, request, crowd, who):
    client.force_login(request.getfixturevalue(who))

    assert client.post(START, ask(expected="10")).status_code == 403
    assert client.get(PREVIEW, ask()).status_code == 403


def test_starting_by_get_is_refused(as_manager, crowd):
    assert as_manager.get(START, ask(expected="10")).status_code == 405
