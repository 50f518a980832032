"""Earlier cases like a new one, by their words (TF-IDF, cosine), and what was found and done about them.

No service and no training: an index of the closed cases is built at night, kept as a file and searched in memory. Words
count whole, in pairs and as pieces of four letters, so that a misspelt word still meets its like; what is known besides
words (product, category, brand) counts like a word of its own. Measured in docs/adr/0025-similar-cases.md.
"""

import io
import re
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

_STOP_TEXT = """
yang dan di ke dari ini itu untuk dengan pada adalah juga saya kami anda ada sudah akan karena atau saat sering mohon
tolong pak bu nya
the a an and or of to in on is it its was were be for my i we you he she they has have had this that but so as at by
from when does do did will would
"""
STOP_WORDS = frozenset(_STOP_TEXT.split())
PIECE = 4
WORD, PAIR, PART, FACT = 1.0, 0.7, 0.5, 1.5
MAX_WORDS = 300  # of one case; a whole letter is not a symptom
MIN_SCORE = 0.05  # less in common is chance
NEAREST = 30


@dataclass(frozen=True)
class Case:
    """A case to find again.

    :ivar key: number it is found by
    :ivar facts: what is known besides words, such as ``product 7``
    """

    key: int
    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A case found; score from 0 to 1."""

    key: int
    score: float


@dataclass(frozen=True)
class Suggestion:
    """What similar cases say: the share of their votes from 0 to 1, and how many cases say so."""

    label: Hashable
    share: float
    count: int


def tokens(text: str, facts: Iterable[str] = ()) -> dict[str, float]:
    """Return what a text is compared by, with weights.

    >>> sorted(tokens("Layar mati", ["brand acer"]), key=str)[:3]
    ['#_lay', '#_mat', '#ati_']
    """
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [word for word in re.findall(r"[a-z0-9]+", plain)[:MAX_WORDS] if word not in STOP_WORDS]
    weights: Counter[str] = Counter()
    for word in words:
        weights[word] += WORD
        padded = f"_{word}_"
        for start in range(len(padded) - PIECE + 1):
            weights[f"#{padded[start : start + PIECE]}"] += PART
    for first, second in pairwise(words):
        weights[f"{first}+{second}"] += PAIR
    for fact in facts:
        weights[f"={fact}"] += FACT
    return {token: 1 + float(np.log(weight)) if weight > 1 else weight for token, weight in weights.items()}


class Index:
    """Cases as columns of words; made by :func:`build` or :meth:`load`."""

    def __init__(self, words: list[str], matrix: sparse.csc_matrix, rarity: np.ndarray, keys: np.ndarray):
        self.columns = {word: column for column, word in enumerate(words)}
        self.matrix, self.rarity, self.keys = matrix, rarity, keys

    def __len__(self) -> int:
        return len(self.keys)

    def search(self, text: str, facts: Iterable[str] = (), *, limit: int = NEAREST) -> list[Match]:
        """Return the most similar cases, best first."""
        known = [(self.columns[word], weight) for word, weight in tokens(text, facts).items() if word in self.columns]
        if not known or not len(self):
            return []
        columns = np.array([column for column, _weight in known])
        weights = np.array([weight for _column, weight in known], dtype=np.float32) * self.rarity[columns]
        scores = np.asarray(self.matrix[:, columns] @ (weights / np.linalg.norm(weights))).ravel()
        best = np.argpartition(-scores, min(limit, len(scores)) - 1)[:limit]
        best = best[np.lexsort((self.keys[best], -scores[best]))]
        return [Match(int(self.keys[row]), float(scores[row])) for row in best if scores[row] >= MIN_SCORE]

    def dump(self) -> bytes:
        """Return the index as a file (NPZ, nothing in it is code)."""
        words = "\n".join(self.columns).encode()
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer, words=np.frombuffer(words, dtype=np.uint8), data=self.matrix.data, indices=self.matrix.indices,
            indptr=self.matrix.indptr, shape=self.matrix.shape, rarity=self.rarity, keys=self.keys,
        )  # fmt: skip
        return buffer.getvalue()

    @classmethod
    def load(cls, content: bytes) -> "Index":
        """Read what :meth:`dump` wrote.

        :raises ValueError: when it is something else
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as parts:
                words = parts["words"].tobytes().decode().split("\n") if len(parts["words"]) else []
                matrix = sparse.csc_matrix(
                    (parts["data"], parts["indices"], parts["indptr"]), shape=tuple(parts["shape"])
                )
                return cls(words, matrix, parts["rarity"], parts["keys"])
        except (OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
            raise ValueError("this is no index of cases") from error


def build(cases: Iterable[Case]) -> Index:
    """Make an index; a word that every case has counts least.

    >>> index = build([Case(1, "layar berkedip"), Case(2, "baterai tidak mengisi"), Case(3, "layar mati")])
    >>> [match.key for match in index.search("layarnya berkedip terus")]
    [1, 3]
    """
    columns: dict[str, int] = {}
    weights: list[float] = []
    indices: list[int] = []
    ends = [0]
    keys: list[int] = []
    for case in cases:
        for word, weight in tokens(case.text, case.facts).items():
            indices.append(columns.setdefault(word, len(columns)))
            weights.append(weight)
        ends.append(len(indices))
        keys.append(case.key)
    matrix = sparse.csr_matrix(
        (np.array(weights, dtype=np.float32), np.array(indices, dtype=np.int32), np.array(ends, dtype=np.int64)),
        shape=(len(keys), len(columns)),
    )
    found = np.bincount(matrix.indices, minlength=len(columns))
    rarity = (np.log((1 + len(keys)) / (1 + found)) + 1).astype(np.float32)
    matrix.data *= rarity[matrix.indices]
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    matrix.data /= np.repeat(lengths, np.diff(matrix.indptr)).astype(np.float32)
    return Index(list(columns), matrix.tocsc(), rarity, np.array(keys, dtype=np.int64))


def vote(matches: Iterable[Match], labels: Mapping[int, Iterable[Hashable]], *, limit: int = 3) -> list[Suggestion]:
    """Let similar cases vote, each with the square of its score, for what they have.

    :param labels: key of a case -> its labels; a case without any does not vote

    >>> matches = [Match(1, 0.8), Match(2, 0.6), Match(3, 0.2)]
    >>> [(one.label, one.count) for one in vote(matches, {1: ["screen"], 2: ["battery"], 3: ["screen"]})]
    [('screen', 2), ('battery', 1)]
    """
    votes: dict[Hashable, float] = defaultdict(float)
    counts: Counter[Hashable] = Counter()
    total = 0.0
    for match in matches:
        own = set(labels.get(match.key, ()))
        total += match.score**2 if own else 0.0
        for label in own:
            votes[label] += match.score**2
            counts[label] += 1
    best = sorted(votes, key=lambda label: (-votes[label], -counts[label], str(label)))[:limit]
    return [Suggestion(label, votes[label] / total, counts[label]) for label in best]
