"""First floor: what we say to customers. Nothing lives here yet."""
