"""Facts worth knowing at a glance."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from customers.actions.contact import add_quick_fact, remove_quick_fact
from customers.models import QuickFact, Revision


def test_quick_fact_add_twice_is_one(as_staff, anna):
    for _ in range(2):
        as_staff.post(f"/customers/{anna.pk}/facts/", {"kind": "size", "text": "size 38"})

    assert [fact.text for fact in QuickFact.objects.all()] == ["size 38"]


def test_quick_fact_add_by_htmx_answers_with_the_facts(as_staff, anna):
    response = as_staff.post(
        f"/customers/{anna.pk}/facts/", {"kind": "likes", "text": "lapsang"}, headers={"HX-Request": "true"}
    )

    assert "lapsang" in response.content.decode()


def test_quick_fact_without_words_is_refused(as_staff, anna):
    part = as_staff.post(f"/customers/{anna.pk}/facts/", {"kind": "likes"}, headers={"HX-Request": "true"})
    page = as_staff.post(f"/customers/{anna.pk}/facts/", {"kind": "likes"}, follow=True)

    assert (part.status_code, "in a few words" in page.content.decode()) == (422, True)
    assert QuickFact.objects.count() == 0


def test_quick_fact_remove_twice_is_harmless(as_staff, anna):
    as_staff.post(f"/customers/{anna.pk}/facts/", {"kind": "size", "text": "size 38"})
    fact = QuickFact.objects.get()

    answers = [as_staff.post(f"/customers/{anna.pk}/facts/{fact.pk}/remove/").status_code for _ in range(2)]

    assert (answers, QuickFact.objects.count()) == ([302, 302], 0)


def test_quick_fact_of_spaces_is_no_fact(as_staff, anna):
    as_staff.post(f"/customers/{anna.pk}/facts/", {"kind": "likes", "text": "   "})

    assert QuickFact.objects.count() == 0


def test_quick_fact_forgotten_is_put_back(as_staff, anna, mira):
    fact = add_quick_fact(anna, kind="size", text="size 38", by=mira)
    address = f"/customers/{anna.pk}/facts/"

    part = as_staff.post(f"{address}{fact.pk}/remove/", headers={"HX-Request": "true"}).content.decode()
    page = as_staff.get(f"/customers/{anna.pk}/").content.decode()
    again = as_staff.post(address, {"kind": "size", "text": "size 38"}, headers={"HX-Request": "true"})

    offer = '<input type="hidden" name="text" value="size 38">'
    assert (offer in part, offer in page) == (True, True)
    assert [(fact.kind, fact.text) for fact in QuickFact.objects.all()] == [("size", "size 38")]
    assert offer not in again.content.decode()


def test_quick_fact_forgotten_stays_in_reach_for_a_day(as_staff, anna, mira):
    remove_quick_fact(add_quick_fact(anna, kind="size", text="size 38", by=mira), by=mira)

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        as_staff.force_login(mira)
        later = as_staff.get(f"/customers/{anna.pk}/").content.decode()

    assert "“size 38” forgotten" not in later
    assert Revision.objects.get().before == "size 38"


def test_quick_fact_forgotten_is_offered_only_to_those_who_may(client, anna, mira, vera):
    remove_quick_fact(add_quick_fact(anna, kind="size", text="size 38", by=mira), by=mira)
    client.force_login(vera)

    assert "size 38" not in client.get(f"/customers/{anna.pk}/").content.decode()
