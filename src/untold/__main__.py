"""``python -m untold`` is ``untold``."""

from __future__ import annotations

from untold.cli import main

if __name__ == "__main__":
    main()
