"""Where the program starts: ``alliancectl`` and ``python -m alliancectl``."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line of this process and end it with the command's exit code."""
    from alliancectl.cli.run import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
