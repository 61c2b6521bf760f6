"""Who acts for somebody who is away."""

from collections.abc import Callable
from datetime import date

from django.db.models import BigIntegerField, DateField, Q, QuerySet, Value

from crm.shop.models import Absence, User
from crm.web.written_out import Blank

FURTHEST = 5  # somebody stands in for somebody who stands in, and so on


def who_acts_for(
    person: User, *, on: date, may_act: Callable[[User], bool] = lambda _person: True
) -> User | None:
    """They themselves, or while they are away who stands in for them; None where nobody does who may."""
    for _hop in range(FURTHEST):
        absence = Absence.objects.of_the_day(on).select_related("stand_in").filter(person=person).first()
        if absence is None:
            return person
        if absence.stand_in is None or not absence.stand_in.is_active or not may_act(absence.stand_in):
            return None
        person = absence.stand_in
    return None


def covered_by(person: User | Blank, *, on: date | Blank) -> QuerySet[User]:
    """They themselves, and those who are away on that day and for whom they stand in."""
    me = person if isinstance(person, Blank) else Value(person.pk, output_field=BigIntegerField())
    day = on if isinstance(on, Blank) else Value(on, output_field=DateField())
    away = Q(absence__stand_in=me, absence__begins_on__lte=day, absence__ends_on__gte=day)
    people: QuerySet[User] = User.objects.filter(Q(pk=me) | away).order_by()
    return people


def stand_ins(on: date) -> dict[int, User]:
    """{who is away: who stands in and works here}."""
    away = Absence.objects.of_the_day(on).filter(stand_in__is_active=True).select_related("stand_in")
    return {each.person_id: each.stand_in for each in away if each.stand_in is not None}
