"""The signature is the one of Standard Webhooks: its own example, and ours in the docs."""

from engagement.webhooks.signature import new_secret, signed_headers


def test_the_example_of_the_standard():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    headers = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [secret])

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secrets_are_long_and_never_the_same():
    first, second = new_secret(), new_secret()

    assert (len(first), first != second) == (50, True)
