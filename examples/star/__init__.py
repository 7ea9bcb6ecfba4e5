"""The STAR corpus as an example: a book for its tasks, and a converter of its dialogues to conversations."""
