"""What is sent by itself after a complaint: the question a month later whether it is still right."""

from django.utils.translation import gettext_lazy as _

from customers.models import ConsentTopic
from engagement import arbiter
from engagement.models import MessageClass
from engagement.recipes import Recipe, mail, register_recipe, wait

CHECK_RECIPE = "complaint_check"

register_recipe(
    Recipe(
        key=CHECK_RECIPE,
        name=_("Is it still right?"),
        words=_("Some time after a complaint was closed, unless it was opened again."),
        trigger="complaint_closed",
        steps=(wait(30), mail("complaint_follow_up")),
        topic=ConsentTopic.CARE,
        message_class=MessageClass.TRANSACTIONAL,
        priority=arbiter.COMPLAINT + 1,  # the survey of the complaint goes first
        stops_when=("reopened",),
        good_for_days=7,
    )
)
