"""A rule: conditions put together with and, or, and none; read from whatever somebody sends.

It is kept as {"join": "all", "parts": […]}; a part is such a group again, or a condition:
{"ask": "bought", "not": true, "with": {"category": ["Shoes"], "when": ["within"], "days": ["90"]}}.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.cleaning import NotUnderstood
from customers.segments.kind import Kind

MOST_DEEP, MOST_PARTS, MOST_TEXTS, LONGEST_RULE, LONGEST_KEY = 4, 40, 300, 20_000, 80
LONGEST_TEXT = 200
ALL, ANY, NONE = "all", "any", "none"
JOINS = {
    ALL: gettext_lazy("all of these"),
    ANY: gettext_lazy("any of these"),
    NONE: gettext_lazy("none of these"),
}
# An empty Q is left out beside an “or”, and its opposite is empty again.
EVERYBODY = Q(pk__isnull=False)
CONNECTORS = {ALL: gettext_lazy(" and "), ANY: gettext_lazy(" or "), NONE: gettext_lazy(" or ")}


class RuleRefused(Exception):
    """What was sent is no rule we can use; `problems` says where ("0.1", "" is the whole) and why.

    `boxes` says in which box of that place, where it is the fault of one.
    """

    def __init__(self, problems: Mapping[str, str], boxes: Mapping[str, str] | None = None) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)
        self.boxes = dict(boxes or {})

    @property
    def sentences(self) -> list[str]:
        return list(self.problems.values())


@dataclass(frozen=True)
class Part:
    """A group or a condition that was understood. `is_loose`: its words need brackets beside others."""

    kept: dict[str, Any]
    said: str
    meaning: Q
    is_loose: bool = False


class RuleReader:
    """Reads a rule and collects everything that is wrong with it, in one go."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self.kinds = kinds
        self.problems: dict[str, str] = {}
        self.boxes: dict[str, str] = {}
        self.seen = self.texts = 0

    def read(self, sent: object) -> Part:
        """The whole rule. Raises RuleRefused."""
        if not isinstance(sent, Mapping) or "join" not in sent:
            raise RuleRefused({"": _("A rule begins with a group: join and parts.")})
        part = self._group(sent, "", 1)
        if self.seen == 0:
            self.problems.setdefault("", _("There is no condition yet."))
        if not self.problems and self.texts > MOST_TEXTS:
            # Forty conditions of twenty categories each took longer than a statement may.
            self.problems[""] = _(
                "This rule asks for too much at once: tick fewer things, or make two lists of it."
            )
        if not self.problems and len(json.dumps(part.kept)) > LONGEST_RULE:
            self.problems[""] = _("This rule is too long.")
        if self.problems:
            raise RuleRefused(self.problems, self.boxes)
        return part

    def _part(self, sent: object, path: str, depth: int) -> Part | None:
        if isinstance(sent, Mapping) and "join" in sent:
            return self._group(sent, path, depth)
        self.seen += 1
        if self.seen > MOST_PARTS:
            self.problems[""] = _("A rule has at most %d conditions.") % MOST_PARTS
            return None
        try:
            return self._condition(sent)
        except NotUnderstood as problem:
            self.problems[path], self.boxes[path] = problem.sentence, problem.box
            return None

    def _group(self, sent: Mapping[Any, Any], path: str, depth: int) -> Part:
        parts = sent.get("parts")
        if depth > MOST_DEEP:
            self.problems[path] = _("Groups can stand in each other at most %d deep.") % MOST_DEEP
            return Part({}, "", Q())
        if set(sent) - {"join", "parts"} or sent["join"] not in list(JOINS) or not isinstance(parts, list):
            self.problems[path] = _("A group has join (all, any or none) and parts, and nothing else.")
            return Part({}, "", Q())
        if len(parts) > MOST_PARTS:
            self.problems[path] = _("A group has at most %d parts.") % MOST_PARTS
            return Part({}, "", Q())
        found = [
            part
            for number, each in enumerate(parts)
            if (part := self._part(each, f"{path}.{number}".lstrip("."), depth + 1))
        ]
        return together(sent["join"], [part for part in found if part.said])

    def _condition(self, sent: object) -> Part:
        if not isinstance(sent, Mapping) or set(sent) - {"ask", "not", "with"}:
            raise NotUnderstood(_("A condition has ask, not and with, and nothing else."))
        key, is_not, given = sent.get("ask"), sent.get("not", False), sent.get("with", {})
        if not isinstance(key, str) or key not in self.kinds:
            raise NotUnderstood(_("There is no condition “%s”.") % str(key)[:40])
        if not isinstance(is_not, bool):
            raise NotUnderstood(_("“not” is true or false."))
        kind = self.kinds[key]
        texts = _texts(kind, given)
        self.texts += sum(1 for each in texts.values() for text in each if text)
        answer = kind.read(texts)
        kept: dict[str, Any] = {"ask": key, "with": answer.given}
        meaning = answer.meaning or EVERYBODY
        if not is_not:
            return Part(kept, answer.said, meaning)
        return Part({**kept, "not": True}, _("not (%s)") % answer.said, ~meaning)


def _texts(kind: Kind, given: object) -> dict[str, list[str]]:
    """Lists of short texts under the names of this kind's inputs, and nothing else."""
    names = {each.name for each in kind.inputs}
    if not isinstance(given, Mapping):
        raise NotUnderstood(_("“with” holds lists of texts, each under its name."))
    if strange := sorted(str(name) for name in given if name not in names):
        raise NotUnderstood(
            _("“%(kind)s” does not take “%(name)s”.") % {"kind": kind.label, "name": strange[0][:40]}
        )
    for name, texts in given.items():
        if not isinstance(texts, list) or any(not isinstance(each, str) for each in texts):
            raise NotUnderstood(_("“with” holds lists of texts, each under its name."), box=name)
        if len(texts) > MOST_PARTS:
            raise NotUnderstood(_("At most %d values can be given here.") % MOST_PARTS, box=name)
        if any(len(each) > LONGEST_TEXT for each in texts):
            raise NotUnderstood(_("Please write at most %d characters here.") % LONGEST_TEXT, box=name)
    return {name: list(texts) for name, texts in given.items()}


def together(join: str, parts: list[Part]) -> Part:
    """Parts under one join; none of them asks nothing."""
    kept = {"join": join, "parts": [part.kept for part in parts]}
    is_many = len(parts) > 1
    said = str(CONNECTORS[join]).join(
        f"({part.said})" if part.is_loose and is_many else part.said for part in parts
    )
    meaning = Q()
    for part in parts:
        meaning = meaning & part.meaning if join == ALL else meaning | part.meaning
    if join == NONE and parts:
        return Part(kept, _("none of: %s") % said, ~meaning, is_loose=is_many)
    return Part(kept, said, meaning, is_loose=is_many)
