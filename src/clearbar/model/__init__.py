"""The words: frozen values and enums that every other room speaks in. Standard library only."""
