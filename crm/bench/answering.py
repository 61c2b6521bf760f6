"""Surveys: people look at the page and answer, at a fixed rate, while a newsletter leaves the house."""

import threading
import time
from collections.abc import Callable, Iterator

from crm.bench import works
from crm.bench.asking import READING, Guests, invite_guests
from crm.bench.client import Answer, Client
from crm.bench.measuring import Work, measure_cpu
from crm.bench.pace import Paced, for_seconds, keep_pace
from crm.bench.session import begin
from crm.bench.shop import Running
from crm.bench.targets import at_least, at_most
from engagement.models import MailRoom, Message, MessageState
from engagement.pace import BULK_SHARE

SECONDS = 60
LOOKS, ANSWERS, MAILS, BARE = 100, 50, 50, 5
PEOPLE = 10
WARM_UP, ALONE = 200, 100
Say = Callable[[str], None]


def answering_lines(shop: Running, say: Say) -> Iterator[str]:
    """Each target with what was measured; the newsletter is leaving already, as fast as it can."""
    say("people who were asked")
    # From here on at this pace, or the newsletter would be over before anybody answers.
    MailRoom.objects.update(per_minute=int(1.02 * MAILS * 60 / BULK_SHARE) + 1)
    guests = invite_guests(shop.port, WARM_UP + 3 * ALONE + ANSWERS * 4 + LOOKS * (SECONDS + 2))
    say("they look and answer")
    yield from _together(shop, guests)
    # What one of them costs is measured when nothing else is going on.
    MailRoom.objects.update(per_minute=0)
    time.sleep(WARM_UP / LOOKS)
    yield from _alone(shop, guests)


def _together(shop: Running, guests: Guests) -> Iterator[str]:
    clients = [Client(shop.port) for _person in range(3 * PEOPLE)]
    lookers, repliers = clients[: 2 * PEOPLE], clients[2 * PEOPLE :]
    for _time in range(WARM_UP):
        guests.look(lookers[0])
    time.sleep(READING)
    visit, before = begin(shop), _sent()
    bare = works.floor_works(visit.floor, visit.customer.pk)[1]
    spent = shop.spent()
    looked, answered, written = _at_once(
        ([_asking(guests.look, client) for client in lookers], LOOKS),
        ([_asking(guests.answer, client) for client in repliers], ANSWERS),
        ([bare.do], BARE),
    )
    each = {who: 100 * (now - spent.get(who, 0)) / SECONDS for who, now in shop.spent().items()}
    yield f"survey page, {LOOKS} a second: {looked}"
    yield f"answers, {ANSWERS} a second: {answered}"
    yield f"  the bare write meanwhile: {written}"
    shares = ", ".join(f"{who} {share:.0f}" for who, share in each.items())
    yield f"  per cent of one processor: {shares}; all {sum(each.values()):.0f}"
    yield at_least("mails a second meanwhile", (_sent() - before) / SECONDS, 0.9 * MAILS, "")
    yield at_most("answers, p50 as a multiple of the bare write", answered.p50 / written.p50, 2, "x")
    yield at_most("survey pages and answers that failed", looked.failed + answered.failed, 0, "")
    yield at_most(f"lost, of {len(guests.thanked)} answers we thanked for", guests.lost(), 0, "")


def _at_once(*crowds: tuple[list[Callable[[], Answer]], float]) -> list[Paced]:
    """Each crowd keeps its own pace, all in the same minute."""
    found: dict[int, Paced] = {}

    def keep(number: int) -> None:
        people, per_second = crowds[number]
        found[number] = keep_pace(people, per_second, for_seconds(SECONDS))

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(len(crowds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[number] for number in range(len(crowds))]


def _alone(shop: Running, guests: Guests) -> Iterator[str]:
    client = Client(shop.port)
    looking = Work("survey page", _asking(guests.look, client))
    answering = Work("answer", _asking(guests.answer, client), expects=(302,))
    # The answers that still wait are not those we have just opened; every one is old enough by then.
    for work, limit in ((looking, 4), (answering, 8)):
        measure_cpu(work, shop.web_processes, shop.database_processes, requests=ALONE)
        web, database = work.cpu or 0, work.database_cpu or 0
        yield at_most(f"{work.name}: processor, web and database", web + database, limit, "ms")
        yield f"  of it {web:.1f} web, {database:.1f} database"


def _asking(do: Callable[[Client], Answer], client: Client) -> Callable[[], Answer]:
    return lambda: do(client)


def _sent() -> int:
    return Message.objects.filter(state=MessageState.SENT).count()
