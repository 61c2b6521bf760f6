"""What programs may ask about what we say to customers, and tell us of it. Same actions as the pages."""
