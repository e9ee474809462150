"""Compiled modules that were cut off. Python takes a short write of one, on a full disk, for a whole one, and cannot load it ever after."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

import alliancectl


def taken_away(error: EOFError) -> bool:
    """Take away the compiled file that ended too soon, with any other of the program, so that they are made anew; whether that was the error."""
    path, step = None, error.__traceback__
    while step:
        path, step = step.tb_frame.f_locals.get("bytecode_path", path), step.tb_next   # of importlib, where a module is loaded
    if path is None:
        return False
    for broken in (path, *_broken()):
        with suppress(OSError):
            os.unlink(broken)
    return True


def _broken() -> Iterator[str]:
    """The compiled files of the program that cannot be read to their end."""
    import marshal
    from importlib.util import cache_from_source

    for folder, _, names in os.walk(os.path.dirname(alliancectl.__file__)):
        for name in (name for name in names if name.endswith(".py")):
            path = cache_from_source(os.path.join(folder, name))
            try:
                with open(path, "rb") as file:
                    marshal.loads(file.read()[16:])   # after its head of four words
            except OSError:
                continue   # not compiled yet
            except (EOFError, ValueError, TypeError):
                yield path
