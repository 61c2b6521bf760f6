"""Third floor: what it all adds up to. Nothing lives here yet."""
