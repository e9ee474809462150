"""How much a secretary types for the eight-entry job: three members, two visits, two claims, the year's summary.

``python tests/bench/keys.py`` prints the counts. A shell alias `al` is taken as set; every character counts as one, Enter too;
keys are those of a pinyin input method: the letters of each run of Chinese characters and one more to choose it.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from terminal import Terminal

from alliancectl.values.names import pinyin


class Step(NamedTuple):
    """One part of the job and what was typed for it."""

    what: str
    typed: str

    @property
    def characters(self) -> int:
        """Characters typed, Enter included."""
        return len(self.typed)

    @property
    def keys(self) -> int:
        """Keys pressed where Chinese is typed by pinyin."""
        return sum(len(pinyin(run).full) + 1 if re.match("[\u4e00-\u9fff]", run) else len(run)
                   for run in re.findall("[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+", self.typed))


JOB = (
    ("three members", ("member add --repeat", "巨化集团有限公司", "1", "1", "2010", "", "中昊晨光化工研究院", "3", "", "", "", "浙江大学", "2", "", "", "", "")),
    ("first visit", ("visit add 5-14 jhjt 年度走访",)),
    ("second visit", ("visit add 6-20 zjdx 年度走访",)),
    ("first claim", ("capacity add jhjt PVDC 6万吨", "", "2025", "2025填报表")),
    ("second claim", ("capacity add zhcg PVDF 2万吨", "", "", "")),
    ("the year's summary", ("report year",)),
)


def measured(home: Path) -> tuple[list[Step], Terminal, str]:
    """The steps of the job, done on a real terminal; the terminal, and the summary that it showed last."""
    terminal = Terminal(home)
    terminal.run("init --name 氟材料产业技术创新战略联盟")
    steps, shown = [], ""
    for what, (line, *answers) in JOB:
        terminal.typed = ""
        shown = terminal.run(line, *answers)
        if terminal.code != 0:
            raise RuntimeError(f"{what}: exit code {terminal.code}\n{shown}")
        steps.append(Step(what, terminal.typed))
    return steps, terminal, shown


def table(steps: list[Step]) -> str:
    """A line a step, and the sum."""
    lines = [f"{'step':<22}{'characters':>11}{'keys':>6}", *(f"{step.what:<22}{step.characters:>11}{step.keys:>6}" for step in steps)]
    return "\n".join([*lines, f"{'all':<22}{sum(step.characters for step in steps):>11}{sum(step.keys for step in steps):>6}"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(table(measured(Path(folder))[0]))
