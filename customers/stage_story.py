"""How a customer came to stand where they stand, as their page tells it."""

from dataclasses import dataclass

from customers.actions.stage import gather_facts
from customers.cycle import level_on
from customers.cycle_words import LEVEL_SENTENCES, Level, Reason, rule_sentences, sentence
from customers.evidence import EvidenceKind, evidence_kind
from customers.models import Customer, CycleRules, StageChange, StageEvidence, StagePin

PURCHASE = "customers.purchase:"
PIN = "customers.stagepin:"


@dataclass(frozen=True)
class Praise:
    """A sign of advocacy with its word."""

    evidence: StageEvidence

    @property
    def kind(self) -> EvidenceKind:
        return evidence_kind(self.evidence.kind)

    @property
    def opens(self) -> str:
        """The key of what it rests on, for the link."""
        return self.evidence.about.rpartition(":")[2]


@dataclass(frozen=True)
class Told:
    """One change, with all that its line shows."""

    change: StageChange
    praise: Praise | None
    pin: StagePin | None

    @property
    def sentence(self) -> str:
        return sentence(self.change.reason, self.change.measure)

    @property
    def purchase_id(self) -> str:
        """The purchase it rests on, for the link."""
        return self.change.about.removeprefix(PURCHASE) if self.change.about.startswith(PURCHASE) else ""


@dataclass(frozen=True)
class Story:
    """All that the page says."""

    told: list[Told]
    known_sentence: str  # for those who are only known, and have no history yet
    rule: str
    level: str
    level_words: str
    praises: list[Praise]
    pin: StagePin | None
    pins: list[StagePin]


def story_of(customer: Customer) -> Story:
    """The whole history, newest first, and what holds today."""
    rules = CycleRules.current()
    praises = [Praise(evidence) for evidence in _evidence(customer)]
    pins = list(customer.stage_pins.select_related("by", "lifted_by").order_by("-since", "-pk"))
    level = _level(customer)
    return Story(
        told=_tell(customer, praises, pins),
        known_sentence=sentence(Reason.KNOWN, None),
        rule=rule_sentences(rule_numbers(rules))[customer.stage],
        level=str(level.label),
        level_words=str(LEVEL_SENTENCES[level]),
        praises=praises,
        pin=next((pin for pin in pins if pin.until is None), None),
        pins=pins,
    )


def rule_numbers(rules: CycleRules) -> dict[str, int]:
    """The numbers that the sentences of the rules name."""
    return {name: getattr(rules, name) for name in ("regular_after", "lapsed_after", "advocate_for")}


def _evidence(customer: Customer) -> list[StageEvidence]:
    standing = StageEvidence.objects.standing().filter(customer=customer)
    return list(standing.select_related("by").order_by("-on", "-pk"))


def _tell(customer: Customer, praises: list[Praise], pins: list[StagePin]) -> list[Told]:
    by_about = {praise.evidence.about: praise for praise in praises}
    by_key = {f"{PIN}{pin.pk}": pin for pin in pins}
    changes = customer.stage_changes.select_related("by").order_by("-effective_on")
    return [Told(change, by_about.get(change.about), by_key.get(change.about)) for change in changes]


def _level(customer: Customer) -> Level:
    gathered = gather_facts(customer.pk)
    if gathered is None:
        return Level.COURTING
    facts, rules, today = gathered
    return level_on(facts, today, rules)
