"""The ideal customer: what sets the tenth worth most apart, and where to find more like them."""

from dataclasses import dataclass

from metrics.models import Trait, TraitKind

BY_CHANCE = 40  # of so many that mean nothing, one stands out upwards all the same
SHOWN = 8  # of one kind


@dataclass(frozen=True)
class Group:
    """All traits of one kind, the strongest first."""

    kind: TraitKind
    traits: list[Trait]


@dataclass(frozen=True)
class IdealCustomer:
    """What the top tenth have in common more often than others."""

    groups: list[Group]
    apart: list[Trait]
    looked_at: int

    @property
    def by_chance(self) -> int:
        """How many would stand out though they mean nothing."""
        return round(self.looked_at / BY_CHANCE)

    @property
    def everybody(self) -> int:
        return self.groups[0].traits[0].everybody if self.groups else 0

    @property
    def top(self) -> int:
        return self.groups[0].traits[0].everybody_top if self.groups else 0


def find_ideal_customer() -> IdealCustomer:
    """One question, whatever the number of customers."""
    traits = sorted(Trait.objects.all(), key=lambda trait: (-trait.lift, trait.value))
    groups = [Group(kind, [trait for trait in traits if trait.kind == kind][:SHOWN]) for kind in TraitKind]
    return IdealCustomer(
        [group for group in groups if group.traits],
        [trait for trait in traits if trait.sets_apart],
        len(traits),
    )
