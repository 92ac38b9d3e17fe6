"""How every number that ships was trained: one command, `python -m training`, repeatable."""
