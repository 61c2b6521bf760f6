"""The shop's own authority: trusted once, good for the shop's own names and nothing else."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from crm.embedded.addresses import is_private_address
from crm.embedded.certificate import make_certificate, read, write_certificate

NAMES = ("127.0.0.1", "localhost", "192.168.1.20", "till", "till.local")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_certificate(tmp_path / "lan", NAMES)
    return tmp_path / "lan"


def shake_hands(folder: Path, *, asked_as: str) -> None:
    """A TLS handshake in memory, as a tablet that trusts the authority would do it."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "shop.pem", folder / "shop-key.pem")
    client = ssl.create_default_context(cafile=folder / "ca.pem")
    here, there = socket.socketpair()
    with here, there:
        answering = threading.Thread(target=answer, args=(server, there))
        answering.start()
        try:
            client.wrap_socket(here, server_hostname=asked_as).close()
        finally:
            here.close()
            answering.join()


def answer(server: ssl.SSLContext, there: socket.socket) -> None:
    try:
        server.wrap_socket(there, server_side=True).close()
    except OSError:
        there.close()


@pytest.mark.parametrize("name", NAMES)
def test_certificate_is_good_for_every_name(folder: Path, name: str) -> None:
    shake_hands(folder, asked_as=name)


@pytest.mark.parametrize("name", ["bank.example", "192.168.1.21"])
def test_certificate_is_good_for_no_other_name(folder: Path, name: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(folder, asked_as=name)


def test_authority_may_not_sign_for_the_world(folder: Path) -> None:
    (folder / "shop.pem").unlink()
    authority = (folder / "ca.pem").read_bytes()
    write_certificate(folder, ("bank.example",), now=datetime.now(UTC))

    assert (folder / "ca.pem").read_bytes() == authority
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(folder, asked_as="bank.example")


def test_make_certificate_again_keeps_both(folder: Path) -> None:
    before = [(folder / name).read_bytes() for name in ("ca.pem", "shop.pem")]

    make_certificate(folder, NAMES)

    assert [(folder / name).read_bytes() for name in ("ca.pem", "shop.pem")] == before


def test_make_certificate_for_a_new_address_keeps_the_authority_that_tablets_trust(folder: Path) -> None:
    authority = (folder / "ca.pem").read_bytes()

    make_certificate(folder, (*NAMES, "10.0.0.7"))

    assert (folder / "ca.pem").read_bytes() == authority
    shake_hands(folder, asked_as="10.0.0.7")


def test_make_certificate_renews_before_the_end(folder: Path) -> None:
    later = datetime.now(UTC) + timedelta(days=365)

    make_certificate(folder, NAMES, now=later)

    certificate = read(folder / "shop.pem")
    assert certificate
    assert certificate.not_valid_after_utc > later + timedelta(days=300)


def test_certificate_lasts_no_longer_than_tablets_accept(folder: Path) -> None:
    certificate = read(folder / "shop.pem")

    assert certificate
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc < timedelta(days=398)


def test_keys_are_for_us_alone(folder: Path) -> None:
    assert {(folder / name).stat().st_mode & 0o777 for name in ("ca-key.pem", "shop-key.pem")} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("address", "is_private"),
    [
        ("192.168.0.1", True),
        ("10.1.2.3", True),
        ("172.31.0.1", True),
        ("127.0.0.1", False),
        ("8.8.8.8", False),
    ],
)
def test_is_private_address(address: str, is_private: bool) -> None:
    assert is_private_address(address) == is_private


def test_certificate_is_never_signed_with_a_key_that_is_not_ours(folder: Path) -> None:
    strange = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = strange.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "ca-key.pem").write_bytes(pem)

    with pytest.raises(ValueError, match="holds no authority of ours"):
        write_certificate(folder, NAMES, now=datetime.now(UTC))
