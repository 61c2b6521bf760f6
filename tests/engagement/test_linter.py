"""What has to be put right before words may leave."""

from collections.abc import Callable

import pytest

from crm.shop.models import ShopSettings, StoredFile
from engagement.finding import Finding
from engagement.linter import problems_of, read
from engagement.models import Brand, EmailTemplateVersion
from engagement.rendering import Drawn, Words, register_block
from engagement.rendering.blocks import KINDS

SHOP = ShopSettings(name="The Corner Shop", legal_footer="1 High Street, Hull", language="en-gb")
BODY = "Hello {{ first_name|there }}, all is well with the teapot. See you soon."
Look = Callable[..., list[Finding]]


def look(
    body: str = BODY,
    subject: str = "Hello",
    text_body: str = "",
    *,
    message_class: str = "marketing",
    brand: Brand | None = None,
    shop: ShopSettings = SHOP,
) -> list[Finding]:
    return read(Words(subject, body, text_body, message_class), brand or Brand(), shop)


def errors(found: list[Finding]) -> list[str]:
    return [str(finding) for finding in found if finding.is_error]


@pytest.mark.parametrize("message_class", ["transactional", "survey", "review", "marketing"])
def test_a_good_mail_is_left_alone(message_class):
    assert look(message_class=message_class) == []


@pytest.mark.parametrize(
    ("mail", "said", "where"),
    [
        ({"subject": " "}, "The subject is empty", "subject"),
        ({"body": "\n"}, "nothing to read", "body"),
        ({"body": "{{ secret }}"}, "“{{ secret }}” is none of the words", "body"),
        ({"subject": "{{ name"}, "“{{ name” is none", "subject"),
        ({"text_body": "{{ x.y }}"}, "“{{ x.y }}” is none", "text_body"),
        ({"body": "[[poster]]"}, "Nobody knows how to draw “[[poster]]”", "body"),
        ({"body": "[[button: Come]]"}, "A button needs words", "body"),
        ({"body": "{{ shop }} " * 201}, "more than 200 merge fields", "body"),
        ({"body": "x" * 90_000}, "kB; mailboxes cut it", "body"),
    ],
)
def test_what_is_wrong_is_said_and_where(mail, said, where):
    found = look(**mail)

    assert [finding.where for finding in found if said in str(finding)] != [], [str(f) for f in found]
    assert where in [finding.where for finding in found if said in str(finding)]


def test_a_mail_that_would_be_cut_may_not_leave():
    assert len(errors(look("x" * 100_001))) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[x](shop.example/new)", "A link leads nowhere: shop.example/new"),
        ("[x](https://shop)", "A link leads nowhere: https://shop"),
        ("[[button: Come | https://example.org/new]]", "https://example.org/new is only an example."),
        ("[[products: Tea https://example.com/tea]]", "https://example.com/tea is only an example."),
        ("see https://localhost/x", "https://localhost/x is only this machine."),
        ("[x](https://shop.example/nowhere/)", "There is no such page here: https://shop.example/nowhere/"),
    ],
)
def test_a_link_that_leads_nowhere_may_not_leave(settings, body, said):
    settings.PUBLIC_URL = "https://shop.example"

    assert errors(look(body)) == [said]


@pytest.mark.parametrize(
    "body",
    [
        "[x](https://shop.example/customers/) and [y](mailto:a@shop.example) and [z](tel:+441632960001)",
        "[x]({{ friend_link }}) {{ card_link }} https://map.example.co.uk/a?b={{ first_name|x }}",
        "[[button: Your card | {{ card_link }}]]",
        "[[products: Tea | Cup https://cups.example.co.uk/]]",
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(settings, body):
    settings.PUBLIC_URL = "https://shop.example"

    assert look(body) == []


def test_a_link_in_the_open_is_advised_against():
    (finding,) = look("[x](http://map.example.co.uk)")

    assert (finding.is_error, "is not https" in str(finding)) == (False, True)


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        ({"body": "Hello {{ first_name }}"}, "Whoever has no name gets no mail"),
        ({"subject": "x" * 61}, "Phones cut the subject"),
        ({"subject": "COME AND SEE US"}, "The subject shouts"),
        ({"subject": "Come!!"}, "The subject shouts"),
        ({"text_body": "Hi"}, "says much less"),
    ],
)
def test_advice_holds_nothing_back(mail, said):
    (finding,) = look(**mail)

    assert (finding.is_error, said in str(finding)) == (False, True)


@pytest.mark.parametrize(("message_class", "is_error"), [("transactional", False), ("marketing", True)])
def test_a_mail_says_where_the_shop_is(message_class, is_error):
    (finding,) = look(message_class=message_class, shop=ShopSettings(name="Shop", language="en-gb"))

    assert (finding.is_error, finding.where) == (is_error, "shop")


@pytest.mark.parametrize(
    "words",
    [
        "10% off in return",
        "a voucher for you",
        "[[voucher]]",
        "{{ points|0 }}",
        "join our PRIZE draw",
        "£5 money off",
    ],
)
def test_no_review_is_rewarded(words):
    assert any("must not be rewarded: take" in error for error in errors(look(words, message_class="review")))
    assert not any("rewarded" in str(finding) for finding in look(words))


