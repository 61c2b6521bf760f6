"""How fast mail may leave, and what has stopped it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailRoom(models.Model):
    """One row: the pace of our mail, the salt of the suppression list, and the brake."""

    per_minute = models.PositiveIntegerField(_("mails a minute at most"), default=60)
    per_hour = models.PositiveIntegerField(_("mails an hour at most"), default=1000)
    per_day = models.PositiveIntegerField(_("mails a day at most"), default=5000)
    # A new sender starts slowly; None: not warming up.
    warm_up_from = models.DateField(_("warming up since"), null=True, blank=True)
    # The notice by which a sale is a basis for mail about similar goods ("soft opt-in").
    opt_out_offered_since = models.DateField(_("opt-out offered at the till since"), null=True, blank=True)
    opt_out_wording = models.TextField(_("in these words"), blank=True)

    salt = models.CharField(
        max_length=64, editable=False
    )  # of the address hashes; it comes along in every backup
    # The server refused our name and password: nothing leaves until somebody says so.
    stopped_at = models.DateTimeField(null=True, editable=False)
    stopped_because = models.CharField(max_length=200, blank=True, editable=False)
    # Too many bounces or complaints: marketing, surveys and reviews wait.
    braked_at = models.DateTimeField(null=True, editable=False)
    braked_because = models.CharField(max_length=200, blank=True, editable=False)
    version = models.IntegerField(default=1, editable=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="there_is_one_mail_room", condition=Q(pk=1))]

    def __str__(self) -> str:
        return str(_("The pace of our mail"))
