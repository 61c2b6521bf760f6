"""From words to a mail: HTML, text, subject."""

import re

import pytest

from crm.shop.models import StoredFile
from engagement.merge_fields import FIELDS, MergeField, add_field, used_fields
from engagement.models import Brand
from engagement.rendering import Drawn, UnknownBlock, register_block
from tests.engagement.rendering.conftest import FRAME
from tests.engagement.test_pictures import png


def inside(html: str) -> str:
    return html.partition('class="words"')[2].partition('class="foot"')[0]


def test_a_field_has_its_value_or_the_words_instead(draw):
    body = "Hello {{ first_name|there }}, about {{product | it }}."

    known, unknown = (draw(body, fields=f) for f in ({}, {"first_name": "", "product": ""}))

    assert "Hello Anna, about the blue teapot." in known.text
    assert "Hello there, about it." in inside(unknown.html)


def test_a_field_without_both_is_told(draw):
    mail = draw(
        "{{ first_name }} {{ product|it }} {{ days }}", "{{ points }}", fields={"days": "", "points": ""}
    )

    assert mail.missing == ("points", "days")


def test_markdown_becomes_a_letter_with_the_same_words_as_text(draw):
    mail = draw(
        "# Hi\n\nOne **two**\nthree\n\n- a\n  1. b\n  2. c\n\n> q\n\n---\n\n[map](https://m.example/a?b=1&c=2)"
    )

    assert re.sub(r' (style|class)="[^"]*"', "", inside(mail.html)).startswith("><h1>Hi</h1>")
    assert mail.text.partition("\n-- ")[0].splitlines() == [
        *("Hi", "", "One two", "three", "", "- a", "  1. b", "  2. c", "", "> q", "", "-" * 20, ""),
        "map (https://m.example/a?b=1&c=2)",
        "",
        "The Corner Shop",
    ]


def test_every_line_of_what_somebody_said_is_quoted(draw):
    mail = draw(
        "{{ product }}\n\n> {{ product }}\n> {{ name }}", fields={"product": "2/10\nToo slow\n\n> I wait"}
    )

    told = ["2/10", "Too slow", "", "> I wait", "", "> 2/10", "> Too slow", "> ", "> > I wait", "> Anna Bell"]
    assert mail.text.splitlines()[: len(told)] == told


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ("See https://a.example/x?y=1&z=2.", "https://a.example/x?y=1&amp;z=2"),
        ("{{ friend_link }}", "https://shop.example/friend/ANNA7/"),
        ("[you]({{ friend_link }})", "https://shop.example/friend/ANNA7/"),
        ("[{{ friend_link }}]({{ friend_link }})", "https://shop.example/friend/ANNA7/"),
        ("[x](https://a.example/?n={{ name }})", "https://a.example/?n=Anna%20Bell"),
        ("[[button: Look | {{ card_link }}]]", "https://shop.example/card/"),
        ("[[button: Look | https://a.example/]]", "https://a.example/"),
        ("[call](tel:+441632960001)", "tel:+441632960001"),
    ],
)
def test_links_lead_where_they_should(draw, body, address):
    assert re.findall(r'href="([^"]*)"', inside(draw(body).html)) == [address]


def test_a_link_field_without_a_link_is_told(draw):
    mail = draw("[x]({{ first_name }})\n\n[[button: Look | {{ card_link }}]]", fields={"card_link": ""})

    assert set(mail.missing) == {"first_name", "card_link"}


@pytest.mark.parametrize(
    "block", ["[[button: words]]", "[[button: | https://a.example]]", "[[button: a | javascript:x]]"]
)
def test_a_button_that_leads_nowhere_makes_no_mail(draw, block):
    with pytest.raises(ValueError, match="leads nowhere"):
        draw(block)


def test_an_unknown_block_makes_no_mail(draw):
    with pytest.raises(UnknownBlock):
        draw("Hello\n\n[[surprise: x]]")


def test_the_voucher_shows_what_it_is_worth(draw):
    mail, endless = draw("[[voucher: For you]]"), draw("[[voucher]]", fields={"expires_on": ""})

    assert "For you\nWorth: £5\nCode: TEA4-K7PM\nGood until 30 June" in mail.text
    assert ("TEA4-K7PM" in mail.html, "Good until" in endless.html) == (True, False)
    assert draw("[[voucher]]", fields={"voucher_code": ""}).missing == ("voucher_code",)


def test_products_stand_in_a_list(draw):
    mine, bought = draw("[[products: Tea, £6 | Cup https://a.example/cup]]"), draw("[[products]]")

    assert "- Tea, £6\n- Cup https://a.example/cup" in mine.text
    assert 'href="https://a.example/cup"' in mine.html
    assert "Blue teapot<br>Earl Grey, 100 g" in bought.html


