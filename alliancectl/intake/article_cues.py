"""The words around an amount that say what it is: capacity, output, quota or nothing of ours; the state of the plant; whose it is."""

from __future__ import annotations

# What an amount is, by the words before it; the nearest one counts. "" is no claim at all.
CUES_ZH = (
    ("output", r"年产量|产量|实际生产|共生产|累计生产|实际产出|产出|(?:\d年|今年|去年|前年|全年|季度|上半年|下半年|月份?)(?:共|已|实际)?生产(?!能力|经营|企业|线|规模|性)"),
    ("capacity", r"年产(?![量值])|产能|生产能力|年生产能力|设计能力|年能力|加工能力|处理能力|生产规模|总规模|规模"),
    ("quota", r"生产配额|配额"),
    ("", r"销量|销售|售出|出口|进口|外购|需求|需要|消费|消耗|用量|耗用|采购|储量|储罐|库存|储存|贮存|排放|减排|废水|废渣|危废|固废|节水|节约|节煤|标煤|运输|吞吐|[日月](?:均|可)?(?:产(?!品|业)|处理|加工|生产|灌装)(?:能力|量)?|(?<!月)(?<!月份)累计(?:生产|产量|产出|完成|实现)|产值|营收|收入|投资"
         r"|增长|同比|增产|新增产量|利用率|开工率|市场份额|占地|面积|缺口|签约|签订|订单|采购"),
)
RIGHT_ZH = (
    ("output", r"的?(?:年)?产量"),
    ("quota", r"的?(?:生产)?配额"),
    ("", r"的?(?:销量|销售|订单|出口|需求|缺口|废|危废|二氧化碳当量|库存)"),
    ("capacity", r"(?:/年|每年)?的?(?:[\u4e00-\u9fffA-Za-z0-9\-（）]{0,16}?)(?:年?产能|生产能力|能力|生产线|产线|示范线|中试线|装置|项目)"),
)
CUES_EN = (
    ("output", r"\bproduced\b|\boutput\b(?! of)[^.;,]{0,45}?\b(?:was|were|reached|totall?ed|rose to|grew to|stood at|came to)\b|\boutput of [^.;,]{2,40}? (?:was|reached|totall?ed|stood at)\b|\bactual (?:output|production)\b|\bproduction (?:was|reached|totall?ed|stood at)\b|\bturned out\b"),
    ("capacity", r"\bcapacit(?:y|ies)\b|\bcan (?:annually )?(?:produce|process|make|build|manufacture|turn out)\b|\bable to (?:produce|make|process)\b|\bmakes?\b|\bmanufactures\b|\bcapable of producing\b|\bannual output of\b|\bproduces?\b|\bnameplate\b|\b(?:line|plant|unit|facility) of\b"),
    ("quota", r"\bquotas?\b"),
    ("", r"(?i)\bsold\b|\bsales\b|\bexport\w*|\bimport\w*|\bdemand\w*|\bconsum\w+|\binvest\w*|\brevenue\b|\bemission\w*|\bwaste\w*|\bshipped\b|\border(?:s|ed)\b|\bstock\w*|\bstorage\b|\bpurchas\w+|\bcosts?\b"
         r"|\bper day\b|\bdaily\b|\bmonthly\b|\bneeds?\b|\bcumulative(?:ly)?\b|\bin total since\b|\bcovers?\b|\bsupplie[sd]\b|\bdeliver(?:s|ed)\b|\baim\w*|\btarget\w*"),
)
RIGHT_EN = (
    ("output", r" of (?:actual )?output\b"),
    ("quota", r"[^,.;]{0,20}? quota\b"),
    ("", r"(?:s)? (?:of )?(?:waste|CO2|emissions|storage|sales|orders|per (?:day|month|week)|a (?:day|month|week)|daily|monthly)\b|s?(?: of)?(?: [\w-]+){1,3} (?:a|per|each|every) (?:day|week|month)\b|/day|/d\b"),
    ("capacity", r"(?:s)?(?:[- ](?:per|a)[- ](?:year|annum)|/y(?:ea)?r?|/a)?(?: of)? (?:[\w-]+ ){0,3}?(?:capacity|plant|line|unit|facility|project)\b"),
)
STATUS_ZH = (
    ("construction", r"在建|正在建设|建设中|正在建|开工建设|已开工|动工|施工|正加快建设|正抓紧建设"),
    ("commissioning", r"试生产|(?<!中)试车(?!间)|试运行|调试"),
    ("idle", r"停产|闲置"),
    ("retired", r"关停|拆除|已淘汰"),
    ("planned", r"拟建|拟新建|拟|计划|规划|将建|将新建|将建设|将扩|筹建|筹划|预计|有望|下一步|打算|准备|力争|二期将|将形成|将达"),
    ("operating", r"已建成|建成投产|已投产|投产|拥有|现有|具备|已形成|建有|运行|目前|达到|在产|满负荷"),
)
STATUS_EN = (
    ("construction", r"under construction|being built|is building|are building|broke ground|construction (?:has )?(?:began|started)"),
    ("commissioning", r"trial production|trial run|commissioning|test run"),
    ("idle", r"idled?\b|shut down temporarily|suspended"),
    ("retired", r"closed down|dismantled|decommissioned|retired"),
    ("planned", r"\bplan(?:s|ned|ning)?\b|\bwill\b|\bis to\b|\bto be built\b|\bpropos|\bexpects?\b|\bintends?\b|\bonce completed|\bwhen completed"),
    ("operating", r"\bhas\b|\bwith an?\b|\boperat|\bcurrent|\bexisting|\bruns\b|\bcan\b"),
)
LATER = (   # in a clause after the amount's own
    ("planned", r"(?:预计|计划|力争|将于|有望)[^，。]{0,12}(?:投产|建成|达产)"),
    ("idle", r"(?:现|目前)?已?于?[^，。]{0,8}停产"),
    ("retired", r"(?:现|目前)?已?于?[^，。]{0,8}(?:关停|拆除)"),
    ("construction", r"(?:目前|现)?(?:正在建设|在建|已开工|(?:is|now) under construction)"),
)
ONCE = r"(?:建成|投产|达产)(?:投产)?后[^，。]{0,10}$|\b(?:once|when) completed"
SCOPE_ZH = r"(全国|我国|国内|全球|世界|全行业|全省|全市|中国)(?!最|领先|首|第|唯一|市场|知名|外|同行|一流|较|先进|[\u4e00-\u9fff]{0,6}(?:公司|协会|集团|研究))"
SCOPE_EN = r"\b(China's|China|the world's|the world|worldwide|global|nationwide|the country's|domestic)\b(?! (?:largest|first|leading|National))"
SCOPES = {"我国": "中国", "国内": "中国", "全国": "中国", "世界": "全球", "China's": "China", "the world's": "world", "the world": "world", "worldwide": "world",
           "global": "world", "nationwide": "China", "the country's": "China", "domestic": "China"}
FORMER = r"(?:由|从|原来?的?)(?:原来的)?\s*$"
RAISED = r"\s*(?:/年)?(?:提高|提升|增加|扩大|增|扩|扩建|扩产)(?:到|至|为)"
EN_FORMER = r"\bfrom (?:about )?$"
