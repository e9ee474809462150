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
    # hundred, costs a twentieth of its time. A long one still collects, each fifty thousand.
    gc.set_threshold(50_000, 20, 100)
    try:
        from alliancectl.cli.run import main

        code = main(sys.argv[1:])
    except KeyboardInterrupt:   # before the program was loaded
        code = 130
    _leave(code)


def _leave(code: int) -> None:
    """End the process at once: all that is left to do is to take its memory apart, object by object, which costs a fortieth of a report."""
    from contextlib import suppress

    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError, KeyboardInterrupt):   # those of stdout were told (cli/run.py)
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
