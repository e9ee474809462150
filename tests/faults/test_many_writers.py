"""Eight writers at once: none is lost, none fails, and each got an id of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from faulting import Ended

WRITERS = 8


def test_eight_writers_at_once_all_write_all_of_theirs(db: Path, start: Callable[..., Ended], ctl: Callable[..., Any], long_run: bool) -> None:
    times = 50 if long_run else 1

    def write(writer: int) -> list[Ended]:
        return [start(f"member add 第{writer}处第{number}号 --wait 60", db=db) for number in range(times)]

    with ThreadPoolExecutor(WRITERS) as pool:
        ended = [one for ones in pool.map(write, range(WRITERS)) for one in ones]
    assert [one for one in ended if one.code] == []
    assert sorted(one.out for one in ended) == sorted(f"M{number}\n" for number in range(1, WRITERS * times + 1))
    names = {one["name"] for one in json.loads(ctl("member list --json").out)}
    assert names == {f"第{writer}处第{number}号" for writer in range(WRITERS) for number in range(times)}
    assert ctl("check").code == 0
