"""What is said of an effect: its verdict, why there is none yet, and what it does not prove."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.figures.verdict import Verdict
from metrics.definitions.metric import Words
from metrics.effects.campaign import CampaignEffect
from metrics.effects.compared import Compared
from metrics.effects.improvement import ImprovementEffect
from metrics.effects.keeping import Effect
from metrics.effects.shown import TONES, WORDS, ShownCompared, change_words
from metrics.models import Basis
from metrics.period import Period


@dataclass(frozen=True)
class Told:
    """For the page of one effect."""

    verdict: Words
    tone: str
    basis: Basis
    tables: list[tuple[str, ShownCompared]]
    why: list[str] = field(default_factory=list)  # why it is too early, or not causal
    notes: list[str] = field(default_factory=list)


def verdict_words(verdict: Verdict | str | None) -> Words:
    """One of four; or that nothing here shows a cause."""
    return WORDS[Verdict(verdict)] if verdict else _("Not causal")


def tell(effect: Effect, currency: str) -> Told:
    """In the shop's currency."""
    if isinstance(effect, CampaignEffect):
        tables, why, notes = _of_campaign(effect, currency), _why_campaign(effect), _about_campaign(effect)
    else:
        tables, why = _of_improvement(effect, currency), _why_improvement(effect)
        notes = _about_improvement(effect, currency)
    tone = TONES.get(effect.verdict, "") if effect.verdict else ""
    return Told(verdict_words(effect.verdict), tone, effect.basis, list(tables), list(why), list(notes))


def _of_improvement(effect: ImprovementEffect, currency: str) -> Iterator[tuple[str, ShownCompared]]:
    if effect.compared and effect.since and effect.before:
        sides = (_days(_("Since"), effect.since), _days(_("Before"), effect.before))
        yield effect.words, ShownCompared(effect.compared, currency, sides)
    if effect.season and effect.since and effect.before:
        sides = (_days("", effect.since.year_before()), _days("", effect.before.year_before()))
        yield _("The same days a year earlier"), ShownCompared(effect.season, currency, sides)


def _days(words: str, period: Period) -> str:
    first, last = (
        date_format(day, "SHORT_DATE_FORMAT") for day in (period.first or period.last, period.last)
    )
    return f"{words} {first} – {last}".strip()


def _why_improvement(effect: ImprovementEffect) -> Iterator[str]:
    if not effect.words:
        yield _("Nothing was chosen that shall change, so nothing can be measured. Choose it beforehand.")
    elif effect.before is None:
        yield _("No days were chosen to compare with. Choose them beforehand.")
    elif effect.compared is None or effect.ends is None:
        yield _("It is not so yet.")
    else:
        if not effect.is_over:
            yield _(
                "The days that were chosen end on %s. There is no verdict before: whoever looks every day "
                "finds something one day."
            ) % date_format(effect.ends, "SHORT_DATE_FORMAT")
        yield from _too_few(effect.compared, _("Before it there were only %d: too few to compare with."))


def _about_improvement(effect: ImprovementEffect, currency: str) -> Iterator[str]:
    if effect.compared is None:
        return
    yield _("Before and after is no proof of a cause: something else may have changed in these days.")
    if effect.beyond_season is not None and effect.season is not None:
        words = change_words(effect.beyond_season, effect.season.unit, currency)
        yield _("Beyond what changed on the same days a year earlier: %s.") % words
    if effect.other_ways:
        words = ", ".join(effect.other_ways)
        yield _("Answers came in other ways than before (%s), which alone can move the figure.") % words
    if effect.was_bad:
        yield _(
            "The days before were worse than those before them. Bad days are often followed by better ones "
            "of their own accord, so a part of it may be no merit."
        )


def _of_campaign(effect: CampaignEffect, currency: str) -> Iterator[tuple[str, ShownCompared]]:
    days = ngettext("Within %d day", "Within %d days", effect.days) % effect.days
    if effect.bought and effect.spent:
        sides = (_("Those reached"), _("Those held out"))
        yield _("Bought. %s") % days, ShownCompared(effect.bought, currency, sides)
        yield _("Spent by each. %s") % days, ShownCompared(effect.spent, currency, sides)
    elif effect.spent:
        sides = (_("On the list"), _("All others"))
        words = _("What each spent more than in as many days before. %s") % days
        yield words, ShownCompared(effect.spent, currency, sides, is_of_changes=True)


def _why_campaign(effect: CampaignEffect) -> Iterator[str]:
    main = effect.bought or effect.spent
    if effect.basis == Basis.NONE:
        yield _("Nobody was held out by lot, so who was chosen cannot be told from what it did.")
    if main is None:
        return
    if effect.had_parted:
        yield _("The two groups moved apart before it was sent, so what came after proves nothing.")
    if not effect.is_over and effect.ends:
        day = date_format(effect.ends, "SHORT_DATE_FORMAT")
        yield _("Purchases are counted until %s. There is no verdict before.") % day
    yield from _too_few(main, _("Those it is compared with are only %d: too few."))


def _about_campaign(effect: CampaignEffect) -> Iterator[str]:
    if effect.basis == Basis.HOLD_OUT:
        yield _("Who is held out was drawn by lot before the first mail: the difference is what it did.")
        yield _("The verdict is on how many bought. What they spent says what that is worth.")
        if effect.ends is None:
            yield _("It goes on: counted is everybody so far whose days are over, the first time each.")
    elif effect.listed is not None:
        yield _(
            "Compared is how the two changed, of everybody who had bought in the year before. That is less "
            "sure than a lot: hold out a tenth next time."
        )


def _too_few(compared: Compared, hopeless: str) -> Iterator[str]:
    if compared.is_hopeless:
        yield hopeless % compared.second.n
    if compared.missing:
        words = ngettext("About %d more is needed.", "About %d more are needed.", compared.missing)
        yield words % compared.missing
