"""Nothing that hangs on a customer is forgotten when two are put together (R18)."""

import pytest

from customers.actions.merge import count_again, merge_customers
from customers.actions.merge_undo import undo_merge
from customers.merging.rules import has_rule
from customers.models import Duplicate
from customers.relations import relations_to_customer
from tests.customers.merging.every_row import everything_of, row_for, twin_of

RELATIONS = relations_to_customer()


def test_every_relation_that_may_clash_has_a_rule():
    """A new unique column to a customer has to say what becomes of two rows that say the same."""
    assert [relation.label for relation in RELATIONS if relation.is_unique and not has_rule(relation)] == []


@pytest.mark.parametrize("have_twins", [False, True])
def test_merge_moves_a_row_of_every_relation_and_undo_gives_each_back(anna, bert, have_twins):
    for relation in RELATIONS:
        # The two of a comparison stand in the order of their numbers.
        row = row_for(relation, bert, other=anna if relation.field.name == "second" else None)
        if have_twins and relation.is_unique and relation.model is not Duplicate:
            twin_of(row, relation, anna)
    count_again([anna.pk, bert.pk])
    before = everything_of(anna.pk, bert.pk)

    merge = merge_customers(anna, bert, choices={}, by=None)

    left = {relation.label for relation in RELATIONS if relation.rows_of(bert.pk).exists()}
    assert left <= {"metrics.buyingday.customer"}
    undo_merge(merge, by=None)
    after = everything_of(anna.pk, bert.pk)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
