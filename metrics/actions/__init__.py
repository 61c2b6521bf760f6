"""What we do on this floor."""
