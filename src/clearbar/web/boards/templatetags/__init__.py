"""What templates of boards need."""
