"""What stands on the shelves of the demo shop."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from crm.demo.reading import rows

SEASONS = {"christmas": "Christmas", "mothers": "Mothering Sunday", "summer": "Summer"}
WOOLLEN = ("WOO", "SCA02", "SCA07")


@dataclass(frozen=True)
class Product:
    """One thing for sale; `short` is what people call it."""

    code: str
    category: str
    price: Decimal
    name: str
    short: str

    @property
    def is_plural(self) -> bool:
        """ "The crackers are in", but "Slow Horses is in"."""
        return self.short.startswith("the ") and self.short.endswith("s")

    @property
    def is_woollen(self) -> bool:
        return self.code.startswith(WOOLLEN)


@cache
def catalogue() -> dict[str, Product]:
    """{code: product}"""
    stocked = [*rows("books"), *rows("gifts")]
    return {
        code: Product(code, category, Decimal(price), name, short)
        for code, category, price, name, short in stocked
    }


@cache
def shelf(category: str) -> tuple[Product, ...]:
    """Everything of one category."""
    return tuple(product for product in catalogue().values() if product.category == category)


@cache
def favourites(interest: str) -> tuple[str, ...]:
    """The categories that people with this interest are drawn to, the strongest several times."""
    drawn = next(categories for name, categories in rows("profiles") if name == interest)
    return tuple(category.strip() for category in drawn.split(","))
