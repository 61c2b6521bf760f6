"""What customers of the demo shop said when their complaint had been dealt with."""

from collections.abc import Sequence

from crm.demo.cast import Person
from crm.demo.reading import rows as read
from crm.demo.shop import Frame
from crm.demo.survey_answers import Said, write_answers
from crm.demo.surveys import Asking, invite_them, mail_them, switched_on
from crm.demo.topics import Answers
from crm.demo.writing import Rows
from crm.shop.actions import audit
from engagement.models import Message
from feedback.models import Complaint, ComplaintState, Invitation, SurveyKind

DONE = (ComplaintState.CLOSED_RESOLVED, ComplaintState.CLOSED_UNRESOLVED)
ASKED_AFTER, WITHIN = 2, 0.5  # open days, and at noon


def write_complaint_answers(people: Sequence[Person], rows: Rows, answers: Answers, frame: Frame) -> None:
    """The survey is on; whoever a mail could reach was asked, and has answered."""
    survey = switched_on(SurveyKind.COMPLAINT, frame)
    askings = _askings(people, rows, frame)
    invitations = invite_them(survey, askings, rows, frame)
    messages = mail_them(survey, askings, invitations, answers, frame)
    write_answers(survey, _said(invitations, messages, frame))


def _askings(people: Sequence[Person], rows: Rows, frame: Frame) -> list[Asking]:
    """Everybody known whose complaint was closed, the oldest first."""
    by_number = {rows[id(person)].pk: person for person in people}
    closed = Complaint.objects.filter(state__in=DONE, customer__isnull=False).order_by("closed_at", "pk")
    return [_asking(complaint, by_number, frame) for complaint in closed]


def _asking(complaint: Complaint, by_number: dict[int, Person], frame: Frame) -> Asking:
    assert complaint.customer_id and complaint.closed_at  # noqa: S101, PT018 - what is closed, and whose it is
    person = by_number[complaint.customer_id]
    at = frame.days.later(complaint.closed_at, ASKED_AFTER, WITHIN)
    return Asking(person, audit.label(complaint), at, person.baskets[-1])


def _said(invitations: Sequence[Invitation], messages: Sequence[Message], frame: Frame) -> list[Said]:
    """What was written about each; whom no mail reached said nothing."""
    lines = read("survey_complaint")
    return [
        Said(
            invitation,
            message,
            int(line[0]),
            line[2],
            frame.days.later(message.not_before, 1, WITHIN),
            more={"handling": int(line[1])},
        )
        for invitation, message, line in zip(invitations, messages, lines, strict=True)
        if not message.skip_reason
    ]
