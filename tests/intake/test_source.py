from __future__ import annotations

import os

import pytest

from alliancectl.errors import CannotRead, EmptyFile, FileChanged, FileTooLarge, NotAFile
from alliancectl.intake.source import incoming


def test_a_file_is_known_by_its_digest_and_its_name(tmp_path):
    path = tmp_path / "成员.csv"
    path.write_bytes(b"abc")
    with incoming(str(path), 100) as file:
        assert (file.name, file.path, file.size) == ("成员.csv", str(path), 3)
        assert file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        assert file.start().read() == b"abc"


def test_what_is_no_ordinary_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, tmp_path / "pipe.csv", "/dev/null"):
        with pytest.raises(NotAFile), incoming(str(path), 100):
            pass


@pytest.mark.parametrize(("lock", "document"), [("~$成员.xlsx", "成员.xlsx"), (".~lock.成员.xlsx#", "成员.xlsx"), ("~$~$a.xlsx", "~$a.xlsx")])
def test_a_lock_file_names_the_document_it_belongs_to(tmp_path, lock, document):
    (tmp_path / lock).write_bytes(b"x")
    with pytest.raises(NotAFile) as refused, incoming(str(tmp_path / lock), 100):
        pass
    assert refused.value.mend() == f"import the document itself: {document}"


def test_a_missing_an_empty_and_a_large_file_are_refused(tmp_path):
    with pytest.raises(CannotRead), incoming(str(tmp_path / "none.csv"), 100):
        pass
    with pytest.raises(CannotRead), incoming("a\0b.csv", 100):
        pass
    (tmp_path / "a.csv").write_bytes(b"")
    with pytest.raises(EmptyFile), incoming(str(tmp_path / "a.csv"), 100):
        pass
    (tmp_path / "a.csv").write_bytes(b"x" * 101)
    with pytest.raises(FileTooLarge), incoming(str(tmp_path / "a.csv"), 100):
        pass


def test_a_file_that_is_written_to_while_it_is_read_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    with pytest.raises(FileChanged), incoming(str(path), 100):
        path.write_bytes(b"abcd")


def test_a_defect_while_a_file_is_read_is_not_told_as_a_wrong_name(tmp_path):
    (tmp_path / "a.csv").write_text("a")
    with pytest.raises(ValueError, match="a defect"), incoming(str(tmp_path / "a.csv"), 100):
        raise ValueError("a defect")
    with pytest.raises(CannotRead), incoming("a\0.csv", 100):
        pass
