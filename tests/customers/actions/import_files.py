"""Files and imports for the tests, in one call each."""

import csv
import io
from pathlib import Path

from customers.actions import data_import as imports
from customers.actions.import_running import apply_import, preview_import
from customers.importing.formats import FORMATS
from customers.models import Consent, Customer, Email, ExternalId, Phone, QuickFact

SAMPLES = Path(__file__).parents[2] / "samples"


def nothing(*_figures):
    """Progress that nobody watches."""


def as_csv(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def bring(content, by, *, name="file.csv", format_key="", **answers):
    """A file with its columns settled as we would guess."""
    data_import = imports.receive_file(name, [content], by=by)
    known = FORMATS[format_key or data_import.format]
    mapping, options = imports.suggest_columns(data_import, known)
    return imports.choose_columns(
        data_import, format_key=known.key, mapping=mapping, options=options | answers, by=by
    )


def run(content, by, **how):
    """The whole way of a file."""
    data_import = preview_import(bring(content, by, **how), progress=nothing)
    return apply_import(imports.start_import(data_import, by=by), progress=nothing)


def book_of_customers():
    """Everything an import can write about customers, in an order of its own."""
    plain = [name for name in FIELDS if name != "id"]
    return sorted(
        (
            tuple(str(getattr(customer, name)) for name in plain),
            tuple(sorted(Email.objects.filter(customer=customer).values_list("address", flat=True))),
            tuple(sorted(Phone.objects.filter(customer=customer).values_list("number", flat=True))),
            tuple(sorted(ExternalId.objects.filter(customer=customer).values_list("source", "value"))),
            tuple(sorted(customer.tags.values_list("folded_name", flat=True))),
            tuple(sorted(QuickFact.objects.filter(customer=customer).values_list("kind", "text"))),
            tuple(
                Consent.objects.filter(customer=customer)
                .order_by("pk")
                .values_list("channel", "topic", "is_given")
            ),
        )
        for customer in Customer.objects.all()
    )


FIELDS = [
    "given_name",
    "family_name",
    "preferred_name",
    "company",
    "sort_key",
    "language",
    "birth_day",
    "birth_month",
    "birth_year",
    "street",
    "postcode",
    "city",
    "region",
    "country",
    "source",
    "whereabouts",
    "preferred_channel",
    "relationship",
    "card_code",
    "custom",
    "purchase_count",
    "spend",
    "first_purchase_at",
    "last_purchase_at",
    "last_seen_at",
]
