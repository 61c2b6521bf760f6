"""Who works in the demo shop. Their passwords are public, so they never serve the network."""

from crm.shop.passwords import PUBLIC_PASSWORD
from crm.shop.permissions import Role

PASSWORD = PUBLIC_PASSWORD

SIGN_INS = (
    ("owner", "olga@demo.example"),
    ("staff", "mira@demo.example"),
)

STAFF = (
    ("Olga", Role.OWNER),
    ("Mark", Role.MANAGER),
    ("Mira", Role.STAFF),
    ("Otto", Role.STAFF),
    ("Sam", Role.SEASONAL),
    ("Vera", Role.VIEWER),
)

# How often each of them stands at the till; Sam comes for the busy weeks, Vera does the books.
AT_THE_TILL = ("Mira",) * 5 + ("Otto",) * 4 + ("Olga",) * 2 + ("Mark",) * 2
IN_THE_BUSY_WEEKS = (*AT_THE_TILL, *("Sam",) * 4)
