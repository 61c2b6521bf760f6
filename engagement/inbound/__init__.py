"""Reading mail that comes in: what it is, what it says itself, which of ours it is about. Pure."""
