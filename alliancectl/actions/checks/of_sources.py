"""Checks of what the records rest on: sources, their files, dates, and what was promised at visits."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from alliancectl.actions import source_file
from alliancectl.actions.checks import Asked, command
from alliancectl.kinds.finding import Finding
from alliancectl.kinds.publication import is_suspicious
from alliancectl.kinds.record import Record
from alliancectl.store.ask import checked, problems
from alliancectl.text import Text
from alliancectl.values.when import When


def no_source(asked: Asked) -> Iterator[Finding]:
    """`no-source`: claims that nobody states."""
    for claim in checked.without_source(asked.connection):
        yield Finding("no-source", "warning", claim.code, Text(f"{_said(claim)} 没有来源", f"{_said(claim)} has no source"),
                      command("cite", claim.code, "SOURCE"))


def undated(asked: Asked) -> Iterator[Finding]:
    """`undated`: visits and claims that are counted in no year."""
    for visit in checked.undated_visits(asked.connection):
        yield Finding("undated", "warning", visit.code, Text(
            f"{_said(visit)} 年份不详，不计入任何年度", f"the year of {_said(visit)} is unknown: it counts in none"),
            command("visit", "edit", visit.code, "--set", f"date={_with_a_year(visit['date'])}", "--note", "REASON"))
    for claim in checked.undated_claims(asked.connection):
        yield Finding("undated", "warning", claim.code, Text(
            f"{_said(claim)} 不知截至哪一年", f"nobody knows as of which year {_said(claim)} is"),
            command("capacity", "edit", claim.code, "--set", f"as_of={_with_a_year(claim['as_of'])}"))


def duplicate_visit(asked: Asked) -> Iterator[Finding]:
    """`duplicate-visit`: a visit with the day, direction, visitor, members and subject of another; both are counted."""
    for visit, first in checked.repeated_visits(asked.connection):
        yield Finding("duplicate-visit", "warning", visit.code, Text(
            f"{_said(visit)} 与 {first} 重复，两次都计入", f"{_said(visit)} repeats {first}, and both are counted"),
            command("visit", "remove", visit.code))


def _with_a_year(date: When | None) -> str:
    """The date as it is to be typed, YEAR in the place of what is missing."""
    return date.canonical.replace("XXXX", "YEAR") if date and date.canonical.startswith("XXXX") else "YEAR"


def year_suspicious(asked: Asked) -> Iterator[Finding]:
    """`year-suspicious`: a year that only the publication date of the only source can have given."""
    for found in problems.of_the_year_of_publication(asked.connection):
        if is_suspicious(found):
            unsure = "XXXX" + found.date.canonical[4:] if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", found.date.canonical) else "unknown"
            yield Finding("year-suspicious", "warning", found.code, Text(
                f"{found.code} 的年份 {found.year} 只见于来源的发布日期（{found.published.canonical}）",
                f"the year {found.year} of {found.code} stands only in the publication date of its source ({found.published.canonical})"),
                command(found.kind, "edit", found.code, "--set", f"{found.field}={unsure}"))


def source_file_missing(asked: Asked) -> Iterator[Finding]:
    """`source-file-missing`: the file that a source names is not there."""
    for source in checked.cited_files(asked.connection):
        if not os.path.isfile(_place(asked, source)):
            yield Finding("source-file-missing", "warning", source.code, Text(
                f"{_said(source)} 的文件不在原处：{source['file']}", f"the file of {_said(source)} is not there: {source['file']}"),
                command("source", "edit", source.code, "--set", "file=", "--set", "sha256="))


def source_file_changed(asked: Asked) -> Iterator[Finding]:
    """`source-file-changed`: the file that a source names is no longer the one that was cited."""
    for source in checked.cited_files(asked.connection):
        wanted, path = source["sha256"], _place(asked, source)
        found = source_file.digest(path) if wanted else None
        if found and found != wanted.lower():
            yield Finding("source-file-changed", "warning", source.code, Text(
                f"{_said(source)} 的文件与引用时不同：{source['file']}",
                f"the file of {_said(source)} is not what it was when cited: {source['file']}"),
                command("source", "edit", source.code, "--set", f"sha256={found}"))


def _place(asked: Asked, source: Record) -> str:
    return source_file.place(asked.path, str(source["file"]))


def follow_up_overdue(asked: Asked) -> Iterator[Finding]:
    """`follow-up-overdue`: open after the day it was due."""
    for item in checked.overdue(asked.connection, asked.today.isoformat()):
        yield Finding("follow-up-overdue", "notice", item.code, Text(
            f"{_said(item)} 应于 {item['due'].canonical} 办结，尚未办结", f"{_said(item)} was due {item['due'].canonical} and is still open"),
            command("follow-up", "done", item.code))


def _said(record: Record) -> str:
    return record.kind.said(record)
