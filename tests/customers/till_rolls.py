"""Reading till rolls."""

from customers.models import TillRoll
from customers.models.sign import FIRST_DAY, LAST_DAY, day_letter


def purchases_on(roll: TillRoll) -> int:
    """How many purchases stand on it: each has one day."""
    return sum(day_letter(FIRST_DAY) <= letter <= day_letter(LAST_DAY) for letter in roll.purchases)
