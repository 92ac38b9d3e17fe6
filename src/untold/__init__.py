"""Untold: what each outlet told about an event, and what it left untold."""

__version__ = "0.1.0"
