"""The sentences by which people choose their mail; what they tick is kept in these very words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.models import ConsentTopic

SENTENCES: Mapping[str, Promise] = {
    ConsentTopic.NEWS: _("%(shop)s may send me news and offers by e-mail."),
    ConsentTopic.CARE: _("%(shop)s may ask me by e-mail how I get on with what I bought."),
    ConsentTopic.TREATS: _("%(shop)s may send me birthday wishes and treats by e-mail."),
    ConsentTopic.FEEDBACK: _("%(shop)s may ask me by e-mail how it was."),
    ConsentTopic.REVIEWS: _("%(shop)s may ask me by e-mail to write a review."),
}


def wording_of(topic: str, shop_name: str) -> str:
    """The sentence beside the box."""
    return str(SENTENCES[topic]) % {"shop": shop_name}
