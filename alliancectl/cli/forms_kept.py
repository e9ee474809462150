"""Forms that are being filled in: kept in the user's data folder, so that neither an editor nor a power cut takes what was typed."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress

from alliancectl import errors
from alliancectl.cli import settings
from alliancectl.cli.editor import Draft
from alliancectl.store.unfinished import sweep

LONGEST = 1_000_000   # bytes of a form
TAKEN = 12 * 3600   # seconds after which a form is nobody's any more, whatever process has its number now


class KeptForm:
    """A form on disk, 0600, from before the editor starts until its record is written."""

    def __init__(self, stem: str, fresh: str) -> None:
        self.fresh = fresh                 # the form as it would be begun anew
        self._folder = os.path.join(settings.folder("data"), "drafts")
        self._stem = stem
        self.path = os.path.join(self._folder, f"{stem}.{os.getpid()}.toml")
        self.since = ""                    # when an earlier form was left, empty where this one is new

    def text(self) -> str:
        """The form to begin with: one that was left unfinished, else a new one, which is on the disk from now on."""
        os.makedirs(self._folder, mode=0o700, exist_ok=True)
        with suppress(OSError):
            sweep(self._folder)
        found = self._left()
        if found is None:
            self.save(self.fresh)
            return self.fresh
        self.since = time.strftime("%Y-%m-%d %H:%M", time.localtime(os.stat(self.path).st_mtime))
        return found

    def save(self, text: str) -> None:
        """Write it so that it survives a power cut."""
        from alliancectl.cli.outfile import write_file

        write_file(self.path, [text])

    def edited(self, text: str) -> str:
        """The form as the editor left it. Raises: NoEditor, EditorFailed, TooLong, KeyboardInterrupt."""
        left = Draft.at(self.path, text).edited()
        if os.path.getsize(self.path) > LONGEST:
            raise errors.TooLong(length=os.path.getsize(self.path), longest=LONGEST)
        return left

    def drop(self) -> None:
        """It is recorded, or given up."""
        try:
            if os.path.isdir(self.path) and not os.path.islink(self.path):
                os.rmdir(self.path)
            else:
                os.unlink(self.path)
        except OSError:
            pass

    def keep(self) -> str:
        """What is kept of it: its path; empty where nothing was typed, and then nothing is left."""
        try:
            with open(self.path, "rb", opener=_no_link) as file:
                content = file.read(len(self.fresh) * 4 + 100)
        except OSError:
            self.drop()
            return ""
        if not content.strip() or content.decode("utf-8", "replace").strip() == self.fresh.strip():
            self.drop()
            return ""
        return self.path

    def _left(self) -> str | None:
        """The newest form of the same record that nobody edits any more; it is ours from now on."""
        try:
            names = [name for name in os.listdir(self._folder) if re.fullmatch(re.escape(self._stem) + r"\.\d+\.toml", name)]
        except OSError:
            return None
        for name in sorted(names, key=self._age):
            path = os.path.join(self._folder, name)
            if self._taken(name):
                continue
            try:
                os.rename(path, self.path)
                with open(self.path, encoding="utf-8-sig", opener=_no_link) as file:
                    return file.read(16_000_000)
            except (OSError, UnicodeDecodeError):
                continue
        return None

    def _age(self, name: str) -> float:
        try:
            return time.time() - os.lstat(os.path.join(self._folder, name)).st_mtime
        except OSError:
            return 0.0

    def _taken(self, name: str) -> bool:
        number = int(name.rsplit(".", 2)[1])
        if number == os.getpid() or self._age(name) > TAKEN:
            return False
        if os.name == "nt":
            return self._age(name) < 60   # a process cannot be asked for there without ending it
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return False
        except OSError:
            pass
        return True


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
