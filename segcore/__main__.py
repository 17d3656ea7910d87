"""`python -m segcore`: everything the pages can do, from a terminal."""

from __future__ import annotations

import sys

from segcore.cli.boundary import main

if __name__ == "__main__":
    sys.exit(main())
