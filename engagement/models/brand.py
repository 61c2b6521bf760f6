"""How the shop's mail looks and sounds."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import StoredFile


class Brand(models.Model):
    """One row: logo, colours, signature; every mail uses it."""

    logo = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")
    logo_words = models.CharField(_("what the logo shows"), max_length=120, blank=True)
    colour = models.CharField(_("colour of buttons"), max_length=7, default="#1f5f8b")
    text_colour = models.CharField(_("colour of the words on buttons"), max_length=7, default="#ffffff")
    signature = models.TextField(_("signature"), blank=True)
    tone = models.TextField(_("a note on how we write"), blank=True)
    sender_name = models.CharField(_("sender's name"), max_length=80, blank=True)
    reply_to = models.EmailField(_("answers go to"), blank=True)
    version = models.IntegerField(default=1, editable=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="there_is_one_brand", condition=Q(pk=1))]

    def __str__(self) -> str:
        return str(_("How our mail looks"))

    @classmethod
    def current(cls) -> "Brand":
        """The brand in force; a plain one where nobody set any."""
        return cls.objects.filter(pk=1).select_related("logo").first() or cls(pk=1)
