"""The page about query words: what may stand behind every `list`, and behind find."""

from __future__ import annotations

from alliancectl.cli.context import Run
from alliancectl.cli.topics_page import note, page, rows
from alliancectl.text import Text


def query(run: Run) -> str:
    """The signs of a query, each with an example."""
    return page(
        Text("查询词：写在每个 list 后面", "Query words: behind every list")(),
        note(Text("几个词都要满足。词在名称、别名、拼音（全拼和首字母）、各项文字、引文和所指记录的名称里找；两个汉字就够，不分简繁、全角半角和大小写。",
                  "All words must hold. A word is looked for in names, aliases, their pinyin (full and initials), texts, quotes and the names "
                  "of the records pointed at; case, width and script (simplified, traditional) do not matter.")),
        rows([
            (f"alliancectl member list {Text('巨化', 'juhua')()}", Text("名称、别名、拼音或备注里有", "in a name, its pinyin, a note")()),
            ("alliancectl member list jhjt", Text("拼音首字母", "pinyin initials")()),
            (f"alliancectl visit list level:{Text('省级', 'provincial')()}", Text("这一项是", "the field is")()),
            ("alliancectl visit list date:2024..2025", Text("从……到……；一头可以空着", "from, to; either end may be left out")()),
            ("alliancectl follow-up list due:", Text("这一项空着", "the field is empty")()),
            ("alliancectl member list -rank:observer", Text("除去", "leave these out")()),
            ("alliancectl visit list member:M1 , sites:S1", Text("逗号两边留空格：或", "a comma between spaces: or")()),
            ("alliancectl visit list date- level+", Text("排序：- 从大到小，+ 从小到大", "sort: - the last first, + the first first")()),
            ("alliancectl visit list :level:x", Text("冒号在前：就找这几个字", "a colon in front: these very words")()),
        ]),
        note(Text("项用 --json 里的名称，选项的名称和中文名也行；选项值中英文都行。日期按时段比较：可能在内的也列出，并在旁边说明。"
                  "数量按同一单位比较。电话等个人信息只在写明那一项时才查。",
                  "Fields have their names in --json; the names of options will do. A date is compared as a period: what only may lie in it is "
                  "listed too, and named beside the list. Amounts are compared in one unit. Personal fields are looked in only when named.")),
        Text("常用的查询可以存起来，列表时写 @名称：", "Words that are needed often are kept under a name, and used as @name:")(),
        rows([
            (f"alliancectl saved-query add {Text('逾期', 'late')()} 'state:open due:..2026'", ""),
            (f"alliancectl follow-up list @{Text('逾期', 'late')()}", ""),
        ]),
        Text("不知道在哪一类里，就全部找一遍，最像的在前：", "Where it may stand in any kind of record, the best first:")(),
        rows([(f"alliancectl find {Text('巨化', 'juhua')()}", "")]))
