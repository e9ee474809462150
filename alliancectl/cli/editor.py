"""A text in the user's own editor: on a private copy, without a lock; what was typed is never lost, whatever the editor does."""

from __future__ import annotations

import os
import stat
import sys

from alliancectl import errors
from alliancectl.kinds.types import LONGEST
from alliancectl.text import Text

USUAL = ("editor", "nano", "vim", "vi", "notepad")   # looked for on a terminal where no variable names one


class Draft:
    """A file being edited, 0600, beside `place` where that folder can be written, else in the system's temporary folder."""

    def __init__(self, text: str, stem: str, place: str) -> None:
        import tempfile

        self.text = text
        self.editor = ""
        for folder in (place or ".", None):
            try:
                handle, self.path = tempfile.mkstemp(".txt", f"{stem}-", folder)
                break
            except OSError:
                if folder is None:
                    raise
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            file.write(text + "\n" if text else "")

    @classmethod
    def at(cls, path: str, text: str) -> Draft:
        """A file that is there already, with that text in it; who made it keeps or removes it."""
        draft = cls.__new__(cls)
        draft.path, draft.text, draft.editor = path, text.rstrip("\n \t"), ""
        return draft

    def edited(self) -> str:
        """The text as the editor left it, without line ends at its end. Raises: NoEditor, EditorFailed, KeyboardInterrupt."""
        self.editor = _editor()
        interrupted = self._run(_command(self.editor))
        text = self._read()
        if interrupted and text == self.text:
            raise KeyboardInterrupt
        return text

    def keep_or_drop(self) -> str:
        """Remove the file where nothing was typed; else keep it. Returns the path of what is kept, empty where nothing is."""
        try:
            if not stat.S_ISREG(os.lstat(self.path).st_mode):
                os.rmdir(self.path) if os.path.isdir(self.path) and not os.path.islink(self.path) else os.unlink(self.path)
                return ""
            with open(self.path, "rb") as file:
                written = file.read(LONGEST * 4 + 3)
            if not written.strip() or written.strip() == self.text.encode("utf-8", "surrogatepass").strip():
                os.unlink(self.path)
                return ""
        except FileNotFoundError:
            return ""
        except OSError:
            pass   # what cannot be looked at is left where it is
        return self.path

    def _run(self, command: list[str]) -> bool:
        """Wait for the editor to end; returns whether Ctrl-C was pressed meanwhile: vi and others take it for themselves."""
        import signal
        import subprocess

        pressed: list[int] = []
        before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))   # ignored, it would be so in the editor too
        try:
            code = subprocess.call([*command, self.path])
        except (OSError, ValueError) as error:
            raise self._failed(Text("无法启动", "it cannot be started"), error) from None
        finally:
            signal.signal(signal.SIGINT, before)
        if code:
            ended = Text(f"退出码 {code}", f"exit code {code}") if code > 0 else Text(f"被信号 {-code} 终止", f"it was ended by signal {-code}")
            raise self._failed(ended)
        return bool(pressed)

    def _read(self) -> str:
        try:
            handle = os.open(self.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            raise self._failed(Text("文件被删除", "the file is gone")) from None
        except OSError as error:
            raise self._failed(Text("它留下的不是普通文件", "what it left is no ordinary file"), error) from None
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise self._failed(Text("它留下的不是普通文件", "what it left is no ordinary file"))
        with os.fdopen(handle, "rb") as file:
            content = file.read(LONGEST * 4 + 3)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if error.end >= LONGEST * 4:   # cut within a character; TooLong says the rest
                text = content.decode("utf-8-sig", "ignore")
            else:
                raise self._failed(Text(f"第 {error.start + 1} 个字节不是 UTF-8", f"byte {error.start + 1} is not UTF-8")) from None
        return plain(text)

    def _failed(self, reason: Text, error: Exception | None = None) -> errors.EditorFailed:
        said = getattr(error, "strerror", None)
        if said:
            reason = Text(f"{reason.zh}（{said}）", f"{reason.en} ({said})")
        return errors.EditorFailed(editor=self.editor, reason=reason)


def plain(text: str) -> str:
    """A text from a file: LF at the end of its lines, none at its end."""
    return text.replace("\r\n", "\n").rstrip("\n \t")


def _editor() -> str:
    """VISUAL, EDITOR, else on a terminal one that is usually there. Raises: NoEditor."""
    named = (os.environ.get("VISUAL") or "").strip() or (os.environ.get("EDITOR") or "").strip()
    if named:
        return named
    if sys.stdin.isatty() and sys.stdout.isatty():
        import shutil

        for name in USUAL:
            if shutil.which(name):
                return name
    raise errors.NoEditor()


def _command(editor: str) -> list[str]:
    import shlex

    try:
        command = shlex.split(editor, posix=os.name != "nt")
    except ValueError:
        raise errors.EditorFailed(editor=editor, reason=Text("引号没有配对", "a quotation mark has no partner")) from None
    return [part.strip('"') for part in command] if os.name == "nt" else command
