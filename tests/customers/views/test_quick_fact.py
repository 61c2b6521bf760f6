"""Facts worth knowing at a glance."""

from customers.models import QuickFact


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
