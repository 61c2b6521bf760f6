"""Whether the purchase models have anything to do, and letting them do it where it costs nobody memory."""

import subprocess
import sys

from django.conf import settings

from metrics.models import Count, CustomerScore, PurchaseModel

LONGEST = 1_800  # seconds


def foresight_is_due() -> bool:
    """A night without a version, or customers whose purchases changed since."""
    count = Count.current()
    if count is None or count.scored_on is None:
        return False
    model = PurchaseModel.objects.filter(as_of=count.scored_on).first()
    return model is None or (model.is_enough and CustomerScore.objects.not_foreseen().exists())


def look_ahead() -> None:
    """In a process of its own, which gives back what the numbers library takes."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "foresee"]
    subprocess.run(command, check=True, timeout=LONGEST, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
