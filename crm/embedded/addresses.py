"""Which addresses belong to a shop's own network."""

import ipaddress

PRIVATE_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")


def is_private_address(address: str) -> bool:
    """On a shop's own network, and not merely this machine talking to itself."""
    found = ipaddress.ip_address(address)
    return not found.is_loopback and any(
        found in ipaddress.ip_network(network) for network in PRIVATE_NETWORKS
    )
