"""Forms speak the shop's words, not Django's."""

from datetime import date

import pytest
from django import forms

from crm.shop.forms.audit import AuditFilter
from crm.shop.models import User
from customers.forms.referral import ReferralForm
from engagement.forms.follow_up import FollowUpForm


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(), "", "Please fill this in."),
        (forms.MultipleChoiceField(choices=[("a", "A")]), [], "Please tick at least one."),
        (forms.DateField(), "31/02/2026", "This is not a date: write it as 24/12/2026."),
        (forms.TimeField(), "noon", "This is not a time: write it as 17:30."),
        (forms.IntegerField(), "many", "Please write a whole number."),
        (forms.EmailField(), "anna", "This is not an e-mail address: write it as name@example.com."),
        (forms.IntegerField(min_value=1), "0", "Please give 1 or more."),
        (forms.DecimalField(max_value=50), "51", "Please give 50 or less."),
        (forms.CharField(max_length=3), "abcd", "This is too long: at most 3 characters, and these are 4."),
        (forms.DecimalField(max_digits=3), "1234", "These are too many digits: at most 3."),
        (forms.DecimalField(decimal_places=2), "0.001", "These are too many decimals: at most 2."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "“b” is not in the list: please choose one that is."),
    ],
)
def test_a_field_says_what_to_do(field, typed, said):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)

    assert refused.value.messages == [said]


def test_a_date_is_understood_as_the_sentence_says_to_write_it():
    assert forms.DateField().clean("24/12/2026") == date(2026, 12, 24)


@pytest.mark.parametrize("form", [FollowUpForm, AuditFilter, ReferralForm])
def test_forms_that_are_read_early_say_it_too(form):
    said = {str(field.error_messages["required"]) for field in form.base_fields.values()}

    assert said == {"Please fill this in."}


@pytest.mark.django_db
def test_an_empty_choice_asks_to_choose():
    field = forms.ModelChoiceField(User.objects.all())

    class Form(forms.Form):
        who = field

    assert ">Choose…</option>" in str(Form())
