"""The checks of the linter, one promise each. Pure: they look at a sheet and say what they find."""
