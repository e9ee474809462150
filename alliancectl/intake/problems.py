"""Every problem of a file, those of a kind told as one: thousands of rows must not bury the five causes."""

from collections.abc import Iterator
from typing import NamedTuple

from alliancectl import errors
from alliancectl.text import Text, language
from alliancectl.values.clean import visible

BUDGET = 3_500        # characters of all messages together; --json tells all
VALUES, ROWS = 8, 5   # values named of a group, rows named of a value
LONGEST = 60          # characters of a value that are shown
KEPT = 2_000          # different values kept of a group, so that memory is bounded


UNIT_SAID = Text("表上方写的是“{unit}”：", "above the table stands “{unit}”: ")
MENDS = {
    "missing-value": Text("补上；空白表示同上就加 --fill-down 列，每行都一样就加 --set 字段=值，不知道就写“不详”",
                          "fill it in; --fill-down COLUMN where a blank means “as above”, --set FIELD=VALUE where every row has the same, “unknown” where nobody knows"),
    "no-unit": Text("{said}整列的单位用 --unit {unit} 说明，或写在表头的括号里", "{said}say the unit of the column by --unit {unit}, or in brackets in its header"),
    "ambiguous-number": Text("{mend}；小数点是逗号的文件加 --decimal comma", "{mend}; --decimal comma for a file whose decimal mark is the comma"),
    "not-a-choice": Text("{mend}；或用 --replace 说明它指哪一个", "{mend}; or say by --replace which of them it means"),
}


class Place(NamedTuple):
    """Where a problem stands: the file's part in words, the column's header."""

    row: int
    column: str = ""
    value: str = ""


class _Group:
    """The problems of one column and code: its values, each with its first rows and how often; the first failure.

    Rows that lack something are one group only where they lack the same; cells of several values, where the same sign parts them.
    """

    def __init__(self, failure: errors.Failure) -> None:
        self.failure = failure
        self.values: dict[str, list[int]] = {}    # value -> [how often, first rows…]
        self.like: dict[str, str] = {}            # value -> the record it is taken for
        self.rows = self.last = 0    # how many rows, and the last of them: several cells of one are one row


