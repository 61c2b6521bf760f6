"""What people see of what customers tell us."""
