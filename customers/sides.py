"""What stands beside the timeline: contact, facts, consent, own fields, and what each floor adds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.functional import Promise

from crm.shop.models import User
from crm.web.written_out import Written, written_out
from customers.consent_state import state_of
from customers.models import (
    BuysFor,
    Consent,
    ConsentChannel,
    ConsentTopic,
    Customer,
    CustomField,
    Email,
    ExternalId,
    Phone,
    QuickFact,
    Revision,
    Tag,
)
from customers.own_answers import own_answer
from customers.timeline import STAYS_IN_REACH

FACTS = f"{QuickFact._meta.label_lower}:"
FORGOTTEN = 5
NAMES = ("pk", "given_name", "family_name", "preferred_name", "company")


@dataclass(frozen=True)
class Panel:
    """A card that a floor puts beside the timeline: its part, its words, and its chip in the header.

    On a phone it is folded away under its title; without one it stands open, as does one in which
    something waits.
    """

    template: str
    content: Any
    title: str | Promise = ""
    chip: str = ""
    waits: bool = False

    @property
    def key(self) -> str:
        """Its place on the page: "side-mail" for `engagement/_mail_panel.html`."""
        return "side-" + self.template.rpartition("/_")[2].removesuffix("_panel.html").replace("_", "-")

    @property
    def is_folded(self) -> bool:
        return bool(self.title) and not self.waits


Composer = Callable[[Customer, User], list[Panel]]
_COMPOSERS: list[Composer] = []


def composes_the_side(composer: Composer) -> Composer:
    """The socket for the roof, which alone knows every floor: it says which panels stand there."""
    _COMPOSERS[:] = [composer]
    return composer


Rows = Callable[[], QuerySet[Any]]
_BESIDE: dict[str, tuple[Rows, tuple[str, ...]]] = {}


def stands_beside(name: str, *columns: str) -> Callable[[Rows], Rows]:
    """The socket for the floors above: rows of theirs that are fetched with the customer, in the same query.

    The function gives the rows of the customer `OuterRef("pk")`, ordered and cut; they are found on the
    customer as `beside_<name>`, a list of {column: value}, with days and moments as text.
    """

    def register(rows: Rows) -> Rows:
        if _BESIDE.setdefault(name, (rows, columns))[0] is not rows:
            raise ValueError(f"Something called {name} stands there already.")
        return rows

    return register


def panels_beside(customer: Customer, user: User) -> list[Panel]:
    """What each floor says about a customer, in the same request."""
    return [panel for compose in _COMPOSERS for panel in compose(customer, user)]


@dataclass(frozen=True)
class ConsentAnswer:
    """What stands for one channel and topic; `answer` is None when they were never asked."""

    channel: str
    channel_label: str
    topic: str
    topic_label: str
    answer: Consent | None


@dataclass(frozen=True)
class CustomerSide:
    """All that the side of a customer page shows."""

    tags: list[str]
    phones: list[Phone]
    emails: list[Email]
    facts: list[QuickFact]
    forgotten: list[QuickFact]
    external_ids: list[ExternalId]
    consents: list[ConsentAnswer]
    own_fields: list[tuple[str, str]]
    lives_with: list[Customer]
    buys_for: list[tuple[Customer, str]]
    bought_for_by: list[tuple[Customer, str]]
    panels: list[Panel] = field(default_factory=list)

    @property
    def was_asked(self) -> bool:
        return any(consent.answer for consent in self.consents)

    @property
    def has_family(self) -> bool:
        """Is there anybody they live with, buy for, or get presents from?"""
        return bool(self.lives_with or self.buys_for or self.bought_for_by)

    @property
    def answers_by_topic(self) -> list[tuple[str, list[ConsentAnswer]]]:
        """One line for each topic they were asked about, however many channels there are."""
        lines: dict[str, list[ConsentAnswer]] = {}
        for consent in self.consents:
            if consent.answer:
                lines.setdefault(consent.topic_label, []).append(consent)
        return list(lines.items())

    @property
    def topics_never_asked(self) -> list[str]:
        asked = {consent.topic for consent in self.consents if consent.answer}
        return [str(topic.label) for topic in ConsentTopic if topic not in asked]


def with_side(people: QuerySet[Customer]) -> QuerySet[Customer]:
    """Everything that hangs on a customer, fetched with them: one query instead of nine."""
    minute = timezone.now().replace(second=0, microsecond=0)
    return people.annotate(**_side_written(minute, timezone.get_current_timezone_name()))


@lru_cache(maxsize=4)
def _side_written(minute: datetime, zone: str) -> dict[str, Written]:
    """Written out once a minute: to write so long a question takes longer than to answer it."""
    return written_out(Customer.objects.annotate(**_side(minute)))


def _side(now: datetime) -> dict[str, ArraySubquery]:
    own = {"customer": OuterRef("pk")}
    lately = now - STAYS_IN_REACH
    newest = Consent.objects.filter(**own).counting().order_by("channel", "topic", "-at", "-pk")
    gone = Revision.objects.filter(**own, about__startswith=FACTS, at__gte=lately).order_by("-pk")
    return {
        "beside_tags": ArraySubquery(
            Tag.objects.filter(customers=OuterRef("pk")).order_by("name").values("name")
        ),
        "beside_phones": _rows(Phone.objects.filter(**own), "number", "label"),
        "beside_emails": _rows(Email.objects.filter(**own), "address", "label"),
        "beside_facts": _rows(QuickFact.objects.filter(**own), "pk", "kind", "text"),
        "beside_external_ids": _rows(ExternalId.objects.filter(**own), "source", "value"),
        "beside_consents": _rows(newest.distinct("channel", "topic"), "channel", "topic", "is_given", "at"),
        "beside_forgotten": ArraySubquery(
            gone[:FORGOTTEN].values_list(JSONObject(kind="field", text="before"))
        ),
        "beside_home": _rows(
            Customer.objects.filter(household=OuterRef("household")).exclude(pk=OuterRef("pk")), *NAMES
        ),
        "beside_buys_for": _people(BuysFor.objects.filter(buyer=OuterRef("pk")), "receiver"),
        "beside_bought_for_by": _people(BuysFor.objects.filter(receiver=OuterRef("pk")), "buyer"),
        "beside_fields": _rows(CustomField.objects.in_use(), "key", "label", "kind"),
        **{f"beside_{name}": _rows(rows(), *columns) for name, (rows, columns) in _BESIDE.items()},
    }


def _rows(found: QuerySet[Any], *names: str) -> ArraySubquery:
    return ArraySubquery(found.values_list(JSONObject(**{name: F(name) for name in names})))


def _people(found: QuerySet[BuysFor], who: str) -> ArraySubquery:
    """The other one of each, by name, with what to know."""
    columns = {name: F(f"{who}__{name}") for name in NAMES}
    return ArraySubquery(found.order_by("pk").values_list(JSONObject(note="note", **columns)))


def _named(rows: list[dict[str, Any]]) -> list[tuple[Customer, str]]:
    return [(Customer(**row), note) for row in rows for note in [row.pop("note")]]


def customer_side(customer: Any, user: User) -> CustomerSide:
    """The side of the page, from what `with_side` brought along."""
    facts = [QuickFact(**row) for row in customer.beside_facts]
    newest = [Consent(**row | {"at": datetime.fromisoformat(row["at"])}) for row in customer.beside_consents]
    phones = [Phone(**row) for row in customer.beside_phones]
    customer.first_phone = phones[0].number if phones else ""
    return CustomerSide(
        tags=customer.beside_tags,
        phones=phones,
        emails=[Email(**row) for row in customer.beside_emails],
        facts=facts,
        forgotten=_still_forgotten(facts, [QuickFact(**row) for row in customer.beside_forgotten]),
        external_ids=[ExternalId(**row) for row in customer.beside_external_ids],
        consents=_answers({(answer.channel, answer.topic): answer for answer in newest}),
        own_fields=[
            (row["label"], own_answer(customer.custom[row["key"]], row["kind"]))
            for row in customer.beside_fields
            if row["key"] in customer.custom
        ],
        lives_with=[Customer(**row) for row in customer.beside_home],
        buys_for=_named(customer.beside_buys_for),
        bought_for_by=_named(customer.beside_bought_for_by),
        panels=panels_beside(customer, user),
    )


def forgotten_facts(customer: Customer, facts: list[QuickFact]) -> list[QuickFact]:
    """Facts forgotten since yesterday: until then they can be put back from the page."""
    lately = timezone.now() - STAYS_IN_REACH
    gone = Revision.objects.filter(customer=customer, about__startswith=FACTS, at__gte=lately)
    rows = gone.order_by("-pk")[:FORGOTTEN]
    return _still_forgotten(facts, [QuickFact(kind=row.field, text=str(row.before)) for row in rows])


def _still_forgotten(facts: list[QuickFact], gone: list[QuickFact]) -> list[QuickFact]:
    known = {(fact.kind, fact.text) for fact in facts}
    pairs = {(fact.kind, fact.text): fact for fact in gone}
    return [fact for pair, fact in pairs.items() if pair not in known]


def consent_answers(customer: Customer) -> list[ConsentAnswer]:
    """Every channel and topic with what stands."""
    return _answers(state_of(customer))


def _answers(state: dict[tuple[str, str], Consent]) -> list[ConsentAnswer]:
    return [
        ConsentAnswer(
            channel.value, str(channel.label), topic.value, str(topic.label), state.get((channel, topic))
        )
        for topic in ConsentTopic
        for channel in ConsentChannel
    ]
