"""A form sent twice makes one thing."""

from collections.abc import Callable
from typing import TypeVar

from django.db import models, transaction

from crm.shop.actions.audit import label
from crm.shop.models import Submission, User

Made = TypeVar("Made", bound=models.Model)


@transaction.atomic
def only_once(key: str, model: type[Made], make: Callable[[], Made], *, by: User) -> Made:
    """What this form made; a second sending waits for the first one and gets the same row.

    An empty key (a form made by hand) is not protected.
    """
    if not key:
        return make()
    submission, is_new = Submission.objects.get_or_create(key=f"{by.pk}:{key}"[:80])
    if not is_new:
        found = model._default_manager.filter(pk=submission.about.rpartition(":")[2] or None).first()
        return found or make()
    made = make()
    submission.about = label(made)
    submission.save(update_fields=["about"])
    return made
