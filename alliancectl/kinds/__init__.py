"""What is recorded: one file a kind, and this list of them. A new kind is a new file and its name here."""

from __future__ import annotations

from alliancectl.kinds.alliance import ALLIANCE
from alliancectl.kinds.capacity import CAPACITY
from alliancectl.kinds.follow_up import FOLLOW_UP
from alliancectl.kinds.issued import ISSUED
from alliancectl.kinds.listed import CHOICE, UNIT
from alliancectl.kinds.mapping import MAPPING
from alliancectl.kinds.member import MEMBER
from alliancectl.kinds.membership import MEMBERSHIP
from alliancectl.kinds.product import PRODUCT
from alliancectl.kinds.record import Kind
from alliancectl.kinds.report_text import REPORT_TEXT
from alliancectl.kinds.saved_query import SAVED_QUERY
from alliancectl.kinds.site import SITE
from alliancectl.kinds.source import SOURCE
from alliancectl.kinds.visit import VISIT

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (ALLIANCE, CHOICE, UNIT, SOURCE, MEMBER, MEMBERSHIP, SITE, PRODUCT, VISIT, FOLLOW_UP, CAPACITY, MAPPING, SAVED_QUERY,
                 REPORT_TEXT, ISSUED)
}
