"""The roof: it knows every floor, and no floor knows it."""
