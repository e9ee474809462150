"""Every problem in one run, the most serious first; a damaged file is a finding, not a crash."""

import datetime
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from alliancectl import errors
from alliancectl.actions.checks import Asked, of_claims, of_file, of_names, of_sources
from alliancectl.kinds.finding import SEVERITIES, Finding, Severity
from alliancectl.kinds.levels import STALE_YEARS
from alliancectl.store import integrity, known
from alliancectl.store.file import WAIT, reading
from alliancectl.store.findings import Findings
from alliancectl.store.schema import VERSION
from alliancectl.text import Text

OF_ANY_FORMAT = ("integrity", "schema-old", "cloud-folder")   # codes that need not know what the columns are


Find = Callable[[Asked], Iterator[Finding]]


class Check(NamedTuple):
    """One code: what it looks for, in a few words, and what finds it. What finds several codes is asked once."""

    about: Text
    find: Find


CHECKS: dict[str, Check] = {
    "integrity": Check(Text("文件完好：数据页、引用、表结构", "the file is sound: pages, references, schema"), of_file.integrity_of),
    "history-broken": Check(Text("历史未被篡改", "the history was not tampered with"), of_file.history_broken),
    "schema-old": Check(Text("文件格式是最新的", "the file has the latest format"), of_file.schema_old),
    "unit-unknown": Check(Text("单位都在单位表里", "every unit is in the table of units"), of_claims.unit_unknown),
    "membership-overlap": Check(Text("成员资格不重叠", "no memberships of one member overlap"), of_names.membership_overlap),
    "conflict-open": Check(Text("互相矛盾的产能", "claims that contradict each other"), of_claims.contradictions),
    "held-back": Check(Text("采用的产能挡住了后来的数据", "later claims that a preferred one holds back"), of_claims.held_back),
    "level-mismatch": Check(Text("整体与部分之和不符", "a whole that is not the sum of its parts"), of_claims.contradictions),
    "year-suspicious": Check(Text("年份只来自来源的发布日期", "a year taken from a publication date"), of_sources.year_suspicious),
    "undated": Check(Text("没有年份", "no year"), of_sources.undated),
    "no-source": Check(Text("没有来源", "no source"), of_sources.no_source),
    "duplicate-name": Check(Text("可能重复的名称", "names that are nearly the same"), of_names.duplicate_name),
    "duplicate-claim": Check(Text("重复的产能记录", "claims recorded twice"), of_claims.duplicate_claim),
    "duplicate-visit": Check(Text("重复的走访", "visits recorded twice"), of_sources.duplicate_visit),
    "source-file-missing": Check(Text("来源的文件不在原处", "a source's file is gone"), of_sources.source_file_missing),
    "source-file-changed": Check(Text("来源的文件变了", "a source's file has changed"), of_sources.source_file_changed),
    "cloud-folder": Check(Text("文件在网盘同步文件夹里", "the file lies in a synchronised folder"), of_file.cloud_folder),
    "outside-writes": Check(Text("被别的程序写过", "another program wrote to the file"), of_file.outside_writes),
    "outside-membership": Check(Text("当时还不是成员", "of an organisation that was no member then"), of_names.outside_membership),
    "follow-up-overdue": Check(Text("逾期未办结", "follow-ups overdue"), of_sources.follow_up_overdue),
    "stale": Check(Text("数据陈旧", "figures grown old"), of_claims.stale),
}


def check(path: str, codes: Sequence[str] = (), about: Sequence[str] = (), *, years: int = STALE_YEARS, shelter: str = "",
          wait: float = WAIT) -> Findings:
    """The findings of these codes (all when none is given) that name one of these ids (any), the most serious first. The file is not changed.

    Raises: UnknownCheck; NoFile, ForeignFile, NewerFile, FileBusy for what cannot be checked at all.
    """
    wanted = _wanted(codes)
    found = Findings()
    try:
        with reading(path, wait, older=True) as connection:
            older = integrity.version(connection) < VERSION
            asked = Asked(connection, path, known.today(None) if older else _today(connection), years, shelter, {})
            _look(asked, [code for code in wanted if code in OF_ANY_FORMAT or not older], frozenset(about), found)
    except errors.DamagedFile as failure:
        found.clear()
        found.put(0, of_file.damaged(path, failure))
    except BaseException:
        found.close()
        raise
    return found


def serious(findings: Findings, least: Severity) -> bool:
    """Whether a finding is at least that serious."""
    return any(number for severity, number in findings.counts().items() if SEVERITIES.index(severity) <= SEVERITIES.index(least))


def _wanted(codes: Sequence[str]) -> list[str]:
    for code in codes:
        if code not in CHECKS:
            raise errors.UnknownCheck(text=code, known=", ".join(CHECKS))
    return [code for code in CHECKS if code in codes or not codes]


def _today(connection: sqlite3.Connection) -> datetime.date:
    """Today in the file's time zone; on this machine where a damaged file does not say."""
    try:
        return known.today(connection)
    except (ValueError, TypeError, LookupError):
        return known.today(None)


def _look(asked: Asked, wanted: Sequence[str], about: frozenset[str], found: Findings) -> None:
    """Put all findings aside. What a check cannot make sense of is damage where the file is damaged, and a defect of ours elsewhere."""
    def put(place: int | None, finding: Finding) -> None:
        if place is not None and (not about or finding.names() & about):
            found.put(place, finding)

    broken = False
    for find, places in _finders(wanted).items():
        try:
            for finding in find(asked):
                broken = broken or (finding.code in ("integrity", "history-broken") and finding.severity == "error")
                put(places.get(finding.code), finding)
        except Exception as error:
            if not broken and not _is_damaged(asked):
                raise
            broken = True
            for code, place in places.items():
                found.forget(place)
                put(place, of_file.unreadable(asked.path, code, error))


def _finders(wanted: Sequence[str]) -> dict[Find, dict[str, int]]:
    """What finds these codes, with their places."""
    found: dict[Find, dict[str, int]] = {}
    for place, code in enumerate(wanted):
        found.setdefault(CHECKS[code].find, {})[code] = place
    return found


def _is_damaged(asked: Asked) -> bool:
    """Whether the file itself is at fault."""
    try:
        return any(finding.severity == "error" for find in (of_file.integrity_of, of_file.history_broken) for finding in find(asked))
    except Exception:   # what cannot be read is damaged; the finding names the check that met it
        return True
