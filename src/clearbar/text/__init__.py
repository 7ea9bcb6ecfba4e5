"""Text as such: trees of it, words, phrases, grades. Every stage may read it; it knows only the words of the model."""
