"""What we do about what customers tell us: one verb each."""
