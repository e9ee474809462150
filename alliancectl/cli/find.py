"""find: one search over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliancectl import errors
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 50   # hits that are shown to people; whoever wants to work with all of them asks for data


def find() -> Command:
    """`find WORDS...`: records of any kind in which all the words are found, the best first."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.render import DATA
        from alliancectl.reports.found import every, found
        from alliancectl.store.hits import Hits

        words = [word for word in values["words"] or () if word.strip()]
        if not words:
            raise errors.NothingToFind()
        with run.reading() as connection:
            hits = Hits(connection, words)
            if run.form in (*DATA, "xlsx"):
                run.show(every(hits, words))
                return
            best, count = hits.best(MOST), len(hits)
        run.show(found(best, words))
        if count > len(best):
            run.say(_more(count, len(best), words, run.db_option).to(run.lang))

    words = Param("words", Text("要找的词：名称、别名、拼音、主题、备注、原文", "words: names, aliases, pinyin, subjects, notes, quotes"),
                  many=True, metavar="WORDS...")
    return Command(Text("在所有记录中查找", "search everything"), run, (words,),
                   examples=(Text("alliancectl find 巨化", "alliancectl find juhua"), "alliancectl find jhjt", Text("alliancectl find 科学技术厅 评价", "alliancectl find PVDC return")))


def _more(count: int, shown: int, words: Sequence[str], db: str) -> Text:
    """What is said where not all that was found is shown."""
    import shlex

    said = " ".join(word if word.isalnum() else shlex.quote(word) for word in words)
    again = f"alliancectl find --format csv{db} {'-- ' if any(word.startswith('-') for word in words) else ''}{said}"
    return Text(f"共找到 {count:,} 条，这里是最前面的 {shown} 条；再加一个词可以缩小范围，全部：{again}",
                f"{count:,} found, the best {shown} shown; one more word narrows it down, all of them: {again}")
