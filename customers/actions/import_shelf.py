"""Taking the customers that some rows may mean off the book, set-based, and putting them back changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db.models import Max, Q
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.customer import sort_key
from customers.actions.import_people import note_people
from customers.actions.import_values import VALUES, let_go_of_cards, write_values
from customers.actions.search_word import write_search_words
from customers.actions.tag import find_or_make_tags
from customers.cleaning import fold
from customers.importing.customer_rows import CustomerRow
from customers.importing.one_person import OnePerson, keys_of, name_key
from customers.importing.planning import Known, Shelf
from customers.models import Consent, Customer, DataImport, Email, ExternalId, Phone, QuickFact, Tag


def fill_shelf(shelf: Shelf, rows: Sequence[CustomerRow], source: str, *, lock: bool) -> dict[int, Customer]:
    """Put everybody these rows may mean on the shelf, unless they stand there already."""
    wanted = _owners_of(rows, shelf.people, source) - set(shelf.by_pk)
    customers = Customer.objects.filter(pk__in=wanted).order_by("pk")
    if lock:
        customers = customers.select_for_update()
    by_pk = {customer.pk: customer for customer in customers}
    knowns = {pk: known_as(customer) for pk, customer in by_pk.items()}
    fill_lists(knowns, source)
    for known in knowns.values():
        shelf.add(known)
    return by_pk


def _owners_of(rows: Sequence[CustomerRow], people: OnePerson, source: str) -> set[int]:
    """By external id, e-mail, phone, card and, for those with nothing else, name."""
    meant = [people.meant_by(row) for row in rows]
    keys = {key for row in rows for key in keys_of(row)} | {key for each in meant for key in each.keys}
    emails, phones, cards = (
        {value for kind, value in keys if kind == wanted} for wanted in ("email", "phone", "card")
    )
    names = {name_key(row.details) for row in rows if not (row.external_id or row.emails or row.phones)}
    numbers = {each.external_id for each in meant}
    external = ExternalId.objects.filter(source=source, value__in=numbers)
    named = Customer.objects.filter(Q(card_code__in=cards) | Q(sort_key__in=names - {""}))
    found = set(external.values_list("customer_id", flat=True))
    found |= set(Email.objects.filter(address__in=emails).values_list("customer_id", flat=True))
    found |= set(Phone.objects.filter(number__in=phones).values_list("customer_id", flat=True))
    return found | set(named.values_list("pk", flat=True))


def known_as(customer: Customer) -> Known:
    """A customer's values, without their lists."""
    values = {name: getattr(customer, name) for name in VALUES}
    return Known(customer.pk, values, custom=dict(customer.custom))


def fill_lists(knowns: dict[int, Known], source: str) -> None:
    """Fetch the lists of these customers."""
    of_these = Q(customer_id__in=list(knowns))
    external = ExternalId.objects.filter(of_these).values_list("customer_id", "source", "value")
    for pk, of_source, value in external:
        # Somebody another system knows is no bare name either.
        knowns[pk].external_ids.append(value if of_source == source else f"{of_source}\n{value}")
    for pk, address in Email.objects.filter(of_these).values_list("customer_id", "address"):
        knowns[pk].emails.append(address)
    for pk, number in Phone.objects.filter(of_these).values_list("customer_id", "number"):
        knowns[pk].phones.append(number)
    tagged = Customer.objects.filter(pk__in=list(knowns), tags__isnull=False)
    for pk, name in tagged.values_list("pk", "tags__name").order_by("pk", "tags__folded_name"):
        knowns[pk].tags.append(name)
    for pk, kind, text in QuickFact.objects.filter(of_these).values_list("customer_id", "kind", "text"):
        knowns[pk].facts.append((kind, text))
    answers = Consent.objects.filter(of_these).order_by("at", "pk")
    for pk, channel, topic, is_given in answers.values_list("customer_id", "channel", "topic", "is_given"):
        knowns[pk].answers[channel, topic] = is_given


def put_back(knowns: Iterable[Known], customers: dict[int, Customer], data_import: DataImport) -> None:
    """Write what has changed on the shelf, and how it was; a new customer gets its key."""
    changed = [known for known in knowns if known.has_changed]
    new = [known for known in changed if known.pk is None]
    older = [known for known in changed if known.pk is not None]
    source = data_import.options["source"]
    let_go_of_cards(older, customers)
    _make(new, data_import.applied_by)
    write_values(older, customers)
    _add_lists(changed, source)
    _add_tags(changed, data_import)
    _add_answers(changed, source, data_import)
    write_search_words(_key(known) for known in changed)
    note_people(data_import, new=new, changed=older)


def _make(new: list[Known], by: User | None) -> None:
    customers = [Customer(created_by=by, custom=known.custom, **known.values) for known in new]
    for customer in customers:
        customer.sort_key = sort_key(customer)
    for known, customer in zip(new, Customer.objects.bulk_create(customers), strict=True):
        known.pk = customer.pk


def _key(known: Known) -> int:
    """Its key; by now everybody has one."""
    return cast("int", known.pk)


def _new_of(known: Known, name: str) -> list[tuple[int, Any]]:
    """(position, value) of what a list has gained."""
    before = (known.before or {}).get(name, [])
    return list(enumerate(getattr(known, name)))[len(before) :]


def _add_lists(changed: list[Known], source: str) -> None:
    ExternalId.objects.bulk_create(
        ExternalId(customer_id=_key(known), source=source, value=value)
        for known in changed
        for _position, value in _new_of(known, "external_ids")
    )
    Email.objects.bulk_create(
        Email(customer_id=_key(known), address=address, position=position)
        for known in changed
        for position, address in _new_of(known, "emails")
    )
    Phone.objects.bulk_create(
        Phone(customer_id=_key(known), number=number, position=position)
        for known in changed
        for position, number in _new_of(known, "phones")
    )
    QuickFact.objects.bulk_create(
        QuickFact(customer_id=_key(known), kind=kind, text=text)
        for known in changed
        for _position, (kind, text) in _new_of(known, "facts")
    )


def _add_tags(changed: list[Known], data_import: DataImport) -> None:
    wanted: dict[str, list[Known]] = defaultdict(list)
    names: dict[str, str] = {}
    for known in changed:
        for _position, tag in _new_of(known, "tags"):
            wanted[fold(tag)].append(known)
            names.setdefault(fold(tag), tag)
    newest = Tag.objects.aggregate(newest=Max("pk"))["newest"] or 0
    tags = find_or_make_tags(names.values())
    data_import.tags_made += [tag.pk for tag in tags if tag.pk > newest]
    through = Customer.tags.through
    through.objects.bulk_create(
        (
            through(customer_id=_key(known), tag_id=tag.pk)
            for tag in tags
            for known in wanted[tag.folded_name]
        ),
        ignore_conflicts=True,
    )


def _add_answers(changed: list[Known], source: str, data_import: DataImport) -> None:
    now = timezone.now()
    Consent.objects.bulk_create(
        Consent(
            customer_id=_key(known),
            channel=channel,
            topic=topic,
            is_given=is_given,
            wording=asked_as,
            source=f"import {source}"[:60],
            proof=audit.label(data_import),
            at=now,
            by=data_import.applied_by,
        )
        for known in changed
        for channel, topic, is_given, asked_as in known.said
    )
