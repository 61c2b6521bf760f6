"""What whoever stood in the demo shop answered: by a phone before a code, or on the tablet by the door."""

from dataclasses import dataclass
from random import Random

from crm.demo.dice import dice
from crm.demo.shop import Frame
from crm.demo.surveys import switched_on
from crm.shop.models import Device
from crm.shop.tablet import fingerprint, new_token
from feedback.models import Answer, AnswerChannel, Evidence, Kiosk, PrintedCode, Response, Survey, SurveyKind

LATELY = 0.8  # of the two years
# A tablet is tapped by many who would never take out their phone, and by some who are cross.
FROM_PHONES, FROM_TABLET = (1, 2, 4, 11, 15), (3, 3, 6, 13, 12)


@dataclass(frozen=True)
class Corner:
    """Where in the shop so many answered, and how often each score came."""

    count: int
    weights: tuple[int, ...]
    code: PrintedCode | None = None
    device: Device | None = None


def write_counter_answers(frame: Frame) -> None:
    """The question in the shop, two codes, a tablet, and some months of answers."""
    survey, rolls = switched_on(SurveyKind.PULSE, frame), dice("in the shop")
    till, receipt = _codes(survey, frame)
    corners = [
        Corner(46, FROM_PHONES, code=till),
        Corner(21, FROM_PHONES, code=receipt),
        Corner(118, FROM_TABLET, device=_tablet(survey, frame)),
    ]
    responses = [row for corner in corners for row in _responses(survey, corner, rolls, frame)]
    written = Response.objects.bulk_create(sorted(responses, key=lambda row: row.created_at))
    Answer.objects.bulk_create(Answer(response=row, question="score", number=row.score) for row in written)


def _codes(survey: Survey, frame: Frame) -> list[PrintedCode]:
    spots = (("At the till", "TKBB2D4F"), ("On the receipt", "RCPTK7MX"))
    return PrintedCode.objects.bulk_create(
        PrintedCode(code=code, survey=survey, location=frame.location, spot=spot, made_by=frame.staff["Olga"])
        for spot, code in spots
    )


def _tablet(survey: Survey, frame: Frame) -> Device:
    """Nobody holds its token: it shows how such a tablet looks in the list."""
    device = Device.objects.create(
        name="Tablet by the door",
        is_kiosk=True,
        location=frame.location,
        token_hash=fingerprint(new_token()),
        enrolled_by=frame.staff["Olga"],
        last_seen_at=frame.days.now,
    )
    Kiosk.objects.create(device=device, survey=survey)
    return device


def _responses(survey: Survey, corner: Corner, rolls: Random, frame: Frame) -> list[Response]:
    return [_response(survey, corner, rolls, frame) for _number in range(corner.count)]


def _response(survey: Survey, corner: Corner, rolls: Random, frame: Frame) -> Response:
    assert survey.current is not None  # noqa: S101 - just published
    asked = survey.current.asked[0]
    score = rolls.choices(range(1, 6), weights=corner.weights)[0]
    at = frame.days.at(LATELY + rolls.random() * (1 - LATELY), rolls.random())
    return Response(
        survey=survey,
        version=survey.current,
        channel=AnswerChannel.KIOSK if corner.device else AnswerChannel.QR,
        code=corner.code,
        device=corner.device,
        location=frame.location,
        score=score,
        band=asked.band_of(score),
        evidence=Evidence.TOUCHED,
        **dict.fromkeys(("created_at", "changed_at", "confirmed_at", "completed_at", "edit_until"), at),
    )
