"""What the shop can send by itself: each recipe with its cause in words, its steps and its manners.

Recipes are written here; the owner switches them on, and changes their steps and numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.models import ConsentTopic
from engagement import arbiter
from engagement.models import MessageClass

Step = Mapping[str, Any]
Words = str | Promise


def wait(days: int) -> Step:
    return {"kind": "wait", "days": days}


def mail(template: str) -> Step:
    return {"kind": "mail", "template": template}


@dataclass(frozen=True)
class Recipe:
    """One kind of automation, before a shop has made it its own."""

    key: str
    name: Words
    words: Words  # the rule, as a sentence
    trigger: str  # a key of engagement/triggers.py
    steps: tuple[Step, ...]
    topic: str
    message_class: str = MessageClass.MARKETING
    priority: int = arbiter.NEWS
    stops_when: tuple[str, ...] = ()  # keys of engagement/exits.py
    good_for_days: int = 3  # a mail that could not leave for so long is stale
    cap_days: int | None = None
    age_limit_days: int = 7
    hold_out_percent: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)


RECIPES: dict[str, Recipe] = {}


def register_recipe(recipe: Recipe) -> Recipe:
    """Make a recipe known; the floors above add theirs from `ready()`."""
    if RECIPES.setdefault(recipe.key, recipe) != recipe:
        raise ValueError(f"The recipe {recipe.key} is already taken.")
    return recipe


WELCOME = register_recipe(
    Recipe(
        key="welcome",
        name=_("Welcome"),
        words=_("After somebody bought for the first time, once in their life."),
        trigger="first_purchase",
        steps=(wait(1), mail("welcome")),
        topic=ConsentTopic.CARE,
        priority=arbiter.WELCOME,
        stops_when=("refunded",),
    )
)
THANK_YOU = register_recipe(
    Recipe(
        key="thank_you",
        name=_("Thank-you"),
        words=_("After a purchase that was not the first."),
        trigger="later_purchase",
        steps=(wait(1), mail("thank_you")),
        topic=ConsentTopic.CARE,
        priority=arbiter.THANKS,
        stops_when=("refunded",),
        cap_days=30,
    )
)
FOLLOW_UP = register_recipe(
    Recipe(
        key="follow_up",
        name=_("How is it going?"),
        words=_("After a purchase, of one kind of goods or of any."),
        trigger="purchase_of",
        steps=(wait(14), mail("follow_up")),
        topic=ConsentTopic.CARE,
        priority=arbiter.CARE,
        stops_when=("refunded", "complained"),
        cap_days=30,
        settings={"category": ""},
    )
)
BIRTHDAY = register_recipe(
    Recipe(
        key="birthday",
        name=_("Birthday"),
        words=_("On the day itself; who was born on 29 February has the 28th in other years."),
        trigger="birthday",
        steps=(mail("birthday"),),
        topic=ConsentTopic.TREATS,
        priority=arbiter.BIRTHDAY,
        good_for_days=1,
        age_limit_days=1,
    )
)
ENTERED_LIST = register_recipe(
    Recipe(
        key="entered_list",
        name=_("Came into a list"),
        words=_("When somebody comes into a saved list that everybody sees; looked at every few minutes."),
        trigger="entered_list",
        steps=(mail("news"),),
        topic=ConsentTopic.NEWS,
        cap_days=30,
        settings={"segment": ""},
    )
)
WIN_BACK = register_recipe(
    Recipe(
        key="win_back",
        name=_("Win back"),
        words=_(
            "When a regular is away longer than is usual for them: first a call for staff to make,"
            " then at most two mails, then silence."
        ),
        trigger="overdue",
        steps=(
            {"kind": "follow_up", "reason": str(_("Away longer than usual: give them a ring?")), "days": 3},
            wait(7),
            mail("win_back_1"),
            wait(21),
            mail("win_back_2"),
        ),
        topic=ConsentTopic.NEWS,
        priority=arbiter.WIN_BACK,
        stops_when=("bought_again",),
        good_for_days=7,
    )
)
REFERRAL = register_recipe(
    Recipe(
        key="referral",
        name=_("Bring a friend"),
        words=_("After the third purchase, once a year."),
        trigger="third_purchase",
        steps=(wait(3), mail("referral_invitation")),
        topic=ConsentTopic.NEWS,
        priority=arbiter.REFERRAL,
        stops_when=("refunded", "complained"),
        good_for_days=14,
        cap_days=365,
    )
)
REWARD_WAITING = register_recipe(
    Recipe(
        key="reward_waiting",
        name=_("Your voucher waits"),
        words=_("Some days after a voucher was given and not used."),
        trigger="voucher_unused",
        steps=(mail("reward_waiting"),),
        topic=ConsentTopic.TREATS,
        priority=arbiter.REWARD,
        stops_when=("voucher_used",),
        good_for_days=14,
        settings={"days": 30},
    )
)
REWARD_EXPIRING = register_recipe(
    Recipe(
        key="reward_expiring",
        name=_("Your voucher runs out"),
        words=_("Some days before a voucher runs out."),
        trigger="voucher_expiring",
        steps=(mail("reward_expiring"),),
        topic=ConsentTopic.TREATS,
        priority=arbiter.REWARD,
        stops_when=("voucher_used",),
        good_for_days=7,
        settings={"days": 14},
    )
)
LOYALTY_EXPIRING = register_recipe(
    Recipe(
        key="loyalty_expiring",
        name=_("Your points run out"),
        words=_("Some days before points or stamps on the card run out."),
        trigger="loyalty_expiring",
        steps=(mail("loyalty_expiring"),),
        topic=ConsentTopic.TREATS,
        priority=arbiter.REWARD,
        stops_when=("points_used",),
        good_for_days=7,
        cap_days=30,
        settings={"days": 14},
    )
)
