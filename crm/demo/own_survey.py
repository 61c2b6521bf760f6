"""A survey of the demo shop's own, in two languages: whoever was at an evening is asked by hand."""

from datetime import timedelta
from decimal import Decimal

from crm.demo.shop import Frame
from feedback.actions.survey import Wanted
from feedback.models import Survey, SurveyKind, SurveyVersion
from feedback.questions import Option, Question, Shape
from feedback.survey_gift import Gift

ON_SINCE = timedelta(days=40)
QUESTIONS = (
    Question("evening", Shape.STARS, "How was the evening?", is_required=True),
    Question(
        "more",
        Shape.MANY,
        "What should we do more of?",
        (
            Option("bind", "Bookbinding"),
            Option("mend", "Mending"),
            Option("read", "Reading aloud"),
            Option("letters", "Writing letters"),
        ),
    ),
    Question(
        "why",
        Shape.TEXT,
        "Is there something you want to add?",
        words_low="What should we have done differently?",
        words_high="What would you tell a friend about it?",
    ),
)
GERMAN = {
    "name": "Ein Abend im Laden",
    "mail_subject": "Wie war der Abend bei {{ shop }}?",
    "mail_body": (
        "Guten Tag {{ first_name|liebe Freunde }},\n\n"
        "schön, dass Sie am Abend hier waren. Wie war es?\n\n[[survey]]"
    ),
    "intro": "Sie waren an einem unserer Donnerstagabende hier.",
    "thanks.high": "Das freut uns. Der nächste Abend steht an der Tür.",
    "evening": "Wie war der Abend?",
    "more": "Wovon soll es mehr geben?",
    "more.bind": "Buchbinden",
    "more.mend": "Ausbessern",
    "more.read": "Vorlesen",
    "more.letters": "Briefe schreiben",
    "why": "Möchten Sie etwas hinzufügen?",
    "why.low": "Was hätten wir anders machen sollen?",
    "why.high": "Was würden Sie Freunden davon erzählen?",
}


def write_own_survey(frame: Frame) -> None:
    """On since some weeks, published whole in German."""
    wanted = Wanted(
        name="An evening in the shop",
        intro="You were here on one of our Thursday evenings.",
        mail_subject="How was the evening at {{ shop }}?",
        mail_body="Hello {{ first_name|there }},\n\nit was good to have you here. How was it?\n\n[[survey]]",
        questions=QUESTIONS,
        thanks={"high": "We are glad. The next evening is on the door."},
        gift=Gift(amount=Decimal("3.00"), days=60),
    )
    olga, since = frame.staff["Olga"], frame.days.now - ON_SINCE
    survey = Survey.objects.create(kind=SurveyKind.CUSTOM, created_by=olga, **wanted.values())
    said = {key: {"of": text, "says": GERMAN[key]} for key, text in survey.texts.items()}
    survey.translations = {"de": said}
    survey.current = SurveyVersion.objects.create(
        survey=survey, number=1, published_by=olga, **survey.as_published
    )
    survey.switched_on_at = since
    survey.save(update_fields=["translations", "current", "switched_on_at"])
