"""Columns about people that no shop needs: their cells go no further than the file."""

from collections.abc import Sequence

from customers.importing.fields import header_key
from customers.importing.reading import Row

NEEDLESS = frozenset(
    [
        *(
            "customeripaddress",
            "ipaddress",
            "browserip",
            "clientip",
            "ip",
            "optinip",
            "confirmip",
            "signupip",
        ),
        *("latitude", "longitude"),
        *("customeruseragent", "useragent", "browser", "deviceid"),
        *("pansuffix", "cardbrand", "cardentrymethods", "paymentreference", "paymentreferences"),
    ]
)


def needless_headers(headers: Sequence[str]) -> list[str]:
    """Those that are dropped, by the file's own names."""
    return [header for header in headers if header_key(header) in NEEDLESS]


class Sieve:
    """Lets through of a row what is needed."""

    def __init__(self, headers: Sequence[str]) -> None:
        self.positions = [at for at, header in enumerate(headers) if header_key(header) in NEEDLESS]

    def __call__(self, row: Row) -> Row:
        for position in self.positions:
            row.cells[position] = ""
        return row
