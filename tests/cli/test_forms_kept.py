"""Forms that are being filled in: the newest that nobody edits is gone on with, and nothing half-written stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alliancectl.cli.forms_kept import KeptForm
from alliancectl.store import unfinished

pytestmark = pytest.mark.skipif(os.name != "posix", reason="whether a process runs is not asked for elsewhere")


@pytest.fixture
def drafts(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of forms."""
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    folder = home / ".local/share/alliancectl/drafts"
    folder.mkdir(parents=True)
    return folder


def ended() -> int:
    """The number of a process that is no more."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def test_what_a_killed_run_left_half_written_is_taken_away(drafts: Path) -> None:
    (drafts / f".visit-add-x.{ended()}.toml.{unfinished._host()}-{ended()}.00c0ffee.tmp").write_text("half", "utf-8")
    form = KeptForm("member-M1-x", "fresh")
    assert form.text() == "fresh"
    assert os.listdir(drafts) == [os.path.basename(form.path)]


def test_of_several_forms_the_newest_is_gone_on_with(drafts: Path) -> None:
    for at, text in enumerate(("old", "newest", "older")):
        path = drafts / f"member-M1-x.{ended() * 100 + at}.toml"
        path.write_text(text, "utf-8")
        os.utime(path, (1_700_000_000 + {"older": 0, "old": 10, "newest": 20}[text],) * 2)
    assert KeptForm("member-M1-x", "fresh").text() == "newest"
