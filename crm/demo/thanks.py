"""The thank-yous of the demo shop: a few of many, so that Today still has some to say."""

from random import Random

from crm.demo.cast import Basket, Person, Said
from crm.demo.chatter import fill_in
from crm.demo.days import TradingDays
from crm.demo.dice import Deck
from crm.demo.reading import rows, split_outcome
from crm.demo.writers import who_logs

THANKED = 48
WORTH_A_WORD = 40  # in the shop's currency
SAME_WORDS_AT_MOST = 3

Words = tuple[str, ...]


def say_thanks(baskets: list[Basket], days: TradingDays, rolls: Random) -> None:
    """Thank some of those who bought a lot, within a few days."""
    deck = Deck(rows("thank_you"), rolls, most=SAME_WORDS_AT_MOST)
    sales = [basket for basket in baskets if basket.total >= WORTH_A_WORD and basket.who]
    for basket in rolls.sample(sales, min(THANKED, len(sales))):
        if basket.who:
            _thank(basket.who, basket, deck, days, rolls)


def _thank(person: Person, basket: Basket, deck: Deck[Words], days: TradingDays, rolls: Random) -> None:
    row = deck.deal(lambda words: words[1] not in person.used and _can_reach(person, words[0]))
    if row is None:
        return
    how, words = row
    text, outcome = split_outcome(fill_in(words, person, basket))
    at = basket.at if how == "in_person" else days.later(basket.at, rolls.randint(1, 4), rolls.random())
    person.used.add(words)
    writer = who_logs(text + outcome, rolls)
    person.said.append(Said(person, "thank_you", at, text, outcome, direction="out", staff=writer))


def _can_reach(person: Person, how: str) -> bool:
    ways = {
        "phone": person.phones,
        "message": person.phones,
        "email": person.emails,
        "post": person.address[0],
    }
    return how == "in_person" or bool(ways[how])
