"""The words by which an article is read: titles, kinds of organisations, verbs of visits, cues of capacity, in both languages."""

from __future__ import annotations

SURNAMES = (
    "欧阳|司马|上官|诸葛|司徒|端木|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|夏侯|轩辕|东方|呼延|闻人|钟离|澹台|["
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛"
    "闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成"
    "苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇"
    "栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝阎傅萧冼区邰储楼练那乜盖暴乐水竺荀鞠鄢郜楚燕宿逄亓晁展闻滑宓蔚於逯郁昌茅狄湛伏谈满匡印郗郏郦鄞闾阚隗"
    "厉戎祖束幸杭诸嵇羿储糜井富焉巴弓牧山班仰秋伊暨钭劳蓬洪贡]")
# What begins like a name and is none.
NO_NAME = ("单位|方面|方案|方式|金额|高度|高新|高质|高级|高端|成员|成果|成立|成功|程序|时间|时任|安全|安排|全程|全面|全体|全市|全省|全国|明确|明年|项目|路线|温度|金属|车间|江苏|武汉|连续|任务|任职"
           "|余人|严格|牛奶|阳光|和谐|应急|应邀|向好|向前|于是|经济|水平|满意|展示|展厅|区域|区内|乐于|富有|盛大|山东|山西|贡献|洪水|伊利|时代|文化|文明|文件|管理|管委|解决|解释|游客|席间|辛苦|华东|华南"
           "|万吨|万元|万人|石化|石油|农业|古城|商会|商务|商定|师生|卫生|边走|印发|谈到|谈及|高校|那里|那么")

_RANKS = ("书记|厅长|局长|部长|司长|处长|科长|省长|市长|县长|区长|镇长|主任|主席|院长|所长|校长|会长|理事长|秘书长|董事长|总经理|经理|总裁|总监|总工程师|总工|厂长"
          "|调研员|巡视员|研究员|教授|部门长|首席专家|总会计师|总经济师|副总|专职委员|院士|行长|专员|参事|组长|团长|顾问|主管|董事|理事|工程师|博士|常委|委员|党组成员|成员")
TITLE = rf"(?:(?:党组|党委|市委|省委|县委|区委|工委)?(?:副|常务副|常务|原|一级|二级|执行)?(?:{_RANKS}))"
TITLES = rf"{TITLE}(?:(?:、|兼){TITLE}){{0,5}}"
ORGANISATION = ("厅|局|委|委员会|部|司|株式会社|院|研究所|大学|学院|公司|集团|协会|学会|商会|联合会|中心|政府|人大|政协|处|办公室|办|银行|基金会|联盟|秘书处|开发区|管委会|实验室|促进会"
                "|省|市|县|区|系|股份|厂|科技|化工")
VISITING = "调研|视察|考察|来访|到访|走访|参观|访问|检查|验收|评估|座谈|接待|莅临|交流|评审|回访|看望|慰问"
RECEIVED = r"来访|到访|莅临|来我|接待了|迎来|陪同|验收|(?i:received|hosted|welcomed)"   # somebody came, whoever it was
TYPES = (("review", "检查|评估|验收|评审"), ("inspection", "视察"), ("fact_finding", "调研"), ("study", "考察|参观"), ("exchange", "交流|座谈|访问|来访|到访|回访"),
         ("reception", "接待"))
PUBLISHED = "发布|发表|刊登|刊发|来源|更新|浏览|字号|编辑|稿源|供稿|日期：|报道日期"
RELATIVE = "近日|日前|昨日|昨天|今天|今日|上周[一二三四五六日]?|本周[一二三四五六日]?|上月|本月初?|前不久|不久前|去年|今年|前天"
OWN = "联盟秘书处|秘书处|联盟"

LEVELS = (
    ("foreign", "日本|美国|德国|法国|韩国|英国|欧盟|俄罗斯|印度|比利时|意大利|荷兰|台湾|香港|境外|国外|Japan|German|America|USA|French|Korea|Belgi|Ital|India|Europe|Brit"),
    ("industry", "协会|学会|商会|联合会|促进会|Association|Federation|Society|Chamber"),
    ("national", "国家|国务院|全国|中央|科技部|工信部|工业和信息化部|发展改革委员会|生态环境部|财政部|商务部|教育部|中国工程院|中国科学院|National|Ministry|State Council|Chinese Academy"),
    ("provincial", "省(?![^省]*[市县区])|自治区|北京市|上海市|天津市|重庆市|[^市县区]厅|省长|省委书记|Provinc|Governor|Beijing|Shanghai|Chongqing|Tianjin"),
    ("municipal", "市(?![^市]*[县区])|Municipal|City|市长|市委书记|[Mm]ayor"),
    ("county", "县|区|County|District"),
)

# ---- English

EN_TITLE = (r"(?:(?:[Dd]eputy|[Ee]xecutive [Vv]ice|[Ss]tanding|[Mm]anaging|[Hh]onorary|[Gg]eneral|[Pp]arty|[Vv]ice|[Ee]xecutive|[Aa]ssistant|[Cc]hief|[Ss]enior|[Ff]ormer)[ -])*"
            r"(?:[Dd]irector(?:[- ][Gg]eneral)?|[Mm]ayor|[Gg]overnor|[Mm]inister|[Ss]ecretary(?:[- ][Gg]eneral)?|[Pp]resident|[Cc]hair(?:man|woman|person)?|"
            r"[Gg]eneral [Mm]anager|[Mm]anager|[Ee]ngineer|[Ii]nspector|[Pp]rofessor|[Rr]esearcher|[Hh]ead|CEO|CTO|[Dd]ean|[Cc]ommissioner|[Dd]ivision [Cc]hief|[Ss]ection [Cc]hief|[Oo]fficer|[Aa]cademician|[Cc]ounsell?or|[Aa]mbassador|[Cc]onsul)")
EN_TITLES = rf"{EN_TITLE}(?: of the (?:CPC |Party )?(?:[Pp]arty |[Ll]eading )*(?:[Gg]roup|[Cc]ommittee))?(?:,? and (?:the )?{EN_TITLE}|, {EN_TITLE}){{0,4}}"
EN_NAME = r"[A-Z][a-z]+(?:[- ](?:[A-Z][a-z]+|[A-Z]\.))+"
EN_ORG = r"(?:[A-Z][\w&'.-]*|3M)(?:,? (?:of|and|for|the|on|[A-Z][\w&'.-]*|Co\.,? Ltd\.?))*"
EN_VISITING = (r"\b(?:visit(?:s|ed|ing)?|went to|arrived at|investigation|welcomed|tour(?:s|ed|ing)?|inspect(?:s|ed|ing|ion)?|fact-finding|study (?:tour|visit)|delegation|called on|came to|received|hosted|talks|sent a (?:team|delegation|group)"
               r"|review(?:ed)?|assess(?:ed|ment)|exchange)\b")
EN_TYPES = (("review", "review|assess|evaluat|acceptance"), ("inspection", "inspect"), ("fact_finding", "fact-finding|investigat|survey"), ("study", "study|tour"),
            ("exchange", "exchange|talks|visit"), ("reception", "recei|host"))
EN_PUBLISHED = r"(?i)\b(?:published|posted|updated|source|editor|by staff|press release|release date)\b"
EN_RELATIVE = r"(?i)\b(?:recently|yesterday|today|last (?:week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|this (?:week|month|year)|earlier this (?:week|month|year))\b"
EN_NUMBERS = {word: number for number, word in enumerate(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"], 1)} | {"thirty": 30}
