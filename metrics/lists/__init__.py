"""A saved list in numbers, beside everybody else."""
