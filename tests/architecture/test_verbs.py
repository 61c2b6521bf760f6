"""Every verb of the trail is put in words."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from crm.shop.actions import location, shop_settings, staff
from crm.shop.actions.account_mail import NOTICES
from crm.shop.field_names import count_in_words, field_in_words, is_field_in_words
from crm.shop.permissions import Permission
from crm.shop.verbs import in_words, is_in_words
from customers.actions.interaction import EDITABLE
from customers.details import Details
from customers.models import ConsentChannel, ConsentTopic, QuickFactKind

ROOT = Path(__file__).resolve().parents[2]
NOUNS = "api_token|consent|custom_field|customer|device|import|interaction|invitation|location|webhook"
MORE = "cycle_rules|mail_room|message|purchase|quick_fact|session|shop|sign_in|stage|stage_evidence|till|user"
WORDS = "brand|template"
WISHES = "inbound_mail|mailbox|message_event|preference|suppression"
REWARDS = "loyalty|loyalty_program|loyaltycard|referral|referral_code|reward|voucher"
FEEDBACK = "complaint|complaint_rules|hear_back|idea|improvement|response|root_cause|survey|theme"
FIGURES = "monday_letter|relationship|value_rules"
REVIEWS = "review|review_platform|testimonial"
COUNTER = "cadence|calendar_feed|enquiry|follow_up|special_order"
VERB = re.compile(
    rf'"((?:{NOUNS}|{REWARDS}|{WISHES}|{WORDS}|{COUNTER}|{FEEDBACK}|{REVIEWS}|{FIGURES}|{MORE})\.[a-z_]+)"'
)
FILES = {"shop.pem"}
# What other programs are told has names of its own, see tests/engagement/webhooks/test_events.py.
NAMES_OF_EVENTS = "sockets/webhook.py"
KINDS_OF_JOB = {"import.apply", "import.preview", "import.undo"}


def test_every_verb_of_the_trail_is_in_words():
    sources = [
        path
        for room in ("crm", "customers", "engagement", "feedback", "metrics")
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts and not path.as_posix().endswith(NAMES_OF_EVENTS)
    ]
    verbs = {verb for path in sources for verb in VERB.findall(path.read_text())}
    verbs |= {f"user.{notice}" for notice in NOTICES}

    assert sorted(v for v in verbs - {*Permission} - KINDS_OF_JOB - FILES if not is_in_words(v)) == []


def test_an_unknown_verb_shows_as_itself():
    assert in_words("star.fell_down") == "star fell down"


@pytest.mark.parametrize(
    ("model_label", "names"),
    [
        ("shop.user", staff.SHOWN),
        ("shop.location", [*location.SHOWN, "hours"]),
        ("shop.shopsettings", shop_settings.SHOWN),
        ("customers.customer", Details.__annotations__),
        ("customers.customer", [*QuickFactKind.values, *ConsentChannel.values, *ConsentTopic.values]),
        ("customers.interaction", [*EDITABLE, "withdrawn_at"]),
        ("customers.purchase", ["at", "total", "location", "channel", "lines", "customer"]),
    ],
)
def test_every_field_of_the_trail_is_in_words(model_label, names):
    assert [name for name in names if not is_field_in_words(model_label, name)] == []


@pytest.mark.parametrize("about", ["customers.customer:1", "customers.gone:1", "gone.gone:1", "nonsense", ""])
def test_an_unknown_field_shows_as_itself(about):
    assert field_in_words(about, "star_sign") == "star sign"


def test_fields_and_counts_are_called_what_people_call_them():
    with translation.override("en"):
        assert field_in_words("customers.customer:42", "birth_day") == "birthday: day"
        assert field_in_words("shop.location:1", "hours") == "opening hours"
        assert (count_in_words("set_aside"), count_in_words("odd_ones")) == ("Set aside", "odd ones")
