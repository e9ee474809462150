"""The same file and the same arguments give the same bytes in each form, whatever surrounds the program."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import alliancectl

FORMS = ("docx", "xlsx", "html", "md", "json", "csv", "txt")
HOME = {"HOME": "/nowhere", "PATH": os.environ.get("PATH", ""), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
SURROUNDINGS = {
    "plain": {**HOME, "LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    "chinese": {**HOME, "LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"},
    "far": {**HOME, "LC_ALL": "tr_TR.UTF-8", "TZ": "America/New_York", "PYTHONHASHSEED": "4242", "COLUMNS": "33", "FORCE_COLOR": "1", "TERM": "xterm"},
    "homeless": {key: value for key, value in HOME.items() if key != "HOME"} | {"PYTHONHASHSEED": "7", "USER": "someone", "NO_COLOR": "1"},
}


def made(folder: Path, file: str, lang: str, env: dict[str, str]) -> dict[str, str]:
    """What each form is when the report is made in these surroundings."""
    folder.mkdir()
    for form in FORMS:
        table = ["--section", "members.members_by_kind"] if form == "csv" else []
        subprocess.run([sys.executable, "-m", "alliancectl", "--db", file, "report", "year", "2025", "--lang", lang, "--out", f"r.{form}", *table],
                       cwd=folder, env={**env, "PYTHONPATH": str(Path(alliancectl.__file__).parents[1]), "ALLIANCECTL_TODAY": "2026-06-30"}, check=True,
                       capture_output=True)
    return {form: hashlib.sha256((folder / f"r.{form}").read_bytes()).hexdigest() for form in FORMS}


def test_nothing_around_the_program_changes_a_byte(demo, tmp_path):
    found = {name: made(tmp_path / name, str(demo), "both", env) for name, env in SURROUNDINGS.items()}
    assert {name: forms for name, forms in found.items() if forms != found["plain"]} == {}
