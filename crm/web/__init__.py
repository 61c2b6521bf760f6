"""Foundation: how a page answers. It knows no floor."""
