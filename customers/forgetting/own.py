"""What the ground floor forgets that no key leads to, and what it keeps without the person."""

import re
from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.db.models import Model, Q
from django.http import QueryDict

from crm.shop.models import IdempotencyKey, StoredFile
from crm.shop.relations import models_hanging_on
from customers.actions.merge_history import forget_what_the_other_said
from customers.actions.till_roll import forget_unused_signs
from customers.cleaning import fold
from customers.forgetting.leaving import Leaving, forgets, rows_of
from customers.merging.book import Step
from customers.models import BulkChange, BuysFor, Customer, Household, ImportRow, Merge, Revision

# A name that stands on nobody else's receipt may be a name of theirs: "engraved for Lily".
NAMELESS_UNLESS_SHARED = """
    UPDATE customers_purchaseline AS mine SET product_name = ''
    FROM customers_purchase AS theirs
    WHERE theirs.id = mine.purchase_id AND theirs.customer_id = %(customer)s AND mine.product_name <> ''
        AND NOT EXISTS (
            SELECT FROM customers_purchaseline AS other
            JOIN customers_purchase AS anothers ON anothers.id = other.purchase_id
            WHERE other.product_name = mine.product_name
                AND anothers.customer_id IS DISTINCT FROM %(customer)s)
"""
SHORTEST_NUMBER = 6
GONE = '{"type": "about:blank", "title": "Gone", "status": 410}'


@forgets
def forget_names_on_receipts(leaving: Leaving) -> None:
    """Sales stay, without the person: what was sold, when, where and for how much."""
    with connection.cursor() as cursor:
        cursor.execute(NAMELESS_UNLESS_SHARED, {"customer": leaving.customer.pk})
    forget_unused_signs()


@forgets
def forget_the_other_record(leaving: Leaving) -> None:
    """Whoever was put together with another one and taken apart again is still told of in their history."""
    merges = Merge.objects.filter(gone_number=leaving.customer.pk).select_related("kept")
    for merge in merges:
        forget_what_the_other_said(merge.kept, leaving.customer, merge.at)
    merges.delete()


@forgets
def forget_what_others_noted_of_them(leaving: Leaving) -> None:
    """Two records that bought for them became one: the second note is kept for an undo, and tells of them."""
    number = leaving.customer.pk
    pairs = BuysFor.objects.filter(Q(buyer=number) | Q(receiver=number)).values_list("buyer", "receiver")
    others = {each for pair in pairs for each in pair} - {number}
    for merge in Merge.objects.standing().filter(kept__in=others).exclude(steps=[]):
        steps = [_without_notes_of(number, step) for step in merge.steps]
        Merge.objects.filter(pk=merge.pk).update(steps=steps)


def _without_notes_of(number: int, step: Step) -> Step:
    if step[:2] != ["drop", BuysFor._meta.label_lower]:
        return step
    return [*step[:2], [row for row in step[2] if number not in (row["buyer_id"], row["receiver_id"])]]


@forgets
def forget_their_household(leaving: Leaving) -> None:
    """A household of one is nobody but them; one of more is not called after them any more."""
    customer = leaving.customer
    called_so = Q(pk=customer.household_id) | Q(name__icontains=str(customer))
    for household in Household.objects.filter(called_so).order_by("pk"):
        others = list(household.members.exclude(pk=customer.pk).order_by("pk"))
        theirs = _name_words(customer).difference(*map(_name_words, others))
        if not others:
            household.delete()
        elif theirs & _words(household.name):
            _call_household(household, " & ".join(map(str, others))[:120])


@forgets
def forget_searches_for_them(leaving: Leaving) -> None:
    """A change to many keeps the list it began with: of a search for them only the rest stays."""
    theirs = _name_words(leaving.customer) | _words(" ".join(leaving.emails))
    for change in BulkChange.objects.filter(query__regex="(^|&)q=").exclude(done_at=None):
        given = QueryDict(change.query, mutable=True)
        typed = given.get("q") or ""
        number = re.sub(r"\D", "", typed).lstrip("0")
        is_phone = len(number) >= SHORTEST_NUMBER and any(number in phone for phone in leaving.phones)
        if is_phone or theirs & _words(typed):
            del given["q"]
            BulkChange.objects.filter(pk=change.pk).update(query=given.urlencode())


def _call_household(household: Household, name: str) -> None:
    """The history of whoever stays tells of the name, too."""
    told = Revision.objects.filter(field="household")
    told.filter(before=household.name).update(before=name)
    told.filter(after=household.name).update(after=name)
    Household.objects.filter(pk=household.pk).update(name=name)


def _name_words(customer: Customer) -> set[str]:
    """What they are called; whoever has no name is called by their number."""
    said = (
        customer.given_name,
        customer.family_name,
        customer.preferred_name,
        customer.company,
        str(customer),
    )
    return _words(" ".join(filter(None, said)))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))


@forgets
def forget_answers_to_programs(leaving: Leaving) -> None:
    """Answers are kept for a day, should a program ask again: theirs says from now on that they are gone."""
    told = IdempotencyKey.objects.filter(answer__iregex=_speaks_of(leaving))
    told.update(status=410, answer=GONE, headers={})


def _speaks_of(leaving: Leaving) -> str:
    """A pattern for their number in an answer, or an address of theirs."""
    number = rf'"(id|customer|customer_id)": ?{leaving.customer.pk}\M'
    return "|".join([number, *map(re.escape, [*leaving.emails, *leaving.phones])])


@forgets
def throw_files_away(leaving: Leaving) -> None:
    """Every file that hangs on one of their rows."""
    for model in models_hanging_on(Customer):
        columns = [each.name for each in model._meta.concrete_fields if each.related_model is StoredFile]
        for column in columns:
            for row in rows_of(model, leaving).select_related(column):
                leaving.throw_away(getattr(row, column))


@forgets
def forget_what_knows_them_by_a_number(leaving: Leaving) -> None:
    """Some ledgers name a customer by number, so that they can outlive them; these shall not."""
    for model in models_with_a_number():
        model._default_manager.filter(customer_id=leaving.customer.pk).delete()


def models_with_a_number() -> Iterable[type[Model]]:
    """Tables with a plain number where others have a key. Rows of files stay, without it."""
    for model in apps.get_models():
        names = {column.name for column in model._meta.concrete_fields}
        if "customer_id" in names and model is not ImportRow:
            yield model
