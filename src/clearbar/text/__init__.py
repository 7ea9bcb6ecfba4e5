"""Text as such: trees of it, words, phrases, grades, names of time zones. Every stage may read it; it knows only the
words of the model."""
