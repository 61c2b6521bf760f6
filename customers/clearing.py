"""Emptying the ground floor when the demo shop is cleared."""

from django.apps import apps

from crm.shop.clearing import clears_with_the_demo

# Children before parents; every model of this app stands here (a test compares).
IN_ORDER = (
    "Erasure",
    "KeepingRule",
    "ImportLine",
    "MendedCell",
    "ImportRow",
    "ImportedCustomer",
    "DataImport",
    "ColumnMemory",
    "SearchWord",
    "StageChange",
    "StageEvidence",
    "StagePin",
    "CycleRules",
    "PutOff",
    "SegmentStay",
    "Segment",
    "Merge",
    "Duplicate",
    "BuysFor",
    "BulkChangeLine",
    "BulkChange",
    "Interaction",
    "CategoryBought",
    "Buying",
    "TillRoll",
    "Sign",
    "PurchaseLine",
    "Purchase",
    "Consent",
    "Referral",
    "ReferralCode",
    "Revision",
    "QuickFact",
    "ExternalId",
    "Email",
    "Phone",
    "Customer_tags",
    "Customer",
    "Tag",
    "CustomField",
    "Household",
)


@clears_with_the_demo
def clear_customers() -> None:
    """Delete every row of this floor, one statement a table: a demo may hold an imported year."""
    for name in IN_ORDER:
        rows = apps.get_model("customers", name)._default_manager.all()
        rows._raw_delete(rows.db)
