"""What programs may ask about what customers tell us, and tell us of it. Same actions as the pages."""
