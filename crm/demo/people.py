"""Who works in the demo shop. Their passwords are public, so they never serve the network."""

PASSWORD = "a friendly little shop"  # noqa: S105 - public on purpose

SIGN_INS = (
    ("owner", "olga@demo.example"),
    ("staff", "mira@demo.example"),
)
