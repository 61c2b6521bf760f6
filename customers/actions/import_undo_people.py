"""Taking back what a file made of people: new ones go, values return, and what was edited since stays."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from crm.shop.actions import audit
from customers.actions.import_people import write_ledger
from customers.actions.import_shelf import fill_lists, known_as
from customers.actions.import_undo_purchases import brought_by, timeline_name, touched
from customers.actions.import_values import let_go_of_cards, write_values
from customers.actions.search_word import write_search_words
from customers.importing.planning import Known, folded_tag
from customers.importing.taking_back import TakenBack, restore, take_back
from customers.kinds import TAKEN_APART
from customers.models import (
    Consent,
    Customer,
    DataImport,
    Email,
    ExternalId,
    ImportedCustomer,
    ImportState,
    Interaction,
    Merge,
    Phone,
    Purchase,
    QuickFact,
    Revision,
)
from customers.traces import traces_of

EDITED, USED, OTHER_FILE, MERGED = "edited", "used", "other_file", "merged"
COLUMNS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "emails": (Email, ("address",)),
    "phones": (Phone, ("number",)),
    "external_ids": (ExternalId, ("value",)),
    "facts": (QuickFact, ("kind", "text")),
    "tags": (Customer.tags.through, ("tag__folded_name",)),
}


@dataclass
class Verdict:
    """What taking the import back does to some people; nothing is written yet."""

    customers: dict[int, Customer]
    removed: list[int] = field(default_factory=list)
    restored: dict[int, tuple[Known, TakenBack]] = field(default_factory=dict)
    kept: dict[int, dict[str, Any]] = field(default_factory=dict)  # {customer: what stays, and why}

    @property
    def counts(self) -> Counter[str]:
        changed = sum(result.changes_something for _known, result in self.restored.values())
        return Counter(removed=len(self.removed), restored=changed, kept=len(self.kept))


def next_lines(data_import: DataImport, after: int, size: int) -> list[ImportedCustomer]:
    """The next people of the ledger."""
    following = data_import.people.filter(customer_id__gt=after).order_by("customer_id")
    return list(following[:size])


def judge(data_import: DataImport, lines: Sequence[ImportedCustomer], *, lock: bool) -> Verdict:
    """Decide about some people, as they are now; who is gone already needs nothing.

    Whoever lives on in another record is told of: what this file said of them is that one's by now.
    """
    rows = Customer.objects.filter(pk__in=[line.customer_id for line in lines]).order_by("pk")
    rows = rows.select_for_update() if lock else rows
    verdict = Verdict({customer.pk: customer for customer in rows})
    here = [line for line in lines if line.customer_id in verdict.customers]
    _judge_new(data_import, [line for line in here if line.is_new], verdict)
    _judge_changed(data_import, [line for line in here if not line.is_new], verdict)
    away = [line.customer_id for line in lines if line.customer_id not in verdict.customers]
    merged = Merge.objects.standing().filter(gone_number__in=away)
    verdict.kept |= {number: {"why": MERGED} for number in merged.values_list("gone_number", flat=True)}
    for line in here:
        if purchases := (line.kept or {}).get("purchases"):
            verdict.kept.setdefault(line.customer_id, {})["purchases"] = purchases
    return verdict


def _judge_new(data_import: DataImport, lines: Sequence[ImportedCustomer], verdict: Verdict) -> None:
    people = [line.customer_id for line in lines]
    traces = traces_of(Customer, people, harmless=_harmless(data_import, people))
    others = _in_other_files(data_import, people)
    told = {line.customer_id: {tuple(fact) for _list, fact in line.added} for line in lines}
    facts = QuickFact.objects.filter(customer_id__in=people).values_list("customer_id", "kind", "text")
    for pk, *fact in facts:
        if tuple(fact) not in told[pk]:
            traces[pk].add(QuickFact)
    for pk in people:
        if models := traces.get(pk):
            verdict.kept[pk] = {"why": EDITED if Revision in models else USED}
        elif pk in others:
            verdict.kept[pk] = {"why": OTHER_FILE}
        else:
            verdict.removed.append(pk)


def _harmless(data_import: DataImport, people: Sequence[int]) -> dict[type[Model], Q]:
    """What this import brought itself, as far as nobody has touched it since."""
    theirs = Purchase.objects.filter(customer_id__in=people, source=data_import.options["source"])
    brought = set(theirs.values_list("pk", flat=True)) & brought_by(data_import)
    untouched = brought - touched(brought, brought)
    return {
        Purchase: Q(pk__in=untouched),
        # That they were put together with somebody and taken apart again leaves nothing to be missed.
        Interaction: Q(about__in=[timeline_name(pk) for pk in untouched]) | Q(kind=TAKEN_APART.key),
        Consent: Q(proof=audit.label(data_import)),
        QuickFact: Q(),
    }


def _in_other_files(data_import: DataImport, people: Sequence[int]) -> set[int]:
    others = ImportedCustomer.objects.filter(customer_id__in=people).exclude(data_import=data_import)
    standing = others.exclude(data_import__state=ImportState.UNDONE)
    return set(standing.values_list("customer_id", flat=True))


def _judge_changed(data_import: DataImport, lines: Sequence[ImportedCustomer], verdict: Verdict) -> None:
    knowns = {line.customer_id: known_as(verdict.customers[line.customer_id]) for line in lines}
    fill_lists(knowns, data_import.options["source"])
    cards = _taken_cards(lines, but=set(verdict.removed))
    refusals = Consent.objects.filter(
        customer_id__in=knowns, proof=audit.label(data_import), is_given=False
    ).values_list("customer_id", flat=True)
    for line in lines:
        known = knowns[line.customer_id]
        result = take_back(known, before=line.before, after=line.after, added=line.added, taken_cards=cards)
        verdict.restored[line.customer_id] = known, result
        if result.kept:
            verdict.kept[line.customer_id] = {"fields": result.kept}
    for pk in refusals:
        verdict.kept.setdefault(pk, {})["no"] = True


def _taken_cards(lines: Sequence[ImportedCustomer], *, but: set[int]) -> frozenset[str]:
    """Card codes that would come back to somebody, and that somebody else keeps."""
    owners = {line.before["card_code"]: line.customer_id for line in lines if line.before.get("card_code")}
    now = Customer.objects.filter(card_code__in=owners).exclude(pk__in=but).values_list("card_code", "pk")
    held = {code: pk for code, pk in now if code and owners[code] != pk}
    ledger = {line.customer_id: line for line in lines}
    taken: frozenset[str] = frozenset()
    # Who cannot have their own card back keeps the one they got, and so on.
    while (
        more := frozenset(code for code, pk in held.items() if _keeps(ledger.get(pk), code, taken))
    ) != taken:
        taken = more
    return taken


def _keeps(holder: ImportedCustomer | None, code: str, taken: frozenset[str]) -> bool:
    """Whoever has it from this file gives it back, unless their own is gone."""
    if holder is None or holder.after.get("card_code") != code:
        return True
    return holder.before.get("card_code") in taken


def take_back_people(data_import: DataImport, lines: Sequence[ImportedCustomer]) -> Counter[str]:
    """Take back what the file made of some people, in the transaction of the caller."""
    verdict = judge(data_import, lines, lock=True)
    Customer.objects.filter(pk__in=verdict.removed).delete()
    changed = {pk: how for pk, how in verdict.restored.items() if how[1].changes_something}
    for known, result in changed.values():
        restore(known, result)
    knowns = [known for known, _result in changed.values()]
    let_go_of_cards(knowns, verdict.customers)
    write_values(knowns, verdict.customers)
    _shorten_lists({pk: result.removed for pk, (_known, result) in changed.items()}, data_import)
    write_search_words(changed)
    said = Consent.objects.filter(customer_id__in=list(verdict.restored), proof=audit.label(data_import))
    said.filter(is_given=True).delete()  # a no stays: nobody gets mail because a file was taken back
    _tell_later_files(data_import, lines, verdict)
    _note_kept(lines, verdict)
    return verdict.counts


def _shorten_lists(removed: dict[int, list[tuple[str, Any]]], data_import: DataImport) -> None:
    wanted: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for pk, entries in removed.items():
        for name, value in entries:
            wanted[name].add((pk, *_key(name, value)))
    for name, keys in wanted.items():
        model, columns = COLUMNS[name]
        rows = model._default_manager.filter(customer_id__in={key[0] for key in keys})
        if name == "external_ids":
            rows = rows.filter(source=data_import.options["source"])
        found = rows.values_list("pk", "customer_id", *columns)
        model._default_manager.filter(pk__in=[pk for pk, *key in found if tuple(key) in keys]).delete()


def _key(name: str, value: Any) -> tuple[Any, ...]:
    """What stands in the columns of such a row."""
    if name == "facts":
        return tuple(value)
    return (folded_tag(value) if name == "tags" else value,)


def _tell_later_files(data_import: DataImport, lines: Sequence[ImportedCustomer], verdict: Verdict) -> None:
    """A later file that found what this one wrote must not bring it back when it is taken back itself."""
    by_customer = {line.customer_id: line for line in lines if line.customer_id in verdict.kept}
    later = ImportedCustomer.objects.filter(customer_id__in=by_customer, data_import_id__gt=data_import.pk)
    told = []
    for other in later:
        line = by_customer[other.customer_id]
        same = {name for name, value in line.after.items() if other.before.get(name, ...) == value}
        if same:
            other.before |= {name: line.before[name] for name in same}
            told.append(other)
    write_ledger(told, "before")


def _note_kept(lines: Sequence[ImportedCustomer], verdict: Verdict) -> None:
    kept = [line for line in lines if line.customer_id in verdict.kept]
    for line in kept:
        line.kept = verdict.kept[line.customer_id]
    write_ledger(kept, "kept")
