"""template: a form for a spreadsheet that comes back by import, the example left out."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliancectl.cli.import_ import NOT_IMPORTED
from alliancectl.cli.template import form
from alliancectl.intake.fields import field_of
from alliancectl.kinds import KINDS

FORMS = [kind for kind in KINDS.values() if kind.key not in NOT_IMPORTED]


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.key)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_import_knows_every_head_of_a_form_and_what_may_be_chosen(kind: Any, lang: str) -> None:
    made = form(kind, {}, ())
    assert [field.key if (field := field_of(kind, head)) else head for head in made.heads(lang)] == [column.key for column in made.columns]
    for column in made.columns:
        for choice in column.choices:
            assert kind.field(column.key).type.parse(choice.to(lang), None)  is not None   # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_that_was_filled_in_is_imported_without_its_example(ctl: Any, home: Path, db: Path, lang: str) -> None:
    assert ctl("template member -o form.xlsx --lang", lang, db=db).code == 0
    book = openpyxl.load_workbook(home / "form.xlsx")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for column, value in {"name": "乙公司", "kind": "企业" if lang == "zh" else "enterprise", "joined": "2015-9"}.items():
        label = next(field.label for field in (*KINDS["member"].fields, *KINDS["member"].also) if field.key == column)
        sheet.cell(3, next(at for at, head in enumerate(heads, 1) if head.rstrip("*") == label.to(lang))).value = value
    book.save(home / "form.xlsx")
    said = ctl("import form.xlsx --as member", db=db)
    assert said.code == 0, said.err
    found = ctl("member list --json", db=db).json
    assert [(one["name"], one["kind"], one["joined"]["canonical"]) for one in found] == [("乙公司", "enterprise", "2015-09")]
    assert "alliancectl lists" not in said.err


def test_a_form_has_hints_lists_and_text_cells_and_the_same_bytes_each_time(ctl: Any, home: Path, db: Path) -> None:
    ctl("choice add chain recycling --zh 回收 --en recycling", db=db)
    ctl("template member -o one.xlsx", db=db)
    ctl("template member -o two.xlsx", db=db)
    assert (home / "one.xlsx").read_bytes() == (home / "two.xlsx").read_bytes()
    book = openpyxl.load_workbook(home / "one.xlsx")
    sheet = book.worksheets[0]
    assert sheet["A1"].comment.text.startswith(("必填", "Needed"))
    assert str(sheet["A2"].value).startswith(("示例：", "Example: "))
    assert {one.number_format for one in sheet.column_dimensions.values()} == {"@"}
    offered = {str(cell.value) for row in book["alliancectl lists"] for cell in row}
    assert {"回收", "recycling"} & offered
    assert sheet.data_validations.count >= 3


def test_a_form_as_csv_comes_back_too(ctl: Any, home: Path, db: Path) -> None:
    ctl("template source -o form.csv --lang zh", db=db)
    text = (home / "form.csv").read_text("utf-8-sig")
    head, example = csv.reader(io.StringIO(text))
    assert example[0].startswith("示例：")
    (home / "form.csv").write_text(text + "2025年度填报表" + "," * (len(head) - 1) + "\n", "utf-8-sig")
    assert ctl("import form.csv --as source", db=db).code == 0
    assert "2025年度填报表" in [one["title"] for one in ctl("source list --json", db=db).json]


def test_a_form_needs_no_record_file(ctl: Any, home: Path) -> None:
    assert ctl("template visit -o form.xlsx", db=home / "none.db").code == 0
    assert ctl("template nothing -o form.xlsx", db=home / "none.db").code in (2, 4)
    assert not (home / "none.db").exists()
