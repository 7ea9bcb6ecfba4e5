"""Practice: nobody performs a standard that they were never shown or never practised."""
