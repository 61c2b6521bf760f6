"""The words by which somebody is found: every name part, number and address, ready for a prefix search."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Customer


class WordKind(models.TextChoices):
    NAME = "name", _("Name")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    CARD = "card", _("Card code")
    NUMBER = "number", _("Number elsewhere")


class SearchWord(models.Model):
    """One folded word of one customer; a phone number has one for every ending of four digits and more."""

    # Its index is the unique one below.
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="search_words", db_index=False)
    kind = models.CharField(max_length=6, choices=WordKind)
    word = models.CharField(max_length=254)

    class Meta:
        # The embedded PostgreSQL sorts by code point, a server may not: these classes serve a prefix on both.
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "word", "kind"],
                name="search_word_once",
                opclasses=["int8_ops", "varchar_pattern_ops", "varchar_pattern_ops"],
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["word"],
                name="search_word_begins",
                opclasses=["varchar_pattern_ops"],
                include=["customer"],
            ),
        ]

    def __str__(self) -> str:
        return self.word
