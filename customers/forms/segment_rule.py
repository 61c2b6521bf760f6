"""A rule as a form: every group and condition has its place ("rule.0.1") in the names of its boxes."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from customers.filtering.condition import Words
from customers.forms.customer_filter import CustomerFilterForm
from customers.listing import Listing
from customers.segments.kind import SECTIONS, Input, Kind
from customers.segments.list_filters import FROM_LIST
from customers.segments.rule import ALL, JOINS, MOST_DEEP, MOST_PARTS

ROOT = "rule"
Draft = dict[str, Any]  # as a rule is kept, but with whatever was typed


def empty_draft() -> Draft:
    """A rule before its first condition."""
    return {"join": ALL, "parts": []}


def draft_from(sent: QueryDict, place: str = ROOT, depth: int = 1) -> Draft:
    """The rule as the boxes of the form say it."""
    parts: list[Draft] = []
    for number in range(MOST_PARTS + 1):
        part = f"{place}.{number}"
        if f"{part}.ask" in sent:
            parts.append(_condition(sent, part))
        elif f"{part}.join" in sent and depth <= MOST_DEEP:
            parts.append(draft_from(sent, part, depth + 1))
        else:
            break
    return {"join": sent.get(f"{place}.join", ALL), "parts": parts}


def _condition(sent: QueryDict, place: str) -> Draft:
    start = f"{place}.with."
    given = {name.removeprefix(start): sent.getlist(name) for name in sent if name.startswith(start)}
    typed = {name: [value for value in values if value.strip()] for name, values in given.items()}
    return {
        "ask": sent.get(f"{place}.ask", ""),
        **({"not": True} if sent.get(f"{place}.not") else {}),
        "with": {name: values for name, values in typed.items() if values},
    }


def take_step(draft: Draft, step: str, sent: QueryDict) -> Draft:
    """The rule with a condition or a group more, or a part less: "add:rule.0", "remove:rule.0.1"."""
    verb, _colon, place = step.partition(":")
    if verb == "remove":
        group, number = _find(draft, place.rpartition(".")[0]), _number_of(place.rpartition(".")[2])
        if group and number < len(group["parts"]):
            del group["parts"][number]
        return draft
    group = _find(draft, place)
    if group and len(group["parts"]) < MOST_PARTS:
        if verb == "group" and place.count(".") < MOST_DEEP - 1:
            group["parts"].append({"join": "any", "parts": []})
        elif verb == "add" and sent.get(f"{place}.new"):
            group["parts"].append({"ask": sent[f"{place}.new"], "with": {}})
    return draft


def place_after(draft: Draft, step: str) -> str:
    """Where somebody goes on after a step: at what is new, or in the group that something was taken from."""
    verb, _colon, place = step.partition(":")
    if verb == "remove":
        return place.rpartition(".")[0]
    group = _find(draft, place)
    return f"{place}.{len(group['parts']) - 1}" if group and group["parts"] else place


def _find(draft: Draft, place: str) -> Draft | None:
    found = _part_at(draft, place)
    return found if found and "parts" in found else None


def _part_at(draft: Draft, place: str) -> Draft | None:
    found: Draft | None = draft
    for each in place.split(".")[1:]:
        parts, number = found["parts"] if found and "parts" in found else [], _number_of(each)
        found = parts[number] if number < len(parts) else None
    return found


def _number_of(written: str) -> int:
    """Which part of a group; more than there can be where it is no number."""
    is_number = written.isascii() and written.isdecimal() and len(written) < 3
    return int(written) if is_number else MOST_PARTS + 1


class ConditionForm(forms.Form):
    """The boxes of one condition, filled with what was typed."""

    use_required_attribute = False

    def __init__(self, place: str, made: Mapping[str, forms.Field], given: Mapping[str, list[str]]) -> None:
        super().__init__(prefix=f"{place}.with", auto_id="%s")
        for name, box in made.items():
            self.fields[name] = box
            values = given.get(name, [])
            if isinstance(box, forms.MultipleChoiceField):
                _offer_too(box, values)
                self.initial[name] = values
            else:
                self.initial[name] = next(iter(values), "")

    def blame(self, name: str, sentence: str) -> None:
        """Say beside a box what is wrong with it; what was typed there stays."""
        said = self.error_class([sentence], renderer=self.renderer, field_id=self[name].auto_id)
        self._errors = forms.utils.ErrorDict({name: said}, renderer=self.renderer)

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}.{field_name}"


def _offer_too(box: Any, values: list[str]) -> None:
    """What was chosen once and is no choice any more stays to be seen, and to be taken away."""
    known = {str(key) for key, _words in box.choices}
    box.choices = [*box.choices, *((each, each) for each in values if each not in known)]


@dataclass
class ConditionDrawn:
    """A condition on the page."""

    place: str
    ask: str
    label: Words
    is_not: bool
    form: ConditionForm
    problem: str = ""
    is_next: bool = False


@dataclass
class GroupDrawn:
    """A group on the page, with what stands in it."""

    place: str
    join: str
    can_nest: bool
    problem: str = ""
    is_next: bool = False
    parts: list["GroupDrawn | ConditionDrawn"] = field(default_factory=list)

    is_group = True
    joins = JOINS

    @property
    def is_root(self) -> bool:
        return self.place == ROOT


class RuleDrawing:
    """Draws a draft: what can be asked, and the boxes of each condition; options are looked up once.

    `going_on` is the place where whoever builds it goes on.
    """

    def __init__(
        self,
        kinds: Mapping[str, Kind],
        problems: Mapping[str, str],
        boxes: Mapping[str, str],
        *,
        going_on: str = "",
    ) -> None:
        self.kinds, self.going_on = kinds, going_on
        self.problems, self.boxes = problems, boxes
        self._made: dict[Input, forms.Field] = {}

    @property
    def menu(self) -> list[tuple[Words, list[tuple[str, Words]]]]:
        """(section, its conditions) in the order of the sections."""
        sections: dict[str, list[tuple[str, Words]]] = {str(section): [] for section in SECTIONS}
        for kind in self.kinds.values():
            sections.setdefault(str(kind.section), []).append((kind.key, kind.label))
        return [(section, kinds) for section, kinds in sections.items() if kinds]

    def group(self, draft: Draft, place: str = ROOT) -> GroupDrawn:
        can_nest = place.count(".") < MOST_DEEP - 1
        is_next = place == self.going_on
        drawn = GroupDrawn(place, draft["join"], can_nest, self._problem(place), is_next)
        for number, part in enumerate(draft["parts"]):
            draw = self.group if "parts" in part else self._condition
            drawn.parts.append(draw(part, f"{place}.{number}"))
        return drawn

    def _problem(self, place: str) -> str:
        return self.problems.get(_path(place), "")

    def _condition(self, part: Draft, place: str) -> ConditionDrawn:
        kind = self.kinds.get(part["ask"])
        form = ConditionForm(place, self._boxes(kind, part["with"]) if kind else {}, part["with"])
        label, problem = kind.label if kind else part["ask"][:40], self._problem(place)
        box = self.boxes.get(_path(place), "")
        if problem and box in form.fields:
            form.blame(box, problem)
            problem = ""
        is_next = place == self.going_on
        return ConditionDrawn(place, part["ask"], label, part.get("not", False), form, problem, is_next)

    @cached_property
    def _filter(self) -> CustomerFilterForm:
        return CustomerFilterForm(Listing(""))

    def _boxes(self, kind: Kind, given: Mapping[str, Any]) -> dict[str, forms.Field]:
        """A box for each thing that is asked; one with nothing to tick only where it was answered before."""
        boxes = {each.name: self._box(kind, each) for each in kind.inputs}
        return {
            name: copy.deepcopy(box)
            for name, box in boxes.items()
            if name in given or not _is_without_choice(box)
        }

    def _box(self, kind: Kind, asked: Input) -> forms.Field:
        if asked.look == FROM_LIST:
            return self._filter.fields[kind.key]
        if asked not in self._made:
            self._made[asked] = BOXES[asked.look](asked)
        return self._made[asked]


def named_problems(
    draft: Draft, kinds: Mapping[str, Kind], problems: Mapping[str, str]
) -> list[tuple[str, str]]:
    """(place, what is wrong): said away from its condition, it names the condition."""
    named = []
    for path, sentence in problems.items():
        place = f"{ROOT}.{path}" if path else ""
        part = _part_at(draft, place) if place else None
        kind = kinds.get(str(part.get("ask"))) if part else None
        said = _("%(label)s: %(said)s") % {"label": kind.label, "said": sentence} if kind else sentence
        named.append((place, said))
    return named


def _path(place: str) -> str:
    """As the rule calls it: "0.1"."""
    return place.removeprefix(ROOT).lstrip(".")


def _is_without_choice(box: forms.Field) -> bool:
    """Nothing to tick, as where no line of a receipt names a category: it would be a heading over nothing."""
    return isinstance(box, forms.MultipleChoiceField) and not box.widget.choices


def _ticks(asked: Input) -> forms.Field:
    return forms.MultipleChoiceField(
        label=str(asked.label), choices=asked.options(), required=False, widget=forms.CheckboxSelectMultiple
    )


def _pick(asked: Input) -> forms.Field:
    choices: list[tuple[str, Any]] = [("", "-"), *asked.options()]
    return forms.ChoiceField(label=str(asked.label), choices=choices, required=False)


def _number(asked: Input) -> forms.Field:
    step = "any" if asked.look == "amount" else "1"
    widget = forms.NumberInput(attrs={"min": "0", "step": step})
    return forms.CharField(label=str(asked.label), required=False, widget=widget)


def _day(asked: Input) -> forms.Field:
    return forms.CharField(
        label=str(asked.label), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def _text(asked: Input) -> forms.Field:
    return forms.CharField(label=str(asked.label), required=False, max_length=80)


BOXES = {"ticks": _ticks, "pick": _pick, "number": _number, "amount": _number, "day": _day, "text": _text}
