"""Where the program starts: ``alliancectl`` and ``python -m alliancectl``."""

from __future__ import annotations

import os
import sys


def run() -> None:
    """Run the command line of this process and end it with the command's exit code; a shell that asks what may be typed is answered first."""
    shell = os.environ.get("_ALLIANCECTL_COMPLETE")
    if shell:
        from alliancectl.cli.complete import answer

        answer(shell)
        sys.exit(0)
    import gc

    # A short command makes hundreds of thousands of objects that live to its end: looking for garbage among them, at every few
    # hundred and once more at the exit, costs a fifth of its time. A long one still collects, each fifty thousand.
    gc.set_threshold(50_000, 20, 100)
    try:
        from alliancectl.cli.run import main

        code = main(sys.argv[1:])
    except KeyboardInterrupt:   # before the program was loaded
        code = 130
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    run()
