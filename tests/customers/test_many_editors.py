"""Several people and a program edit one customer: no committed change goes unseen (R14)."""

import json
from dataclasses import dataclass

from django.db import transaction
from django.test import Client
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from crm.shop.actions.api_token import make_token
from crm.shop.models import Scope, ShopSettings
from crm.shop.permissions import Role
from customers.actions.customer import create_customer
from customers.models import Customer
from tests.conftest import person
from tests.web.forms_of import Forms

NAMES = st.sampled_from(["Anna", "Ann", "Anja"])
TOWNS = st.sampled_from(["", "Hull", "York"])
TAGS = st.sampled_from(["", "choir", "tenor"])
EDITORS = st.sampled_from(["mira", "mira in another tab", "otto"])
FIELDS = ("given_name", "city", "tags")
State = dict[str, str]


@dataclass
class Opened:
    """A form as somebody has it before them."""

    values: dict[str, list[str]]
    base: State


class ManyEditors(RuleBasedStateMachine):
    """`opened` is what each has seen; the book is asked what stands."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        ShopSettings.objects.create(
            pk=1, name="Paper", country="GB", phone_country="GB", time_zone="Europe/London", currency="GBP"
        )
        self.browsers = {name: Client() for name in ("mira", "otto")}
        for name, browser in self.browsers.items():
            browser.force_login(person(name.title(), Role.STAFF))
        self.key = make_token("Till", scopes=[Scope.WRITE], by=None)[1]
        self.anna = create_customer({"given_name": "Anna", "tags": []}, by=None)
        self.edit = f"/customers/{self.anna.pk}/edit/"
        self.opened: dict[str, Opened] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def stands(self) -> State:
        anna = Customer.objects.prefetch_related("tags").get()
        tags = ", ".join(sorted(tag.name for tag in anna.tags.all()))
        return {"given_name": anna.given_name, "city": anna.city, "tags": tags}

    def browser_of(self, editor: str) -> Client:
        return self.browsers[editor.split(maxsplit=1)[0]]

    def form_on(self, page: str) -> dict[str, list[str]]:
        [form] = [form for form in Forms(page).forms() if "given_name" in form.offered]
        return form.values

    @rule(editor=EDITORS)
    def opens(self, editor: str) -> None:
        """Somebody looks, and sees what stands."""
        values = self.form_on(self.browser_of(editor).get(self.edit).content.decode())
        assert {name: values[name][0] for name in FIELDS} == self.stands()
        self.opened[editor] = Opened(values, self.stands())

    @rule(editor=EDITORS, name=NAMES, town=TOWNS, tags=TAGS)
    def saves(self, editor: str, name: str, town: str, tags: str) -> None:
        """Somebody saves what they opened some time ago."""
        if (had := self.opened.get(editor)) is None:
            return
        typed, before = {"given_name": name, "city": town, "tags": tags}, self.stands()
        answer = self.browser_of(editor).post(self.edit, had.values | {key: [typed[key]] for key in typed})
        after = self.stands()

        mine = {field for field in FIELDS if typed[field] != had.base[field]}
        theirs = {field for field in FIELDS if before[field] != had.base[field]}
        if answer.status_code == 302:
            assert after == before | {field: typed[field] for field in mine}
            assert all(typed[field] == before[field] for field in mine & theirs)
            del self.opened[editor]
            return
        assert (answer.status_code, after) == (409, before)
        assert mine
        shown = answer.content.decode()
        again = self.form_on(shown)
        assert {field: again[field][0] for field in FIELDS} == typed
        assert all(before[field] in shown for field in mine & theirs)
        # They have seen it: what they save now may stand over it.
        self.opened[editor] = Opened(again, before)

    @rule(town=TOWNS, is_late=st.booleans())
    def a_program_changes_the_town(self, town: str, is_late: bool) -> None:
        """A program says which version it has seen; an old one is refused."""
        before = self.stands()
        version = Customer.objects.get().version - is_late
        answer = Client().patch(
            f"/api/v1/customers/{self.anna.pk}/",
            json.dumps({"city": town}),
            "application/json",
            headers={"Authorization": f"Bearer {self.key}", "If-Match": f'"{version}"'},
        )
        assert (answer.status_code, self.stands()) == (
            (412, before) if is_late else (200, before | {"city": town})
        )

    @rule(quiet=st.sampled_from(["0", "1"]))
    def is_left_in_peace(self, quiet: str) -> None:
        """A button beside the form changes something else, and takes nothing away."""
        before = self.stands()
        self.browsers["otto"].post(f"/customers/{self.anna.pk}/quiet/", {"quiet": quiet})
        assert self.stands() == before


def test_no_change_disappears_that_nobody_has_seen(db):
    run_state_machine_as_test(
        ManyEditors, settings=settings(max_examples=12, stateful_step_count=15, deadline=None)
    )
