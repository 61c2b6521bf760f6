"""How likely two records are one person: what speaks for it, what speaks against it, and how much. Pure."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

PHONE, EMAIL, NUMBER = "phone", "email", "number"
SAME_NAME, NEAR_NAME, OTHER_FIRST_NAME = "same_name", "near_name", "other_first_name"
POSTCODE, STREET, BIRTHDAY, OTHER_BIRTHDAY = "postcode", "street", "birthday", "other_birthday"

# What each is worth. Beside a name a postcode is enough to ask; a name alone is not: there are many Smiths.
WEIGHTS = {
    EMAIL: 60,
    PHONE: 50,
    NUMBER: 25,
    SAME_NAME: 35,
    NEAR_NAME: 30,
    BIRTHDAY: 25,
    POSTCODE: 20,
    STREET: 10,
    OTHER_FIRST_NAME: -35,
    OTHER_BIRTHDAY: -40,
}
WORDS = {
    EMAIL: _("same e-mail"),
    PHONE: _("same phone"),
    NUMBER: _("same number in another system"),
    SAME_NAME: _("same name"),
    NEAR_NAME: _("nearly the same name"),
    BIRTHDAY: _("same birthday"),
    POSTCODE: _("same postcode"),
    STREET: _("same street"),
    OTHER_FIRST_NAME: _("other first name"),
    OTHER_BIRTHDAY: _("other birthday"),
}
WORTH_A_LOOK = 50
HOUSEHOLD = 15  # other first names, and yet something that people who live together share
NEAR, SAME_FIRST_NAME = 90.0, 0.87


@dataclass(frozen=True)
class Record:
    """What is compared of one customer; names and places folded, a birthday as far as it is known."""

    given: str = ""
    family: str = ""
    called: str = ""  # what else they are called by
    postcode: str = ""
    street: str = ""
    birthday: tuple[int | None, int | None, int | None] = (None, None, None)
    household: int | None = None

    @property
    def name(self) -> str:
        return f"{self.family} {self.given}".strip() or self.called


@dataclass(frozen=True)
class Likeness:
    """The evidence, and what it comes to."""

    reasons: tuple[str, ...]
    strength: int = field(default=0)

    @property
    def is_worth_a_look(self) -> bool:
        return self.strength >= (HOUSEHOLD if is_household(self.reasons) else WORTH_A_LOOK)


def is_household(reasons: tuple[str, ...] | list[str]) -> bool:
    """Two people who share something, rather than one person twice."""
    return OTHER_FIRST_NAME in reasons


def is_exact(reasons: tuple[str, ...] | list[str]) -> bool:
    """The same full name and the same way to reach them, and nothing against it."""
    against = {OTHER_FIRST_NAME, OTHER_BIRTHDAY}
    return SAME_NAME in reasons and not against & {*reasons} and bool({EMAIL, PHONE} & {*reasons})


def likeness(one: Record, other: Record, shared: frozenset[str]) -> Likeness:
    """`shared`: which of phone, e-mail and number the two have in common."""
    reasons = (*sorted(shared), *_names(one, other), *_places(one, other), *_birthdays(one, other))
    lives_together = one.household is not None and one.household == other.household
    if lives_together and OTHER_FIRST_NAME in reasons:
        return Likeness(reasons)
    return Likeness(reasons, max(sum(WEIGHTS[reason] for reason in reasons), 0))


def _names(one: Record, other: Record) -> list[str]:
    from rapidfuzz.fuzz import token_sort_ratio  # only those who compare carry it

    if not (one.name and other.name):
        return []
    if _are_other_first_names(one.given, other.given) and not _are_turned(one, other):
        return [OTHER_FIRST_NAME]
    if sorted(one.name.split()) == sorted(other.name.split()):
        return [SAME_NAME]
    is_near = token_sort_ratio(one.name, other.name) >= NEAR or _is_initial(one, other)
    return [NEAR_NAME] if is_near else []


def _are_other_first_names(one: str, other: str) -> bool:
    """Ann and Anna may be one; A. may be anybody with an A."""
    from rapidfuzz.distance import JaroWinkler

    if not (one and other) or (one[0] == other[0] and min(len(one.rstrip(".")), len(other.rstrip("."))) == 1):
        return False
    begins = one.startswith(other) or other.startswith(one)
    return not begins and JaroWinkler.similarity(one, other) < SAME_FIRST_NAME


def _are_turned(one: Record, other: Record) -> bool:
    """First and last name in each other's box."""
    return bool(one.family) and (one.given, one.family) == (other.family, other.given)


def _is_initial(one: Record, other: Record) -> bool:
    """A. Bell and Anna Bell; Ann Bell and Anna Bell."""
    first = one.given.rstrip("."), other.given.rstrip(".")
    begins = all(first) and (first[0].startswith(first[1]) or first[1].startswith(first[0]))
    return bool(one.family) and one.family == other.family and begins


def _places(one: Record, other: Record) -> list[str]:
    if not one.postcode or one.postcode != other.postcode:
        return []
    return [POSTCODE, STREET] if one.street and one.street == other.street else [POSTCODE]


def _birthdays(one: Record, other: Record) -> list[str]:
    """A year that one of them keeps to themselves says nothing."""
    if None in one.birthday[:2] or None in other.birthday[:2]:
        return []
    years = {year for year in (one.birthday[2], other.birthday[2]) if year}
    same = one.birthday[:2] == other.birthday[:2] and len(years) < 2
    return [BIRTHDAY] if same else [OTHER_BIRTHDAY]
