"""Writing many changed customers back in one statement."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from psycopg import sql

from customers.actions.customer import sort_key
from customers.details import PLAIN
from customers.importing.planning import Known
from customers.models import Customer

VALUES = tuple(name for name in PLAIN if name not in {"household", "looked_after_by", "custom"})
_COLUMNS = (*(str(Customer._meta.get_field(name).column) for name in VALUES), "custom", "sort_key")  # type: ignore[union-attr]
# The rows come typed as the table is, so that no column needs a cast of its own.
_WRITE = """
    UPDATE customers_customer AS customer SET {columns}, version = customer.version + 1
    FROM jsonb_populate_recordset(NULL::customers_customer, {rows}) AS changed
    WHERE customer.id = changed.id
"""


def let_go_of_cards(changed: Iterable[Known], customers: dict[int, Customer]) -> None:
    """Cards that change hands are nobody's for a moment: in one statement, two might have the same one."""
    pairs = [(customers[int(known.pk or 0)], known) for known in changed]
    given_up = [
        customer.pk
        for customer, known in pairs
        if customer.card_code not in {None, known.values["card_code"]}
    ]
    if given_up:
        Customer.objects.filter(pk__in=given_up).update(card_code=None)


def write_values(changed: Iterable[Known], customers: dict[int, Customer]) -> None:
    """Write what has changed in the rows of these customers, whom the caller holds."""
    rows = [_row_of(known, customers) for known in changed]
    if not rows:
        return
    names = map(sql.Identifier, _COLUMNS)
    columns = sql.SQL(", ").join(sql.SQL("{0} = changed.{0}").format(name) for name in names)
    with connection.cursor() as cursor:
        write = sql.SQL(_WRITE).format(columns=columns, rows=sql.Placeholder())
        cursor.execute(write, [json.dumps(rows, cls=DjangoJSONEncoder)])


def _row_of(known: Known, customers: dict[int, Customer]) -> dict[str, Any]:
    """A row of the table as it will be."""
    customer = customers[int(known.pk or 0)]
    for name, value in known.values.items():
        setattr(customer, name, value)
    customer.custom, customer.sort_key = known.custom, sort_key(customer)
    return {"id": customer.pk, **{name: getattr(customer, name) for name in _COLUMNS}}
