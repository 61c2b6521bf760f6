"""How the shop's mail looks and sounds."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crm.shop.models import AuditEntry, StoredFile
from engagement.actions.email_template import install_starter_templates
from engagement.models import Brand
from tests.engagement.test_pictures import jpeg, png

FORM = {
    "logo_words": "A teapot",
    "colour": "#AA3300",
    "text_colour": "#ffffff",
    "signature": "Olga\r\nThe Corner Shop",
    "tone": "Warm, short.",
    "sender_name": "Olga at the Corner Shop",
    "reply_to": "hello@shop.example",
    "version": "1",
}


@pytest.fixture
def managed(client: Client, mark, settings, tmp_path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(mark)
    return client


def picture(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def files(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_brand_saves_with_history(managed):
    answer = managed.post("/mail/brand/", FORM)

    brand = Brand.objects.get()
    assert (answer.status_code, brand.colour, brand.version) == (302, "#aa3300", 2)
    assert "colour" in AuditEntry.objects.get(verb="brand.edited").fields
    assert "Warm, short." in managed.get("/mail/words/new/").content.decode()


def test_brand_twice_changes_nothing(managed):
    managed.post("/mail/brand/", FORM)
    managed.post("/mail/brand/", FORM | {"version": "2"})

    assert AuditEntry.objects.filter(verb="brand.edited").count() == 1


@pytest.mark.parametrize(("content", "kind"), [(png(600, 90), "png"), (jpeg(300, 90), "jpeg")])
def test_a_logo_is_kept_and_stands_in_every_mail(managed, tmp_path, content, kind):
    managed.post("/mail/brand/", FORM | {"logo": picture(content, "../../logo.exe")})

    brand = Brand.current()
    assert (brand.logo.name, brand.logo.size, len(files(tmp_path))) == ("logo.exe", len(content), 1)
    install_starter_templates(by=None)
    address = re.search(r"/mail/words/\d+/html/", managed.get("/mail/brand/").content.decode())[0]
    mail = managed.get(address).content.decode()
    assert (f"data:image/{kind};base64," in mail, 'alt="A teapot"' in mail) == (True, True)


def test_a_new_logo_takes_the_place_of_the_old(managed, tmp_path, django_capture_on_commit_callbacks):
    managed.post("/mail/brand/", FORM | {"logo": picture(png(300, 90))})
    with django_capture_on_commit_callbacks(execute=True):
        managed.post("/mail/brand/", FORM | {"version": "2", "logo": picture(png(200, 90))})

    assert (StoredFile.objects.count(), len(files(tmp_path))) == (1, 1)
    with django_capture_on_commit_callbacks(execute=True):
        managed.post("/mail/brand/", FORM | {"version": "3", "no_logo": "on"})
    assert (Brand.current().logo, StoredFile.objects.count(), files(tmp_path)) == (None, 0, [])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"logo": picture(b"<svg onload=alert(1)>", "logo.png")}, "neither a PNG nor a JPEG"),
        ({"logo": picture(b"GIF89a" + b"x" * 50, "logo.png")}, "neither a PNG nor a JPEG"),
        ({"logo": picture(png(2, 2) + b"x" * 200_000)}, "has 2 by 2 pixels and 201 kB"),
        ({"logo": picture(png(601, 90))}, "has 601 by 90 pixels and 1 kB"),
        ({"logo": picture(jpeg(90, 2000))}, "has 90 by 2000 pixels"),
        ({"colour": "red"}, "A colour is written like"),
        ({"colour": "#fff;x:1"}, "A colour is written like"),
        ({"colour": "#ffff00"}, "Nobody can read this"),
        ({"reply_to": "a@b\r\nBcc: x"}, "not an e-mail address"),
    ],
)
def test_brand_gives_a_wrong_form_back_and_keeps_nothing(managed, tmp_path, wrong, said):
    answer = managed.post("/mail/brand/", FORM | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert (Brand.objects.count(), StoredFile.objects.count(), files(tmp_path)) == (0, 0, [])


def test_brand_of_an_old_form_is_given_back_with_what_stands(
    managed, tmp_path, django_capture_on_commit_callbacks
):
    managed.post("/mail/brand/", FORM)

    with django_capture_on_commit_callbacks(execute=True):
        answer = managed.post("/mail/brand/", FORM | {"tone": "Cold", "logo": picture(png(30, 30))})

    assert (answer.status_code, Brand.objects.get().tone, files(tmp_path)) == (409, "Warm, short.", [])
    assert "Somebody else has changed this" in answer.content.decode()


def test_brand_says_what_would_be_better(managed):
    managed.post("/mail/brand/", FORM | {"logo": picture(png(300, 90) + b"x" * 150_000), "logo_words": ""})

    page = managed.get("/mail/brand/").content.decode()

    assert ("The logo has 150 kB" in page, "Say in words what the logo shows" in page) == (True, True)


def test_only_who_manages_changes_the_brand(as_staff):
    assert as_staff.post("/mail/brand/", FORM).status_code == 403
