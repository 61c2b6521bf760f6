"""How soon complaints are to be acknowledged, answered and put right."""

from collections.abc import Iterator
from typing import Any

from django import forms

from feedback.complaint_targets import CLOCK_WORDS, MOST_DAYS, SEVERITIES, TARGETS, Targets
from feedback.models import ComplaintRules, Severity


class ComplaintTargetForm(forms.Form):
    """Working days for each clock, by how bad it is."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, targets: Targets = TARGETS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for clock, severity in _both():
            self.fields[_name(clock, severity)] = forms.IntegerField(
                label=CLOCK_WORDS[clock],  # type: ignore[arg-type]
                min_value=1,
                max_value=MOST_DAYS,
                initial=targets[clock][severity],
            )

    @classmethod
    def of(cls, rules: ComplaintRules, typed: Any = None) -> "ComplaintTargetForm":
        """The form of the times as they stand."""
        return cls(typed, targets=rules.clock_targets, initial={"version": rules.version})

    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields for one severity after the other."""
        return [
            (str(Severity(severity).label), [self[_name(clock, severity)] for clock in TARGETS])
            for severity in SEVERITIES
        ]

    def targets(self) -> Targets:
        """As the action takes them."""
        return {
            clock: {severity: self.cleaned_data[_name(clock, severity)] for severity in SEVERITIES}
            for clock in TARGETS
        }


def _both() -> Iterator[tuple[str, int]]:
    return ((clock, severity) for severity in SEVERITIES for clock in TARGETS)


def _name(clock: str, severity: int) -> str:
    return f"{clock}_{severity}"
