"""What is outside, and what is near and only looks far away (S35)."""

import pytest

from crm.web.outside import NotOutside, is_outside, outside

NEAR = (
    *(
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.7",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
    ),
    *(
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
    ),
    *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::1"),
    # Networks of a site, and of those that turn one version into the other; nobody has given out the rest.
    *("fec0::1", "64:ff9b:1::7f00:1", "::ffff:0:7f00:1", "5f00::1", "4000::1"),
)


@pytest.mark.parametrize("place", NEAR)
def test_near_places_are_not_outside(place):
    assert not is_outside(place)


@pytest.mark.parametrize("place", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_the_open_internet_is_outside(place):
    assert is_outside(place)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "::1", "169.254.169.254"])
def test_nobody_is_asked_inside_our_own_network(name):
    """However it is written: the machine that connects reads it in the same way."""
    with pytest.raises(NotOutside):
        outside(name, 80)
