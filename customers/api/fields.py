"""Fields of a request that clean by the same functions as page and import, and fields of an answer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import SkipField, empty

from crm.shop.models import Location, ShopSettings
from customers import cleaning
from customers.cleaning import NotUnderstood, fold
from customers.forms.interaction import refuse_odd_moments

MOST_IN_A_LIST = 50
CENTS = Decimal("0.01")
Choices = Callable[[], Mapping[str, str | Promise]]


class Text(serializers.Field[Any, Any, Any, Any]):
    """Text that goes through one cleaning function; null and "" mean nothing."""

    nothing: Any = ""
    accepts: tuple[type, ...] = (str,)

    def __init__(self, clean: Callable[[str], Any], **options: Any) -> None:
        self.clean = clean
        if "nothing" in options:
            self.nothing = options.pop("nothing")
        super().__init__(required=options.pop("required", False), **options)

    def run_validation(self, data: Any = empty) -> Any:
        """The clean value; what is not sent is left out."""
        if data is empty:
            if self.required and not getattr(self.root, "partial", False):
                raise ValidationError(_("This is required."))
            raise SkipField
        if data is None or data == "":
            if self.required:
                raise ValidationError(_("This is required."))
            return self.nothing
        if not isinstance(data, self.accepts) or isinstance(data, bool):
            raise ValidationError(_("This is of the wrong type."))
        understood = self.understood(data)
        if self.required and understood == "":  # spaces alone
            raise ValidationError(_("This is required."))
        return understood

    def understood(self, value: Any) -> Any:
        try:
            return self.clean(str(value))
        except NotUnderstood as problem:
            raise ValidationError(problem.sentence) from None

    def to_representation(self, value: Any) -> Any:
        return value

    @property
    def shop(self) -> ShopSettings:
        return cast("ShopSettings", self.context["shop"])


class Amount(Text):
    """Money or a quantity: as text, so that nothing is rounded on the way; a number is taken too."""

    accepts = (str, int, float)


class WholeNumber(Text):
    """A number without decimals, between two others."""

    accepts = (int,)
    nothing = None

    def __init__(self, least: int, most: int, **options: Any) -> None:
        self.least, self.most = least, most
        super().__init__(int, **options)

    def understood(self, value: Any) -> Any:
        if not self.least <= value <= self.most:
            raise ValidationError(_("A number from %(least)d to %(most)d.") % vars(self))
        return value


class OneOf(Text):
    """One key of a list of choices, written exactly."""

    def __init__(self, choices: Choices, **options: Any) -> None:
        self.choices_of = choices
        super().__init__(str, **options)

    def understood(self, value: Any) -> Any:
        if value not in self.choices_of():
            raise ValidationError(_("This is not one of: %s.") % ", ".join(self.choices_of()))
        return value


class Phone(Text):
    """A number, read as one of the shop's country unless it says otherwise."""

    def __init__(self, **options: Any) -> None:
        super().__init__(str, **options)

    def understood(self, value: Any) -> Any:
        self.clean = lambda text: cleaning.clean_phone(text, self.shop.phone_country)
        return super().understood(value)


class Moment(Text):
    """ISO 8601; without an offset it is the shop's own time. Not in the future."""

    nothing = None

    def __init__(self, **options: Any) -> None:
        super().__init__(str, **options)

    def understood(self, value: Any) -> Any:
        zone = ZoneInfo(timezone.get_current_timezone_name())
        self.clean = lambda text: cleaning.clean_moment(text, zone, order="ymd")
        try:
            return refuse_odd_moments(super().understood(value))
        except forms.ValidationError as problem:
            raise ValidationError(problem.messages) from None


class Place(Text):
    """An open place of the shop, by its name."""

    nothing = None

    def __init__(self, **options: Any) -> None:
        super().__init__(str, **options)

    def understood(self, value: Any) -> Any:
        context = cast("dict[str, Any]", self.context)
        if "places" not in context:  # asked once, also for five hundred sales
            context["places"] = {fold(p.name): p for p in Location.objects.open_for_business()}
        found = context["places"].get(fold(value[:200]))
        if found is None:
            raise ValidationError(_("We have no such place."))
        return found


class YesNo(Text):
    """true or false."""

    nothing = False

    def __init__(self, **options: Any) -> None:
        super().__init__(str, **options)

    def run_validation(self, data: Any = empty) -> Any:
        if data is empty:
            raise SkipField
        if not isinstance(data, bool):
            raise ValidationError(_("This is neither true nor false."))
        return data


class Several(Text):
    """A list of such texts, each once, in the order they came."""

    nothing: Any = ()
    accepts = (list,)

    def __init__(self, one: Text, **options: Any) -> None:
        self.one = one
        super().__init__(str, **options)
        one.bind("", self)  # type: ignore[arg-type]

    def understood(self, value: Any) -> Any:
        if len(value) > MOST_IN_A_LIST:
            raise ValidationError(_("At most %d of them.") % MOST_IN_A_LIST)
        return list(dict.fromkeys(filter(None, (self.one.run_validation(each) for each in value))))


class Money(serializers.Field[Any, Any, Any, Any]):
    """An exact amount, written as text with at least two decimals."""

    def to_representation(self, value: Decimal) -> str:
        whole = (value + 0).normalize()  # what comes back without a discount is no "-0.00"
        return f"{whole if cast('int', whole.as_tuple().exponent) < -2 else whole.quantize(CENTS):f}"


class Quantity(serializers.Field[Any, Any, Any, Any]):
    """How many, written as text without needless zeros."""

    def to_representation(self, value: Decimal) -> str:
        return f"{value.normalize():f}"


class At(serializers.Field[Any, Any, Any, Any]):
    """A moment with its offset."""

    def to_representation(self, value: datetime) -> str:
        return timezone.localtime(value).isoformat()
