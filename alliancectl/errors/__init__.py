"""Every failure a user can meet: one class each, with its wording, its code name and its exit code.

A failure is raised where it is known and printed in one place (cli/run.py). The message says what is wrong with which
value; the fix is the next thing to type. Personal fields (contact, phone, email) never become a slot of a message.

One module a subject; every class is had from here, so that whoever raises or catches one need not know where it stands.
"""

from alliancectl.errors.command_line import *
from alliancectl.errors.failure import *
from alliancectl.errors.files import *
from alliancectl.errors.history import *
from alliancectl.errors.intake import *
from alliancectl.errors.records import *
from alliancectl.errors.reports import *
from alliancectl.errors.rows import *
from alliancectl.errors.values import *
