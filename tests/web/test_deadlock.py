"""A deadlock is tried again, and the person sees success once (R11)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from crm.shop.models import Location
from crm.web.deadlock import is_rolled_back, try_again


def rolled_back() -> OperationalError:
    problem = OperationalError()
    problem.__cause__ = type("Deadlock", (Exception,), {"sqlstate": "40P01"})()
    return problem


def ask(view) -> HttpResponse | None:
    request = HttpRequest()
    request.resolver_match = ResolverMatch(view, (), {})
    return try_again(lambda _request: HttpResponse()).process_exception(request, rolled_back())


def test_try_again_succeeds_at_the_second_try():
    answers = iter([rolled_back(), HttpResponse("done")])

    def view(_request):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    answer = ask(view)
    assert answer is not None
    assert answer.content == b"done"


def test_try_again_gives_up_after_three():
    tries = []

    def view(_request):
        tries.append(1)
        raise rolled_back()

    assert (ask(view), len(tries)) == (None, 2)


def test_try_again_leaves_other_errors_alone():
    def view(_request):
        raise OperationalError("the server is gone")

    with pytest.raises(OperationalError):
        ask(view)


@pytest.mark.django_db(transaction=True)
def test_a_real_deadlock_is_recognised():
    first, second = Location.objects.create(name="a"), Location.objects.create(name="b")
    together = Barrier(2)

    def change(order: tuple[Location, Location]) -> bool:
        try:
            with transaction.atomic():
                Location.objects.filter(pk=order[0].pk).update(address="x")
                together.wait()
                Location.objects.filter(pk=order[1].pk).update(address="y")
            return False
        except OperationalError as error:
            return is_rolled_back(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        victims = list(pool.map(change, [(first, second), (second, first)]))

    assert sorted(victims) == [False, True]
