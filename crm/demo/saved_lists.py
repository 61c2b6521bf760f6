"""Questions about customers that the demo shop asks again and again."""

from crm.demo.shop import Frame
from customers.models import Segment

PRESENTS = {"ask": "bought", "with": {"category": ["Cards & wrap"], "when": ["within"], "days": ["365"]}}
OFTEN = {"ask": "bought", "with": {"at_least": ["4"], "when": ["within"], "days": ["365"]}}


def write_saved_lists(frame: Frame) -> None:
    """One by a rule, and one that is a filter; everybody sees both."""
    rule = {"join": "all", "parts": [PRESENTS, OFTEN]}
    kept = {"owner": frame.staff["Olga"], "is_shared": True}
    by_rule = Segment(name="Often here for presents", rule=rule, **kept)
    by_filter = Segment(name="From the market", query="source=Market+day", **kept)
    Segment.objects.bulk_create([by_rule, by_filter])
    Segment.objects.filter(pk=by_rule.pk).update(query=f"matches={by_rule.pk}")
