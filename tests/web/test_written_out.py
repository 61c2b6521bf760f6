"""A question that was written out before asks the same as one that Django writes anew."""

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, OuterRef

from crm.web.written_out import Blank, Question, written_out
from customers.models import Customer, Phone


def numbers() -> dict[str, ArraySubquery]:
    rows = Phone.objects.filter(customer=OuterRef("pk"), number__startswith="+44")
    return {"numbers": ArraySubquery(rows.values("number"))}


def test_what_was_written_out_gives_the_same_for_everybody(anna, bert):
    parts = written_out(Customer.objects.annotate(**numbers()))

    anew = Customer.objects.annotate(**numbers()).order_by("pk").values_list("pk", "numbers")
    assert list(Customer.objects.annotate(**parts).order_by("pk").values_list("pk", "numbers")) == list(anew)


def test_it_goes_with_other_conditions_and_joins(anna, bert, mira):
    Customer.objects.filter(pk=anna.pk).update(looked_after_by=mira)
    parts = written_out(Customer.objects.annotate(**numbers()))

    people = Customer.objects.select_related("looked_after_by").filter(looked_after_by__name="Mira")

    [found] = people.annotate(**parts)
    assert (found.looked_after_by.name, found.numbers) == ("Mira", ["+441632960001"])


def test_it_refuses_to_stand_inside_another_question(anna):
    people = Customer.objects.alias(**written_out(Customer.objects.annotate(**numbers())))

    with pytest.raises(TypeError, match="inside another question"):
        list(Customer.objects.filter(pk__in=people.filter(numbers__len=1).values("pk")))


def test_a_question_with_blanks_is_asked_again_with_other_values(anna, bert):
    named = Customer.objects.filter(pk=Blank("number", BigIntegerField())).select_related("looked_after_by")
    question = Question(named)

    first, second = question.ask(number=anna.pk), question.ask(number=bert.pk)

    assert (first, second) == ([anna], [bert])
    assert (question.ask(number=0), question.ask(number=anna.pk)) == ([], [anna])


def test_several_questions_are_asked_at_once_and_each_keeps_its_limit(anna, bert):
    after = Customer.objects.filter(pk__gte=Blank("number", BigIntegerField())).annotate(**numbers())
    question = Question(after.order_by("pk")[:1], after.order_by("-pk")[:1])

    found = question.ask(number=anna.pk)

    assert sorted(row.pk for row in found) == sorted([anna.pk, bert.pk])
    assert all(row.numbers for row in found)
