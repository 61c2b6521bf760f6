"""Reading what comes in: people, machines and bounces, in the words of many programs."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.inbound.parsing import MOST_BYTES, MailRefused, parse
from engagement.inbound.quoting import own_words
from engagement.inbound.sorting import asks_something, event_of, kind_of_mail


def mail(text="Hello", **headers) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": '"Anna Bell" <Anna@example.org>', "Subject": "Re: News", **headers}.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def report(status="5.1.1", action="failed", recipient="anna@example.org", ours="<a@shop.example>") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\nMessage-ID: <b@mx.example>\nSubject: Undelivered\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        "--x\n\nIt failed.\n--x\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n\n"
        f"--x\nContent-Type: message/rfc822\n\nMessage-ID: {ours}\nSubject: News\n\nBody\n--x--\n"
    ).encode()


def test_parse_reads_who_what_and_which_thread():
    found = parse(bytes(mail(In_Reply_To="<1@shop.example>", References="<0@shop.example> <1@shop.example>")))

    assert (found.from_email, found.from_name, found.subject, found.text.strip()) == (
        "anna@example.org",
        "Anna Bell",
        "Re: News",
        "Hello",
    )
    assert found.references == ("<1@shop.example>", "<0@shop.example>")
    assert found.message_id.endswith("@fingerprint>")


def test_parse_prefers_text_and_reads_html_without_its_scripts():
    both = mail("Plain")
    both.add_alternative("<p>Pretty</p>", subtype="html")
    only_html = mail()
    only_html.set_content("<style>x{}</style><p>Is it <b>here</b>?</p><script>y()</script>", subtype="html")

    assert (parse(bytes(both)).text.strip(), parse(bytes(only_html)).text) == ("Plain", "Is it here?")


@pytest.mark.parametrize("charset", ["utf-8", "x-unknown", "latin-1"])
def test_parse_survives_any_charset(charset):
    raw = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n\nOlá".encode()

    assert "Ol" in parse(raw).text


def test_parse_refuses_what_is_too_large_or_too_deep():
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(300))

    for raw in (b"x" * (MOST_BYTES + 1), deep):
        with pytest.raises(MailRefused):
            parse(raw)


@given(st.binary(max_size=400))
def test_parse_says_something_about_any_bytes(raw):
    try:
        found = parse(raw)
    except MailRefused:
        return
    assert len(found.message_id) <= 250
    assert "\0" not in found.text + found.subject + found.from_email


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, 4 May 2026 at 10:00, The Shop <s@shop.example> wrote:\n> Hello",
        "On Mon, 4 May 2026 at 10:00, The Shop\n<s@shop.example> wrote:\n> Hello",
        "Am 04.05.2026 um 10:00 schrieb The Shop:\n> Hallo",
        "Le lun. 4 mai 2026 à 10:00, The Shop a écrit :\n> Bonjour",
        "Op ma 4 mei 2026 om 10:00 schreef The Shop:\n> Hallo",
        "-----Original Message-----\nFrom: The Shop",
        "________________________________\nFrom: The Shop",
        "From: The Shop <s@shop.example>\nSent: Monday\nTo: Anna\nSubject: x\n\nHello",
        "-- \nAnna Bell\nHull",
        "Sent from my iPhone",
        "> Hello\n> there",
    ],
)
def test_own_words_leave_out_what_is_quoted_and_signed(quoted):
    assert own_words(f"Yes please.\n\nAnna\n\n{quoted}\n") == "Yes please.\n\nAnna"


def test_own_words_keep_all_when_nothing_else_is_there():
    assert own_words("> only a quote") == "> only a quote"


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, "reply"),
        ({"Auto_Submitted": "no"}, "reply"),
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"X_Autoreply": "yes"}, "auto_reply"),
        ({"Precedence": "bulk"}, "auto_reply"),
        ({"From": "MAILER-DAEMON@mx.example"}, "bounce"),
    ],
)
def test_kind_of_mail_tells_people_from_machines(headers, kind):
    assert kind_of_mail(parse(bytes(mail(**headers)))) == kind


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", "hard_bounce"),
        ("5.2.2", "failed", "soft_bounce"),
        ("5.7.1", "failed", "soft_bounce"),
        ("4.4.7", "failed", "soft_bounce"),
        ("4.4.1", "delayed", "deferred"),
        ("2.0.0", "delivered", None),
    ],
)
def test_a_report_says_whose_mail_and_what_became_of_it(status, action, kind):
    found = parse(report(status, action))

    assert (kind_of_mail(found), event_of(found.report)) == ("bounce", kind)
    assert (found.report["recipient"], found.references) == ("anna@example.org", ("<a@shop.example>",))


@pytest.mark.parametrize(
    ("text", "asks"),
    [("Is it here?", True), ("Please call me", True), ("Haben Sie das da", True), ("Thank you!", False)],
)
def test_asks_something(text, asks):
    assert asks_something(text) is asks
