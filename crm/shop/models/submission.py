"""One press of a button: a double click, a refresh and a second tab count once."""

from django.db import models


class Submission(models.Model):
    """The form that was sent, by its own key, and what it made."""

    key = models.CharField(max_length=80, primary_key=True)  # "<user>:<random, from the form>"
    about = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.about
