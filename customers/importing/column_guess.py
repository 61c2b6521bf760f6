"""Which column means what, by what files call it."""

from collections.abc import Sequence

from customers.importing.fields import Field, header_key


def guess_mapping(headers: Sequence[str], fields: Sequence[Field]) -> dict[str, str]:
    """{header: field key} where a header is known; the first column wins where only one may."""
    by_name = {name: field for field in reversed(fields) for name in field.names.split()}
    if "netsales" in map(header_key, headers):
        by_name.pop("grosssales", None)  # before discounts: nobody paid that
    if "state" in by_name and by_name["state"].key == "order_status" and _has_addresses(headers):
        del by_name["state"]
    mapping: dict[str, str] = {}
    for header in headers:
        field = by_name.get(header_key(header)) or by_name.get(header_key(header.partition(" (")[0]))
        if field and (field.may_repeat or field.key not in mapping.values()):
            mapping[header] = field.key
    return _family_names(mapping)


def _has_addresses(headers: Sequence[str]) -> bool:
    """Beside a town or a postcode, "State" is where somebody lives."""
    telling = {"city", "town", "zip", "zipcode", "postcode", "postalcode", "address", "street", "country"}
    return not telling.isdisjoint(map(header_key, headers))


def _family_names(mapping: dict[str, str]) -> dict[str, str]:
    """Beside a first name and without a last one, "Name" is the last name."""
    found = set(mapping.values())
    if "given_name" not in found or "family_name" in found:
        return mapping
    return {header: "family_name" if key == "full_name" else key for header, key in mapping.items()}
