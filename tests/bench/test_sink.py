"""The sink takes what a mail server takes."""

import smtplib

from crm.bench.sink import a_sink
from tests.patience import wait_until


def answers(port):
    try:
        smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
    except OSError:
        return False
    return True


def test_sink_takes_many_mails_through_one_connection_whatever_is_in_them():
    large = "x" * 70 + "\r\n"
    mails = [
        "Subject: One\r\n\r\nHello",
        "Subject: QUIT\r\n\r\nQUIT\r\nDATA\r\n",
        f"Subject: L\r\n\r\n{large * 9000}",
    ]

    with a_sink() as port:
        wait_until(lambda: answers(port))
        with smtplib.SMTP("127.0.0.1", port, timeout=5) as server:
            refused = [server.sendmail("shop@bench.example", ["a@bench.example"], mail) for mail in mails * 2]
            last = server.noop()

    assert refused == [{}] * 6
    assert last[0] == 250
