"""First floor: what we say to customers."""
