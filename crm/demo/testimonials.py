"""Words that customers of the demo shop let it show."""

from collections.abc import Sequence
from datetime import timedelta

from crm.demo.cast import Person
from crm.demo.choosing import Choice
from crm.demo.reading import rows as read
from crm.demo.shop import Frame
from crm.demo.writing import Rows
from crm.shop.actions import audit
from engagement.public_links import make_link
from feedback.actions.testimonial import LINK
from feedback.models import Testimonial

ASKED_IN = "May we show what you said, here and for two years? You can take it back at any time."
TWO_YEARS = timedelta(days=730)


def write_testimonials(people: Sequence[Person], rows: Rows, frame: Frame) -> None:
    """The newest last."""
    choice = Choice(people, "testimonials")
    written = Testimonial.objects.bulk_create(
        Testimonial(
            customer=rows[id(choice.one("email"))],
            words=words,
            shown_as=shown_as,
            on_website="web" in where,
            in_shop="shop" in where,
            in_print="print" in where,
            may_shorten="print" in where,
            consent_words=ASKED_IN,
            given_on=frame.days.today - timedelta(days=int(ago)),
            expires_on=frame.days.today - timedelta(days=int(ago)) + TWO_YEARS,
            used_where="Card beside the till" if "shop" in where else "",
            created_by=frame.staff["Mira"],
        )
        for ago, shown_as, where, words in read("testimonials")
    )
    for testimonial in written:
        make_link(LINK, customer=testimonial.customer, about=audit.label(testimonial))
