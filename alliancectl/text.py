"""Every word that a person reads: written in both languages where it is used, shown in the language of the run."""

from __future__ import annotations

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


_language: Lang = "en"


def language() -> Lang:
    """The language of this run."""
    return _language


def use_language(lang: Lang) -> None:
    """Set the language of this run; done once, before the first word is shown."""
    global _language
    _language = lang
