"""The certificate of `make run LAN=1`: an authority of the shop's own, which a tablet trusts once.

The authority may sign only for private addresses and this machine's names, so that trusting it gives
nobody, not even a thief of its key, a way to pose as a bank.
"""

import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from crm.embedded.addresses import PRIVATE_NETWORKS

AUTHORITY_YEARS = 10
# Tablets refuse certificates that run for more than 398 days.
CERTIFICATE_DAYS = 390
RENEW_DAYS_BEFORE_END = 30

Key = ec.EllipticCurvePrivateKey


def make_certificate(folder: Path, names: tuple[str, ...], *, now: datetime | None = None) -> None:
    """ca.pem, shop.pem and shop-key.pem in `folder`; made anew only when names change or the end is near."""
    now = now or datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not is_authority_good(folder / "ca.pem", names, now=now):
        write_authority(folder, names, now=now)
        (folder / "shop.pem").unlink(missing_ok=True)
    if not is_certificate_good(folder / "shop.pem", names, now=now):
        write_certificate(folder, names, now=now)


def read(path: Path) -> x509.Certificate | None:
    """The certificate in a file, when there is one."""
    return x509.load_pem_x509_certificate(path.read_bytes()) if path.exists() else None


def is_authority_good(path: Path, names: tuple[str, ...], *, now: datetime) -> bool:
    """It lasts, and it may sign for all these names."""
    authority = read(path)
    if not authority or authority.not_valid_after_utc < now + timedelta(
        days=CERTIFICATE_DAYS + RENEW_DAYS_BEFORE_END
    ):
        return False
    permitted = (
        authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    )
    return set(host_names(names)) <= {name.value for name in permitted if isinstance(name, x509.DNSName)}


def is_certificate_good(path: Path, names: tuple[str, ...], *, now: datetime) -> bool:
    """It lasts, and it carries exactly these names."""
    certificate = read(path)
    if not certificate or certificate.not_valid_after_utc < now + timedelta(days=RENEW_DAYS_BEFORE_END):
        return False
    carried = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(carried) == set(general_names(names))


def write_authority(folder: Path, names: tuple[str, ...], *, now: datetime) -> None:
    """A new authority and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Regulars shop authority {now:%Y-%m-%d}")])
    builder = begin(name, name, key, now=now, days=365 * AUTHORITY_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(key_usage(is_authority=True), critical=True)
    builder = builder.add_extension(x509.NameConstraints(permitted(names), None), critical=True)
    write_private(folder / "ca-key.pem", key)
    (folder / "ca.pem").write_bytes(
        builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )


def write_certificate(folder: Path, names: tuple[str, ...], *, now: datetime) -> None:
    """A new certificate for the web server, signed by the authority."""
    authority = read(folder / "ca.pem")
    signer = serialization.load_pem_private_key((folder / "ca-key.pem").read_bytes(), None)
    if not authority or not isinstance(signer, Key):
        raise ValueError(f"{folder} holds no authority of ours")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Regulars")])
    builder = begin(subject, authority.subject, key, now=now, days=CERTIFICATE_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(x509.SubjectAlternativeName(general_names(names)), critical=False)
    builder = builder.add_extension(key_usage(is_authority=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    builder = builder.add_extension(issuer, critical=False)
    write_private(folder / "shop-key.pem", key)
    (folder / "shop.pem").write_bytes(
        builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )


def begin(
    subject: x509.Name, issuer: x509.Name, key: Key, *, now: datetime, days: int
) -> x509.CertificateBuilder:
    """What authority and certificate have in common."""
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    # A tablet's clock may be a little behind ours.
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=days))
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def key_usage(*, is_authority: bool) -> x509.KeyUsage:
    """An authority signs certificates; a server proves itself."""
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def permitted(names: tuple[str, ...]) -> list[x509.GeneralName]:
    """Private networks and this machine's names: all that the authority may ever sign for."""
    networks = [x509.IPAddress(ipaddress.ip_network(network)) for network in PRIVATE_NETWORKS]
    return [*networks, *[x509.DNSName(name) for name in host_names(names)]]


def general_names(names: tuple[str, ...]) -> list[x509.GeneralName]:
    """Names and addresses, each as what it is."""
    words = host_names(names)
    addresses = [x509.IPAddress(ipaddress.ip_address(name)) for name in names if name not in words]
    return [*[x509.DNSName(word) for word in words], *addresses]


def host_names(names: tuple[str, ...]) -> list[str]:
    """Those that are words and not addresses."""
    return [name for name in names if not name.replace(".", "").isdigit()]


def write_private(path: Path, key: Key) -> None:
    """A key that only we can read."""
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(pem)
