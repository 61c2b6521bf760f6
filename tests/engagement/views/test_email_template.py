"""Words for mails: the list, writing, changing, putting away."""

import pytest
from django.test import Client

from crm.shop.models import AuditEntry
from engagement.actions.email_template import Written, add_template, install_starter_templates
from engagement.models import EmailTemplate, EmailTemplateVersion

FORM = {
    "name": "Spring",
    "message_class": "marketing",
    "topic": "news",
    "subject": "Spring, {{ first_name|friend }}",
    "body": "Hello {{ first_name|there }}",
    "text_body": "",
    "once": "a",
    "version": "1",
}


@pytest.fixture
def managed(client: Client, mark) -> Client:
    client.force_login(mark)
    return client


@pytest.fixture
def spring(mark):
    words = {name: FORM[name] for name in ("name", "message_class", "topic", "subject", "body")}
    return add_template(Written(**words), by=mark)


def test_template_add_works_and_leaves_history(managed):
    answer = managed.post("/mail/words/new/", FORM)

    template = EmailTemplate.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/mail/words/{template.pk}/")
    assert (template.current.subject, template.topic) == (FORM["subject"], "news")
    assert AuditEntry.objects.filter(verb="template.added", actor="Mark").count() == 1


def test_template_add_twice_is_one(managed):
    for _ in range(2):
        managed.post("/mail/words/new/", FORM)

    assert EmailTemplate.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"subject": "{{ secret }}"}, "is none of the words"),
        ({"body": "Hello {{ shop.delete }}"}, "is none of the words"),
        ({"text_body": "{{"}, "is none of the words"),
        ({"body": "[[surprise]]"}, "Nobody knows how to draw"),
        ({"body": ""}, "Please fill this in"),
        ({"topic": ""}, "Which topic is it?"),
        ({"message_class": "spam"}, "spam"),
    ],
)
def test_template_add_says_beside_the_field_what_is_wrong(managed, wrong, said):
    answer = managed.post("/mail/words/new/", FORM | wrong)

    assert (answer.status_code, EmailTemplate.objects.count()) == (422, 0)
    assert said in answer.content.decode()


def test_a_letter_they_asked_for_needs_no_topic(managed):
    managed.post("/mail/words/new/", FORM | {"topic": "", "message_class": "transactional"})

    assert EmailTemplate.objects.get().topic == ""


def test_template_add_may_begin_with_others(managed, spring):
    page = managed.get(f"/mail/words/new/?from={spring.pk}").content.decode()

    assert "Hello {{ first_name|there }}" in page
    assert managed.get("/mail/words/new/?from=x").status_code == 200


def test_template_edit_makes_a_version(managed, spring):
    page = managed.get(f"/mail/words/{spring.pk}/edit/").content.decode()
    answer = managed.post(f"/mail/words/{spring.pk}/edit/", FORM | {"body": "Other"})

    assert ("their first name" in page, answer.status_code) == (True, 302)
    assert list(spring.versions.order_by("number").values_list("body", flat=True)) == [FORM["body"], "Other"]
    assert AuditEntry.objects.filter(verb="template.edited").count() == 1


def test_template_edit_of_an_old_form_is_given_back_with_what_stands(managed, spring):
    managed.post(f"/mail/words/{spring.pk}/edit/", FORM | {"body": "Theirs"})

    answer = managed.post(f"/mail/words/{spring.pk}/edit/", FORM | {"body": "Mine"})

    page = answer.content.decode()
    assert (answer.status_code, spring.versions.count()) == (409, 2)
    assert ("Theirs" in page, ">\nMine<" in page, 'name="version" value="2"' in page) == (True, True, True)


def test_template_edit_gives_a_wrong_form_back(managed, spring):
    answer = managed.post(f"/mail/words/{spring.pk}/edit/", FORM | {"body": "{{ x }}"})

    assert (answer.status_code, spring.versions.count()) == (422, 1)


def test_template_edit_takes_old_words_again(managed, spring):
    managed.post(f"/mail/words/{spring.pk}/edit/", FORM | {"body": "New words"})

    page = managed.get(f"/mail/words/{spring.pk}/edit/?from=1").content.decode()

    assert "Hello {{ first_name|there }}" in page


def test_template_retire_and_back(managed, spring):
    for _ in range(2):
        managed.post(f"/mail/words/{spring.pk}/retire/")
    retired = managed.get("/mail/words/?show=retired").content.decode()
    managed.post(f"/mail/words/{spring.pk}/retire/", {"do": "restore"})

    assert "Spring" in retired
    assert "<strong>Spring</strong>" in managed.get("/mail/words/").content.decode()
    assert AuditEntry.objects.filter(verb__startswith="template.re").count() == 2


def test_template_in_use_is_not_put_away(managed, automation_on):
    automation_on("welcome")
    template = EmailTemplate.objects.get(key="welcome")

    page = managed.post(f"/mail/words/{template.pk}/retire/", follow=True).content.decode()

    assert "It is still sent by: Welcome" in page


def test_template_list_offers_to_bring_the_first_ones(managed):
    assert "Bring them now" in managed.get("/mail/words/").content.decode()

    managed.post("/mail/words/begin/")

    assert "Happy birthday" in managed.get("/mail/words/").content.decode()
    assert "Nothing found" in managed.get("/mail/words/?kind=survey").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_template_list_asks_a_fixed_number_of_questions(managed, mark, count, django_assert_num_queries):
    for number in range(count):
        add_template(Written(f"T{number}", "marketing", "news", "S", "B"), by=mark)

    with django_assert_num_queries(13):
        managed.get("/mail/words/")


@pytest.mark.parametrize("path", ["new/", "{}/edit/", "{}/retire/", "begin/", "draw/"])
def test_only_who_manages_changes_words(as_staff, spring, path):
    assert as_staff.post(f"/mail/words/{path}".format(spring.pk), FORM).status_code == 403


@pytest.mark.parametrize("path", ["", "{}/", "{}/html/", "{}/versions/"])
def test_viewers_do_not_see_words(client, vera, spring, path):
    client.force_login(vera)

    assert client.get(f"/mail/words/{path}".format(spring.pk)).status_code == 403


@pytest.mark.parametrize("path", ["{}/retire/", "{}/test/", "begin/", "draw/"])
def test_what_changes_is_no_get(managed, spring, path):
    assert managed.get(f"/mail/words/{path}".format(spring.pk)).status_code == 405


@pytest.mark.parametrize("path", ["", "html/", "edit/", "versions/"])
def test_the_words_of_one_announcement_stand_in_no_list(managed, spring, path):
    EmailTemplate.objects.update(is_for_once=True)

    assert managed.get(f"/mail/words/{spring.pk}/{path}").status_code == 404
    assert "Spring" not in managed.get("/mail/words/").content.decode()


def test_every_starter_template_has_its_page(managed):
    install_starter_templates(by=None)

    for template in EmailTemplate.objects.all():
        assert managed.get(f"/mail/words/{template.pk}/").status_code == 200
    assert EmailTemplateVersion.objects.count() == EmailTemplate.objects.count()
