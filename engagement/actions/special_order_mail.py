"""The mail that says "it is here", through the one door."""

from django.utils import translation
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from engagement.actions.enquiry_mail import NoAddress
from engagement.actions.message import Draft, cancel_messages, plan_message
from engagement.models import EmailTemplate, Message, MessageClass, SpecialOrder

PURPOSE = "special_order_arrived"
PRIORITY = 10


def mail_that_it_is_here(order: SpecialOrder, *, by: User | None) -> Message:
    """Plan it, once for each time it arrived. Raises NoAddress."""
    if not order.customer.emails.exists() or order.arrived_at is None:
        raise NoAddress
    template = EmailTemplate.objects.in_use().filter(key=PURPOSE).exclude(current=None).first()
    subject, body = ("", "") if template else _words(order)
    draft = Draft(
        dedupe_key=f"{PURPOSE}:{order.pk}:{order.arrived_at:%Y%m%d%H%M%S}",
        message_class=MessageClass.TRANSACTIONAL,
        purpose=PURPOSE,
        about=audit.label(order),
        template=template,
        subject=subject,
        body=body,
        context={"product": order.product, "products": order.product},
        priority=PRIORITY,
    )
    return plan_message(draft, customer=order.customer, by=by)


def call_news_off(order: SpecialOrder, *, by: User | None) -> int:
    """It is not here after all: keep a mail here that has not left yet."""
    return cancel_messages(about=audit.label(order), purpose=PURPOSE, by=by)


def _words(order: SpecialOrder) -> tuple[str, str]:
    shop = ShopSettings.current()
    with translation.override(order.customer.language or (shop.language if shop else "en")):
        # The words in curly brackets are filled in when the mail is written.
        body = _("Hello {{ first_name|there }},\n\n{{ product }} is here and waits for you.")
        return _("It is here: {{ product }}"), body
