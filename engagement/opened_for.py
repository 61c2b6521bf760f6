"""Numbers that came with an address or a form, and the customer behind one."""

from crm.shop.models import User
from customers.models import Customer


def is_number(typed: str) -> bool:
    """May it be the number of a row?"""
    return typed.isascii() and typed.isdecimal() and len(typed) < 19


def customer_named(number: str, user: User) -> Customer | None:
    """By the number in an address; nobody where it is none, or is not to be seen."""
    if not is_number(number):
        return None
    return Customer.objects.visible_to(user).filter(pk=number).first()
