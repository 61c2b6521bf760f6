"""Putting a survey into another language."""

from crm.shop.models import AuditEntry
from engagement.composing import compose, letterhead
from feedback.actions.invitation import Asking, invite
from feedback.models import Survey


def typed(survey: Survey, **more: str) -> dict[str, str]:
    says = {f"text-{number}": f"DE {text}" for number, text in enumerate(survey.texts.values())}
    body = list(survey.texts).index("mail_body")
    return says | {f"text-{body}": "DE\n\n[[survey]]", "version": str(survey.version), **more}


def test_survey_translate_says_what_is_missing_and_is_published_whole(as_manager, survey):
    path = f"/surveys/{survey.pk}/languages/"
    half = typed(survey) | {"text-0": ""}

    for version in ("1", "2"):
        as_manager.post(f"{path}de/", half | {"version": version})
    page = as_manager.get(path).text

    assert f"1 of {len(survey.texts)} texts is missing" in page
    assert AuditEntry.objects.filter(verb="survey.translated").count() == 1
    survey.refresh_from_db()
    as_manager.post(f"{path}de/", typed(survey))
    assert "Whole: publish it" in as_manager.get(path).text
    as_manager.post(f"/surveys/{survey.pk}/publish/")
    assert "Customers see it" in as_manager.get(path).text
    assert "DE How satisfied" in as_manager.get(f"/surveys/{survey.pk}/preview/?lang=de").text


def test_survey_translate_mail_typed_in_a_browser_has_its_question(as_manager, survey, shop, anna):
    body = f"text-{list(survey.texts).index('mail_body')}"
    as_manager.post(
        f"/surveys/{survey.pk}/languages/de/", typed(survey) | {body: "DE\r\n\r\n[[survey]]\r\n\r\nDanke!"}
    )
    as_manager.post(f"/surveys/{survey.pk}/publish/")
    anna.language = "de"
    anna.save()
    survey.refresh_from_db()

    message = invite(anna, survey, Asking("x"), by=None).message
    composed = compose(message, anna, "anna@example.org", letterhead(shop))

    assert (composed.missing, "DE How satisfied" in composed.text) == ((), True)


def test_survey_translate_what_is_wrong_comes_back(as_manager, survey):
    path = f"/surveys/{survey.pk}/languages/de/"
    mail = f"text-{list(survey.texts).index('mail_body')}"

    assert as_manager.post(path, typed(survey) | {mail: "Ohne Frage"}).status_code == 422
    assert as_manager.post(path, typed(survey) | {mail: "[[survey]] {{ nonsense }}"}).status_code == 422
    assert as_manager.post(path, typed(survey, version="0")).status_code == 409
    survey.refresh_from_db()
    assert survey.translations == {}


def test_survey_translate_is_for_managers_and_for_languages_we_speak(as_manager, as_staff, survey):
    assert as_manager.get(f"/surveys/{survey.pk}/languages/pl/").status_code == 404
    assert as_manager.get(f"/surveys/{survey.pk}/languages/en/").status_code == 404
    assert as_manager.get("/surveys/999/languages/").status_code == 404
    assert as_staff.get(f"/surveys/{survey.pk}/languages/").status_code == 403
    assert as_staff.post(f"/surveys/{survey.pk}/languages/de/", {}).status_code == 403


def test_survey_translate_shows_what_the_original_was(as_manager, survey):
    as_manager.post(f"/surveys/{survey.pk}/languages/de/", typed(survey))
    Survey.objects.filter(pk=survey.pk).update(name="After your visit")

    page = as_manager.get(f"/surveys/{survey.pk}/languages/de/").text

    assert "The original has changed. It was: After a purchase" in page
