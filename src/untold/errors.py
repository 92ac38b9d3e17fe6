"""Every error a user can meet, as one tree.

UntoldError
├── InputError      something in the input can't be read; names the place and the next step
├── UsageError      the call itself is off (exit status 2)
├── ModelError      a model is missing or is not the pinned one
└── StoreError      a project file can't be opened or is not intact
"""

from __future__ import annotations


class UntoldError(Exception):
    """The root: catch this to catch whatever Untold raises on purpose."""


class InputError(UntoldError):
    """Something in the input can't be read; the message names the place and the next step."""


class UsageError(UntoldError):
    """The call itself is off."""


class ModelError(UntoldError):
    """A model is missing or its bytes are not the pinned ones."""


class StoreError(UntoldError):
    """A project file can't be opened, or what it holds is not intact."""
