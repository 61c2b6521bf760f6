"""The demo shop: a small gift and book shop that touches every floor."""
