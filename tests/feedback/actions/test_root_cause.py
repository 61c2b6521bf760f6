"""Causes of complaints, on two levels."""

import pytest

from feedback.actions.root_cause import add_root_cause, install_starter_causes, retire_root_cause
from feedback.models import RootCause
from feedback.tasks import install_starter_causes as the_clock_installs

pytestmark = pytest.mark.django_db


def test_a_shop_begins_with_causes_once(shop):
    the_clock_installs()
    count = RootCause.objects.count()
    the_clock_installs()

    assert (RootCause.objects.count(), count > 30) == (count, True)
    assert str(RootCause.objects.get(key="product.faulty")) == "Product: faulty"


def test_no_shop_has_no_causes(db):
    assert install_starter_causes(by=None) == 0


def test_a_cause_that_was_let_go_of_comes_back(shop, olga):
    product = add_root_cause("Product", above=None, by=olga)
    for _ in range(2):
        leaks = add_root_cause("leaks", above=product, by=olga)
    for _ in range(2):
        retire_root_cause(leaks, by=olga)
    assert list(RootCause.objects.in_use()) == [product]

    add_root_cause("leaks", above=product, by=olga)

    assert list(RootCause.objects.in_use().in_order()) == [product, leaks]
