"""Emptying the third floor when the demo shop is cleared."""

from django.apps import apps

from crm.shop.clearing import clears_with_the_demo

# Children before parents; every model of this app stands here (a test compares).
IN_ORDER = (
    "KeptInterval",
    "RelationshipReview",
    "Trait",
    "Pairing",
    "PurchaseModel",
    "MeasuredEffect",
    "ProgrammeCost",
    "Goals",
    "ValueRules",
    "LetterRules",
    "CustomerScore",
    "CohortMonth",
    "DailySum",
    "BuyingDay",
    "Uncounted",
    "Count",
)


@clears_with_the_demo
def clear_metrics() -> None:
    """Delete every row of this floor; without a count, the clock counts everything anew."""
    for name in IN_ORDER:
        rows = apps.get_model("metrics", name)._default_manager.all()
        rows._raw_delete(rows.db)
