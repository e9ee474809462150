"""Short commands on a small file, beside bare programs and beside others that keep records."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bench.ground import BARE, Ground
from tests.bench.measure import Work, in_turn, once, that_work
from tests.bench.tables import Line, Table, beside

TARGETS = {"member list": 1.3, "member list, Rich": 1.7, "visit add": 1.6, "report year, the example": 2.2, "completion": 1.5}
AGAINST = {"completion": "python, sqlite3"}   # the others against bare typer
NOTES = ("List and add of the others: 20 records of their own kind (rows, contacts, bookmarks, tasks) without history or checks of names; "
         "hledger prints 20 transactions, and adds none here, since its `add` asks.",)


def part(ground: Ground) -> list[Table]:
    """The table."""
    few, example = ground.made("few.db", "members", 20), ground.file("example.db")
    once(Work((*ground.ours.program("alliancectl"), "demo", example, "-q")), ground.env)
    python = ground.ours.python
    floors = {"python, sqlite3": Work((python, "-c", "import sqlite3")), "bare typer": Work((python, BARE, "one"))}
    ours, others = _ours(ground, few, example), that_work(_others(ground, few), ground.env)
    costs = in_turn({**floors, **ours, **others}, ground.turns(21), ground.env)
    lines = [Line(name, costs[name], costs[AGAINST.get(name, "bare typer")], TARGETS.get(name)) for name in (*floors, *ours, *others)]
    return [beside("short commands, 20 records", "bare Typer (completion: × bare sqlite3)", lines, NOTES)]


def _ours(ground: Ground, few: str, example: str) -> dict[str, Work]:
    copy = ground.file("copy.db")
    tab = {"_ALLIANCECTL_COMPLETE": "bash", "_ALLIANCECTL_LINE": f"alliancectl --db {few} member show M"}
    add = ground.ctl(copy, "visit", "add", "2025-05-14", "M1", "年度走访", "--headcount", "3")
    return {
        "member list": Work(ground.ctl(few, "member", "list")),
        "member list, Rich": Work(ground.ctl(few, "member", "list"), tty=True),
        "member show": Work(ground.ctl(few, "member", "show", "M1")),
        "visit add": Work(add, before=lambda: shutil.copy(few, copy)),
        "report year, the example": Work(ground.ctl(example, "report", "year", "2025")),
        "completion": Work(ground.ours.program("alliancectl"), env=tab),
        "help": Work((*ground.ours.program("alliancectl"), "--help")),
    }


def _others(ground: Ground, few: str) -> dict[str, Work]:
    """Lists and adds of the programs that are there."""
    room, found = ground.room, dict[str, Work]()
    if utils := ground.peers.command("sqlite-utils"):
        copy = ground.file("utils.db")
        found["sqlite-utils rows"] = Work((*utils, "rows", few, "member"))
        found["sqlite-utils insert"] = Work((*utils, "insert", copy, "visit", str(_written(room / "row.json", '{"id": 1, "date": "2025-05-14"}'))),
                                            before=lambda: Path(copy).unlink(missing_ok=True))
    if hledger := ground.peers.command("hledger"):
        journal = "".join(f"2025-05-{day:02} member {day}\n    a:b  {day}\n    c:d\n\n" for day in range(1, 21))
        found["hledger print"] = Work((*hledger, "-f", str(_written(room / "a.journal", journal)), "print"))
    if recsel := ground.peers.command("recsel"):
        people = _written(room / "member.rec", "%rec: member\n\n" + "".join(f"Id: {number}\nName: 成员{number}\n\n" for number in range(20)))
        found["recsel"] = Work((*recsel, "-t", "member", str(people)))
        copied = room / "copy.rec"
        if recins := ground.peers.command("recins"):
            found["recins"] = Work((*recins, "-t", "member", "-f", "Id", "-v", "99", str(copied)), before=lambda: shutil.copy(people, copied))
    return found | _taskwarrior(ground) | _khard(ground) | _buku(ground)


def _taskwarrior(ground: Ground) -> dict[str, Work]:
    if not (task := ground.peers.command("task")):
        return {}
    task = (*task, f"rc:{_written(ground.room / 'taskrc', f'data.location={ground.room}/task')}", "rc.confirmation=off", "rc.verbose=nothing")
    for number in range(20):
        once(Work((*task, "add", f"follow up {number}")), ground.env)
    return {"taskwarrior list": Work((*task, "list")), "taskwarrior add": Work((*task, "add", "one more"), before=lambda: _shorter(ground))}


def _shorter(ground: Ground) -> None:
    """Take back what the adds before have added."""
    path = ground.room / "task" / "pending.data"
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:20]), "utf-8")


def _khard(ground: Ground) -> dict[str, Work]:
    if not (khard := ground.peers.command("khard")):
        return {}
    people = ground.room / "people"
    people.mkdir()
    for number in range(20):
        _written(people / f"{number}.vcf", f"BEGIN:VCARD\nVERSION:3.0\nUID:{number}\nFN:Member {number}\nN:Member;{number};;;\nEND:VCARD\n")
    config = _written(ground.room / "khard.conf", f"[addressbooks]\n[[people]]\npath = {people}\n")
    return {"khard list": Work((*khard, "-c", str(config), "list"))}


def _buku(ground: Ground) -> dict[str, Work]:
    if not (buku := ground.peers.command("buku")):
        return {}
    import sqlite3

    folder = ground.room / ".local" / "share" / "buku"
    folder.mkdir(parents=True)
    connection = sqlite3.connect(folder / "bookmarks.db")
    connection.execute("CREATE TABLE bookmarks (id integer PRIMARY KEY, URL text NOT NULL UNIQUE, metadata text default '', tags text default ',',"
                       " desc text default '', flags integer default 0)")
    connection.executemany("INSERT INTO bookmarks(URL, metadata) VALUES (?, ?)", [(f"https://example.org/{number}", f"{number}") for number in range(20)])
    connection.commit()
    connection.close()
    return {"buku list": Work((*buku, "--nostdin", "--nc", "-p"))}


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path
