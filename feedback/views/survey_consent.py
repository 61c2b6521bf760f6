"""The question on the page of thanks: may we show what you wrote? Every box is empty."""

from typing import Any

from django.http import QueryDict

from feedback.actions.testimonial import withdrawal_address
from feedback.actions.testimonial_consent import let_words_be_shown, shown_of
from feedback.forms.testimonial import ConsentForm
from feedback.models import Response


def consent_context(response: Response, form: ConsentForm | None = None) -> dict[str, Any]:
    """What the page of thanks asks, or says of what was agreed to."""
    shown = shown_of(response)
    standing = shown.testimonial
    return {
        "consent": (form or ConsentForm()) if shown.may_ask else None,
        "testimonial": standing,
        "withdrawal": withdrawal_address(standing) if standing and not standing.withdrawn_at else "",
    }


def take_consent(response: Response, typed: QueryDict) -> ConsentForm | None:
    """Write down what they ticked; the form again where nothing was."""
    form = ConsentForm(typed)
    if not form.is_valid():
        return form
    let_words_be_shown(response, form.ticks())
    return None
