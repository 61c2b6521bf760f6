"""Questions: listed, written down, answered, closed, opened again."""

from typing import ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.reading import NoBody, refuse_changed
from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, etag, show
from crm.shop.models import Scope
from engagement.actions.enquiry import (
    SomebodyAnswered,
    answer_enquiry,
    close_enquiry,
    open_enquiry,
    reopen_enquiry,
)
from engagement.actions.enquiry_mail import NoAddress
from engagement.answering import why_no_mail
from engagement.api.enquiry_fields import (
    AnswerBody,
    CloseBody,
    EnquiryBody,
    EnquiryNarrowing,
    EnquiryShown,
    asked_of,
)
from engagement.forms.enquiry import BY_MAIL
from engagement.models import Enquiry, EnquiryState

LOOKUPS = {"customer": "customer_id", "owner": "owner", "state": "state"}


def whole() -> QuerySet[Enquiry]:
    """Questions with all that is shown of them."""
    return Enquiry.objects.select_related("owner", "location")


class EnquiryList(ApiView):
    """Questions, the newest first."""

    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(EnquiryShown, is_list=True),
        "POST": Described(EnquiryShown, EnquiryBody, 201),
    }
    parameters: ClassVar = {
        "customer": "number of a customer",
        "owner": "name of who answers",
        "state": "open, answered, closed, spam",
    }

    def get(self, request: Request) -> Response:
        asked = self.asked(EnquiryNarrowing)
        rows = whole().filter(**{LOOKUPS[name]: value for name, value in asked.items()})
        return self.page(rows, EnquiryShown, order=("-received_at", "-pk"))

    @answered_once
    def post(self, request: Request) -> Answer:
        """Write a question down; its clock runs in the opening hours from then on."""
        made = open_enquiry(asked_of(self.read(EnquiryBody), self.source), by=None)
        address = reverse("api:enquiry", args=[made.pk])
        return Answer(201, show(EnquiryShown, made), {"Location": address, **etag(made.version)})


class EnquiryOne(ApiView):
    """One question."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(EnquiryShown)}

    def get(self, request: Request, pk: int) -> Response:
        enquiry = get_object_or_404(whole(), pk=pk)
        return Response(show(EnquiryShown, enquiry), headers=etag(enquiry.version))


class EnquiryAnswer(ApiView):
    """Answering a question."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(EnquiryShown, AnswerBody, may_match=True)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """By mail through the outbox, or as it was given already; 409 when somebody else has answered."""
        given = self.read(AnswerBody)
        enquiry, text, how = _changeable(request, pk), given.get("text", ""), given["how"]
        is_mail = how == BY_MAIL
        if is_mail and enquiry.is_open and (reason := why_no_mail(enquiry)):
            raise Refused(409, reason, {"how": [reason]})
        try:
            answered = answer_enquiry(enquiry, text=text, by=None, send=is_mail, channel=how)
        except SomebodyAnswered:
            raise Refused(409, _("This question does not wait for an answer any more.")) from None
        except NoAddress:
            reason = _("Their e-mail address is gone.")
            raise Refused(409, reason, {"how": [reason]}) from None
        return _shown(answered)


class EnquiryClose(ApiView):
    """Closing a question."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(EnquiryShown, CloseBody, may_match=True)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """Nothing more is to be said, or nobody asked anything; twice is once."""
        as_spam = self.read(CloseBody).get("is_spam", False)
        closed = close_enquiry(_changeable(request, pk), by=None, as_spam=as_spam)
        if closed.state != (EnquiryState.SPAM if as_spam else EnquiryState.CLOSED):
            raise Refused(409, _("This question was closed already, in another way."))
        return _shown(closed)


class EnquiryReopen(ApiView):
    """Opening a question again."""

    scopes: ClassVar = {"POST": Scope.WRITE}
    described: ClassVar = {"POST": Described(EnquiryShown, may_match=True)}

    @answered_once
    def post(self, request: Request, pk: int) -> Answer:
        """It waits again, and its clock begins anew; twice is once."""
        self.read(NoBody)
        return _shown(reopen_enquiry(_changeable(request, pk), by=None))


def _changeable(request: Request, pk: int) -> Enquiry:
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("customer")
    enquiry: Enquiry = get_object_or_404(rows, pk=pk)
    refuse_changed(request, enquiry.version)
    return enquiry


def _shown(enquiry: Enquiry) -> Answer:
    return Answer(200, show(EnquiryShown, enquiry), etag(enquiry.version))
