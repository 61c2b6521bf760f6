"""How often somebody may knock: counted in one SQL statement, so that fifty at once still count as fifty."""

from django.db import models


class SignInBucket(models.Model):
    """Tries within one window, for one account or one address."""

    key = models.CharField(max_length=80, primary_key=True)  # "account:<hash>" or "address:<ip>"
    window_started_at = models.DateTimeField()
    tries = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.tries}"
