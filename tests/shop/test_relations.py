"""Everything that hangs on a thing is found, however far away it stands."""

from crm.shop.relations import models_hanging_on, relations_to
from customers.models import Customer
from engagement.models import LoyaltyEntry
from feedback.models import Attempt, DecisionLetter


def test_relations_tell_straight_ones_tables_between_and_those_behind_others():
    labels = {relation.label: relation.way for relation in relations_to(Customer)}

    assert labels["customers.Customer_tags.customer"] == "customer"
    assert labels["customers.Referral.friend"] == "friend"
    assert labels["feedback.DecisionLetter.decision"] == "decision__complaint__customer"
    assert labels["customers.Purchase.refund_of"] == "refund_of__customer"


def test_a_row_belongs_to_whom_its_own_column_names_or_what_it_goes_with():
    ways = models_hanging_on(Customer)

    assert ways[Attempt] == ["invitation__customer"]
    assert ways[LoyaltyEntry] == ["card__customer"]  # the purchase may be somebody else's by now
    assert ways[DecisionLetter] == ["decision__complaint__customer"]
    assert Customer not in ways
