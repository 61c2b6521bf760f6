"""What privacy tells the cellar: its verbs and counts in words."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_counts, call_fields
from crm.shop.naming import names
from crm.shop.verbs import say
from customers.keeping.rules import all_keepings
from customers.models import Erasure, KeepingRule

say(
    {
        "customer.disclosed": _("gave a customer everything we hold on them"),
        "keeping.decided": _("said for how long something is kept"),
        "keeping.let_go": _("let go of what was old"),
        "customer.erased": _("erased a customer for good"),
        "customer.erasure_asked": _("asked for a customer to be erased"),
    }
)


@names("customers.erasure")
def names_of_erasures(numbers: Collection[int]) -> Mapping[int, str]:
    return {erasure.pk: str(erasure) for erasure in Erasure.objects.filter(pk__in=numbers)}


@names("customers.keepingrule")
def names_of_rules(numbers: Collection[int]) -> Mapping[int, str]:
    rules = KeepingRule.objects.filter(pk__in=numbers)
    titles = {key: str(keeping.title) for key, keeping in all_keepings().items()}
    return {rule.pk: titles.get(rule.key, rule.key) for rule in rules}


call_fields(KeepingRule, {"is_on": _("switched on"), "days": _("days")})
call_counts({"rows": _("rows"), "files": _("files"), "let_go": _("let go of")})
