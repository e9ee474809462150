"""alliancectl: the records of an alliance's secretariat, and the yearly report that is made from them."""

__version__ = "0.1.0"
