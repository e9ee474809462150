"""Typer's classes of commands and parameters, without the front that reads them from functions.

Decision: `import typer` loads that front too (typer.main and all it needs: signatures, completion by child processes, paths), which
costs a seventh of a short command and is not used here, since the application is put together from typer.core. While typer.core is loaded, an
empty package stands in for `typer`; whoever imports `typer` afterwards gets its front too. Every Typer that the project allows can be loaded so.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from types import ModuleType


def _without_front() -> None:
    """Load typer.core, and no other part of Typer that it does not need."""
    spec = None if "typer" in sys.modules else PathFinder.find_spec("typer")
    if spec is None or spec.submodule_search_locations is None:
        return   # loaded already, or not installed in folders: the ordinary import below knows what to do or say
    empty = sys.modules["typer"] = ModuleType("typer")
    empty.__path__, empty.__spec__ = spec.submodule_search_locations, spec
    try:
        __import__("typer.core")
    finally:
        del sys.modules["typer"]


_without_front()
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption  # noqa: E402 (what is imported has to stand in first)

__all__ = ["TyperArgument", "TyperCommand", "TyperGroup", "TyperOption"]
