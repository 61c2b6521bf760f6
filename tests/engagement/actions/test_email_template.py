"""Words for mails: written, changed, put away; and those a shop begins with."""

from dataclasses import replace

import pytest

from crm.shop.models import AuditEntry
from customers.models import ConsentTopic
from customers.stale import SomebodyWasFaster
from engagement.actions.email_template import (
    TemplateIsInUse,
    Written,
    add_template,
    edit_template,
    install_starter_templates,
    restore_template,
    retire_template,
    users_of,
)
from engagement.linter import problems_of
from engagement.models import Announcement, EmailTemplate, MessageClass
from engagement.recipes import RECIPES
from engagement.rendering import Frame, Words, render
from engagement.starter_templates import starters
from engagement.tasks import install_starter_templates as the_clock_installs

WRITTEN = Written("Spring", "marketing", "news", "Spring is here", "Hello {{ first_name|there }}")


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def spring(mark):
    return add_template(WRITTEN, by=mark)


def test_add_template_keeps_its_first_version(spring, mark):
    version = spring.current

    assert (version.number, version.subject, version.created_by) == (1, "Spring is here", mark)
    assert verbs()[-1] == "template.added"


def test_edit_template_makes_a_version_and_leaves_the_old_one(spring, mira):
    edited = edit_template(spring, replace(WRITTEN, body="Other words\r\n"), version=1, by=mira)

    assert (edited.current.number, edited.current.body, edited.version) == (2, "Other words", 2)
    assert spring.versions.get(number=1).body == WRITTEN.body
    assert AuditEntry.objects.get(verb="template.edited").fields == ["body"]


def test_a_new_name_is_no_new_version_of_the_words(spring, mira):
    edited = edit_template(spring, replace(WRITTEN, name="May"), version=1, by=mira)

    assert (edited.name, edited.current.number) == ("May", 1)


def test_edit_template_twice_changes_nothing(spring, mira):
    for version in (1, 1):
        edit_template(spring, WRITTEN, version=version, by=mira)

    assert (spring.versions.count(), verbs()[-1]) == (1, "template.added")


def test_edit_template_is_refused_when_somebody_was_faster(spring, mira):
    edit_template(spring, replace(WRITTEN, body="Theirs"), version=1, by=mira)

    with pytest.raises(SomebodyWasFaster):
        edit_template(spring, replace(WRITTEN, body="Mine"), version=1, by=mira)


def test_what_a_header_or_the_book_cannot_hold_is_left_out(mira):
    template = add_template(replace(WRITTEN, subject="A\r\nBcc: x", body="x\x00y\ud800"), by=mira)

    assert (template.current.subject, template.current.body) == ("A Bcc: x", "xy")


def test_retire_and_restore_template_once(spring, mark):
    for _ in range(2):
        retired = retire_template(spring, by=mark)
    assert retired.retired_at is not None
    for _ in range(2):
        restored = restore_template(spring, by=mark)

    assert restored.retired_at is None
    assert verbs()[-2:] == ["template.retired", "template.restored"]


def test_what_is_on_keeps_its_words(automation_on, mark):
    automation_on("welcome")
    welcome = EmailTemplate.objects.get(key="welcome")

    with pytest.raises(TemplateIsInUse):
        retire_template(welcome, by=mark)

    assert users_of(welcome) == ["Welcome"]


def test_what_is_scheduled_keeps_its_words(spring):
    Announcement.objects.create(name="May", template=spring, state="scheduled")
    Announcement.objects.create(name="June", template=spring)

    assert users_of(spring) == ["May"]


def test_install_starter_templates_brings_each_once(shop):
    the_clock_installs()
    the_clock_installs()

    assert EmailTemplate.objects.count() == len(starters())
    assert [(entry.verb, entry.counts) for entry in AuditEntry.objects.all()] == [
        ("template.installed", {"templates": len(starters())})
    ]


def test_install_starter_templates_leaves_what_the_shop_made_of_them(shop, mark):
    install_starter_templates(by=None)
    welcome, birthday = (EmailTemplate.objects.get(key=key) for key in ("welcome", "birthday"))
    edit_template(welcome, replace(WRITTEN, name="Ours"), version=1, by=mark)
    retire_template(birthday, by=mark)
    EmailTemplate.objects.filter(key="news").update(current=None)
    EmailTemplate.objects.get(key="news").delete()

    assert install_starter_templates(by=None) == 1
    assert EmailTemplate.objects.get(key="welcome").name == "Ours"
    assert EmailTemplate.objects.get(key="birthday").retired_at is not None


def test_no_shop_gets_no_mails(db):
    assert (install_starter_templates(by=None), EmailTemplate.objects.count()) == (0, 0)


def test_every_recipe_finds_its_words(shop):
    install_starter_templates(by=None)
    keys = {step["template"] for recipe in RECIPES.values() for step in recipe.steps if "template" in step}

    kinds = dict(EmailTemplate.objects.values_list("key", "message_class"))

    assert keys - set(kinds) == set()
    for recipe in RECIPES.values():
        for step in recipe.steps:
            if "template" in step:
                assert kinds[step["template"]] == recipe.message_class


@pytest.mark.parametrize("starter", starters(), ids=lambda starter: starter.key)
def test_a_starter_template_is_ready_to_leave(shop, starter):
    assert starter.kind in MessageClass.values
    assert starter.topic in {"", *ConsentTopic.values}
    install_starter_templates(by=None)

    version = EmailTemplate.objects.get(key=starter.key).current

    assert [str(finding) for finding in problems_of(version, starter.kind)] == []


@pytest.mark.parametrize("starter", starters(), ids=lambda starter: starter.key)
def test_a_starter_template_reads_well_for_somebody_without_a_name(starter):
    from engagement.merge_fields import FIELDS
    from engagement.models import Brand

    frame = Frame("The Corner Shop", "", "", "", "", "", "en-gb")
    mail = render(
        Words(starter.subject, starter.body, "", starter.kind), dict.fromkeys(FIELDS, ""), Brand(), frame
    )

    only_the_matter_is_missing = {
        "voucher_code",
        "voucher_value",
        "points_ending",
        "points_until",
        "card_link",
        "friend_link",
        "attend_link",
        "review_link",
        "event_on",
        "answer",
        "reference",
        "question",
        "shop",
    }
    assert set(mail.missing) <= only_the_matter_is_missing