def test_upper_floors_draw_blocks_and_have_fields_of_their_own(draw):
    def scale(asked):
        return Drawn(asked.words, f"How was it? {asked.slots.field('test_scale')}")

    register_block("test_scale", scale)
    add_field(MergeField("test_scale", "scale", "1 to 5"))
    try:
        assert "How was it? 1 to 5" in draw("[[test_scale: <b>]]", fields={"test_scale": "1 to 5"}).text
        assert "&lt;b&gt;" in draw("[[test_scale: <b>]]").html
        with pytest.raises(ValueError, match="already"):
            register_block("test_scale", lambda asked: Drawn(asked.words, ""))
        with pytest.raises(ValueError, match="already"):
            add_field(MergeField("test_scale", "other", "x"))
    finally:
        from engagement.rendering.blocks import KINDS

        del KINDS["test_scale"], FIELDS["test_scale"]


def test_an_own_text_stands_in_the_place_of_the_made_one(draw):
    mail = draw("**Long** words", text_body="Short, {{ first_name }}.")

    assert mail.text.startswith("Short, Anna.\n\nThe Corner Shop\n\n-- \nCorner Shop Ltd")


def test_the_foot_says_who_writes_and_why_and_what_to_do(draw):
    mail = draw("x")

    for words in ("Corner Shop Ltd", "Hull HU1 1AA", FRAME["reason"], "https://shop.example/u/abc/"):
        assert words in mail.html
        assert words in mail.text
    assert mail.html.count("https://shop.example/u/abc/") == 1


@pytest.mark.parametrize(
    ("wishes", "stop", "words"),
    [
        ("https://a.example/w", "", ["Choose what we send you"]),
        ("", "https://a.example/s", ["Choose what we send you, or stop it"]),
        ("https://a.example/w", "https://a.example/s", ["Choose what we send you", "Stop these mails"]),
        ("", "", []),
    ],
)
def test_the_foot_offers_what_there_is(draw, wishes, stop, words):
    html = draw("x", preferences_url=wishes, unsubscribe_url=stop).html

    assert re.findall(r"<a[^>]*>([^<]*)</a>", html.partition('class="foot"')[2]) == words


def test_a_test_says_so_and_its_choices_lead_nowhere(draw):
    mail = draw("x", "News", preferences_url="", unsubscribe_url="", is_test=True)

    assert mail.subject == "[TEST] News"
    assert "A test." in mail.html
    assert "<a" not in mail.html.partition('class="foot"')[2]
    assert "Choose what we send you, or stop it" in mail.html


def test_the_brand_is_in_every_mail(draw, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "logo").write_bytes(png(880, 144))
    logo = StoredFile.objects.create(name="logo.png", path="logo", size=1, sha256="x")
    brand = Brand(logo=logo, logo_words="A teapot", colour="#aa3300", signature="Olga\n<the> team")

    mail = draw("[[button: Go | https://a.example/]]", brand=brand)

    logo_tag = re.search(r"<img[^>]*>", mail.html)[0]
    assert {'src="cid:logo"', 'width="220"', 'height="36"', 'alt="A'} <= set(logo_tag.split())
    assert "#aa3300" in inside(mail.html)
    assert "Olga<br>&lt;the&gt; team" in mail.html
    assert "Olga\n<the> team" in mail.text


def test_a_brand_that_is_broken_breaks_no_mail(draw, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    logo = StoredFile.objects.create(name="logo.png", path="gone", size=1, sha256="x")

    mail = draw("[[button: Go | https://a.example/]]", brand=Brand(logo=logo, colour="red;x", text_colour=""))

    assert ("cid:logo" in mail.html, "red;x" in mail.html, "#1f5f8b" in mail.html) == (False, False, True)


def test_styles_stand_in_the_tags_and_only_screens_are_a_rule(draw):
    head, _body, rest = draw("Hello").html.partition("<body")

    assert "prefers-color-scheme" in head
    assert ".words {" not in head
    assert 'style="' in rest


def test_mail_may_be_written_from_the_right(draw):
    assert '<html lang="ar" dir="rtl">' in draw("x", language="ar").html
    assert '<html lang="xx" dir="ltr">' in draw("x", language="xx").html


def test_used_fields_are_those_in_the_words():
    assert used_fields("{{ name }} {{ shop|x }}", "{{days}}") == {"name", "shop", "days"}


def test_an_imprint_that_begins_with_the_name_says_it_once(draw):
    mail = draw("Hello", legal_footer="Corner Shop Ltd, 1 High Street\nHull")

    assert mail.text.partition("\n-- \n")[2].splitlines()[:2] == ["Corner Shop Ltd, 1 High Street", "Hull"]
    assert mail.html.count("Corner Shop Ltd") == 1
