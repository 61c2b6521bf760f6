"""What programs may ask about customers and tell us of them. Same actions as the pages, same cleaning."""
