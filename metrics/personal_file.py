"""What this floor tells a customer who asks what we hold on them: the figures somebody could be judged by."""

from django.utils.translation import gettext_lazy as _

from customers.personal_file.sections import keeps_back, tells

_SCORE = {
    "first_on": _("first purchase"),
    "last_on": _("last purchase"),
    "orders": _("purchases"),
    "days": _("days on which you bought"),
    "sales": _("spent"),
    "refunded": _("given back"),
    "gap": _("usual days between two visits"),
    "recency": _("how lately, 1 to 5"),
    "frequency": _("how often, 1 to 5"),
    "money": _("how much, 1 to 5"),
    "segment": _("group"),
    "p_buys": _("how likely you buy within 90 days"),
    "p_alive": _("how likely you will come again"),
    "expected_days": _("expected days of buying in a year"),
    "expected_value": _("expected spending in a year"),
    "is_foreseen": _("counted since your last purchase"),
    "engagement": _("how close you are to us, 0 to 100"),
    "engagement_parts": _("what that is made of"),
}
tells("metrics.CustomerScore", _("Figures we work out about you"), words=_SCORE)
tells("metrics.RelationshipReview", _("What we thought of how close we are"), words={"level": _("how close")})
keeps_back("metrics.BuyingDay", "sums of their purchases by day; the purchases themselves are given")
