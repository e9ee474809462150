"""The file's registries: its units, its lists, itself, and today; what is needed to understand typed text."""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record, Ref
from alliancectl.kinds.types import Choice, Known
from alliancectl.store.records import records
from alliancectl.text import Lang, Text

if TYPE_CHECKING:
    from alliancectl.values.amount import Units


def alliance(connection: sqlite3.Connection) -> Record:
    """The body itself."""
    return records(connection, KINDS["alliance"])[0]


def language_of(connection: sqlite3.Connection) -> Lang | None:
    """The file's language."""
    row = connection.execute("SELECT language FROM alliance").fetchone()
    return row[0] if row and row[0] in ("zh", "en") else None


def known(connection: sqlite3.Connection, find: Callable[[str, str], Ref], find_existing: Callable[[str, str], Ref]) -> Known:
    """What typed text is read with: `find` resolves references, `find_existing` those to what must be there."""
    return Known(lambda: today(connection), lambda: units(connection), lambda: choices(connection), find, find_existing)


def today(connection: sqlite3.Connection | None) -> datetime.date:
    """Today in the file's time zone; ALLIANCECTL_TODAY sets it. Raises: Usage."""
    given = os.environ.get("ALLIANCECTL_TODAY")
    if given:
        try:
            return datetime.date.fromisoformat(given)
        except ValueError:
            raise errors.Usage(reason=Text(f"ALLIANCECTL_TODAY 应为 YYYY-MM-DD，而不是“{given}”",
                                           f"ALLIANCECTL_TODAY must be YYYY-MM-DD, not “{given}”"), see="alliancectl help environment") from None
    zone = connection.execute("SELECT time_zone FROM alliance").fetchone() if connection else None
    return datetime.datetime.now(_zone(zone[0] if zone else None)).date()


def day_of(connection: sqlite3.Connection, at: str) -> datetime.date:
    """The day of a moment of the log (UTC) in the file's time zone; ALLIANCECTL_TODAY comes first, as for today."""
    if os.environ.get("ALLIANCECTL_TODAY"):
        return today(connection)
    zone = connection.execute("SELECT time_zone FROM alliance").fetchone()
    return datetime.datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(_zone(zone[0] if zone else None)).date()


def end_of(connection: sqlite3.Connection, moment: datetime.datetime | datetime.date) -> str:
    """The end of a day, or a moment, of the file's time zone as the log writes moments: UTC."""
    zone = _zone((connection.execute("SELECT time_zone FROM alliance").fetchone() or (None,))[0])
    if not isinstance(moment, datetime.datetime):
        moment = datetime.datetime.combine(moment, datetime.time(), zone) + datetime.timedelta(days=1)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone) if zone else moment.astimezone()
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def units(connection: sqlite3.Connection) -> Units:
    """The file's units."""
    from alliancectl.values.amount import units_from

    spelled = _spellings(connection, "unit")
    return units_from(
        {"key": key, "family": family, "factor": factor, "zh": zh, "en": en, "spellings": spelled.get(row, ())}
        for row, key, family, factor, zh, en in connection.execute(
            "SELECT id, key, family, factor, zh, en FROM unit WHERE removed IS NULL ORDER BY id"))


def choices(connection: sqlite3.Connection) -> dict[str, tuple[Choice, ...]]:
    """The file's lists, each in its order."""
    spelled = _spellings(connection, "choice")
    lists: dict[str, tuple[Choice, ...]] = {}
    for row, name, key, zh, en in connection.execute(
            "SELECT id, list, key, zh, en FROM choice WHERE removed IS NULL ORDER BY list, position IS NULL, position, id"):
        lists[name] = (*lists.get(name, ()), Choice(key, Text(zh, en), tuple(spelled.get(row, ()))))
    return lists


def _spellings(connection: sqlite3.Connection, kind: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row, word in connection.execute(f"SELECT {kind}, spelling FROM {kind}_spelling WHERE removed IS NULL ORDER BY id"):
        found.setdefault(row, []).append(word)
    return found


def _zone(name: str | None) -> datetime.tzinfo | None:
    """The time zone of that name; the machine's own where its database lacks it."""
    if not name:
        return None
    try:
        from zoneinfo import ZoneInfo

        return ZoneInfo(name)
    except Exception:   # zoneinfo raises several kinds for a missing or broken database
        return None
