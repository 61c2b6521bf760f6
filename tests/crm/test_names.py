"""What the history is about is called by a name, on whichever floor it stands; what is gone by none."""

import pytest
from django.apps import apps

from crm.shop import naming
from crm.shop.models import ShopSettings
from crm.shop.naming import address_of, names_of
from tests.customers.merging.every_row import make
from tests.feedback.surveys import answer_of

KINDS = sorted(naming._NAMINGS)
# By the number that the customer was told; and there is one set of rules, whatever its number.
CALLED_ALWAYS = {"feedback.complaint", "feedback.complaintrules"}


def row_of(kind, anna):
    model = apps.get_model(kind)
    if kind == "feedback.response":
        return answer_of(anna)
    if kind == "metrics.programmecost":
        return make(model, about=f"shop.shopsettings:{ShopSettings.objects.get().pk}")
    return model._default_manager.order_by("pk").first() or make(model)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_called_by_a_name_and_one_that_is_gone_by_none(anna, kind, django_assert_max_num_queries):
    row = row_of(kind, anna)
    key, gone = f"{kind}:{row.pk}", f"{kind}:{row.pk + 1_000_000}"

    with django_assert_max_num_queries(2):
        names = names_of([key, gone])

    assert set(names) == ({key, gone} if kind in CALLED_ALWAYS else {key})
    assert str(names[key]).strip()
    assert address_of(key).startswith("/") or naming._PAGES[kind] == ""
