"""How a file of somebody else's becomes records: every row becomes one, or nothing does; one operation, so one undo.

First everything is read, with no lock on the file (reading.py; capacity claims, which come by the million, also by claims.py,
plan.py and texts.py). Then it is written in one transaction (saving.py), after a look whether somebody wrote in between: then it
is read again, inside. A new name stands as a reference with a negative id until it is written; what only refused rows name is not made
(used.py). An export comes back by whole.py.
"""
