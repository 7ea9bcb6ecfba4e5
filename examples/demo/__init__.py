"""An invented chain of opticians whose truth is known: its book, its customers, and what is hidden in them."""