class Problems:
    """What is wrong with a file, collected while it is read."""

    def __init__(self, path: str, sheet: str | None, row_word: str) -> None:
        self.path, self.sheet, self.row_word = path, sheet, row_word
        self.groups: dict[tuple[str, str, str], _Group] = {}
        self.bad_rows: set[int] = set()
        self.unit = ""         # what stands above the table as the unit of its numbers

    def __bool__(self) -> bool:
        return bool(self.groups)

    def add(self, place: Place, failure: errors.Failure) -> None:
        """One more problem; several in one failure are taken apart."""
        self.bad_rows.add(place.row)
        if isinstance(failure, errors.SeveralProblems):
            for one in failure.problems:
                self.add(place, one)
            return
        value = str(failure.slots["text"]) if isinstance(failure, errors.UnknownName | errors.NotAChoice) else place.value   # one of several in the cell
        lacking = failure.says() if isinstance(failure, errors.MissingValue | errors.SeveralInCell) else ""
        group = self.groups.setdefault((place.column, failure.code, lacking), _Group(failure))
        group.rows += place.row != group.last
        group.last = place.row
        if value in group.values or len(group.values) < KEPT:
            held = group.values.setdefault(value, [0])
            held[0] += 1
            if isinstance(failure, errors.DuplicateName | errors.NameTaken):
                group.like[value] = str(failure.slots["known"])
            if len(held) <= ROWS and place.row not in held[1:]:
                held.append(place.row)

    def failure(self, *, whole: bool) -> "errors.RowsRefused":
        """All of them as one failure; with `whole` none is left out for length."""
        told: list[errors.Failure] = []
        left, more = BUDGET, 0
        for (column, code, _), group in self.groups.items():
            problem = errors.RowProblem(code, where=self._where(column, group), reason=self._reason(group), remedy=self._mend(group.failure),
                                        file=self.path, sheet=self.sheet, column=column, count=group.rows, rows=_rows(group))
            left -= len(problem.says()) + len(problem.mend())
            if left < 0 and told and not whole:
                more += 1
                continue
            told.append(problem)
        if more:
            told.append(errors.RowProblem("more", where=self.path, reason=Text(f"还有 {more} 类问题", f"{more} more kinds of problems"),
                                          remedy=Text("全部：加 --json；或用 --skip-bad 文件 把有问题的行写出来",
                                                      "--json tells them all; --skip-bad FILE writes the rows with problems")))
        return errors.RowsRefused(told)

    def _mend(self, failure: errors.Failure) -> str:
        """What to do with a file, where that is another thing than with what was typed."""
        mend = MENDS.get(failure.code)
        unit = self.unit or Text("单位", "UNIT")()
        return mend.to(language(), mend=failure.mend(), unit=unit, said=UNIT_SAID.to(language(), unit=unit) if self.unit else "") if mend else failure.mend()

    def _where(self, column: str, group: _Group) -> str:
        zh, en = self.path, self.path
        if self.sheet:
            zh, en = f"{zh} 表“{self.sheet}”", f"{en}, sheet “{self.sheet}”"
        if len(group.values) == 1:
            rows, more = _rows(group), group.rows > len(_rows(group))
            zh += f" 第 {'、'.join(map(str, rows))} {_COUNTED[self.row_word]}" + (f"等（共 {group.rows}）" if more else "")
            en += f", {self.row_word}{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows))}" + (f" … ({group.rows} in all)" if more else "")
        if column:
            zh, en = f"{zh} “{_short(column)}”", f"{en}, “{_short(column)}”"
        return Text(zh, en)()

    def _reason(self, group: _Group) -> str:
        if len(group.values) == 1:
            value = next(iter(group.values))
            said = group.failure.says()
            return said if not value or visible(value)[:LONGEST] in visible(said) else f"“{_short(value)}” — {said}"
        return self._unknown(group) if group.failure.code == "unknown-name" else self._several(group)

    def _unknown(self, group: _Group) -> str:
        """Names that nobody knows, the most frequent first."""
        many = sorted(group.values.items(), key=lambda item: -item[1][0])
        named = [f"“{_short(value)}” ×{held[0]}" for value, held in many[:5 * VALUES]]
        zh, en = "、".join(named), ", ".join(named)
        more = len(many) > 5 * VALUES
        return Text(f"没有见过：{group.rows} {_COUNTED[self.row_word]}、{len(many)} 个值：{zh}{'……' if more else ''}",
                    f"not known: {group.rows} {self.row_word}s, {len(many)} values: {en}{' …' if more else ''}")()

    def _several(self, group: _Group) -> str:
        """Several values with one kind of problem, each with its first row; then what is wrong with the first."""
        held = [(_short(value), rows[1], group.like.get(value, "")) for value, rows in list(group.values.items())[:VALUES]]
        zh = "、".join(f"“{value}”（第 {row} {_COUNTED[self.row_word]}{'：' if like else ''}{like}）" for value, row, like in held)
        en = ", ".join(f"“{value}” ({self.row_word} {row}{': ' if like else ''}{like})" for value, row, like in held)
        more = len(group.values) > VALUES
        return Text(f"{group.rows} {_COUNTED[self.row_word]}、{len(group.values)} 个值：{zh}{'……' if more else ''}；",
                    f"{group.rows} {self.row_word}s, {len(group.values)} values: {en}{' …' if more else ''}; ")() + group.failure.says()


_COUNTED = {"row": "行", "line": "行", "item": "条"}


def _rows(group: _Group) -> list[int]:
    found = sorted(row for held in group.values.values() for row in held[1:])
    return found[:ROWS]


def _short(text: str) -> str:
    seen = visible(text[:2 * LONGEST])
    return seen if len(seen) <= LONGEST else seen[:LONGEST] + "…"


def told(problem: "errors.RowProblem") -> Iterator[tuple[str, object]]:
    """The particulars of a problem for JSON."""
    for key in ("file", "sheet", "column", "rows", "count"):
        yield key, problem.slots.get(key)
