"""Whatever somebody is called, or somebody types: it is read, never obeyed (S27, S29, S30)."""

import resource
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engagement.merge_fields import FIELDS, Holds, cleaned, unknown_fields
from tests.engagement.rendering.conftest import drawn

HOSTILE = [
    '"><img src=x onerror=window.__x=1>',
    "{{7*7}}",
    "{{ first_name }}",
    "{{link:1}}",
    "[here](https://evil.example)",
    "[[button: a | https://evil.example]]",
    "**bold** <b>x</b> &amp; <!-- ",
    "</title></style><script>alert(1)</script>",
    "javascript:alert(1)",
    "Anna\r\nBcc: all@example.org\x00",
    "\u202egnp.exe",
    "\ud800",
]
EVERY_FIELD = "\n\n".join(
    f"{{{{ {name} }}}} and [words]({{{{ {name} }}}}) and **{{{{ {name} }}}}**" for name in FIELDS
)
BODY = (
    f"# {{{{ name }}}}\n\n{EVERY_FIELD}\n\n[[voucher: {{{{ shop }}}}]]\n\n[[products: {{{{ product }}}} | x]]"
)
names = (
    st.text(max_size=60)
    | st.sampled_from(HOSTILE)
    | st.builds("{}{}".format, st.sampled_from(HOSTILE), st.text())
)


class Reader(HTMLParser):
    """What stands in a page: its tags, their attributes, its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.targets: list[str] = []
        self.handlers: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _value in attrs if name.startswith("on")]
        self.targets += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, words: str) -> None:
        self.words.append(words)


def shape(html: str) -> list[str]:
    """The tags, without the line breaks that several lines in a value make."""
    return [tag for tag in Reader(html).tags if tag != "br"]


def values(name: str) -> dict[str, str]:
    """The same words in every field, as they come into a mail."""
    return {field: cleaned(field, name) for field in FIELDS}


@given(names)
@example('"><img src=x onerror=window.__x=1>')
@example("Anna\r\nBcc: all@example.org")
def test_no_name_changes_what_a_mail_is_made_of(name):
    plain = {field: "" if FIELDS[field].holds == Holds.LINK else "Anna" for field in FIELDS}
    theirs = {field: value or plain[field] for field, value in values(name).items()}

    hostile, usual = (drawn(BODY, "{{ name }}: {{ product }}", fields=fields) for fields in (theirs, plain))

    reader = Reader(hostile.html)
    assert shape(hostile.html) == shape(usual.html)
    assert reader.handlers == []
    assert not [target for target in reader.targets if target.startswith(("javascript", "data"))]
    assert "49" not in reader.words


@given(names, names)
def test_no_name_ends_the_line_of_a_subject(name, subject_words):
    subject = drawn("x", f"{subject_words} {{{{ first_name }}}}", fields=values(name)).subject

    assert [character for character in subject if character < " " or "\x7f" <= character <= "\x9f"] == []
    assert subject.encode() == subject.encode("utf-8", "replace")
    assert len(subject) <= 300


@given(names)
def test_no_name_adds_a_line_to_the_text(name):
    one = values(name)
    lines = drawn("Hello {{ first_name|there }},\n\nbye", fields=one).text.split("\n\n")

    assert lines[0] == f"Hello {one['first_name'] or 'there'},".replace("{{link:", "{{ link:")
    assert lines[1] == "bye"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_read_as_it_is(name):
    value = cleaned("first_name", name)

    mail = drawn("Hello {{ first_name|x }}!", fields={"first_name": value})

    assert f"Hello {value or 'x'}!".replace("{{link:", "{{ link:") in "".join(Reader(mail.html).words)


@given(st.sampled_from(HOSTILE), st.text(max_size=200))
def test_no_words_of_staff_bring_foreign_things_into_a_mail(payload, words):
    body = f"{words}\n\n{payload}".replace("[[", "[")

    reader = Reader(drawn(body).html)

    assert reader.handlers == []
    assert {"script", "img", "iframe", "form", "object", "svg"} & set(reader.tags) == set()
    assert not [target for target in reader.targets if target.startswith(("javascript:", "data:"))]


@pytest.mark.parametrize(
    "payload",
    [
        '{{ x|ljust:"200000000" }}',
        "{{ shop.delete }}",
        "{{ first_name.__class__ }}",
        "{{ first_name|a|b }}",
        "{{7*7}}",
        "{{",
        "}}",
        "{{ FIRST_NAME }}",
        "{{link:5}}",
    ],
)
def test_what_is_no_field_is_refused(payload):
    assert unknown_fields(f"Hello {payload} x") != []


@pytest.mark.parametrize(
    "payload",
    [
        "{% include 'x' %}",
        "{c.__class__.__init__}",
        "{0}",
        "{name!r:>99999999}",
        "${x}",
        "%(name)s",
        "{% debug %}",
    ],
)
def test_other_peoples_templates_are_words(payload):
    mail = drawn(payload, payload)

    assert (mail.subject, unknown_fields(payload)) == (payload, [])
    assert payload in "".join(Reader(mail.html).words)


def test_no_format_spec_eats_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    hungry = ['{{ first_name|ljust:"200000000" }}', "{first_name!r:>99999999}", "{{ first_name|" + "x" * 90]
    for payload in hungry:
        drawn(payload * 50, payload)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000


def test_everything_a_mail_shows_lies_in_it(draw: Any):
    mail = draw("![pixel](https://evil.example/x.png) <img src=https://evil.example/y.png>\n\n@import url(x)")

    assert "evil.example/y.png" not in Reader(mail.html).targets
    assert [tag for tag in Reader(mail.html).tags if tag in {"img", "link", "script"}] == []
    assert "url(" not in mail.html.partition("<body")[0]
