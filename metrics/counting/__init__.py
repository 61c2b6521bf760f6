"""How figures are counted: set-based, in the database. What is asked of it stands here, noun by noun."""
