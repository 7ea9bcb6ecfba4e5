"""What comes by itself."""
