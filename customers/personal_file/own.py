"""What the ground floor tells a customer who asks what we hold on them."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import field_in_words
from customers.cycle_words import sentence
from customers.details import PLAIN
from customers.evidence import evidence_kind
from customers.forgetting.imports import rows_about
from customers.forgetting.leaving import Leaving
from customers.kinds import kind_of
from customers.models import (
    BuysFor,
    Customer,
    CustomField,
    Interaction,
    Merge,
    Referral,
    Revision,
    StageChange,
    StageEvidence,
)
from customers.own_answers import own_answer
from customers.personal_file.gathering import Section, tells_beside
from customers.personal_file.sections import keeps_back, tells
from customers.personal_file.values import DAY, unpacked
from customers.reason_words import REASONS


def _own_answers(row: Customer, _customer: Customer) -> str:
    """Our own questions by their words, not by their keys, and the answers as people write them."""
    asked = {field.key: field for field in CustomField.objects.all()} if row.custom else {}
    known = ((asked.get(key), key, value) for key, value in row.custom.items())
    return ", ".join(
        f"{field.label}: {own_answer(value, field.kind, day_format=DAY)}" if field else f"{key}: {value}"
        for field, key, value in known
    )


def _kind(row: Interaction, _customer: Customer) -> str:
    return str(kind_of(row.kind).label)


def _why_there(row: StageChange, _customer: Customer) -> str:
    return sentence(row.reason, row.measure)


def _sign(row: StageEvidence, _customer: Customer) -> str:
    return str(evidence_kind(row.kind).label)


def _field(row: Revision, _customer: Customer) -> str:
    return field_in_words(row.about, row.field)


def _advocate(row: Referral, customer: Customer) -> str:
    return gettext("you") if row.advocate_id == customer.pk else gettext("another customer")


def _friend(row: Referral, customer: Customer) -> str:
    return gettext("you") if row.friend_id == customer.pk else gettext("another customer")


def _buyer(row: BuysFor, customer: Customer) -> str:
    return gettext("you") if row.buyer_id == customer.pk else gettext("another customer")


def _receiver(row: BuysFor, customer: Customer) -> str:
    return gettext("you") if row.receiver_id == customer.pk else gettext("another customer")


def _put_off(row: object, _customer: Customer) -> str:
    key = getattr(row, "reason", "")
    return str(REASONS[key].title) if key in REASONS else key


@tells_beside
def rows_of_imports(customer: Customer) -> Section:
    """A row of a file knows them by a number, or by the address in it."""
    rows = rows_about(Leaving(customer)).select_related("data_import__file")
    headings = [gettext("file"), gettext("row"), gettext("what became of it"), gettext("before and after")]
    raw, said = [], []
    for row in rows.order_by("data_import", "number"):
        cells = [cell for cell in row.cells if cell]
        raw.append({"file": str(row.data_import), "row": row.number, "outcome": row.outcome})
        raw[-1] |= {"changes": row.changes, "cells": cells}
        told = unpacked(row.changes) if row.changes else ", ".join(cells)
        said.append([str(row.data_import), str(row.number), str(row.get_outcome_display()), told])
    return Section("importrow", gettext("Rows of files that brought you here"), headings, said, raw)


@tells_beside
def other_records(customer: Customer) -> Section:
    """What only the other record said that became part of theirs, for as long as that can be undone."""
    label, raw, said = Customer._meta.label_lower, [], []
    for merge in Merge.objects.standing().filter(kept=customer).order_by("pk"):
        for record in (row for step in merge.steps if step[:2] == ["drop", label] for row in step[2]):
            words = {name: record[name] for name in PLAIN if isinstance(record.get(name), str | int | dict)}
            raw.append({name: value for name, value in words.items() if value})
            said += [[str(field_in_words(label, name)), unpacked(value)] for name, value in raw[-1].items()]
    title = gettext("What another record of you said before it became one with this")
    return Section("merge", title, [gettext("field"), gettext("before")], said, raw)


_PERSON = {
    "do_not_disturb_since": _("not to be disturbed since"),
    "purchase_count": _("purchases"),
    "spend": _("spent"),
    "first_purchase_at": _("first purchase"),
    "last_purchase_at": _("last purchase"),
    "last_seen_at": _("last seen"),
    "visit_days": _("days on which you came"),
    "buying_days": _("days on which you bought"),
    "last_location": _("last seen in"),
    "last_thanked_at": _("last thanked"),
    "expected_next_on": _("expected next"),
    "stage_since": _("in this stage since"),
    "created_at": _("known to us since"),
}
_SENT = {"advocate": _("who sent"), "friend": _("who was sent")}
_WHO_SENT = {"advocate": _advocate, "friend": _friend}
_BUYS = {"buyer": _("who buys"), "receiver": _("for whom")}
_WHO_BUYS = {"buyer": _buyer, "receiver": _receiver}
_STAGES = {
    "from_stage": _("from"),
    "to_stage": _("to"),
}
_CHANGES = {"field": _("field"), "after": _("after")}

tells("customers.Customer", _("Who you are"), words=_PERSON, reads={"custom": _own_answers})
tells("customers.Phone", _("Phone numbers"))
tells("customers.Email", _("E-mail addresses"))
tells("customers.ExternalId", _("What other systems call you"))
tells("customers.QuickFact", _("What is good to know about you"))
tells("customers.Customer_tags", _("Labels we put on you"))
tells("customers.Consent", _("What you said yes and no to"))
tells("customers.Purchase", _("What you bought"), words={"refund_of": _("belongs to")})
tells("customers.PurchaseLine", _("Lines of your receipts"))
tells("customers.Interaction", _("What passed between us"), reads={"kind": _kind})
tells("customers.Referral", _("Who sent whom"), words=_SENT, reads=_WHO_SENT)
tells("customers.BuysFor", _("Who buys for whom"), words=_BUYS, reads=_WHO_BUYS)
tells("customers.ReferralCode", _("The code to recommend us by"))
tells(
    "customers.StageChange",
    _("Where you stood with us"),
    words=_STAGES,
    reads={"reason": _why_there},
    leaves_out={"measure": "it is said in the reason"},
)
tells("customers.StageEvidence", _("Signs that you recommend us"), reads={"kind": _sign})
tells("customers.StagePin", _("Where we said you stand"))
tells("customers.PutOff", _("What we put off"), reads={"reason": _put_off})
tells("customers.SegmentStay", _("Lists that you were in"))
tells("customers.Revision", _("What we changed"), words=_CHANGES, reads={"field": _field})
keeps_back("customers.Duplicate", "a guess that two records are one person; it names somebody else")
keeps_back("customers.Merge", "how two records of theirs became one, so that it can be undone")
keeps_back("customers.SearchWord", "words to find them by, made of their name, numbers and addresses")
keeps_back("customers.Buying", "counted from their receipts, which are given")
keeps_back("customers.TillRoll", "counted from their receipts, which are given")
keeps_back("customers.CategoryBought", "counted from the lines of their receipts, which are given")
keeps_back("customers.BulkChangeLine", "which tag a change to many gave or took: the tags are given")
