"""What is settled and waits to be written: in a temporary file once it is more than memory should hold."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")
IN_MEMORY = 1_000_000   # bytes


class Spool(Generic[T]):
    """A list that does not grow in memory: `append`, then iterate, once or often. Only this process ever reads it."""

    def __init__(self) -> None:
        self._file: Any = tempfile.SpooledTemporaryFile(IN_MEMORY)   # noqa: SIM115 (it lives as long as the spool)
        self.count = 0

    def append(self, item: T) -> None:
        """One more item."""
        pickle.dump(item, self._file, pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def __iter__(self) -> Iterator[T]:
        self._file.seek(0)
        for _ in range(self.count):
            yield pickle.load(self._file)

    def __len__(self) -> int:
        return self.count
