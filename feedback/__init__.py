"""Second floor: what customers tell us. Nothing lives here yet."""
