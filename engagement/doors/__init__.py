"""The doors of this floor, noun by noun."""
