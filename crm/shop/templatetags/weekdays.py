"""`{{ 0|weekday }}`: Monday."""

from django import template

from crm.shop.models import Weekday

register = template.Library()


@register.filter
def weekday(number: int) -> str:
    """The name of a weekday; 0 is Monday."""
    return str(Weekday(number).label)
