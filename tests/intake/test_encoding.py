from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.errors import UnclearEncoding, UndecodableText, UnknownEncoding, WrongContent
from alliancectl.intake.encoding import encoding
from alliancectl.text import use_language

CHINESE = "单位名称,所在地\n巨化集团有限公司,浙江衢州\n"


def found(came, content: bytes, asked: str | None = None):
    file = came(content)
    return encoding(file.file, file.name, asked)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-32"])
def test_a_chinese_text_is_read_in_each_encoding_and_the_unusual_ones_are_said(came, codec):
    said = found(came, CHINESE.encode(codec))
    assert CHINESE.encode(codec).decode(said.codec) == CHINESE
    assert bool(said.said) == (not codec.startswith("utf-8"))


def test_a_western_text_is_refused_with_its_readings_and_read_when_asked(came):
    with pytest.raises(UnclearEncoding) as refused:
        found(came, "name\nGösgen\n".encode("latin-1"))
    assert "G鰏gen" in refused.value.says()
    assert "Gösgen" in refused.value.says()
    assert "--encoding cp1252" in refused.value.mend()
    assert found(came, "name\nGösgen\n".encode("latin-1"), "cp1252").codec == "cp1252"


def test_western_utf_8_is_no_riddle(came):
    assert found(came, "name,place\nMühleberg,Zoë Ærø ±5\nΑθήνα,Москва\n".encode()).codec == "utf-8"


def test_a_short_gbk_text_that_is_valid_utf_8_too_is_refused_with_both(came):
    text = b"a\n\xc2\xb1\xd0\xa1\n"        # 卤小 in GBK, ±С in UTF-8
    with pytest.raises(UnclearEncoding) as refused:
        found(came, text)
    assert "--encoding utf-8" in refused.value.mend()
    assert "--encoding gb18030" in refused.value.mend()


def test_an_encoding_that_does_not_fit_or_is_none_is_named(came):
    with pytest.raises(UndecodableText) as refused:
        found(came, b"a\nb\n\xff\n", "utf-8")
    assert refused.value.slots["line"] == 3
    with pytest.raises(UnknownEncoding):
        found(came, b"a", "rot13")
    with pytest.raises(WrongContent):
        found(came, b"\x89\x00\x01\x02\xff\xfe\x03")


@settings(max_examples=60)
@given(st.text(st.characters(codec="gb2312", categories=["Lo"]), min_size=1, max_size=40))
def test_no_chinese_text_in_utf_8_is_taken_for_anything_else(tmp_path_factory, text):
    import io

    if not any(character >= "\u0800" for character in text):
        return
    assert encoding(io.BytesIO(text.encode()), "a").codec == "utf-8"


@pytest.mark.parametrize(("lang", "between"), [("zh", "、"), ("en", ", ")])
def test_the_encodings_to_choose_from_are_listed_as_the_language_lists(came, lang, between):
    use_language(lang)
    with pytest.raises(UnclearEncoding) as refused:
        found(came, "Gösgen;Zürich\n".encode("cp1252"))
    assert refused.value.slots["forms"] == f"--encoding gb18030{between}--encoding cp1252"
