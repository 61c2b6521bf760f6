"""The causes that a new shop begins with, on two levels."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
# {key of the group: (its name, {key: name})}
STARTER_CAUSES: Mapping[str, tuple[Words, Mapping[str, Words]]] = {
    "product": (
        _("Product"),
        {
            "faulty": _("faulty"),
            "damaged": _("damaged"),
            "wrong_item": _("the wrong one"),
            "not_as_described": _("not as described"),
            "unsafe": _("not safe"),
        },
    ),
    "stock": (_("Stock"), {"sold_out": _("sold out"), "not_kept": _("promised and not kept")}),
    "price": (
        _("Price"),
        {"wrong": _("wrong price"), "promotion": _("offer not applied"), "hidden": _("hidden charge")},
    ),
    "service": (
        _("Service"),
        {
            "manner": _("how we spoke"),
            "knowledge": _("did not know"),
            "wait": _("waited too long"),
            "no_call": _("did not ring back"),
        },
    ),
    "delivery": (_("Delivery and collection"), {"late": _("late"), "lost": _("lost")}),
    "returns": (_("Returns and money back"), {}),
    "premises": (
        _("The shop itself"),
        {"access": _("hard to get in"), "clean": _("not clean"), "hours": _("opening hours")},
    ),
    "online": (_("Online"), {"site": _("the site"), "payment": _("paying")}),
    "communication": (_("What we said"), {"wrong": _("wrong"), "nothing": _("nothing at all")}),
    "privacy": (_("Privacy"), {}),
    "policy": (_("They disagree with our rules"), {}),
    "third_party": (_("Somebody else"), {}),
    "unclear": (_("Unclear"), {}),
}
