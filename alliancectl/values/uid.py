"""Globally unique ids (UUIDv7, RFC 9562): sortable by time, so that two files can be merged one day."""

from __future__ import annotations

import os
import time


def uuid7() -> str:
    """A new UUIDv7 of this moment."""
    return _written(time.time_ns() // 1_000_000, os.urandom(10))


def derived(operation: str, kind: str, record: int) -> str:
    """The UUIDv7 of a record: its operation's time, and bits that follow from the operation, the kind and the id.

    So a million records of one import cost no million stored ids, and still no two records anywhere share one.
    """
    import hashlib

    bits = hashlib.sha256(f"{operation}/{kind}/{record}".encode()).digest()[:10]
    return _written(int(operation.replace("-", "")[:12], 16), bits)


def _written(milliseconds: int, bits: bytes) -> str:
    number = milliseconds << 80 | int.from_bytes(bits, "big")
    number = number & ~(0xF << 76) | 0x7 << 76      # version 7
    number = number & ~(0x3 << 62) | 0x2 << 62      # variant of RFC 9562
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
