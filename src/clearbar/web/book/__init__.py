"""Book: drafts and published versions of the written standards."""
