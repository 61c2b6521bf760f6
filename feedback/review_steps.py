"""Asking for reviews by itself: the recipe, its two steps, and the link of the mail."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import ShopSettings
from customers.models import ConsentTopic, Customer
from engagement import arbiter
from engagement.field_values import fills
from engagement.late_fields import number_in
from engagement.merge_fields import Holds, MergeField, add_field
from engagement.models import EmailTemplate, Enrolment, Message, MessageClass, SkipReason
from engagement.public_links import PATHS, made_before, make_link
from engagement.recipes import Recipe, Step, register_recipe, wait
from engagement.steps import AT_ONCE, StepCannotBeDone, StepKind, find_template, key_of, register_step
from engagement.still_true import asks_before_sending
from feedback.actions.review_request import PURPOSE, ask_for_review, remind_of_review
from feedback.models import ReviewPlatform, ReviewRequest
from feedback.one_of_us import is_one_of_us
from feedback.review_sampling import ALL, CHOICES, in_words

LINK = "review"
PATHS[LINK] = "say/"
ASK, REMIND = "review_request", "review_reminder"

add_field(
    MergeField(
        "review_link", gettext_lazy("where they may write about us"), "https://shop.example/say/", Holds.LINK
    )
)
add_field(MergeField("review_place", gettext_lazy("the place where they may write"), "Google"))


def _ask(enrolment: Enrolment, step: Step, now: datetime) -> timedelta:
    ask_for_review(enrolment, step, _words_for(step), key=key_of(enrolment), now=now)
    return AT_ONCE


def _remind(enrolment: Enrolment, step: Step, now: datetime) -> timedelta:
    remind_of_review(enrolment, _words_for(step), key=key_of(enrolment), now=now)
    return AT_ONCE


def _words_for(step: Step) -> EmailTemplate:
    template = find_template(step)
    if template is None or template.current is None:
        raise StepCannotBeDone(_("The words of the mail are gone."))
    return template


def _which_mail() -> dict[str, forms.Field]:
    """Only mails that were written to ask for a review: in them nothing can be promised for one."""
    in_use = EmailTemplate.objects.in_use().filter(is_for_once=False, message_class=MessageClass.REVIEW)
    choices = [(row.key or str(row.pk), row.name) for row in in_use]
    return {"template": forms.ChoiceField(label=gettext_lazy("Which mail"), choices=choices)}


def _fields_of_asking() -> dict[str, forms.Field]:
    who = forms.ChoiceField(label=gettext_lazy("Who is asked"), choices=CHOICES)
    number = forms.IntegerField(
        label=gettext_lazy("How many"),
        help_text=gettext_lazy("3 is every third, or three in a hundred."),
        min_value=1,
        max_value=100,
    )
    return {**_which_mail(), "who": who, "number": number}


def _asking_in_words(step: Step) -> str:
    return _("ask for a review: %s") % in_words(step)


def _reminding_in_words(step: Step) -> str:
    return _("remind once whoever was asked and has not come")


register_step(
    StepKind(
        ASK,
        gettext_lazy("Ask for a review"),
        "star",
        _asking_in_words,
        _ask,
        _fields_of_asking,
        sends_mail=True,
    )
)
register_step(
    StepKind(
        REMIND,
        gettext_lazy("Remind of the review"),
        "bell",
        _reminding_in_words,
        _remind,
        _which_mail,
        sends_mail=True,
    )
)
REVIEW = register_recipe(
    Recipe(
        key="review",
        name=gettext_lazy("Ask for a review"),
        words=gettext_lazy(
            "After a purchase, with one reminder. Happy and unhappy customers"
            " are asked alike; while a complaint is open the mail waits, for 14 days at most."
        ),
        trigger="purchase_of",
        steps=(
            wait(5),
            {"kind": ASK, "template": "review_request", "who": ALL, "number": 1},
            wait(7),
            {"kind": REMIND, "template": "review_reminder"},
        ),
        topic=ConsentTopic.REVIEWS,
        message_class=MessageClass.REVIEW,
        priority=arbiter.REVIEW,
        stops_when=("refunded",),
        good_for_days=7,
        cap_days=180,
        settings={"category": ""},
    )
)


@fills("review_link", "review_place")
def review_link(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """Their own page, from which a button leads on; the same link at every attempt."""
    request = _request_of(message)
    if request is None or request.customer_id != customer.pk or request.platform is None:
        return {}
    link = made_before(message, LINK) or make_link(
        LINK, customer=customer, message=message, about=message.about
    )
    return {"review_link": link, "review_place": request.platform.name}


@asks_before_sending(PURPOSE)
def is_still_asked(message: Message, now: datetime) -> SkipReason | None:
    """They have come already, or there is no place to write any more. What they think of us is not asked."""
    request = _request_of(message)
    if request is None or request.clicked_at is not None or request.platform is None:
        return SkipReason.NO_LONGER_TRUE
    if is_one_of_us(request.customer_id):
        return SkipReason.ONE_OF_US
    is_there = ReviewPlatform.objects.asked_for().filter(pk=request.platform.pk).exists()
    return None if is_there else SkipReason.NO_LONGER_TRUE


def _request_of(message: Message) -> ReviewRequest | None:
    number = number_in(message, ReviewRequest)
    return ReviewRequest.objects.filter(pk=number).select_related("platform").first() if number else None
