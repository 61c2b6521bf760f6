"""The letters of decisions, as they were told."""

from typing import ClassVar

from django.db import models

from feedback.models.decision import Decision


class DecisionLetter(models.Model):
    """The letter of one decision, kept as it stood when it was told: nobody can change it."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="letter")
    sheet = models.JSONField()  # its parts, from which the paper is drawn
    html = models.TextField()
    pdf = models.BinaryField(null=True)  # drawn right after; None until then

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(pdf=None), name="decision_letter_to_draw"),
        ]

    def __str__(self) -> str:
        return str(self.decision)
