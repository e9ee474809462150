"""find: one search over everything."""

from __future__ import annotations

from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.errors import NothingToFind
from alliancectl.text import Text


def find() -> Command:
    """`find WORDS...`: records of any kind in which all the words are found, the best first."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.reports.found import found
        from alliancectl.store.hits import hits

        words = [word for word in values["words"] or () if word.strip()]
        if not words:
            raise NothingToFind()
        with run.reading() as connection:
            report = found(hits(connection, words), words)
        run.show(report)

    words = Param("words", Text("要找的词：名称、别名、拼音、主题、备注、原文", "words: names, aliases, pinyin, subjects, notes, quotes"),
                  many=True, metavar="WORDS...")
    return Command(Text("在所有记录中查找", "search everything"), run, (words,),
                   examples=("alliancectl find 巨化", "alliancectl find jhjt", "alliancectl find 科学技术厅 评价"))
