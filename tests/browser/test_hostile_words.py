"""Whatever customers, files or colleagues wrote stays words, on every page (S27)."""

from itertools import count

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from customers.models import Customer, CustomField, ImportRow, Outcome
from tests.browser.crawl import go, walk
from tests.patience import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAYLOAD = '"><img src=x onerror=window.__x=1>{{7*7}}'
OURS = ("shop", "customers", "engagement")
# Keys, hashes, choices and the HTML of mails that we drew: nobody types them.
NOT_WRITTEN_BY_PEOPLE = {
    "password",
    "token_hash",
    "path",
    "sha256",
    "lease_token",
    "html",
    "key",
    "currency",
    "time_zone",
}
NOT_WRITTEN_BY_PEOPLE |= {"country", "phone_country", "language", "kind", "state", "email", "about", "verb"}
numbers = count()
# Asked within the page: the attributes of all its elements take longer to bring here than to look through.
HURT = "window.__x || [...document.querySelectorAll('*')].some(part => part.hasAttribute('onerror'))"
# By then a picture that is not there has said so.
SETTLED = "!document.querySelector('.htmx-request') && [...document.images].every(image => image.complete)"


def text_fields(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.EmailField)
        and not field.choices
        and field.name not in NOT_WRITTEN_BY_PEOPLE
    ]


def poison(row: models.Model) -> None:
    for field in text_fields(type(row)):
        words = (PAYLOAD + str(next(numbers)))[: field.max_length or 500]
        try:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk).update(**{field.name: words})
        except DatabaseError:
            continue


@pytest.fixture
def poisoned_shop(lived_in_shop: Customer, olga, mark, mira, as_imported) -> Customer:
    lived_in_shop.custom = {"x": PAYLOAD}
    lived_in_shop.save()
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if model.__name__ != "AuditEntry":
                for row in model._default_manager.all():
                    poison(row)
    return lived_in_shop


@pytest.fixture
def as_imported(olga, lived_in_shop) -> None:
    """A file whose rows were refused, so that their cells are shown."""
    from crm.shop.models import StoredFile
    from customers.models import DataImport

    CustomField.objects.create(key="x", label=PAYLOAD, kind="text")
    file = StoredFile.objects.create(name=PAYLOAD, path="nowhere", size=1, sha256="0" * 64)
    brought = DataImport.objects.create(
        file=file,
        format="generic-customers",
        state="applied",
        created_by=olga,
        headers=[PAYLOAD],
        row_count=1,
        counts={"rows": {"refused": 1}, "preview": {"refused": 1}},
    )
    ImportRow.objects.create(
        data_import=brought, number=2, outcome=Outcome.REFUSED, reason=PAYLOAD, cells=[PAYLOAD]
    )


def test_hostile_words_stay_words(open_as, live_server, poisoned_shop, olga):
    window = open_as(olga)

    pages, hurt = 0, []
    for _view, path in walk(window, live_server.url, f"/customers/{poisoned_shop.pk}/"):
        pages += 1
        wait_until(lambda: window.evaluate(SETTLED))
        if window.evaluate(HURT):
            hurt.append(path)

    assert hurt == []
    assert pages > 20
    page = go(window, f"/customers/{poisoned_shop.pk}/").text()
    assert "{{7*7}}" in page
    assert "onerror=window" in page
    assert "<img src=x" not in page
