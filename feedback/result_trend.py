"""Is it better than before? An arrow only where chance alone would hardly have moved it."""

from dataclasses import dataclass

from crm.figures.difference import Difference
from crm.figures.display import Arrow, arrow_of
from crm.figures.promoters import PromoterDifference
from feedback.results import Figure

ICONS = {Arrow.UP: "trending-up", Arrow.DOWN: "trending-down"}


@dataclass(frozen=True)
class Trend:
    """A figure beside that of the same stretch before."""

    now: Figure
    before: Figure

    @property
    def difference(self) -> Difference | PromoterDifference | None:
        """None when one of them is not on this scale, or was not asked at all."""
        if self.now.share and self.before.share:
            return Difference(self.now.share, self.before.share)
        if self.now.points and self.before.points:
            return PromoterDifference(self.now.points, self.before.points)
        return None

    @property
    def arrow(self) -> str:
        """The name of an icon; empty where nobody can say."""
        return ICONS.get(arrow_of(self.difference), "")
