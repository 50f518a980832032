"""Finding an answer among the questions of the help centre. A few dozen texts: no index is needed."""

import re
import unicodedata
from collections.abc import Iterable

MAX_WORDS = 12
_WORD = re.compile(r"\w+")
# What stands in nearly every question and tells nothing, in both languages of the shop.
_EMPTY_WORDS = """
    a an and are can do does for how in is it my of on or the to what when where which with you your
    ada apa bagaimana cara dan dari di yang untuk ke saya anda itu ini atau bisa apakah kapan mana
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def words(text: str) -> list[str]:
    """Return the telling words of a text: lower case, without accents, each once.

    >>> words("How do I PAY? Pay, pay!")
    ['pay']
    """
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    found = dict.fromkeys(word for word in _WORD.findall(plain) if word not in _EMPTY and len(word) > 1)
    return list(found)[:MAX_WORDS]


def search(entries: Iterable[dict], text: str) -> list[dict]:
    """Return the entries that hold a word of the text, best first; all of them when nothing telling is asked.

    A word counts where a word of the entry begins with it, or it with that; in the question more than in the answer.

    :param entries: dict(question: str, answer: str, …)

    >>> entries = [{"question": "COD", "answer": "You pay there"}, {"question": "How do I pay?", "answer": "By bank"}]
    >>> [entry["question"] for entry in search(entries, "paying")]
    ['How do I pay?', 'COD']
    """
    asked = words(text)
    entries = list(entries)
    if not asked:
        return entries
    scored = [(_score(entry, asked), -place) for place, entry in enumerate(entries)]
    return [entries[-place] for score, place in sorted(scored, reverse=True) if score]


def _score(entry: dict, asked: list[str]) -> int:
    question, answer = (_all_words(entry[part]) for part in ("question", "answer"))
    return sum(3 * _holds(question, word) + _holds(answer, word) for word in asked)


def _all_words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return set(_WORD.findall(plain))


def _holds(found: set[str], word: str) -> bool:
    return any(one.startswith(word) or (len(one) >= 3 and word.startswith(one)) for one in found)
