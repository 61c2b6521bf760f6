"""The lists of this floor as files; who stands in a list of customers is written as an export writes them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.tables import Column, as_table, columns, moment, word, yes_no
from crm.web.spreadsheet import Cell
from customers.exporting import rows_for_people
from customers.listing import Listing
from customers.models import Customer, Segment
from customers.segments.asking import sentence_of


def people(found: QuerySet[Any], user: User) -> Iterator[Sequence[Cell]]:
    """Customers, by their names, with all that an export says of them."""
    seen = Customer.objects.visible_to(user).filter(pk__in=found.order_by().values("pk"))
    return rows_for_people(seen.by_name())


def what_it_asks(segment: Segment) -> str:
    """The rule as a sentence, or the filter in words."""
    return sentence_of(segment) or ", ".join(Listing(segment.query).filter.sentences)


as_table("customers:reason_list", _("Customers with a reason"), people)
as_table("customers:cycle_people", _("Customers behind a number"), people)
as_table(
    "customers:duplicate_list",
    _("Perhaps the same person"),
    columns(
        Column(_("One"), lambda row: word(row.first)),
        Column(_("Their number here"), lambda row: row.first_id),
        Column(_("The other"), lambda row: word(row.second)),
        Column(_("Their number here"), lambda row: row.second_id),
        Column(_("Likeness"), lambda row: row.strength),
        Column(_("Found"), lambda row: moment(row.found_at)),
    ),
)
as_table(
    "customers:merge_list",
    _("Put together"),
    columns(
        Column(_("When"), lambda row: moment(row.at)),
        Column(_("Who was kept"), lambda row: word(row.kept)),
        Column(_("Number that went"), lambda row: row.gone_number),
        Column(_("By"), lambda row: word(row.by)),
        Column(_("Taken apart"), lambda row: moment(row.undone_at)),
    ),
)
as_table(
    "customers:import_list",
    _("Imports"),
    columns(
        Column(_("When"), lambda row: moment(row.created_at)),
        Column(_("File"), word),
        Column(_("State"), lambda row: str(row.get_state_display())),
        Column(_("Rows"), lambda row: row.row_count),
        Column(_("By"), lambda row: word(row.created_by)),
    ),
)
as_table(
    "customers:consent_log",
    _("Answers about mail"),
    columns(
        Column(_("When"), lambda row: moment(row.at)),
        Column(_("Way"), lambda row: str(row.get_channel_display())),
        Column(_("Topic"), lambda row: str(row.get_topic_display())),
        Column(_("Yes or no"), lambda row: yes_no(row.is_given)),
        Column(_("In these words"), lambda row: row.wording),
        Column(_("Where from"), lambda row: row.source),
        Column(_("By"), lambda row: word(row.by)),
    ),
)
as_table(
    "customers:segment_list",
    _("Saved lists"),
    columns(
        Column(_("Name"), lambda row: row.name),
        Column(_("Of whom"), lambda row: word(row.owner)),
        Column(_("Everybody sees it"), lambda row: yes_no(row.is_shared)),
        Column(_("What it asks"), what_it_asks),
    ),
)
