"""What the cellar hears of vouchers, surprises, loyalty cards and referrals."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.field_names import call_counts
from crm.shop.naming import names
from crm.shop.verbs import say
from engagement.models import LoyaltyCard, LoyaltyProgram, Reward, Voucher


@names("engagement.voucher", "engagement:voucher_detail")
def names_of_vouchers(numbers: Collection[int]) -> Mapping[int, str]:
    """By what they are worth: a code opens the voucher."""
    return {
        voucher.pk: _("Voucher of %s") % voucher.worth for voucher in Voucher.objects.filter(pk__in=numbers)
    }


@names("engagement.reward")
def names_of_rewards(numbers: Collection[int]) -> Mapping[int, str]:
    return {reward.pk: reward.get_kind_display() for reward in Reward.objects.filter(pk__in=numbers)}


@names("engagement.loyaltycard")
def names_of_cards(numbers: Collection[int]) -> Mapping[int, str]:
    cards = LoyaltyCard.objects.filter(pk__in=numbers).select_related("customer")
    return {card.pk: _("Card of %s") % card.customer for card in cards}


@names("engagement.loyaltyprogram")
def names_of_programs(numbers: Collection[int]) -> Mapping[int, str]:
    return {program.pk: str(program) for program in LoyaltyProgram.objects.filter(pk__in=numbers)}


call_counts(
    {
        "earned": gettext_lazy("earned"),
        "taken_back": gettext_lazy("taken back"),
        "expired": gettext_lazy("run out"),
        "spent": gettext_lazy("spent"),
        "vouchers": gettext_lazy("vouchers"),
    }
)
say(
    {
        "loyalty.adjusted": gettext_lazy("put a loyalty card right"),
        "loyalty.expired": gettext_lazy("took off cards what had run out"),
        "loyalty.settled": gettext_lazy("booked purchases on loyalty cards"),
        "loyalty.spent": gettext_lazy("took stamps or points in payment"),
        "loyaltycard.shared": gettext_lazy("made a link to a loyalty card"),
        "loyalty_program.edited": gettext_lazy("changed the rules of the loyalty card"),
        "referral.thanked": gettext_lazy("thanked for a recommendation"),
        "reward.given": gettext_lazy("surprised somebody"),
        "voucher.cancelled": gettext_lazy("called a voucher off"),
        "voucher.expired": gettext_lazy("took vouchers off the ledger that had run out"),
        "voucher.issued": gettext_lazy("gave a voucher"),
        "voucher.redeemed": gettext_lazy("took a voucher in payment"),
        "voucher.shared": gettext_lazy("made a link to a voucher"),
        "voucher.unredeemed": gettext_lazy("took the use of a voucher back"),
    }
)
