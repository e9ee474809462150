"""Files of other people become records: all of a file or nothing of it, every problem at once, the same file again changes nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pytest
from tests_support import steps_of

from alliancectl.actions.importing import match
from alliancectl.store import history

FILES = Path(__file__).parents[1] / "intake" / "files"
MEMBERS = "单位名称,单位性质,所在地,产业链位置,加入日期,级别\n甲公司,企业,衢州,上游、中游,2010-06-18,理事长单位\n乙研究所,科研院所,上海,研发,2012年,成员单位\n"


@pytest.fixture
def bring(ctl, home):
    """`bring("visit", "a,b\\n1,2\\n", "--dates dmy")`: the text as a file, imported as that kind."""
    def bring(kind: str, content: str | bytes, more: str = "", name: str = "a.csv", **rest):
        (home / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return ctl(f"import {name} --as {kind} {more}", **rest)

    return bring


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def listed(ctl, kind: str):
    return ctl(f"{kind} list --json").json


# ---- what comes in ------------------------------------------------------------------------------------------------


def test_a_list_of_members_comes_in_with_its_spells_and_cites_the_file(ctl, bring):
    done = bring("member", MEMBERS, "--separator 、")
    assert done.code == 0, done.err
    assert "成员新增 2（M1–M2），改动 0，相同 0" in done.err
    shown = ctl("member show 甲公司 --json").json
    assert (shown["kind"], shown["place"], shown["chain"]) == ("enterprise", "衢州", ["upstream", "midstream"])
    source = listed(ctl, "source")[0]
    assert (source["title"], source["file"][-5:]) == ("a.csv", "a.csv")
    assert source["sha256"] == hashlib.sha256(MEMBERS.encode()).hexdigest()
    assert shown["quotes"] == [{"source": "R1", "quote": "第 2 行"}]
    assert [spell["rank"] for spell in listed(ctl, "membership")] == ["chair", "member"]


def test_the_same_file_again_changes_nothing_and_one_undo_takes_all_of_it_back(ctl, bring, db):
    bring("member", MEMBERS, "--separator 、")
    before = digest(db)
    again = bring("member", MEMBERS, "--separator 、 --json")
    assert (again.json["new"], again.json["changed"], again.json["same"]) == (0, 0, 2)
    assert digest(db) == before
    assert ctl("undo").code == 0
    assert listed(ctl, "member") == listed(ctl, "source") == listed(ctl, "membership") == []


@pytest.mark.parametrize(("name", "content"), [
    ("a.json", json.dumps([{"name": "甲公司", "chain": ["upstream"], "joined": "2010"}], ensure_ascii=False)),
    ("a.jsonl", json.dumps({"name": "甲公司", "chain": ["upstream"], "joined": "2010"}, ensure_ascii=False)),
    ("a.toml", '[[member]]\nname = "甲公司"\nchain = ["upstream"]\njoined = 2010\n'),
    ("a.csv", "name;chain;joined\n甲公司;upstream;2010\n".encode("gb18030")),
])
def test_every_format_says_the_same(ctl, bring, name, content):
    assert bring("member", content, name=name).code == 0
    found = listed(ctl, "member")[0]
    assert (found["name"], found["chain"], found["joined"]["canonical"]) == ("甲公司", ["upstream"], "2010")


def test_a_workbook_with_titles_groups_totals_and_day_numbers(ctl, home):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["2025年走访台账"], [], ["日期", "走访单位", "主题", "人数"], ["一、省内"], [45000, "甲公司", "年度走访", 3],
                ["2024年5月", "甲公司", "调研", None], ["合计", None, None, 3]):
        book.active.append(row)
    book.active.merge_cells("A1:D1")
    book.save(home / "走访.xlsx")
    ctl("member add 甲公司")
    refused = ctl("import 走访.xlsx --as visit")
    assert refused.code == 4
    assert ctl("import 走访.xlsx --as visit --skip-totals --skip-groups").code == 0
    assert [(visit["date"]["canonical"], visit["headcount"]) for visit in listed(ctl, "visit")] == [("2023-03-15", 3), ("2024-05", None)]


def test_standard_input_is_a_file_too(shell):
    assert shell("import - --as product", input="name\nPVDC\n").code == 0
    assert shell("source list --json").json[0]["title"].startswith("stdin")


def test_a_header_alone_imports_nothing_and_says_so(bring):
    done = bring("member", "name\n", "--json")
    assert (done.code, done.json["new"], done.json["rows"]) == (0, 0, 0)


# ---- columns ------------------------------------------------------------------------------------------------------


def test_unknown_columns_are_named_all_at_once_until_they_are_mapped_or_left_out(ctl, bring):
    content = 'Firm,"Town, state",joined,xyz\n甲公司,衢州,2010,1\n'
    refused = bring("member", content, "--json")
    assert (refused.code, refused.error["error"]) == (4, "unknown-column")
    assert all(name in refused.error["message"] for name in ("Firm", "Town, state", "xyz"))
    assert bring("member", content, '--map "Firm=name,Town, state=place" --ignore xyz --save-map theirs').code == 0
    assert ctl("member show 甲公司 --json").json["place"] == "衢州"
    assert bring("member", content.replace("甲", "乙"), "--map theirs", name="b.csv").code == 0
    assert bring("member", content, "--map nobody").code == 3


@pytest.mark.parametrize(("content", "code", "exit_code"), [
    ("name,单位名称\n甲,乙\n", "same-field", 4),
    ("place\n衢州\n", "missing-column", 4),
    ("name,place\n甲,衢州,多\n", "cell-without-column", 4),
    ("name,\n甲,多\n", "cell-without-column", 4),
    ("name,id\n甲,abc\n", "not-an-id", 4),
    ("name,kind\n甲,公司\n", "not-a-choice", 4),
    ("name\n甲公司\n甲公司有限公司\n", "duplicate-name", 4),
    ("name,place\n甲公司,衢州\n甲公司,上海\n", "same-key", 4),
    ("name,credit_code\n甲公司,91330000142917890X\n", "credit-code", 4),
    ("", "empty-file", 4),
    ("name\nGösgen\n".encode("latin-1"), "unclear-encoding", 4),
])
def test_a_bad_file_is_refused_by_name_and_nothing_is_written(bring, db, content, code, exit_code):
    before = digest(db)
    refused = bring("member", content, "--json")
    assert (refused.code, refused.error["error"]) == (exit_code, code), refused.err
    assert refused.error["fix"]
    assert digest(db) == before


def test_two_rows_that_say_otherwise_of_the_claim_of_one_id_are_refused(ctl, bring):
    for line in ("member add 甲公司", "product add PVDC --unit t/a", "capacity add M1 PVDC '1 t/a' --as-of 2024 --allow no-source"):
        ctl(line)
    head = "id,member,product,amount,as_of\n"
    refused = bring("capacity", head + "C1,甲公司,PVDC,5 t/a,2024\nC1,甲公司,PVDC,6 t/a,2024\n", "--update --json")
    assert (refused.code, refused.error["error"]) == (4, "same-key")
    assert bring("capacity", head + "C1,甲公司,PVDC,5 t/a,2024\n" * 2, "--update").code == 0
    assert ctl("capacity show C1 --json").json["amount"]["text"] == "5 t/a"


@pytest.mark.parametrize("words", [
    "import", "import a.csv", "import a.csv --as nothing", "import a.bin --as member", "import a.csv --as member --dates ymd",
    "import a.csv --as member --create nobody", "import a.csv --as member --header-row x", "import a.csv --as member --key nothing",
])
def test_a_wrong_command_line_is_exit_2(ctl, home, words):
    (home / "a.csv").write_text("name\n甲\n")
    (home / "a.bin").write_text("name\n甲\n")
    assert ctl(words).code == 2


# ---- problems -----------------------------------------------------------------------------------------------------


def test_all_problems_are_named_at_once_with_row_column_and_value(ctl, bring):
    ctl("member add 甲公司")
    refused = bring("visit", "date,members,subject,headcount\n2024-02-30,甲公司,走访,3\n2024,丙公司,走访,很多\n,甲公司,走访,1\n")
    assert refused.code == 4
    for part in ("[impossible-date]", "2024-02-30", "[unknown-name]", "丙公司", "[not-a-number]", "很多", "[missing-value]"):
        assert part in refused.err
    assert refused.out == ""


def test_thousands_of_the_same_problem_are_one(ctl, bring):
    rows = "".join(f"{day % 12 + 1}/{day % 12 + 1 + (day % 3 > 0)}/2023,无名公司{day % 40},走访{day}\n" for day in range(3000))
    refused = bring("visit", "date,members,subject\n" + rows)
    assert refused.code == 4
    assert len(refused.err) < 5000
    assert refused.err.count("[unknown-name]") == 1
    assert refused.err.count("[ambiguous-date]") == 1


def test_a_column_of_ambiguous_dates_is_read_once_the_order_is_said(ctl, bring):
    content = "date,from,subject\n6/7/11,省科技厅,调研\nOct-12,国家部委,调研\n"
    assert bring("visit", content).code == 4
    assert bring("visit", content, "--dates dmy,my").code == 0
    assert [visit["date"]["canonical"] for visit in listed(ctl, "visit")] == ["2011-07-06", "2012-10"]
    assert listed(ctl, "visit")[1]["date"]["text"] == "Oct-12"


def test_an_import_completes_no_year_and_a_missing_value_is_no_zero(ctl, bring):
    assert bring("visit", "date,from,subject,headcount\n6月20日,省厅,调研,-\n").code == 0
    visit = listed(ctl, "visit")[0]
    assert (visit["date"]["canonical"], visit["headcount"]) == ("XXXX-06-20", None)


def test_refused_rows_are_put_aside_to_be_mended_and_imported_again(ctl, bring, home):
    done = bring("member", "name,joined,note\n甲公司,2010,=1+1\n乙公司,20:24,'=2\n", "--skip-bad bad.csv")
    assert done.code == 0
    assert [member["name"] for member in listed(ctl, "member")] == ["甲公司"]
    raw = (home / "bad.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfname,joined,note")
    assert list(csv.reader(raw.decode("utf-8-sig").splitlines()))[1:] == [["乙公司", "20:24", "'=2"]]
    assert bring("member", raw.replace(b"20:24", b"2012"), name="mended.csv").code == 0
    assert ctl("member show 乙公司 --json").json["note"] == "=2"


def test_a_personal_value_is_in_no_message(bring):
    refused = bring("member", "name,phone,joined\n甲公司,138\x010013,xx\n")
    assert refused.code == 4
    assert "138" not in refused.err + refused.out


# ---- references ---------------------------------------------------------------------------------------------------


def test_unknown_names_are_counted_and_made_when_asked(ctl, bring):
    content = "member,site,product,amount,as_of,source\n甲公司,一厂,PVDC,6万吨/年,2023,年报\n甲公司,一厂,PVDC,8万吨,2024,年报\n乙公司,一厂,R32,5万吨/年,2024,年报\n"
    refused = bring("capacity", content)
    assert refused.code == 4
    assert "“甲公司” ×2、“乙公司” ×1" in refused.err
    assert bring("capacity", content, "--create member,product,source").code == 4
    bare = bring("capacity", content.replace("8万吨", "8"), "--create member,site,product,source")
    assert "[no-unit]" in bare.err
    assert bring("capacity", content, "--create member,site,product,source").code == 0
    assert [site["member"] for site in listed(ctl, "site")] == ["M1", "M2"]
    claims = listed(ctl, "capacity")
    assert [claim["amount"]["base"] for claim in claims] == ["60000", "80000", "50000"]
    assert claims[0]["sources"] == ["R2", "R1"]
    assert [spell["member"] for spell in listed(ctl, "membership")] == ["M1", "M2"]


def test_an_id_column_names_records_and_keeps_free_ids(ctl, bring):
    ctl("member add 甲公司")
    assert bring("member", "id,name\nM1,甲公司\nM7,乙公司\n").code == 0
    assert [member["id"] for member in listed(ctl, "member")] == ["M1", "M7"]
    ctl("member remove M7")
    assert bring("member", "id,name\nM7,丙公司\n", name="b.csv").code == 4


# ---- a later edition ----------------------------------------------------------------------------------------------


def test_a_later_edition_shows_what_changes_and_writes_what_is_asked(ctl, bring, db):
    bring("member", MEMBERS, "--separator 、")
    later = MEMBERS.replace("衢州", "杭州").replace("乙研究所", "乙研究院")
    before = digest(db)
    shown = bring("member", later, "--separator 、 --dry-run --json").json
    assert (shown["new"], shown["changed"], shown["missing"], shown["operation"]) == (1, 1, ["M2"], None)
    assert shown["changes"][0]["fields"] == [{"field": "所在地", "old": "衢州", "new": "杭州"}]
    assert shown["renamed"] == [{"old": "M2 乙研究所", "new": "乙研究院"}]
    refused = bring("member", later, "--separator 、")
    assert refused.code == 4
    assert "[would-change]" in refused.err
    assert digest(db) == before
    assert bring("member", later, "--separator 、 --update --mark-left 2026-01").code == 0
    assert ctl("member show M1 --json").json["place"] == "杭州"
    assert [spell["until"] and spell["until"]["canonical"] for spell in listed(ctl, "membership")] == [None, "2026-01", None]


def test_a_dry_run_writes_nothing_but_says_the_same(ctl, bring, db):
    before = digest(db)
    done = bring("member", MEMBERS, "--separator 、 -n")
    assert "M1–M2" in done.err
    assert digest(db) == before


def test_many_changes_need_a_yes(ctl, bring):
    rows = [f"第{number}公司,衢州" for number in range(30)]
    bring("member", "\n".join(["name,place", *rows]))
    later = "\n".join(["name,place", *rows]).replace("衢州", "杭州")
    assert bring("member", later, "--update").code == 2
    assert bring("member", later, "--update --yes").code == 0


# ---- capacity -----------------------------------------------------------------------------------------------------


def test_a_wide_table_unfolds_with_the_units_of_its_header(ctl, home):
    (home / "ammonia.csv").write_bytes((FILES / "ammonia.csv").read_bytes())
    words = ("import ammonia.csv --as capacity --map Plant=member,Date=as_of,Source=sources,Comment=note --ignore Country,Latitude,Longitude"
             ' --unfold "product=Ammonia [kt/a]..MAP [kt/a]" --create member,product,source')
    done = ctl(words + " --json")
    assert done.code == 0, done.err
    wide = list(csv.DictReader((FILES / "ammonia.csv").open()))
    figures = [row[name] for row in wide for name in row if name.endswith("[kt/a]") and row[name]]
    assert done.json["new"] == len(figures)
    claims = listed(ctl, "capacity")
    assert [claim["amount"]["value"] for claim in claims] == figures
    assert {claim["amount"]["unit"] for claim in claims} == {"kt/a"}
    again = ctl(words + " --json").json
    assert (again["new"], again["same"]) == (0, len(figures))


def test_the_short_way_and_the_long_way_write_the_same_claims(ctl, home, db):
    amounts = ["6万吨/年", "60000 t/a", "约3万吨", "3-5万吨/年", "N/A", "120", "0.5", "007 t/a", "1,200 t/a"]
    head = "member,product,amount,as_of,status,line,started,source"
    rows = [f"M1,P1,{json.dumps(text, ensure_ascii=False)},{2000 + at},operating,L{at % 3},1999,R1" for at, text in enumerate(amounts)]
    (home / "short.csv").write_text("\n".join([head, *rows]) + "\n")
    (home / "long.csv").write_text("\n".join([head + ",id", *(f"{row},C{at + 1}" for at, row in enumerate(rows))]) + "\n")
    ctl("member add 甲公司")
    ctl("product add PVDC --unit t/a")
    ctl("source add 年报")
    other = Path(shutil.copy(db, home / "other.db"))
    assert ctl("import short.csv --as capacity").code == 0
    assert ctl("import long.csv --as capacity", db=other).code == 0
    short, long = ctl("capacity list --json").json, ctl("capacity list --json", db=other).json
    assert short == long
    assert len(short) == len(amounts)


def test_claims_of_one_file_may_contradict_and_a_corrected_edition_is_a_change(ctl, bring):
    ctl("member add 甲公司")
    ctl("product add PVDC --unit t/a")
    assert bring("capacity", "member,product,amount,as_of\nM1,P1,100,2024\nM1,P1,200,2024\n").code == 0
    assert bring("capacity", "member,product,amount,as_of\nM1,P1,100,2024\nM1,P1,200,2024\n", "--json").json["same"] == 2
    assert bring("capacity", "member,product,amount,as_of\nM1,P1,300,2025\n", name="b.csv").code == 0
    assert bring("capacity", "member,product,amount,as_of\nM1,P1,310,2025\n", name="b.csv").code == 4
    assert bring("capacity", "member,product,amount,as_of\nM1,P1,310,2025\n", "--update", name="b.csv").code == 0
    assert bring("capacity", "member,product,amount,as_of\nM1,P1,320,2025\n", name="c.csv").code == 0
    assert [claim["amount"]["value"] for claim in listed(ctl, "capacity")] == ["100", "200", "310", "320"]


# ---- real files of other people -----------------------------------------------------------------------------------


def test_a_western_ledger_with_blanks_that_mean_as_above(ctl, home):
    (home / "travel.csv").write_bytes((FILES / "travel.csv").read_bytes())
    words = ["import", "travel.csv", "--as", "visit", "--encoding", "cp1252", "--fill-down", "Minister", "--skip-bad", "nil.csv", "--map",
             "Minister=head,Date of Trip=date,Destination=note,Purpose=subject"]
    header = next(csv.reader((FILES / "travel.csv").open(encoding="cp1252")))
    for name in header[4:]:
        words += ["--ignore", name]
    assert ctl("", *words).code == 0
    assert [(visit["date"]["canonical"], visit["head"][-15:].strip()) for visit in listed(ctl, "visit")] == [
        ("2010-07-10/2010-07-11", "Baroness Warsi"), ("2010-07-16/2010-07-20", "Baroness Warsi")]
    assert (home / "nil.csv").read_text(encoding="utf-8-sig").count("nil return") == 4


def test_a_list_of_members_of_another_body(ctl, home):
    (home / "landscape.csv").write_bytes((FILES / "landscape.csv").read_bytes())
    assert ctl("import landscape.csv --as member --ignore tier,twitter,linkedin,enduser --json").json["new"] == 20


@pytest.mark.parametrize("rows", [1, 40])
def test_a_row_that_names_another_members_site_is_refused(ctl, home, rows):
    ctl("member add 甲公司")
    ctl("member add 乙公司")
    ctl("site add 乙公司 乙厂")
    lines = "".join(f"M1,S1,PVDC,{number + 1}万吨/年,2024,线{number}\n" for number in range(rows))
    (home / "claims.csv").write_text("member,site,product,amount,as_of,line\n" + lines, encoding="utf-8")
    refused = ctl("import claims.csv --as capacity --create product --json")
    assert refused.code == 4
    assert "site-of-another" in refused.err
    assert ctl("capacity list --json").json == []


@pytest.mark.parametrize(("words", "code"), [
    ("--replace 级别:会员=成员单位", "no-such-column"), ("--replace tier会员=成员单位", "bad-replacement"), ("--replace tier:=成员单位", "bad-replacement"),
])
def test_a_replacement_that_could_replace_nothing_is_refused(ctl, bring, words, code):
    refused = bring("member", "name,tier\n甲公司,会员\n", f"--map tier=rank {words} --json")
    assert (refused.code, refused.error["error"]) == (2, code)
    assert listed(ctl, "member") == []


def test_a_value_is_replaced_in_the_column_however_its_header_is_named(ctl, bring):
    for number, column in enumerate(("级别（届）", "级别")):
        assert bring("member", f"name,级别（届）\n甲{number}公司,会员\n", f"--map 级别=rank --replace {column}:会员=理事长单位").code == 0
    assert [spell["rank"] for spell in listed(ctl, "membership")] == ["chair", "chair"]


def test_an_old_line_end_within_a_cell_is_kept_and_no_line_of_the_terminal_is_overwritten(ctl, bring):
    assert bring("member", b'name,note\r\n"\xe7\x94\xb2\xe5\x85\xac\xe5\x8f\xb8","\r=1+1"\r\n').code == 0
    assert ctl("member show 甲公司 --json").json["note"] == "\r=1+1"
    assert "\r" not in ctl("member show 甲公司").out
    assert "'\r=1+1" in ctl("member list --format csv").out


def test_two_claims_of_one_file_with_the_key_that_was_asked_for_are_refused(ctl, home):
    for line in ("member add 甲公司", "product add PVDC --unit t/a"):
        ctl(line)
    (home / "c.csv").write_text("member,product,amount,as_of\n甲公司,PVDC,7 t/a,2020\n甲公司,PVDC,8 t/a,2020\n甲公司,PVDC,7 t/a,2020\n", "utf-8")
    refused = ctl("import c.csv --as capacity --key member,product,as_of")
    assert (refused.code, "same-key" in refused.err) == (4, True)
    assert ctl("import c.csv --as capacity --json").json["new"] == 3


def test_a_table_of_claims_may_have_a_day_and_a_year_and_no_source(ctl, db, home):
    ctl("member add 甲公司")
    ctl("product add PVDC --unit t/a")
    (home / "claims.csv").write_text("member,product,amount,as_of,year\n甲公司,PVDC,6万吨/年,,\n甲公司,PVDC,7万吨/年,2025-05,\n甲公司,PVDC,8万吨/年,,2024\n", encoding="utf-8")
    assert ctl("import claims.csv --as capacity").code == 0
    assert [one["as_of"] and one["as_of"]["text"] for one in ctl("capacity list --json").json] == [None, "2025-05", "2024"]


@pytest.mark.parametrize("singly", [0, 1, 2, 200])
@pytest.mark.parametrize(("kind", "content", "more"), [
    ("visit", "date,members,subject\n2024-05-14,甲公司,走访\n2024-05,甲公司,走访\n不详,甲公司,走访\n某年6月20日,甲公司,走访\n2024-05-14,乙研究所,走访\n", ""),
    ("visit", "date,members,subject\n2024-05-14,甲公司,走访\n2024-05-14,乙研究所,回访\n2024-05-15,甲公司,再访\n", "--key subject,date"),
    ("membership", "member,since,rank\n乙研究所,2030-01-01,council\n甲公司,2031-01-01,council\n", ""),
    ("capacity", "member,scope,product,amount,as_of,source\n甲公司,,PVDF,1 t/a,2024,年报\n,中国,PVDF,3 t/a,2024,年报\n甲公司,,PVDF,2 t/a,2025,年报\n", "--key member,as_of --create product,source"),
])
def test_a_file_finds_its_records_again_in_whatever_parts_they_are_read(ctl, bring, monkeypatch, kind, content, more, singly):
    monkeypatch.setattr(match, "SINGLY", singly)
    bring("member", MEMBERS, "--separator 、")
    if kind == "membership":
        ctl("member leave 甲公司 2025-01-01")
        ctl("member leave 乙研究所 2025-01-01")
    first = bring(kind, content, more)
    assert first.code == 0, first.err
    again = bring(kind, content, more, name="b.csv")
    assert again.code == 0, again.err
    assert f"相同 {content.count(chr(10)) - 1}" in again.err


def test_a_row_takes_as_many_steps_however_many_visits_there_are(ctl, db, bring, monkeypatch):
    steps, row = steps_of(monkeypatch), "date,visitor,subject\n2024-05-14,科技厅,走访\n"
    ctl("init", db, "--name", "联盟")
    before = steps(lambda: bring("visit", row, "--dry-run"))
    with history.change(str(db), "test") as now:
        now.insert_many("visit", ("date", "date_earliest", "date_latest", "subject"), [("2025", "2025-01-01", "2025-12-31", "走访")] * 4000)
    assert steps(lambda: bring("visit", row, "--dry-run")) - before < 4000 / 100 / 4   # not a step for four of them
