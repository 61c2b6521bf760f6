"""What we keep about customers."""

from customers.models.bulk_change import BulkChange, BulkChangeLine, BulkKind
from customers.models.buying import Buying
from customers.models.buys_for import BuysFor
from customers.models.category_bought import CategoryBought
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
    MendedCell,
    Outcome,
)
from customers.models.duplicate import Duplicate, Verdict
from customers.models.erasure import Because, Erasure
from customers.models.household import Household
from customers.models.imported_customer import ImportedCustomer
from customers.models.interaction import Direction, Interaction, Mood
from customers.models.keeping_rule import KeepingRule
from customers.models.merge import Merge
from customers.models.purchase import Purchase, PurchaseLine
from customers.models.put_off import PutOff
from customers.models.referral import Referral, ReferralCode, ReferralWay
from customers.models.revision import Revision
from customers.models.search_word import SearchWord, WordKind
from customers.models.segment import Segment, SegmentStay
from customers.models.sign import Sign
from customers.models.stage import CycleRules, StageChange, StageEvidence, StagePin
from customers.models.tag import Tag
from customers.models.till_roll import TillRoll

__all__ = [
    "Because",
    "BulkChange",
    "BulkChangeLine",
    "BulkKind",
    "Buying",
    "BuysFor",
    "CategoryBought",
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
    "Duplicate",
    "Email",
    "Erasure",
    "ExternalId",
    "Household",
    "ImportLine",
    "ImportRow",
    "ImportState",
    "ImportedCustomer",
    "Interaction",
    "KeepingRule",
    "MendedCell",
    "Merge",
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
    "SegmentStay",
    "Sign",
    "Stage",
    "StageChange",
    "StageEvidence",
    "StagePin",
    "Tag",
    "TillRoll",
    "Verdict",
    "WordKind",
]
