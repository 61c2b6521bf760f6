"""What people may type about what customers tell us."""
