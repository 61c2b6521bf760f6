"""What customers go through, from first contact to advocacy."""
