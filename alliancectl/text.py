"""Every word that a person reads: written in both languages where it is used, shown in the language of the run."""

from collections.abc import Callable
from typing import Literal, NamedTuple

Lang = Literal["zh", "en", "both"]


class Text(NamedTuple):
    """One text in both languages, with the same ``{slots}`` in each."""

    zh: str
    en: str

    def to(self, lang: Lang, **slots: object) -> str:
        """The text in `lang` with its slots filled; a `Text` in a slot is shown in the same language.

        ``both`` sets the two side by side ("成员 members"), once where they are equal; a number or date in both
        stands once ("15 家 members", "2025-01-01 至 to 2025-12-31").
        """
        if lang == "both":
            return _side_by_side(self.to("zh", **slots), self.to("en", **slots))
        pattern = self.zh if lang == "zh" else self.en
        if not slots:
            return pattern
        return pattern.format(**{k: v.to(lang) if isinstance(v, Text) else v for k, v in slots.items()})

    def __call__(self, **slots: object) -> str:
        """The text in the language of the run."""
        return self.to(language(), **slots)


def _side_by_side(zh: str, en: str) -> str:
    """Both, or one where they are equal; short texts that begin (and end) with the same number or date share it."""
    ours, theirs = zh.split(" "), en.split(" ")
    shared = len(ours) == len(theirs) in (2, 3) and ours[0] == theirs[0] and ours[0][-1:].isdigit() and ours[2:] == theirs[2:]
    if zh == en or (en.isdigit() and zh.startswith(en)):   # 2025年度, in English 2025
        return zh
    return " ".join([*ours[:2], theirs[1], *ours[2:]]) if shared else f"{zh} {en}"


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
