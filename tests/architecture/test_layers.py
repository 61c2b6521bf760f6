"""Imports and foreign keys point down only."""

from importlib import import_module

import pytest
from django.apps import apps

FLOORS = ["crm.web", "crm.shop", "customers", "engagement", "feedback", "metrics", "crm"]
FOUNDATION = ("django.", "allauth")


def floor_of(model: type) -> int | None:
    name = apps.get_containing_app_config(model.__module__).name
    return FLOORS.index(name) if name in FLOORS else None


def test_foreign_keys_point_down():
    upward = []
    for model in apps.get_models(include_auto_created=True):
        here = floor_of(model)
        for field in model._meta.get_fields():
            there = floor_of(field.related_model) if field.many_to_one or field.many_to_many else None
            if here is not None and there is not None and there > here and field.concrete:
                upward.append(f"{model.__name__}.{field.name}")

    assert upward == []


@pytest.mark.parametrize("floor", ["customers", "engagement", "feedback", "metrics"])
def test_every_model_of_a_floor_is_cleared_with_the_demo(floor):
    in_order = import_module(f"{floor}.clearing").IN_ORDER

    models = {model.__name__ for model in apps.get_app_config(floor).get_models(include_auto_created=True)}

    assert set(in_order) == models
