"""The lists of this floor as files."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import User
from crm.shop.naming import names_of
from crm.shop.tables import Column, as_table, columns, moment, word
from crm.web.spreadsheet import Cell
from customers.table_sockets import people

as_table("metrics:segment_people", gettext_lazy("Customers of one group"), people)
as_table("metrics:people_behind", gettext_lazy("Customers behind a figure"), people)
as_table("metrics:list_people", gettext_lazy("Customers of a list behind a figure"), people)
as_table(
    "metrics:customers_by_value",
    gettext_lazy("Customers by value"),
    columns(
        Column(gettext_lazy("Customer"), lambda row: word(row.customer)),
        Column(gettext_lazy("Spent"), lambda row: row.sales + row.refunded),
        Column(gettext_lazy("Purchases"), lambda row: row.orders),
        Column(gettext_lazy("First purchase"), lambda row: row.first_on),
        Column(gettext_lazy("Last purchase"), lambda row: row.last_on),
        Column(gettext_lazy("Group"), lambda row: str(row.get_segment_display())),
    ),
)


def effects(found: QuerySet[Any], user: User) -> Iterator[Sequence[Cell]]:
    """What was done, by its name today; there are as many as there were improvements and mails."""
    rows = list(found)
    named = names_of(row.about for row in rows)
    yield [_("What was done"), _("Since"), _("Seen from"), _("What came of it"), _("Worked out")]
    for row in rows:
        basis, verdict = str(row.get_basis_display()), str(row.get_verdict_display())
        yield [str(named.get(row.about, row.about)), row.since, basis, verdict, moment(row.measured_at)]


as_table("metrics:effect_list", gettext_lazy("What we did, and what came of it"), effects)
