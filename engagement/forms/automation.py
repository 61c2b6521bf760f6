"""An automation as a form: its numbers, and its steps one under the other."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Segment
from engagement.actions.automation import Wanted
from engagement.models import Automation
from engagement.recipes import Step
from engagement.steps import STEPS

MOST_STEPS = 12
SETTINGS = ("category", "segment", "days")
UP, DOWN, AWAY, ADD = "up", "down", "away", "add"


class AutomationForm(forms.Form):
    """The name and the numbers; a recipe says which settings it has."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    category = forms.CharField(
        label=gettext_lazy("Only for this category"),
        help_text=gettext_lazy("Leave it empty for every purchase."),
        max_length=80,
        required=False,
    )
    segment = forms.ChoiceField(label=gettext_lazy("Which list"))
    days = forms.IntegerField(label=gettext_lazy("How many days"), min_value=1, max_value=365)
    cap_days = forms.IntegerField(
        label=gettext_lazy("At most once in so many days"), min_value=1, max_value=3_650, required=False
    )
    hold_out_percent = forms.IntegerField(
        label=gettext_lazy("Held out, in percent"),
        help_text=gettext_lazy("These get nothing, always the same people: so the effect can be measured."),
        min_value=0,
        max_value=50,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, typed: QueryDict | None, automation: Automation) -> None:
        shown = {
            name: getattr(automation, name) for name in ("name", "cap_days", "hold_out_percent", "version")
        }
        super().__init__(typed, initial={**shown, **automation.settings})
        self.settings = [name for name in SETTINGS if name in automation.settings]
        for name in set(SETTINGS) - set(self.settings):
            del self.fields[name]
        if "segment" in self.fields:
            shared = [(str(each.pk), each.name) for each in Segment.objects.filter(is_shared=True)]
            self.fields["segment"].choices = [("", _("Choose …")), *shared]  # type: ignore[attr-defined]

    def wanted(self, steps: list[Mapping[str, Any]]) -> Wanted:
        """The answers as the action takes them."""
        typed = self.cleaned_data
        return Wanted(
            name=typed["name"],
            steps=steps,
            settings={name: typed[name] for name in self.settings},
            hold_out_percent=typed["hold_out_percent"],
            cap_days=typed["cap_days"],
        )


class StepForm(forms.Form):
    """One step; its kind says which fields it has."""

    def __init__(self, typed: QueryDict | None, *, number: int, step: Step) -> None:
        self.kind = STEPS[str(step["kind"])]
        super().__init__(typed, prefix=f"step-{number}", initial=dict(step))
        self.fields.update(self.kind.fields())

    def step(self) -> Step:
        """What was typed, as it is kept."""
        return {"kind": self.kind.key, **self.cleaned_data}


class StepForms:
    """All steps. Without script, a button that moves, adds or drops one sends the form and gets it back."""

    def __init__(self, typed: QueryDict | None, steps: list[Mapping[str, Any]]) -> None:
        if typed is not None:
            kinds = [kind for kind in typed.getlist("kind") if kind in STEPS][:MOST_STEPS]
            steps = [{"kind": kind} for kind in kinds]
        self.forms = [StepForm(typed, number=number, step=step) for number, step in enumerate(steps)]
        self.problem = ""

    def is_valid(self) -> bool:
        """Every step is whole, and there is one that does something."""
        if not any(form.kind.key != "wait" for form in self.forms):
            self.problem = _("Add a step that does something.")
        unfit = [form for form in self.forms if not form.is_valid()]  # each says what is wrong with it
        return not unfit and not self.problem

    def steps(self) -> list[Mapping[str, Any]]:
        return [form.step() for form in self.forms]


def rearranged(typed: QueryDict) -> QueryDict | None:
    """What was typed with a step moved, added or dropped; None when no such button was pressed."""
    kinds = [kind for kind in typed.getlist("kind") if kind in STEPS][:MOST_STEPS]
    order = list(range(len(kinds)))
    button, _colon, which = typed.get("change", "").partition(":")
    if button == ADD and which in STEPS and len(kinds) < MOST_STEPS:
        return _written(typed, kinds, order, added=which)
    if not which.isdecimal() or int(which) >= len(kinds):
        return None
    number = int(which)
    if button == AWAY:
        order.remove(number)
    elif button in {UP, DOWN}:
        other = number + (1 if button == DOWN else -1)
        if 0 <= other < len(order):
            order[number], order[other] = order[other], order[number]
    else:
        return None
    return _written(typed, kinds, order)


def _written(typed: QueryDict, kinds: list[str], order: list[int], *, added: str = "") -> QueryDict:
    """The same form with its steps in this order."""
    again = QueryDict(mutable=True)
    for name, values in typed.lists():
        if name not in {"kind", "change"} and not name.startswith("step-"):
            again.setlist(name, values)
    for number, old in enumerate(order):
        again.appendlist("kind", kinds[old])
        start = f"step-{old}-"
        for name in [name for name in typed if name.startswith(start)]:
            again[f"step-{number}-{name.removeprefix(start)}"] = str(typed[name])
    if added:
        again.appendlist("kind", added)
    return again
