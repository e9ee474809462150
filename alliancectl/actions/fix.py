"""What has one safe answer, given: as one operation that `undo` takes back. Missing triggers and indexes are no records and stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from alliancectl.kinds import KINDS
from alliancectl.kinds.finding import Finding
from alliancectl.store import integrity, outside, records
from alliancectl.store.history import Change


def fix(now: Change, findings: Iterable[Finding]) -> list[str]:
    """Mend the findings about records that have one safe answer; returns their codes, once each."""
    mended = []
    for code, mend in MENDS.items():
        if any(_mends(finding, code) for finding in findings):
            mend(now, (finding for finding in findings if _mends(finding, code)))
            mended.append(code)
    return mended


def _mends(finding: Finding, code: str) -> bool:
    return finding.safe and finding.code == code


def fix_schema(path: str, findings: Iterable[Finding], wait: float) -> list[str]:
    """Write missing or changed indexes, triggers and views anew, where that was found; returns their names."""
    return integrity.mend_schema(path, wait) if any(finding.safe and finding.code == "integrity" for finding in findings) else []


def migrate(path: str, findings: Iterable[Finding], keep: int, wait: float, once_kept: Callable[[], None]) -> str | None:
    """Bring a file of an earlier format to this one, where that was found; returns where the copy made before lies. `once_kept` as there."""
    if not any(finding.code == "schema-old" for finding in findings):
        return None
    from alliancectl.store.migrate import migrate

    return migrate(path, keep=keep, wait=wait, once_kept=once_kept).path


def _adopt(now: Change, findings: Iterable[Finding]) -> None:
    outside.adopt(now)


def _remove_copies(now: Change, findings: Iterable[Finding]) -> None:
    for finding in findings:
        copy = records.record(now.connection, KINDS["capacity"], int(finding.record[1:]))
        if copy and copy.removed is None:
            records.remove(now, copy)


MENDS: dict[str, Callable[[Change, Iterable[Finding]], None]] = {"outside-writes": _adopt, "duplicate-claim": _remove_copies}
