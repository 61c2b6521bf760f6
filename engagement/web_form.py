"""A page that anybody may send: was it open for long enough, and not for too long?"""

import hashlib

from django import forms
from django.utils.translation import gettext as _

from engagement.stamp import Stamp

# Nobody reads such a page and writes in less.
QUICKEST = 3


def stamp_of(form: forms.Form, sent: str) -> Stamp:
    """The stamp of the page that was sent, or a new one; the form's errors say what is wrong with it."""
    stamp, is_right = Stamp.read(sent), form.is_valid()
    if stamp is None:
        form.add_error(None, _("This page was open for a long time. Please press the button once more."))
        return Stamp.new()
    if is_right and stamp.seconds < QUICKEST:
        form.add_error(None, _("That was very quick. Please press the button once more."))
    return stamp


def cause_of(stamp: Stamp, words: str) -> str:
    """The same words from the same page are one message; the next words are another."""
    return f"web:{hashlib.sha256(f'{stamp.key}:{words}'.encode()).hexdigest()[:40]}"
