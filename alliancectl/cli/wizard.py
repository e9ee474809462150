"""What is missing on the command line, asked for at a terminal; each answer is understood before the next question.

Nothing is locked while a person thinks: answers are checked on a reading connection and settled again when they are written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from alliancectl import errors
from alliancectl.actions.settle import Desk, settle_one
from alliancectl.cli.asking import NONE, Ended, Question, answered, ask, explain
from alliancectl.cli.command import Values
from alliancectl.cli.context import Run
from alliancectl.cli.wanted import is_needed, when_wanted
from alliancectl.kinds import KINDS
from alliancectl.kinds.common import split
from alliancectl.kinds.record import Asked, Field, Kind, Record, Ref
from alliancectl.kinds.types import Known, OneOf, Reference, Title
from alliancectl.store import records
from alliancectl.text import Text, language
from alliancectl.values.clean import visible
from alliancectl.values.names import similar


def entered(run: Run, kind: Kind, values: Values, write: Callable[[Values], None], *, repeat: bool = False) -> None:
    """At a terminal: call `write` with the values of a record, what is missing asked for; with `repeat` again and again.

    What is refused after all is asked again with the answers of before. Raises: KeyboardInterrupt.
    """
    if not kind.asked or not (repeat or _missing(run, kind, values)):
        _decided(run, kind, values)
        write(values)
        return
    _refuse_given(run, kind, values)
    explain()
    earlier: dict[str, str] = {}
    first = bool(_missing(run, kind, values))
    if not first:
        write(values)
        values = {key: value for key, value in values.items() if key not in {asked.key for asked in kind.asked}}
    while True:
        try:
            earlier = _round(run, kind, values, write, earlier, may_end=not first)
        except Ended:
            return
        if not repeat:
            return
        first = False


def filled(run: Run, values: Values, kind: Kind, pieces: Sequence[tuple[str, Field]]) -> Values:
    """The values, with the pieces that are missing asked for; as they are where nobody can be asked."""
    missing = [(key, field) for key, field in pieces if not values.get(key)]
    if not run.asks or not missing:
        return values
    with run.reading() as connection:
        desk = run.desk(connection)
        for key, field in pieces:   # what is given says how the rest is read
            if values.get(key):
                with suppress(errors.Failure):
                    settle_one(desk, field, values[key])
        explain()
        given = answered([_question(run, desk, kind, field)._replace(key=key, required=True) for key, field in missing], {})
    return {**values, **given}


def reference(kind: Kind) -> tuple[str, Field]:
    """The piece REF: a record of that kind that is there."""
    return "ref", Field("ref", kind.label, Existing(kind.key), required=True)


class Existing(Reference):
    """A record that must be there already: nothing comes into being."""

    def parse(self, text: str, known: Known) -> Any:
        return known.find_existing(self.reference or "", text)


# ---- one record ---------------------------------------------------------------------------------------------------


def _round(run: Run, kind: Kind, values: Values, write: Callable[[Values], None], earlier: Mapping[str, str], *, may_end: bool) -> dict[str, str]:
    """Ask for one record and write it; returns the answers, which are the defaults of the next."""
    kept: dict[str, str] = {}
    given = run.allow
    while True:
        try:
            answers = _asked(run, kind, values, earlier, kept, may_end=may_end)
            write({**values, **_as_values(kind, answers)})
            return {**earlier, **answers}
        except KeyboardInterrupt:
            if not may_end:
                raise
            print(Text("\n这一条没有写入", "\nthis one was not written")(), file=sys.stderr)
            raise Ended from None
        except errors.Failure as failure:
            if failure.exit not in (3, 4):
                raise
            from alliancectl.cli.run import say_failure

            say_failure(failure, as_json=False)
            kept = answers
        finally:
            run.allow = given


def _asked(run: Run, kind: Kind, values: Values, earlier: Mapping[str, str], kept: Mapping[str, str], *, may_end: bool) -> dict[str, str]:
    with run.reading() as connection:
        desk = run.desk(connection)
        last = records.newest(connection, kind)
        questions = []
        for asked in kind.asked:
            field = kind.field(asked.key)
            if values.get(asked.key):
                with suppress(errors.Failure):
                    settle_one(desk, field, values[asked.key])
                continue
            question = _question(run, desk, kind, field)._replace(
                required=is_needed(kind, asked, values), may_be_none=asked.none, wanted=when_wanted(kind, asked, values),
                label=asked.label() if asked.label.zh else field.label())
            questions.append(_with_default(question, desk, kind, asked, last, earlier))
        return answered(questions, kept, may_end=may_end)


def _as_values(kind: Kind, answers: Mapping[str, str]) -> dict[str, Any]:
    """The answers as the command line gives them: a list for an option that holds several, `-` for an argument left out."""
    found: dict[str, Any] = {}
    for key, answer in answers.items():
        field = kind.field(key)
        if key in kind.arguments:
            found[key] = answer or (NONE if any(asked.none for asked in kind.asked if asked.key == key) else None)
        elif answer:
            found[key] = [answer] if field.many else answer
    return found


def _missing(run: Run, kind: Kind, values: Values) -> list[str]:
    return [asked.key for asked in kind.asked if is_needed(kind, asked, values) and not values.get(asked.key)
            and not (asked.key == "sources" and "no-source" in run.allow)]


def _refuse_given(run: Run, kind: Kind, values: Values) -> None:
    """Refuse what was given on the command line before anything is asked. Raises: Failure."""
    from alliancectl.cli.records import drafted

    with run.reading() as connection:
        desk = run.desk(connection)
        draft = drafted(kind, values, desk)
        for field in kind.fields + kind.also:
            if draft.get(field.key) not in (None, [], ()):
                settle_one(desk, field, kind.meant(draft)[field.key] if kind.meant and field.key == "headcount" else draft[field.key])


def _decided(run: Run, kind: Kind, values: Values) -> None:
    """Let a person decide what an inexact reference means before anything is locked; the desk remembers the answers."""
    from alliancectl.actions.settle import settle
    from alliancectl.cli.records import drafted

    with run.reading() as connection, suppress(errors.Failure):
        desk = run.desk(connection)
        settle(desk, kind, drafted(kind, values, desk))


# ---- one question -------------------------------------------------------------------------------------------------


def _question(run: Run, desk: Desk, kind: Kind, field: Field) -> Question:
    choices = field.type.among(desk.known) if isinstance(field.type, OneOf) else ()

    def read(typed: str) -> str:
        if not typed:
            raise errors.AnswerNeeded(label=field.label)
        completed = kind.meant({field.key: typed})[field.key] if kind.meant else typed   # 30余人 is 30
        if field.key == "member" and kind.key == "capacity" and "/" in typed:
            return _place(desk, kind, typed)
        if field.many and field.type.reference:
            return ",".join(_resolved(desk, field, part) for part in _parts(desk, field, typed))
        if field.type.reference:
            return _resolved(desk, field, typed)
        settle_one(desk, field, completed)
        if isinstance(field.type, Title) and field.key == kind.titled:
            _refuse_known(run, desk, kind, typed)
        return typed

    return Question(field.key, field.label(), read, field.required, choices=choices, complete=_names(run, field),
                    allow=lambda code: setattr(run, "allow", run.allow | {code}))


def _resolved(desk: Desk, field: Field, typed: str) -> str:
    """The id that a reference means; the words themselves where something new comes into being by them."""
    found = settle_one(desk, field, typed)
    ref: Ref = found[0].value if field.many else found
    if ref.id:
        if ref.name and ref.name != typed:
            print(f"  {ref.code} {visible(ref.name)}", file=sys.stderr)
        return ref.code
    kind = KINDS[ref.kind]
    if KINDS["visit"].number(typed):
        return typed
    return _like(desk, kind, typed) or typed


def _like(desk: Desk, kind: Kind, typed: str) -> str:
    """The id of a known thing that is spelled much like a new one, where a person says that it is meant."""
    known = {name: number for number, name in records.names(desk.connection, kind)}
    close = similar(typed, known)
    print(Text("  将新建{kind}“{name}”", "  a new {kind}: “{name}”")(kind=kind.label, name=visible(typed)), file=sys.stderr)
    if not close:
        return ""
    for number, name in enumerate(close, 1):
        print(f"  {number}  {kind.letter}{known[name]} {visible(name)}", file=sys.stderr)
    answer = ask(Text("是不是其中之一（数字，回车新建）", "is it one of these (number, Enter for a new one)")())
    return f"{kind.letter}{known[close[int(answer) - 1]]}" if answer in ("1", "2", "3") and int(answer) <= len(close) else ""


def _place(desk: Desk, kind: Kind, typed: str) -> str:
    """MEMBER/SITE: the member is understood, the site stays as typed."""
    whole = bool(desk.exact(KINDS["member"], typed))
    member, _, site = (typed, "", "") if whole else typed.partition("/")
    code: str = settle_one(desk, kind.field("member"), member.strip()).code
    if whole:
        return code
    settle_one(desk, kind.field("site"), site.strip())
    return f"{code}/{site.strip()}"


def _parts(desk: Desk, field: Field, typed: str) -> list[str]:
    """A text tried whole before it is split at commas."""
    parts = split(typed)
    return [typed] if len(parts) < 2 or desk.exact(KINDS[field.type.reference or ""], typed) else parts


def _refuse_known(run: Run, desk: Desk, kind: Kind, typed: str) -> None:
    """A name that is known, or nearly; what is only spelled alike is shown. Raises: DuplicateName, NameTaken."""
    if not kind.named:
        return
    owner = desk.owner if kind.scope else None
    for ref in records.by_name(desk.connection, kind, typed, owner=owner):
        raise errors.NameTaken(name=typed, known=f"{ref.code} {ref.name}", code=ref.code)
    if "duplicate-name" in run.allow:
        return
    for ref in records.nearly(desk.connection, kind, typed, owner=owner):
        raise errors.DuplicateName(name=typed, known=f"{ref.code} {ref.name}", code=ref.code, noun=kind.noun)
    known = {name: number for number, name in records.names(desk.connection, kind)}
    close = [f"{kind.letter}{known[name]} {visible(name)}" for name in similar(typed, known, 2)]
    if close:
        print(Text("  已有相近的：{close}", "  there are, spelled alike: {close}")(close="  ".join(close)), file=sys.stderr)


def _names(run: Run, field: Field) -> Callable[[str], list[str]] | None:
    """What Tab completes: names by their beginning, alias or pinyin; also to see whether a new name is known already."""
    target = field.type.reference or (field.type.letter and _kind_of(field.type.letter) if isinstance(field.type, Title) else "")
    kind = KINDS.get(target or "")
    if not kind or not kind.named or kind.key == "source":
        return None
    from alliancectl.store.offered import Offered

    def complete(text: str) -> list[str]:
        return [name for name, _, _ in Offered(run.db).names(kind.key, kind.letter, text)] if text else []

    return complete


def _kind_of(letter: str) -> str:
    return next((kind.key for kind in KINDS.values() if kind.letter == letter), "")


# ---- defaults -----------------------------------------------------------------------------------------------------


def _with_default(question: Question, desk: Desk, kind: Kind, asked: Asked, last: Record | None, earlier: Mapping[str, str]) -> Question:
    """The default: what was answered for the record before, else what the last record has, else the field's own."""
    field = kind.field(asked.key)
    typed = earlier.get(asked.key, "") if asked.carried else ""
    value = last.values.get(asked.key) if last and asked.carried else None
    if not typed and value not in (None, ()):
        value = value[0].value if field.many else value
        typed = field.type.typed(value)
    typed = typed or (field.default or "")
    if not typed:
        return question
    with suppress(errors.Failure):
        value = settle_one(desk, field, typed)
        value = value[0].value if field.many else value
        if isinstance(value, Ref) and not value.id:
            return question
        return question._replace(default=typed, shown=field.type.shown(value, language(), desk.known))
    return question
