"""The outbox as staff see it."""

import pytest
from django.test import Client

from crm.shop.models import AuditEntry
from engagement.actions.message import Draft, plan_message
from engagement.models import EmailTemplate, EmailTemplateVersion, EventKind, Message
from engagement.tasks import send_bulk, send_letters
from tests.engagement.conftest import again

pytestmark = pytest.mark.usefixtures("at_any_hour")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def kept(plan):
    """Written and kept here: mail is not set up in tests."""
    message = plan("marketing")
    send_bulk()
    return again(message)


@pytest.mark.parametrize("message_count", [1, 3])
def test_message_list_asks_the_same_number_of_questions(
    as_staff, plan, message_count, django_assert_num_queries
):
    for _ in range(message_count):
        plan()
    as_staff.get("/mail/")

    with django_assert_num_queries(4):
        page = as_staff.get("/mail/").content.decode()

    assert page.count("Your order") == message_count


def test_message_list_says_why_a_mail_did_not_leave(as_staff, plan, anna):
    anna.emails.all().delete()
    plan()
    send_letters()

    page = as_staff.get("/mail/?state=skipped&message_class=transactional").content.decode()

    assert ("They have no e-mail address" in page, "Anna Bell" in page) == (True, True)
    assert "No mail here" in as_staff.get("/mail/?state=sent").content.decode()
    assert "Your order" in as_staff.get("/mail/?state=nonsense").content.decode()


def test_message_list_as_a_part_is_only_the_rows(as_staff, plan):
    plan()

    part = as_staff.get("/mail/", headers={"HX-Request": "true"}).content.decode()

    assert ("Your order" in part, "<html" in part) == (True, False)


def test_message_detail_shows_a_kept_mail_with_links_that_work(as_staff, kept, settings):
    page = as_staff.get(f"/mail/{kept.pk}/")
    html = as_staff.get(f"/mail/{kept.pk}/html/").content.decode()

    words = page.content.decode()
    assert ("As it would arrive" in words, f'src="/mail/{kept.pk}/html/"' in words) == (True, True)
    assert "List-Unsubscribe-Post" in words
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert f"{settings.PUBLIC_URL}/u/" in html
    assert '<base target="_blank">' in html


def test_message_html_can_do_nothing_but_be_looked_at(as_staff, kept):
    response = as_staff.get(f"/mail/{kept.pk}/html/")

    policy = dict(
        part.strip().partition(" ")[::2] for part in response.headers["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox",
    }
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_links_of_a_mail_that_arrived_are_for_its_reader_only(as_staff, sink, plan):
    message = plan("marketing")
    send_bulk()

    seen = as_staff.get(f"/mail/{message.pk}/").content.decode()
    html = as_staff.get(f"/mail/{message.pk}/html/").content.decode()

    assert "/u/" in sink.raw[0].decode()
    assert ("/u/" in seen, "/u/" in html, "do not work here" in seen) == (False, False, True)


def test_message_detail_shows_the_words_before_they_leave(as_staff, anna):
    template = EmailTemplate.objects.create(name="Hello", message_class="marketing", topic="news")
    template.current = EmailTemplateVersion.objects.create(
        template=template, number=1, subject="Hi {{ first_name|you }}, {{ shop }}", body="Hi you"
    )
    template.save()
    message = plan_message(Draft("x", "marketing", "x", template=template), customer=anna, by=None)

    page = as_staff.get(f"/mail/{message.pk}/").content.decode()

    assert ("Hi you" in page, "<iframe" in page, "Call it off" in page) == (True, False, True)
    assert message.title == "Hi you, …"  # whose name it is stands there once it is written


def test_message_detail_tells_what_came_back(as_staff, plan):
    message = plan()
    message.events.create(kind=EventKind.DEFERRED, key="1", at=message.created_at, note="busy")

    assert "Put off by their server" in as_staff.get(f"/mail/{message.pk}/").content.decode()


def test_mail_to_colleagues_is_seen_by_them_and_whoever_looks_after_mail(mira, otto, olga):
    message = plan_message(Draft("digest", "transactional", "digest", subject="Yours"), staff=mira, by=None)

    answers = [signed_in(person).get(f"/mail/{message.pk}/").status_code for person in (mira, otto, olga)]

    assert answers == [200, 404, 200]
    assert signed_in(otto).post(f"/mail/{message.pk}/cancel/").status_code == 404


def test_message_resend_sends_the_doubtful_again_once(as_staff, plan):
    message = plan("marketing")
    Message.objects.update(state="unknown")

    page = as_staff.get(f"/mail/{message.pk}/").content.decode()
    answers = [as_staff.post(f"/mail/{message.pk}/again/").status_code for _ in range(2)]

    assert ("Send it again" in page, answers) == (True, [302, 302])
    assert again(message).state == "planned"
    assert AuditEntry.objects.filter(verb="message.sent_again", actor="Mira").count() == 1


def test_message_resend_leaves_a_sent_mail_alone(as_staff, kept):
    as_staff.post(f"/mail/{kept.pk}/again/")

    assert again(kept).state == "sent"


def test_message_cancel_calls_it_off_once_and_says_when_it_is_too_late(as_staff, plan, kept):
    message = plan()

    for _ in range(2):
        as_staff.post(f"/mail/{message.pk}/cancel/")
    late = as_staff.post(f"/mail/{kept.pk}/cancel/", follow=True).content.decode()

    assert (again(message).state, again(kept).state) == ("cancelled", "sent")
    assert AuditEntry.objects.filter(verb="message.cancelled").count() == 1
    assert "It is too late for that." in late


@pytest.mark.parametrize("path", ["again", "cancel"])
def test_what_changes_a_mail_is_no_get_and_not_for_viewers(as_staff, vera, plan, path):
    message = plan()

    assert as_staff.get(f"/mail/{message.pk}/{path}/").status_code == 405
    assert signed_in(vera).post(f"/mail/{message.pk}/{path}/").status_code == 403


@pytest.mark.parametrize("path", ["", "html/"])
def test_mail_is_not_for_viewers(vera, plan, path):
    assert signed_in(vera).get(f"/mail/{plan().pk}/{path}").status_code == 403


def test_hostile_words_are_inert(as_staff, plan):
    message = plan("marketing", subject='"><script>x</script>', body='<img src=x onerror="x()"> {{ 7*7 }}')
    send_bulk()

    html = as_staff.get(f"/mail/{message.pk}/html/").content.decode()
    page = as_staff.get(f"/mail/{message.pk}/").content.decode()

    assert ("<script>x" in page, "<img src=x" in html, "{{ 7*7 }}" in html) == (False, False, True)


def test_a_line_about_a_mail_leads_only_those_there_who_may_open_it(sink, plan, anna, mira, vera):
    message = plan()
    send_letters()

    pages = [signed_in(person).get(f"/customers/{anna.pk}/").text for person in (mira, vera)]

    assert [f"/mail/{message.pk}/" in page for page in pages] == [True, False]
    assert ["Your order" in page for page in pages] == [True, True]


def test_a_mail_that_waits_is_called_by_the_name_of_the_shop(as_staff, shop, anna):
    asked = plan_message(
        Draft(
            "asked", "transactional", "by_hand", subject="One question from {{ shop }}", body="How was it?"
        ),
        customer=anna,
        by=None,
    )

    for page in ("/mail/", f"/mail/{asked.pk}/", f"/customers/{anna.pk}/"):
        assert f"One question from {shop.name}" in as_staff.get(page).text, page
