"""Connecting a tablet to a shop that listens on the network."""

import pytest


@pytest.fixture
def on_the_network(settings, tmp_path):
    settings.STATE_DIR, settings.IS_HTTPS, settings.PUBLIC_URL = tmp_path, True, "https://192.168.1.20:8000"
    (tmp_path / "lan").mkdir()
    (tmp_path / "lan" / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\n")


def test_trust_shows_the_address_as_words_and_as_a_code(client, shop, on_the_network):
    page = client.get("/trust/").content.decode()

    assert "https://192.168.1.20:8000/trust/" in page
    assert 'src="data:image/svg+xml' in page


def test_trust_hands_out_the_certificate_and_nothing_else(client, shop, on_the_network):
    answer = client.get("/trust/certificate/")

    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert b"".join(answer.streaming_content).startswith(b"-----BEGIN CERTIFICATE-----")


@pytest.mark.parametrize("address", ["/trust/", "/trust/certificate/"])
def test_trust_is_not_there_while_the_shop_keeps_to_itself(client, shop, address):
    assert client.get(address).status_code == 404
