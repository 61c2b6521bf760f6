"""Every verb of the trail is put in words."""

import re
from pathlib import Path

from crm.shop.actions.account_mail import NOTICES
from crm.shop.permissions import Permission
from crm.shop.verbs import in_words, is_in_words

ROOT = Path(__file__).resolve().parents[2]
NOUNS = "consent|custom_field|customer|device|import|interaction|invitation|location"
MORE = "purchase|quick_fact|session|shop|sign_in|till|user"
VERB = re.compile(rf'"((?:{NOUNS}|{MORE})\.[a-z_]+)"')
FILES = {"shop.pem"}
KINDS_OF_JOB = {"import.apply", "import.preview"}


def test_every_verb_of_the_trail_is_in_words():
    sources = [path for room in ("crm", "customers") for path in (ROOT / room).rglob("*.py")]
    verbs = {verb for path in sources for verb in VERB.findall(path.read_text())}
    verbs |= {f"user.{notice}" for notice in NOTICES}

    assert sorted(v for v in verbs - {*Permission} - KINDS_OF_JOB - FILES if not is_in_words(v)) == []


def test_an_unknown_verb_shows_as_itself():
    assert in_words("star.fell_down") == "star fell down"
