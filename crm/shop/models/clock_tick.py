"""When the clock last went round. Without it nobody would notice that it stopped."""

from django.db import models


class ClockTick(models.Model):
    """The last time a part of the background work was seen alive."""

    name = models.CharField(max_length=20, primary_key=True)  # "clock" or "worker"
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
