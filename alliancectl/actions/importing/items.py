"""What an import has read and will write: one item a record, or a block of claims."""

from typing import Any, NamedTuple


class New(NamedTuple):
    """A record that is to be added, under its own number where the file gives one."""

    row: int
    values: dict[str, Any]
    number: int | None


class Edited(NamedTuple):
    """What a row says otherwise of a record that is there."""

    row: int
    number: int
    values: dict[str, Any]


class Many(NamedTuple):
    """So many new claims from that row on, as `marshal` keeps a `bulk.Claims`."""

    row: int
    many: int
    claims: bytes


class Refused(NamedTuple):
    """A row with problems, as it came."""

    row: int
    header: tuple[str, ...]
    cells: list[Any]


Item = New | Edited | Many
