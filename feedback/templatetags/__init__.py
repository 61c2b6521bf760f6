"""What the templates of this floor may say."""
