"""Putting two customers together: what becomes of each row that hangs on them, and how it is taken back."""
