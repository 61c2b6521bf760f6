"""What we keep of what it all adds up to."""

from metrics.models.buying_day import BuyingDay
from metrics.models.cohort import CohortMonth
from metrics.models.count import Count
from metrics.models.customer_score import CustomerScore, RfmSegment
from metrics.models.daily_sum import DailySum
from metrics.models.goals import Goals
from metrics.models.kept_interval import KeptInterval
from metrics.models.letter_rules import LetterRules
from metrics.models.measured_effect import VERDICTS, Basis, MeasuredEffect
from metrics.models.pairing import Pairing, PairingKind
from metrics.models.programme_cost import ProgrammeCost
from metrics.models.purchase_model import PurchaseModel
from metrics.models.relationship_review import Closeness, RelationshipReview
from metrics.models.trait import Trait, TraitKind
from metrics.models.uncounted import Uncounted
from metrics.models.value_rules import ValueRules

__all__ = [
    "VERDICTS",
    "Basis",
    "BuyingDay",
    "Closeness",
    "CohortMonth",
    "Count",
    "CustomerScore",
    "DailySum",
    "Goals",
    "KeptInterval",
    "LetterRules",
    "MeasuredEffect",
    "Pairing",
    "PairingKind",
    "ProgrammeCost",
    "PurchaseModel",
    "RelationshipReview",
    "RfmSegment",
    "Trait",
    "TraitKind",
    "Uncounted",
    "ValueRules",
]
