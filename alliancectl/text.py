"""Every word that a person reads: written in both languages where it is used, shown in the language of the run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

Lang = Literal["zh", "en", "both"]


class Text(NamedTuple):
    """One text in both languages, with the same ``{slots}`` in each."""

    zh: str
    en: str

    def to(self, lang: Lang, **slots: object) -> str:
        """The text in `lang` with its slots filled; a `Text` in a slot is shown in the same language.

        ``both`` sets the two side by side ("成员 members"), once where they are equal.
        """
        if lang == "both":
            zh, en = self.to("zh", **slots), self.to("en", **slots)
            return zh if zh == en else f"{zh} {en}"
        pattern = self.zh if lang == "zh" else self.en
        if not slots:
            return pattern
        return pattern.format(**{k: v.to(lang) if isinstance(v, Text) else v for k, v in slots.items()})

    def __call__(self, **slots: object) -> str:
        """The text in the language of the run."""
        return self.to(language(), **slots)


_language: Lang | Callable[[], Lang] = "en"


def language() -> Lang:
    """The language of this run."""
    if callable(_language):
        use_language(_language())
    return _language   # type: ignore[return-value]


def language_is_known() -> bool:
    """Whether the language of this run is settled, or would have to be looked for."""
    return not callable(_language)


def use_language(lang: Lang | Callable[[], Lang]) -> None:
    """Set the language of this run, before the first word is shown: itself, or how it is found when it is needed."""
    global _language
    _language = lang
