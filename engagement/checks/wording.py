"""Is it whole, does it greet everybody, do its links lead anywhere?"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from engagement.checks.sheet import Sheet
from engagement.finding import BODY, SUBJECT, TEXT, Finding, advice
from engagement.merge_fields import FIELD, FIELDS, OWN, Holds, is_link, unknown_fields
from engagement.own_fields import own_examples
from engagement.rendering.blocks import LINE, blocks_of, unknown_blocks
from engagement.rendering.prose import targets_of

LONGEST_SUBJECT = 60
MOST_FIELDS = 200
EXAMPLES = {"example.org", "example.com", "example.net"}
AT_HOME = {"localhost", "127.0.0.1"}


def is_there(sheet: Sheet) -> Iterator[Finding]:
    """There is a subject, and something to read."""
    if not sheet.words.subject.strip():
        yield Finding(_("The subject is empty."), where=SUBJECT)
    if not sheet.words.body.strip():
        yield Finding(_("There is nothing to read in it."))


def knows_its_fields(sheet: Sheet) -> Iterator[Finding]:
    """Nothing stands in curly or square brackets that nobody knows."""
    parts = ((SUBJECT, sheet.words.subject), (BODY, sheet.words.body), (TEXT, sheet.words.text_body))
    for where, text in parts:
        for typed in unknown_fields(text, own_examples(text)):
            yield Finding(unknown_field(typed), where=where)
    for name in unknown_blocks(sheet.words.body):
        yield Finding(unknown_block(name))
    if sum(len(FIELD.findall(text)) for _where, text in parts) > MOST_FIELDS:
        yield Finding(_("There are more than %d merge fields in it.") % MOST_FIELDS)


def unknown_field(typed: str) -> str:
    """What to say about it; forms say the same."""
    return _("“%(typed)s” is none of the words that can be filled in.") % {"typed": typed}


def unknown_block(name: str) -> str:
    """What to say about it; forms say the same."""
    return _("Nobody knows how to draw “[[%(name)s]]”.") % {"name": name}


def can_be_drawn(sheet: Sheet) -> Iterator[Finding]:
    """A mail comes out of it."""
    if sheet.drawn is None and not unknown_blocks(sheet.words.body):
        yield Finding(_("A button needs words, a line “|”, and an address that begins with https://."))


def greets_everybody(sheet: Sheet) -> Iterator[Finding]:
    """Not every customer has a name; without one they would get no mail."""
    for name, instead in dict.fromkeys(FIELD.findall(sheet.everything)):
        if instead:
            continue
        if name in FIELDS and FIELDS[name].is_about_customer:
            yield advice(
                _("Whoever has no name gets no mail: write {{ %(field)s|there }}.") % {"field": name}
            )
        elif name.startswith(OWN):
            words = _("Whoever has no answer gets no mail: write {{ %(field)s|something else }}.")
            yield advice(words % {"field": name})


def links_lead_somewhere(sheet: Sheet) -> Iterator[Finding]:
    """Whole addresses, https, and none that was only an example."""
    for target in dict.fromkeys(_targets(sheet)):
        if problem := what_is_wrong_with(target):
            yield Finding(problem % {"address": target})
        elif target.startswith("http:"):
            yield advice(_("%(address)s is not https: browsers warn of it.") % {"address": target})


def what_is_wrong_with(target: str) -> str:
    """The sentence for an address that leads nowhere; empty when it may be left alone."""
    host = urlsplit(target).hostname if is_link(target) else None
    if not is_link(target) or (host and "." not in host and host not in AT_HOME):
        return _("A link leads nowhere: %(address)s")
    if host in EXAMPLES:
        return _("%(address)s is only an example.")
    home = urlsplit(settings.PUBLIC_URL).hostname
    if host in AT_HOME and home not in AT_HOME:
        return _("%(address)s is only this machine.")
    if host == home and not _is_a_page(urlsplit(target).path):
        return _("There is no such page here: %(address)s")
    return ""


def subject_is_quiet(sheet: Sheet) -> Iterator[Finding]:
    """It is read on a phone, and filters dislike shouting."""
    subject = FIELD.sub("Anna", sheet.words.subject)
    if len(subject) > LONGEST_SUBJECT:
        yield advice(_("Phones cut the subject after about %d characters.") % LONGEST_SUBJECT, SUBJECT)
    letters = [letter for letter in subject if letter.isalpha()]
    if "!!" in subject or (len(letters) > 10 and subject == subject.upper()):
        yield advice(_("The subject shouts; many mailboxes take that for spam."), SUBJECT)


def text_says_as_much(sheet: Sheet) -> Iterator[Finding]:
    """Those who read plain text get the mail, too."""
    own = sheet.words.text_body.strip()
    if own and sheet.drawn is not None and len(own) < len(sheet.words.body.strip()) / 4:
        yield advice(_("The plain text says much less than the mail itself."), TEXT)


def _targets(sheet: Sheet) -> Iterator[str]:
    """Where its links lead, fields of links left out."""
    filled = FIELD.sub(_stand_in, sheet.words.body)
    yield from targets_of(LINE.sub("", filled))
    for kind, words in blocks_of(filled):
        yield from kind.addresses(words)


def _stand_in(found: re.Match[str]) -> str:
    is_address = found[1] in FIELDS and FIELDS[found[1]].holds == Holds.LINK
    return "mailto:field" if is_address else "field"


def _is_a_page(path: str) -> bool:
    try:
        resolve(path or "/")
    except Resolver404:
        return False
    return True
