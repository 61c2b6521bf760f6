"""What we keep about customers."""

from customers.models.bulk_change import BulkChange, BulkChangeLine, BulkKind
from customers.models.consent import Consent, ConsentChannel, ConsentTopic
from customers.models.contact import Email, ExternalId, Phone, QuickFact, QuickFactKind
from customers.models.custom_field import CustomField, CustomFieldKind
from customers.models.customer import Channel, Customer, Relationship, Stage
from customers.models.data_import import (
    ColumnMemory,
    DataImport,
    ImportLine,
    ImportRow,
    ImportState,
    Outcome,
)
from customers.models.household import Household
from customers.models.interaction import Direction, Interaction, Mood
from customers.models.purchase import Purchase, PurchaseLine
from customers.models.put_off import PutOff
from customers.models.referral import Referral, ReferralCode, ReferralWay
from customers.models.revision import Revision
from customers.models.search_word import SearchWord, WordKind
from customers.models.segment import Segment
from customers.models.stage import CycleRules, StageChange, StageEvidence, StagePin
from customers.models.tag import Tag

__all__ = [
    "BulkChange",
    "BulkChangeLine",
    "BulkKind",
    "Channel",
    "ColumnMemory",
    "Consent",
    "ConsentChannel",
    "ConsentTopic",
    "CustomField",
    "CustomFieldKind",
    "Customer",
    "CycleRules",
    "DataImport",
    "Direction",
    "Email",
    "ExternalId",
    "Household",
    "ImportLine",
    "ImportRow",
    "ImportState",
    "Interaction",
    "Mood",
    "Outcome",
    "Phone",
    "Purchase",
    "PurchaseLine",
    "PutOff",
    "QuickFact",
    "QuickFactKind",
    "Referral",
    "ReferralCode",
    "ReferralWay",
    "Relationship",
    "Revision",
    "SearchWord",
    "Segment",
    "Stage",
    "StageChange",
    "StageEvidence",
    "StagePin",
    "Tag",
    "WordKind",
]
