"""What privacy hold of a person or a customer: to hand it out, to erase it, to forget it in time."""
