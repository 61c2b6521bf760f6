"""How long something has lasted, as people say it: nobody counts 5841 days."""

from django.utils.translation import ngettext

A_MONTH = 30
A_YEAR = 365
IN_MONTHS_FROM = 90
IN_YEARS_FROM = 2 * A_YEAR


def lasting(days: int) -> str:
    """In days, from a quarter on in months, and from two years on in years; what has begun does not count."""
    if days >= IN_YEARS_FROM:
        return ngettext("%d year", "%d years", days // A_YEAR) % (days // A_YEAR)
    if days >= IN_MONTHS_FROM:
        return ngettext("%d month", "%d months", days // A_MONTH) % (days // A_MONTH)
    return ngettext("%d day", "%d days", days) % days
