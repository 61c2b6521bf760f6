"""Second floor: what customers tell us."""
