"""What templates of practice need."""
