"""What this floor tells the floors below: words for its history."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_fields
from crm.shop.naming import names, names_of
from crm.shop.verbs import say
from metrics.definitions import METRICS
from metrics.models import Goals, LetterRules, ProgrammeCost, ValueRules


@names("metrics.valuerules")
def names_of_value_rules(numbers: Collection[int]) -> Mapping[int, str]:
    return {rules.pk: str(rules) for rules in ValueRules.objects.filter(pk__in=numbers)}


@names("metrics.letterrules")
def names_of_letter_rules(numbers: Collection[int]) -> Mapping[int, str]:
    return {rules.pk: str(rules) for rules in LetterRules.objects.filter(pk__in=numbers)}


@names("metrics.goals")
def names_of_goals(numbers: Collection[int]) -> Mapping[int, str]:
    return {goals.pk: str(goals) for goals in Goals.objects.filter(pk__in=numbers)}


@names("metrics.programmecost")
def names_of_programme_costs(numbers: Collection[int]) -> Mapping[int, str]:
    """By what was paid for."""
    about = dict(ProgrammeCost.objects.filter(pk__in=numbers).values_list("pk", "about"))
    named = names_of(about.values())
    return {pk: named[key] for pk, key in about.items() if key in named}


call_fields(Goals, {slug: metric.name for slug, metric in METRICS.items()})
call_fields(Goals, {"shows_industry": _("what others report")})
call_fields(ProgrammeCost, {"gifts": _("discounts and rewards"), "sending": _("sending"), "time": _("time")})
call_fields(ValueRules, {"margin_percent": _("margin")})

say(
    {
        "value_rules.edited": _("changed the margin"),
        "monday_letter.stopped": _("stopped the mail of the Monday letter"),
        "monday_letter.sent_again": _("let the Monday letter come by mail again"),
        "goals.edited": _("changed our targets"),
        "programme_cost.edited": _("said what it cost"),
        "relationship.reviewed": _("judged how close shop and customer are"),
    }
)
