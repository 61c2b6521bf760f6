"""The pages of complaints."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.customer import create_customer
from customers.models import Purchase
from feedback.actions.complaint import Taken, take_complaint
from feedback.models import Complaint

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LEAKS = "The teapot leaks since the first day."
TYPED = {"story": LEAKS, "wish": "replacement", "severity": "3", "channel": "in_store"}


@pytest.fixture
def leak(anna, mira) -> Complaint:
    return take_complaint(Taken(LEAKS, "replacement", customer=anna), by=mira)


def sign_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def now_of(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def test_a_complaint_is_taken_once(as_staff, anna, mira):
    for _ in range(2):
        response = as_staff.post(
            "/complaints/new/", {**TYPED, "customer": "Anna Bell", "is_told": "on", "once": "a"}
        )

    complaint = Complaint.objects.get()
    assert (complaint.customer, complaint.owner, complaint.state) == (anna, mira, "acknowledged")
    assert response.url == f"/complaints/{complaint.pk}/"
    page = as_staff.get(response.url).text
    assert LEAKS in page
    assert complaint.reference in page


def test_a_stranger_may_complain(as_staff, shop):
    as_staff.post("/complaints/new/", {**TYPED, "contact_name": "Cleo"})

    assert "Cleo" in as_staff.get("/complaints/").text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"story": " "}, "Please fill this in."),
        ({"wish": ""}, "Please fill this in."),
        ({"customer": "Zed Nobody"}, "We know nobody of this name."),
        ({"severity": "9"}, "is not in the list: please choose one that is."),
        ({"received_at": "2099-01-01T10:00"}, "This is in the future."),
    ],
)
def test_what_is_wrong_is_told_next_to_it(as_staff, shop, wrong, message):
    response = as_staff.post("/complaints/new/", {**TYPED, **wrong})

    assert (response.status_code, message in response.text, Complaint.objects.count()) == (422, True, 0)


def test_it_is_opened_from_a_customers_page(as_staff, anna):
    assert f"/complaints/new/?customer={anna.pk}" in as_staff.get(f"/customers/{anna.pk}/").text
    assert 'value="Anna Bell"' in as_staff.get(f"/complaints/new/?customer={anna.pk}").text


def test_its_page_has_their_number_to_ring_and_says_its_state_once(as_staff, leak, anna):
    assert 'href="tel:+441632960001"' in as_staff.get(f"/complaints/{leak.pk}/").text

    Complaint.objects.update(state="closed_resolved", closed_at=timezone.now(), due_at=None, due_clock="")

    page = as_staff.get(f"/complaints/{leak.pk}/").text
    facts = page.partition('class="card card-body"')[2].partition("</p>")[0]
    assert facts.count("Closed: put right") == 1


def test_it_stands_beside_the_timeline_and_on_today(as_staff, leak, anna, otto):
    assert "Open complaint" in as_staff.get(f"/customers/{anna.pk}/").text
    assert leak.reference in as_staff.get("/today/").text
    assert leak.reference not in sign_in(otto).get("/today/").text


def test_those_who_lead_find_on_today_what_is_dangerous_or_late(anna, otto, mark):
    small = take_complaint(Taken("The bag tore.", customer=anna), by=otto)
    danger = take_complaint(Taken("It burns.", customer=anna, is_safety=True), by=otto)

    page = sign_in(mark).get("/today/").text

    assert (danger.reference in page, small.reference in page) == (True, False)
    Complaint.objects.filter(pk=small.pk).update(due_at=small.received_at)
    assert small.reference in sign_in(mark).get("/today/").text


def test_a_complaint_is_about_several_colleagues(as_staff, anna, mark, mira, otto):
    manager = sign_in(mark)
    typed = {**TYPED, "customer": "Anna Bell", "colleagues": [mira.pk, otto.pk]}
    manager.post("/complaints/new/", typed)
    complaint = Complaint.objects.get()
    page = manager.get(f"/complaints/{complaint.pk}/").text

    assert "Mira, Otto" in page
    assert "Mira, Otto" not in as_staff.get(f"/complaints/{complaint.pk}/").text
    assert "colleagues" not in as_staff.get(f"/complaints/{complaint.pk}/edit/").text
    edited = {**typed, "colleagues": [otto.pk], "version": complaint.version}
    for _twice in range(2):
        manager.post(f"/complaints/{complaint.pk}/edit/", edited)
    assert list(complaint.colleagues.all()) == [otto]
    entry = AuditEntry.objects.get(verb="complaint.edited")
    assert "colleagues" in entry.fields


def test_the_purchase_is_chosen_when_it_is_written_down(as_staff, anna, bert, buy):
    theirs, other = buy(anna, price=49), buy(bert, price=12)
    opened = as_staff.get(f"/complaints/new/?customer={anna.pk}").text
    typed = {**TYPED, "customer": "Anna Bell", "severity": "2"}
    shown = as_staff.post("/complaints/new/", {**typed, "look": "purchases"})

    assert ("£49.00" in opened, "£12.00" in opened) == (True, False)
    assert (shown.status_code, "£49.00" in shown.text, 'value="Anna Bell"' in shown.text) == (200, True, True)
    assert TYPED["story"] in shown.text
    assert "Show what they bought" in as_staff.get("/complaints/new/").text
    assert as_staff.post("/complaints/new/", {**typed, "purchase": other.pk}).status_code == 422
    as_staff.post("/complaints/new/", {**typed, "purchase": theirs.pk})
    assert Complaint.objects.get().purchase == theirs


def test_what_is_said_about_a_colleague_is_hidden(as_staff, anna, otto, mark):
    response = as_staff.post("/complaints/new/", {**TYPED, "is_about_staff": "on", "customer": "Anna Bell"})

    complaint = Complaint.objects.get()
    assert response.url == "/complaints/"
    assert as_staff.get(f"/complaints/{complaint.pk}/").status_code == 404
    assert as_staff.post(f"/complaints/{complaint.pk}/move/", {"do": "told"}).status_code == 404
    assert "Tell them this number" in as_staff.get("/complaints/").text
    assert complaint.reference not in as_staff.get(f"/customers/{anna.pk}/").text
    assert sign_in(mark).get(f"/complaints/{complaint.pk}/").status_code == 200


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_same_few_questions(
    as_staff, shop, mira, item_count, django_assert_max_num_queries
):
    for number in range(item_count):
        customer = create_customer({"given_name": f"Person {number}"}, by=None)
        take_complaint(Taken(f"Broken {number}", customer=customer), by=mira)
    as_staff.get("/complaints/")

    with django_assert_max_num_queries(9):
        page = as_staff.get("/complaints/").text

    assert "Broken 0" in page


def test_the_list_has_filters(as_staff, leak, anna, otto, mira):
    bad = take_complaint(Taken("It burns.", severity=1, customer=anna), by=otto)
    Complaint.objects.filter(pk=bad.pk).update(due_at=bad.received_at)

    def shown(query: str) -> tuple[bool, bool]:
        page = as_staff.get(f"/complaints/?{query}").text
        return leak.reference in page, bad.reference in page

    assert shown("") == (True, True)
    assert shown("whose=mine") == (True, False)
    assert shown("severity=1") == (False, True)
    assert shown("show=late") == (False, True)
    assert shown("show=waiting") == shown("show=closed") == (False, False)
    assert shown("show=nonsense&severity=x&after=y") == (True, True)


def test_the_slower_edit_is_shown_again(as_staff, leak):
    typed = {**TYPED, "story": "It leaks a lot.", "version": leak.version}
    assert as_staff.post(f"/complaints/{leak.pk}/edit/", typed).status_code == 302

    response = as_staff.post(f"/complaints/{leak.pk}/edit/", {**typed, "story": "It drips.", "severity": "2"})

    assert (response.status_code, "It drips." in response.text) == (409, True)
    now = response.text.partition("Now it says:")[2].partition("</dl>")[0]
    assert re.findall("<dd[^>]*>(.*?)</dd>", now) == ["It leaks a lot.", "3 – as usual"]
    assert now_of(leak).story == "It leaks a lot."


def test_wrong_corrections_come_back(as_staff, leak):
    assert as_staff.get(f"/complaints/{leak.pk}/edit/").status_code == 200
    response = as_staff.post(f"/complaints/{leak.pk}/edit/", {**TYPED, "story": "", "version": leak.version})

    assert response.status_code == 422


def test_viewers_look_and_seasonal_staff_take(leak, vera, sam):
    assert sign_in(vera).get(f"/complaints/{leak.pk}/").status_code == 200
    assert sign_in(vera).post("/complaints/new/", TYPED).status_code == 403
    assert sign_in(sam).post("/complaints/new/", TYPED).status_code == 302
    assert sign_in(sam).post(f"/complaints/{leak.pk}/move/", {"do": "told"}).status_code == 403


def test_a_complaint_that_is_not_there_is_not_found(as_staff, shop):
    assert as_staff.get("/complaints/99/").status_code == 404


def test_no_two_things_of_its_page_have_one_name(as_staff, leak, olga):
    page = sign_in(olga).get(f"/complaints/{leak.pk}/").text
    names = re.findall(r' id="([^"]+)"', page)

    assert [name for name in names if names.count(name) > 1] == []


def test_it_stands_among_praise_and_complaints_of_the_timeline(as_staff, leak, anna):
    assert LEAKS in as_staff.get(f"/customers/{anna.pk}/?show=felt").text
    assert LEAKS not in as_staff.get(f"/customers/{anna.pk}/?show=notes").text


def edited(complaint: Complaint, **more) -> dict[str, str]:
    return {**TYPED, "version": str(now_of(complaint).version), **more}


@pytest.fixture
def sale(buy, anna) -> Purchase:
    return buy(anna)


def test_more_is_told_of_it_later(as_staff, leak, anna, sale):
    more = {
        "lot": "B7",
        "purchase": sale.pk,
        "is_public": "on",
        "public_url": "x.example/1",
        "whys": "Glaze.",
    }

    as_staff.post(f"/complaints/{leak.pk}/edit/", edited(leak, is_privacy="on", **more))

    page = as_staff.get(f"/complaints/{leak.pk}/").text
    for words in (
        "Lot B7",
        f"/purchases/{sale.pk}/",
        "https://x.example/1",
        "Glaze.",
        "About data protection",
    ):
        assert words in page
    history = AuditEntry.objects.get(verb="complaint.edited")
    assert {*more, "is_privacy"} <= set(history.fields)


def test_only_their_own_purchases_are_to_be_chosen(as_staff, leak, bert, sale):
    sale.customer = bert
    sale.save()

    assert as_staff.post(f"/complaints/{leak.pk}/edit/", edited(leak, purchase=sale.pk)).status_code == 422


def test_no_address_of_a_program_is_kept(as_staff, leak):
    wrong = edited(leak, public_url="javascript:alert(1)")

    assert as_staff.post(f"/complaints/{leak.pk}/edit/", wrong).status_code == 422


def test_what_they_need_and_who_served_them_is_for_those_who_lead(as_staff, leak, mark, otto):
    sign_in(mark).post(
        f"/complaints/{leak.pk}/edit/", edited(leak, care_note="Widowed.", colleagues=[otto.pk])
    )
    for words in ("Widowed.", "Who served them: Otto"):
        assert words in sign_in(mark).get(f"/complaints/{leak.pk}/").text
        assert words not in as_staff.get(f"/complaints/{leak.pk}/").text
    assert "Widowed." not in as_staff.get(f"/complaints/{leak.pk}/edit/").text

    as_staff.post(f"/complaints/{leak.pk}/edit/", edited(leak, lot="B7", care_note="Rich."))

    kept = now_of(leak)
    assert (kept.care_note, list(kept.colleagues.all()), kept.lot) == ("Widowed.", [otto], "B7")


def test_from_a_review_it_is_public(as_staff, bad_review):
    page = as_staff.get(f"/complaints/new/?from=feedback.review:{bad_review.pk}")

    assert page.context["form"].initial["is_public"] is True


def test_taking_one_comes_before_all_other_buttons(as_manager: Client) -> None:
    page = as_manager.get("/complaints/").text

    assert page.index('href="/complaints/new/"') < page.index('href="/complaints/board/"')
