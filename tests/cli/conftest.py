"""What tests of `import` share."""

from __future__ import annotations

import pytest


@pytest.fixture
def refused(ctl, home):
    """`refused("member", "name\\n…")`: the problems of a CSV file, in English: code, message, fix."""
    def refused(kind: str, content: str, more: str = "", lang: str = "en"):
        (home / "a.csv").write_text(content, "utf-8")
        error = ctl(f"import a.csv --as {kind} --json --lang {lang} {more}").error
        return [(one["error"], one["message"], one["fix"]) for one in error.get("problems", [error])]

    return refused
