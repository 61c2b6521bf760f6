"""Two years at the till: what is in each basket, and when it was carried out of the door."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from crm.demo.cast import Basket, Person
from crm.demo.catalogue import SEASONS, Product, catalogue, favourites, shelf
from crm.demo.days import TradingDays
from crm.demo.writers import who_serves
from customers.actions.purchase import Line

PENNY = Decimal("0.01")
HOW_MANY_LINES = (1,) * 42 + (2,) * 31 + (3,) * 18 + (4,) * 9
SEASON_OF = ("",) * 70 + ("christmas",) * 20 + ("mothers",) * 5 + ("summer",) * 5
EVERYBODY = ("Fiction", "Crime", "Cards & wrap", "Cards & wrap", "Candles & soap", "Stationery", "Food & tea")
TOURISTS = ("Local & maps", "Cards & wrap", "Ceramics", "Food & tea", "Children's books", "Toys & games")
IN_THE_LATE_WEEKS = 0.93
WALK_INS = 1330
REFUNDS = 160


def shop_for(person: Person, days: TradingDays, rolls: Random) -> None:
    """All the baskets this person's habit gives them, beside those of their story."""
    for _number in range(rolls.randint(*person.habit.baskets)):
        season = _season(person, rolls)
        position = rolls.uniform(person.begins, person.ends)
        person.baskets.append(_fill(person, position, season, days, rolls))


def walk_ins(days: TradingDays, rolls: Random) -> list[Basket]:
    """People whom nobody knows: a quarter of all receipts."""
    return [_fill(None, rolls.random(), rolls.choice(SEASON_OF), days, rolls) for _number in range(WALK_INS)]


def basket_of(
    person: Person, bought: list[tuple[str, int]], *, at: datetime, staff: str, position: float
) -> Basket:
    """A basket with exactly these things."""
    counts: dict[str, int] = {}
    for code, count in bought:
        counts[code] = counts.get(code, 0) + count
    lines = [line_of(catalogue()[code], count) for code, count in counts.items()]
    return Basket(person, at, lines, list(counts), staff, position=position)


def line_of(product: Product, count: int, *, discount: Decimal = Decimal(0)) -> Line:
    """One line of a receipt."""
    return Line(product.name, Decimal(count), product.price, product.code, product.category, discount)


def give_back(sales: list[Basket], days: TradingDays, rolls: Random) -> list[Basket]:
    """About three in a hundred come back: one thing of a sale that is not too fresh."""
    returnable = [
        sale
        for sale in sales
        if not sale.season and sale.position < IN_THE_LATE_WEEKS and not sale.lines[0].discount
    ]
    return [_give_back(sale, days, rolls) for sale in rolls.sample(returnable, REFUNDS)]


def _give_back(sale: Basket, days: TradingDays, rolls: Random) -> Basket:
    product = catalogue()[sale.codes[0]]
    at = days.later(sale.at, rolls.randint(2, 12), rolls.random())
    back = Basket(sale.who, at, [line_of(product, -1)], [product.code], who_serves("", rolls))
    back.refund_of = sale
    return back


def _season(person: Person, rolls: Random) -> str:
    """The seasons, for those who were here for all of them; a stranger comes once, often at Christmas."""
    if person.habit.sees_whole_years or person.habit.name == "once":
        return rolls.choice(SEASON_OF)
    return ""


def _fill(person: Person | None, position: float, season: str, days: TradingDays, rolls: Random) -> Basket:
    at = days.at(rolls.random() if season else position, rolls.random(), season, rolls.randrange(2))
    products = _choose(person, season, rolls)
    lines = [_line(person, product, rolls) for product in products]
    staff = who_serves(season, rolls)
    basket = Basket(person, at, lines, [p.code for p in products], staff, season=season, position=position)
    basket.channel = _channel(person, rolls)
    return basket


def _channel(person: Person | None, rolls: Random) -> str:
    by_phone = 0.8 if person and person.orders_by_phone else 0.03
    return "phone" if person and person.phones and rolls.random() < by_phone else "in_person"


def _choose(person: Person | None, season: str, rolls: Random) -> list[Product]:
    """Different things, the first of the season where there is one."""
    chosen: dict[str, Product] = {}
    for number in range(rolls.choice(HOW_MANY_LINES)):
        is_seasonal = bool(season) and (number == 0 or rolls.random() < 0.4)
        category = SEASONS[season] if is_seasonal else _category(person, rolls)
        product = rolls.choice(shelf(category))
        if not (person and person.avoids_wool and product.is_woollen):
            chosen.setdefault(product.code, product)
    return list(chosen.values()) or [catalogue()["CRD05"]]


def _category(person: Person | None, rolls: Random) -> str:
    if person is None:
        return rolls.choice(EVERYBODY + TOURISTS)
    if not person.interests or rolls.random() < 0.2:
        return rolls.choice(EVERYBODY)
    return rolls.choice(favourites(rolls.choice(person.interests)))


def _line(person: Person | None, product: Product, rolls: Random) -> Line:
    count = _how_many(person, product, rolls)
    is_reduced = rolls.random() < (0.3 if person and person.goes_to_circle else 0.04)
    discount = product.price * count / 10 if is_reduced else Decimal(0)
    return line_of(product, count, discount=discount.quantize(PENNY, ROUND_HALF_UP))


def _how_many(person: Person | None, product: Product, rolls: Random) -> int:
    if person and person.company and person.habit.name == "organisation":
        return rolls.choice((2, 2, 3, 4, 4, 6, 8, 10))
    if product.category in {"Cards & wrap", "Wool & haberdashery"}:
        return rolls.choice((1, 1, 1, 2, 2, 3, 4))
    return rolls.choice((1,) * 12 + (2,))