@pytest.mark.parametrize(
    ("words", "is_doubtful"), [("Was the gift liked?", True), ("Feel free to write.", False)]
)
def test_what_may_be_a_reward_is_asked_about(words, is_doubtful):
    found = look(words, message_class="review")

    assert ([finding.is_error for finding in found], errors(found)) == ([False] if is_doubtful else [], [])


@pytest.mark.parametrize(
    "words", ["See our special offers", "Don’t miss it", "[[products: Tea]]", "Order now"]
)
def test_a_letter_that_promotes_is_doubted(words):
    (finding,) = look(words, message_class="transactional")

    assert (finding.is_error, "advertising" in str(finding)) == (False, True)
    assert look("Your order has arrived, and waits for you.", message_class="transactional") == []


@pytest.mark.parametrize(
    ("colours", "is_error"),
    [
        (("#1f5f8b", "#ffffff"), None),
        (("#888888", "#ffffff"), False),
        (("#dddddd", "#ffffff"), True),
        (("x", "y"), True),
    ],
)
def test_buttons_can_be_read(colours, is_error):
    found = look(brand=Brand(colour=colours[0], text_colour=colours[1]))

    assert [finding.is_error for finding in found if finding.where == "brand"] == (
        [] if is_error is None else [is_error]
    )


@pytest.mark.parametrize(("size", "is_error"), [(100, None), (300_000, False), (2_000_000, True)])
def test_the_logo_is_light_and_has_words(size, is_error):
    logo = StoredFile(name="logo.png", path="x", size=size)

    nameless, named = look(brand=Brand(logo=logo)), look(brand=Brand(logo=logo, logo_words="A pot"))

    assert any("what the logo shows" in str(finding) for finding in nameless)
    assert [finding.is_error for finding in named] == ([] if is_error is None else [is_error])


def test_a_picture_without_words_may_not_leave():
    from django.utils.html import format_html

    register_block("test_picture", lambda _asked: Drawn(format_html('<img src="cid:x" alt="{}">', " "), ""))
    try:
        assert errors(look("[[test_picture]]")) == ["A picture has no words for those who do not see it."]
    finally:
        del KINDS["test_picture"]


def test_problems_are_those_of_the_shop_and_its_brand(shop):
    version = EmailTemplateVersion(subject="Hello", body=BODY)

    assert problems_of(version, "marketing") == []
    Brand.objects.create(pk=1, colour="#ffffff")
    ShopSettings.objects.update(legal_footer="")
    assert len(errors(problems_of(version, "marketing"))) == 2


def test_no_words_and_no_kind_are_problems(db):
    assert errors(problems_of(None, "marketing")) == ["There are no words for this mail."]
    assert errors(problems_of(EmailTemplateVersion(), "spam")) == ["Nobody knows this kind of mail."]


def test_fields_that_this_mail_never_has_are_problems(shop):
    version = EmailTemplateVersion(
        subject="{{ event|x }}", body="{{ name|you }} {{ shop }} {{ colleague|we }}\n\n[[voucher]]"
    )

    assert errors(problems_of(version, "marketing", given={"event"})) == [
        "This mail has no “voucher_code”: it is never known here.",
        "This mail has no “voucher_value”: it is never known here.",
    ]
    assert errors(problems_of(version, "marketing")) == []


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Dafür gibt es einen 5-Euro-Gutschein.",
            "Als Dankeschön 10 Prozent Rabatt",
            "Unter allen verlosen wir",
        ),
        *("Vous recevrez un bon d’achat.", "Une remise de 10 euros vous attend.", "avec un tirage au sort"),
        *("Je krijgt korting.", "In ruil daarvoor", "een cadeaubon van 10 euro"),
    ],
)
def test_no_review_is_rewarded_in_the_languages_of_our_neighbours(words):
    assert any("must not be rewarded: take" in error for error in errors(look(words, message_class="review")))


@pytest.mark.parametrize(
    "words",
    [
        "Unsere Sonderangebote",
        "Jetzt bestellen!",
        "Nos soldes d'été",
        "Les nouveautés",
        "Onze aanbieding",
        "Koop nu",
    ],
)
def test_a_letter_that_advertises_is_told_so_in_them_too(words):
    (finding,) = look(f"{BODY} {words}", message_class="transactional")

    assert "advertising" in str(finding)


@pytest.mark.parametrize(
    "words",
    [
        "Guten Tag, Ihre Bestellung ist da. Wie gefällt Ihnen die Kanne? Über ein paar Worte freuen wir uns.",
        "Bonjour, depuis la remise de votre commande, tout va bien ? Bien à vous.",
        "Goedemiddag, uw bestelling is binnen. Wij horen graag hoe het bevalt.",
    ],
)
@pytest.mark.parametrize("message_class", ["review", "transactional"])
def test_plain_words_in_them_are_left_alone(words, message_class):
    assert look(words, message_class=message_class) == []
