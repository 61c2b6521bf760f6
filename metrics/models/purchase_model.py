"""What was found out about how customers come back: one version a night."""

from typing import ClassVar

from django.db import models

TIED = 0.3
BUYS_WITHIN = 90  # days of the chance to buy, and of the check against what happened


class PurchaseModel(models.Model):
    """How often customers come and what they spend, as the buying days of one date told it.

    There is a row also where too few customers were known: it says how many, and has no parameters.
    """

    as_of = models.DateField(unique=True)
    counted_at = models.DateTimeField()  # as of when the buying days were
    fitted_at = models.DateTimeField()
    customers = models.IntegerField()
    repeaters = models.IntegerField()  # who came back at least once
    days = models.IntegerField()  # the longest history

    # Visits: MBG/NBD, the most likely with what is known of shops in general (MAP).
    r = models.FloatField(null=True)
    alpha = models.FloatField(null=True)
    a = models.FloatField(null=True)
    b = models.FloatField(null=True)
    log_likelihood = models.FloatField(null=True)
    spread = models.FloatField(null=True)  # deviation of the chance to be still a customer
    # Amounts of a buying day: Gamma-Gamma. Without them nothing is said about value.
    p = models.FloatField(null=True)
    q = models.FloatField(null=True)
    gamma = models.FloatField(null=True)
    correlation = models.FloatField(null=True)  # of frequency and amount: assumed to be none

    shows_alive = models.BooleanField(default=False)
    shows_value = models.BooleanField(default=False)
    is_seasonal = models.BooleanField(default=False)  # two years are known
    # Of all customers in the next 12 months, and the ends of 95 % by fitting again and again.
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    low = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    high = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    # Would it have been right 90 days ago? Beside each one's own past rate, and "nobody comes back".
    backtest = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["-as_of"]

    def __str__(self) -> str:
        return str(self.as_of)

    @classmethod
    def current(cls) -> "PurchaseModel | None":
        """The newest version; None before the first night."""
        return cls.objects.first()

    @property
    def is_enough(self) -> bool:
        """Too few customers, and nothing may be said about them."""
        return self.r is not None

    @property
    def is_tied(self) -> bool:
        """Frequency and amount go together, which the model of amounts does not expect."""
        return abs(self.correlation or 0) > TIED

    @property
    def beats_own_rate(self) -> bool:
        """Nearer to what happened than each customer's own past rate."""
        return bool(self.backtest and self.backtest["model"]["error"] < self.backtest["own_rate"]["error"])
