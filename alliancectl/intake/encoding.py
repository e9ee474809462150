"""Which encoding a text has: its mark (BOM), else UTF-8, else GB18030; what reads two ways is refused with both readings.

Detectors are wrong on short GBK files, so nothing is guessed from statistics alone. GB18030 decodes much Western text too
(``Gösgen`` becomes ``G鰏gen``), but then into rare characters: it is taken only where nine of ten are common ones (GB 2312).
"""

import codecs
import re
from collections.abc import Iterator
from typing import IO, NamedTuple
from unicodedata import name as character_name

from alliancectl import errors
from alliancectl.intake.source import CHUNK
from alliancectl.text import Text
from alliancectl.values.clean import visible

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WESTERN = "cp1252"
_SHOWN = 16       # characters of a sample to each side


class Found(NamedTuple):
    """The encoding to read with, and what to say about it; empty where there is nothing to say (plain ASCII or UTF-8)."""

    codec: str
    said: str

    @property
    def lines(self) -> tuple[str, ...]:
        """What the user is told: nothing where it is UTF-8."""
        return (Text("按 {codec} 编码读取", "read as {codec}")(codec=self.said),) if self.said else ()


def encoding(file: IO[bytes], path: str, asked: str | None = None) -> Found:
    """The encoding of a text; `asked` is what the user said it is.

    Raises: UnclearEncoding with the readings; UnknownEncoding, UndecodableText for `asked`; WrongContent for no text.
    """
    file.seek(0)
    head = file.read(4)
    if asked:
        return _asked(file, path, asked, head)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            _decoded(file, path, codec)
            return Found(codec, "" if codec == "utf-8-sig" else codec.upper())
    if _decodes(file, "utf-8"):
        _refuse_two_ways(file, path)
        return Found("utf-8", "")
    return _gb18030(file, path)


def _asked(file: IO[bytes], path: str, asked: str, head: bytes) -> Found:
    try:
        codec = codecs.lookup(asked).name
        "".encode(codec)
    except (LookupError, ValueError):
        raise errors.UnknownEncoding(text=asked) from None
    if codec == "utf-8" and head.startswith(codecs.BOM_UTF8):
        codec = "utf-8-sig"
    _decoded(file, path, codec)
    return Found(codec, codec.upper())


def _gb18030(file: IO[bytes], path: str) -> Found:
    common, rare = 0, 0
    if _decodes(file, "gb18030"):
        for text in _texts(file, "gb18030"):
            foreign = "".join(re.findall(r"[^\x00-\x7f]+", text))
            held = len(foreign.encode("gb2312", "ignore")) // 2
            common, rare = common + held, rare + len(foreign) - held
        if common >= 9 * rare:
            return Found("gb18030", "GB18030")
    sample = _first_foreign(file)
    _refuse_no_text(sample, path)
    codecs_tried = [codec for codec in ("gb18030", "big5", _WESTERN) if _decodes(file, codec)] or ["latin-1"]
    raise _unclear(path, sample, codecs_tried)


def _refuse_two_ways(file: IO[bytes], path: str) -> None:
    """A short Chinese text in GBK can be valid UTF-8: 2-byte characters of several scripts side by side. Raises: UnclearEncoding."""
    runs: set[str] = set()
    for text in _texts(file, "utf-8"):
        if re.search(r"[\u0800-\U0010ffff]", text):
            return
        runs.update(re.findall(r"[^\x00-\x7f]+", text))
        if len(runs) > 1000:
            return
    if not any(_mixed(run) for run in runs):
        return
    read = [_as_gb2312(run) for run in runs]
    if all(read):
        raise _unclear(path, _first_foreign(file), ["utf-8", "gb18030"])


def _mixed(run: str) -> bool:
    """Whether the characters are of several scripts: no word is."""
    return len({character_name(character, "?").split()[0] for character in run}) > 1


def _as_gb2312(run: str) -> bool:
    try:
        run.encode("utf-8").decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


def _unclear(path: str, sample: bytes, tried: list[str]) -> "errors.UnclearEncoding":
    shown = [f"{codec.upper()} “{visible(sample.decode(codec, 'replace')).strip()}”" for codec in tried]
    if tried == [_WESTERN]:
        shown.append(Text("或另一种编码", "or yet another one")())
    return errors.UnclearEncoding(path=path, readings=" / ".join(shown), forms=Text("、", ", ")().join(f"--encoding {codec}" for codec in tried))


def _first_foreign(file: IO[bytes]) -> bytes:
    """The bytes round the first one that is not ASCII, whole lines where they are short."""
    file.seek(0)
    before = b""
    while chunk := file.read(CHUNK):
        found = re.search(rb"[\x80-\xff]", chunk)
        if found:
            around = before[-_SHOWN:] + chunk
            at = found.start() + min(len(before), _SHOWN)
            start = max(around.rfind(b"\n", 0, at) + 1, at - _SHOWN)
            return around[start:at + _SHOWN].split(b"\n")[0]
        before = chunk
    return b""


def _refuse_no_text(sample: bytes, path: str) -> None:
    controls = sum(byte < 32 and byte not in (9, 10, 13) for byte in sample)
    if controls:
        raise errors.WrongContent(path=path, found=Text("二进制数据", "binary data"))


def _decodes(file: IO[bytes], codec: str) -> bool:
    try:
        for _ in _texts(file, codec):
            pass
    except UnicodeError:
        return False
    return True


def _decoded(file: IO[bytes], path: str, codec: str) -> None:
    """Nothing, when the whole file decodes. Raises: UndecodableText."""
    lines = 1
    try:
        for text in _texts(file, codec):
            lines += text.count("\n")
    except UnicodeDecodeError as error:
        lines += error.object[:error.start].count(b"\n")
        bad = error.object[error.start:error.start + 1].hex(" ")
        raise errors.UndecodableText(path=path, encoding=codec.upper(), line=lines, byte=f"0x{bad}") from None
    except UnicodeError as error:
        raise errors.UndecodableText(path=path, encoding=codec.upper(), line=lines, byte=error) from None


def _texts(file: IO[bytes], codec: str) -> Iterator[str]:
    """The text in pieces. Raises: UnicodeError."""
    decoder = codecs.getincrementaldecoder(codec)()
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
