"""Opening the demo shop: one function a floor, the ground floor first.

A floor that comes later adds its `build_…` here; each has dice of its own, so what stands stays as it is.
"""

from dataclasses import dataclass

from django.db import transaction

from crm.demo.advocates import write_recommendations
from crm.demo.articles import write_articles
from crm.demo.cast import Basket, Person
from crm.demo.chatter import Chatter, explain_refund, order_ahead
from crm.demo.complaint_answers import write_complaint_answers
from crm.demo.complaints import write_complaints
from crm.demo.counter_answers import write_counter_answers
from crm.demo.crowd import crowd, reach
from crm.demo.dice import Deck, dice
from crm.demo.doubles import WRITTEN_TWICE, write_doubles
from crm.demo.enquiries import write_enquiries
from crm.demo.follow_ups import write_follow_ups
from crm.demo.friends import write_referrals
from crm.demo.grumbles import write_grumbles
from crm.demo.improvements import write_improvements
from crm.demo.knowing import ask_for_consent, get_to_know
from crm.demo.letters import go_on_counting
from crm.demo.loyalty_cards import write_loyalty_cards
from crm.demo.mail import write_mail
from crm.demo.nameless_answers import write_nameless_answers
from crm.demo.pulses import write_pulse
from crm.demo.reading import rows
from crm.demo.relationships import write_relationships
from crm.demo.reviews import write_review_requests, write_reviews
from crm.demo.sales import give_back, shop_for, walk_ins
from crm.demo.saved_lists import write_saved_lists
from crm.demo.shop import Frame, build_shop, opened_at
from crm.demo.special_orders import write_special_orders
from crm.demo.stories import story_people
from crm.demo.surveys import write_surveys
from crm.demo.testimonials import write_testimonials
from crm.demo.thanks import say_thanks
from crm.demo.themes import write_themes
from crm.demo.topics import Answers, answers_by_mail, ask_about_topics
from crm.demo.visits import write_visits
from crm.demo.vouchers import write_rewards, write_vouchers
from crm.demo.webhooks import write_webhooks
from crm.demo.writing import (
    Rows,
    write_consents,
    write_custom_fields,
    write_customers,
    write_purchases,
    write_timeline,
)
from crm.shop.actions import audit
from crm.shop.models import ShopSettings
from customers.actions.figures import refresh_figures
from customers.actions.rhythm import refresh_usual_gap
from customers.actions.search_word import write_search_words
from metrics.rollups import rebuild

SAME_REASON_AT_MOST = 3
FEW_REFITS = 40  # the first night of its own does it properly


@dataclass(frozen=True)
class Cast:
    """Everybody and everything of the demo's ground floor, with the rows they became."""

    people: list[Person]
    baskets: list[Basket]
    rows: Rows
    answers: Answers


@transaction.atomic
def open_demo_shop() -> dict[str, int]:
    """Open the demo shop; the counts of what is in it, or nothing when there is a shop already."""
    frame = build_shop()
    if frame is None:
        return {}
    cast = build_customers(frame)
    build_engagement(frame, cast)
    build_feedback(frame, cast)
    go_on_counting()
    _add_up()
    write_relationships(frame)
    counts = _counts(cast)
    ShopSettings.objects.filter(pk=frame.shop.pk).update(opened_at=opened_at(frame.days))
    audit.record("shop.demo_opened", frame.shop, by=None, counts=counts)
    return counts


def build_customers(frame: Frame) -> Cast:
    """Customers, what they bought, and what passed between them and the shop."""
    people = _meet_everybody(frame)
    baskets = _two_years_at_the_till(people, frame)
    _talk(people, baskets, frame)
    get_to_know(people, frame.days, dice("knowing"))
    write_custom_fields()
    agreed = ask_for_consent(people, dice("consent")) + ask_about_topics(people, dice("topics"))
    cast = Cast(people, baskets, write_customers(people, frame), answers_by_mail(agreed))
    write_consents(agreed, cast.rows, frame)
    write_purchases(baskets, cast.rows, frame)
    write_timeline((said for person in people for said in person.said), cast.rows, frame)
    write_recommendations(people, cast.rows, frame, dice("recommendations"))
    write_referrals(people, cast.rows, frame, dice("referrals"))
    write_doubles(frame)
    write_saved_lists(frame)
    return cast


def build_engagement(frame: Frame, cast: Cast) -> None:
    """What the shop says to its customers: promises, answers, orders, its word, mail and treats."""
    write_follow_ups(cast.people, cast.rows, frame)
    write_enquiries(cast.people, cast.rows, frame)
    write_special_orders(cast.people, cast.rows, frame)
    write_articles(frame)
    write_mail(cast.people, cast.rows, cast.answers, frame)
    write_vouchers(cast.people, cast.rows, frame)
    write_rewards(cast.people, cast.rows, frame)
    write_loyalty_cards(list(cast.rows.values()), frame)
    write_webhooks(frame)


def build_feedback(frame: Frame, cast: Cast) -> None:
    """What customers tell the shop, and what it makes of that."""
    write_complaints(cast.people, cast.rows, frame)
    write_surveys(cast.people, cast.rows, cast.answers, frame)
    write_complaint_answers(cast.people, cast.rows, cast.answers, frame)
    write_counter_answers(frame)
    write_nameless_answers(cast.people, cast.rows, cast.answers, frame)
    write_reviews(frame)
    write_review_requests(frame)
    write_testimonials(cast.people, cast.rows, frame)
    write_grumbles(cast.people, cast.rows, frame)
    write_themes(frame)
    write_improvements(frame)
    write_visits(frame)
    write_pulse(frame)


def _add_up() -> None:
    """What is counted from all of it, and what it lets one expect."""
    from metrics.foresight.night import foresee  # heavy: only where a demo shop is really opened

    write_search_words(None)
    refresh_figures(None)
    refresh_usual_gap()
    rebuild()
    foresee(refits=FEW_REFITS)


def _meet_everybody(frame: Frame) -> list[Person]:
    people = story_people(frame.days, dice("stories")) + crowd(dice("crowd"))
    reach(people, dice("contacts"))
    return people


def _two_years_at_the_till(people: list[Person], frame: Frame) -> list[Basket]:
    rolls = dice("till")
    for person in people:
        shop_for(person, frame.days, rolls)
    sales = [basket for person in people for basket in person.baskets]
    sales += walk_ins(frame.days, dice("walk-ins"))
    return sales + give_back(sales, frame.days, dice("refunds"))


def _talk(people: list[Person], baskets: list[Basket], frame: Frame) -> None:
    chatter = Chatter(frame.days, dice("chatter"))
    for person in people:
        chatter.talk_with(person)
    order_ahead(people, frame.days, dice("orders"))
    reasons = Deck(rows("refund"), dice("reasons"), most=SAME_REASON_AT_MOST)
    for basket in baskets:
        if basket.refund_of is not None:
            explain_refund(basket, reasons, dice(f"reason {basket.codes}"))
    say_thanks(baskets, days=frame.days, rolls=dice("thanks"))


def _counts(cast: Cast) -> dict[str, int]:
    return {
        "customers": len(cast.people) + WRITTEN_TWICE,
        "purchases": len(cast.baskets),
        "refunds": sum(basket.refund_of is not None for basket in cast.baskets),
        "lines": sum(len(basket.lines) for basket in cast.baskets),
        "notes": sum(len(person.said) for person in cast.people),
    }
