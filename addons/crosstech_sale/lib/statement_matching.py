"""Which bank line pays which transfer: certain matches alone are automatic, everything else goes to a person.

A unique amount is the rule; references and names only confirm it, or set it aside where they speak for another.
Looked up by amount and by reference, so the work grows with the lines, not with lines times transfers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from . import payer_evidence

WAITING, PAID, CLOSED = "waiting", "paid", "closed"
ROUND_UNIT = 1000
REST_DAYS = 7
_STRONG_NAME, _WEAK_NAME = 0.6, 0.34


@dataclass(frozen=True)
class Expectation:
    """A transfer somebody was asked for.

    ``amount_to_pay`` is the price plus the unique code, ``amount`` the price alone, in the currency of the account.
    ``opened``: the local day since when it could be paid. ``state``: waiting, paid, or closed (expired, cancelled).
    ``former_amount``: what was asked before the document changed.
    """

    key: int
    account: int
    amount_to_pay: Decimal
    amount: Decimal
    opened: date
    state: str = WAITING
    references: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    former_amount: Decimal | None = None


@dataclass(frozen=True)
class BankLine:
    """A movement that nobody has explained yet; money in is positive."""

    key: int
    account: int
    date: date
    amount: Decimal
    text: str


@dataclass(frozen=True)
class Decision:
    """What one line, or several that add up, is taken for.

    ``kind``: exact, reference, partial, over, double, late, ambiguous or none. ``transfer``: key of the expectation,
    None where there is no proposal. ``reason``: a word that says why. ``automatic``: certain, no person needed.
    ``difference``: money received less money asked for.
    """

    lines: tuple[int, ...]
    kind: str
    transfer: int | None
    reason: str
    confidence: float
    automatic: bool = False
    difference: Decimal = Decimal(0)


class _Index:
    """The expectations by what a bank line may say."""

    def __init__(self, expectations: Iterable[Expectation]):
        self.by_key, self.by_reference = {}, defaultdict(set)
        self.by_total, self.by_price = defaultdict(list), defaultdict(list)
        self.by_former, self.by_thousand = defaultdict(list), defaultdict(list)
        self.closed_by_price = defaultdict(list)
        for item in sorted(expectations, key=lambda item: item.key):
            self.by_key[item.key] = item
            self.by_total[item.account, item.amount_to_pay].append(item)
            for reference in item.references:
                self.by_reference[payer_evidence.canonical(reference)].add(item.key)
            if item.state != WAITING:
                self.closed_by_price[item.account, item.amount].append(item)
            else:
                self.by_price[item.account, item.amount].append(item)
                self.by_thousand[item.account, int(item.amount_to_pay // ROUND_UNIT)].append(item)
                if item.former_amount is not None:
                    self.by_former[item.account, item.former_amount].append(item)


class _Evidence:
    """What the text of one line says."""

    def __init__(self, line: BankLine, index: _Index):
        self.line = line
        self.proving, self.short = payer_evidence.references_in(line.text)
        keys = set()
        for reference in self.proving:
            keys |= index.by_reference.get(reference, set())
        self.named = sorted(
            (index.by_key[key] for key in keys if index.by_key[key].opened <= line.date), key=lambda item: item.key
        )

    def supports(self, item: Expectation) -> bool:
        """Whether a reference, if only almost, or the name speaks for this expectation."""
        return self.is_near(item) or self.name(item) >= _STRONG_NAME

    def is_near(self, item: Expectation) -> bool:
        forms = [payer_evidence.canonical(reference) for reference in item.references]
        if any(form in self.short for form in forms):
            return True
        return any(payer_evidence.is_near(found, form) for found in self.proving for form in forms if len(form) >= 3)

    def name(self, item: Expectation) -> float:
        return payer_evidence.similarity(item.payers, self.line.text)


def match(lines: Sequence[BankLine], expectations: Iterable[Expectation]) -> list[Decision]:
    """Decide on every line; the order in which lines and expectations are given does not matter.

    No transfer is ever matched automatically more than once.

    >>> order = Expectation(1, 7, Decimal(100_123), Decimal(100_000), date(2026, 11, 1), references=("S00012",))
    >>> [(d.kind, d.automatic) for d in match([BankLine(5, 7, date(2026, 11, 2), Decimal(100_123), "BUDI")], [order])]
    [('exact', True)]
    >>> [(d.kind, d.automatic) for d in match([BankLine(5, 7, date(2026, 11, 2), Decimal(60_000), "S00012")], [order])]
    [('partial', False)]
    """
    index = _Index(expectations)
    decided, parts = [], defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.date, line.key)):
        decision = _decide(line, index)
        if decision.kind == "part":
            parts[decision.transfer].append(line)
        else:
            decided.append((line, decision))
    decided = _settle_rivals(decided, index)
    taken = {decision.transfer for _line, decision in decided if decision.automatic}
    rest = _missing_rests(parts, decided, index, taken)
    result = [decision for line, decision in decided if line.key not in {found.key for found in rest.values()}]
    for key in sorted(parts):
        extra = [rest[key]] if key in rest else []
        result += _add_up(parts[key] + extra, index.by_key[key], is_taken=key in taken)
    return sorted(result, key=lambda decision: decision.lines)


def _missing_rests(parts, decided, index: _Index, taken: set[int]) -> dict[int, BankLine]:
    """For transfers paid in part by lines that name them: the one unexplained line of their payer that is the rest."""
    unknown = defaultdict(list)
    for line, decision in decided:
        if decision.reason == "unknown":
            unknown[line.account, line.amount].append(line)
    found = {}
    for key in set(parts) - taken:
        item, lines = index.by_key[key], parts[key]
        rest = item.amount_to_pay - sum((line.amount for line in lines), Decimal(0))
        fitting = [
            line
            for line in unknown.get((item.account, rest), ())
            if abs((line.date - lines[0].date).days) <= REST_DAYS
            and payer_evidence.similarity(item.payers, line.text) >= _STRONG_NAME
        ]
        if len(fitting) == 1:
            found[key] = fitting[0]
    wanted = Counter(line.key for line in found.values())
    return {key: line for key, line in found.items() if wanted[line.key] == 1}


def _decide(line: BankLine, index: _Index) -> Decision:
    if line.amount <= 0:
        return Decision((line.key,), "none", None, "money_out", 1.0)
    evidence = _Evidence(line, index)
    if evidence.named:
        return _by_reference(line, evidence, index)
    return _by_amount(line, evidence, index)


def _open_claims(table, line: BankLine) -> list[Expectation]:
    return [item for item in table.get((line.account, line.amount), ()) if item.opened <= line.date]


def _by_reference(line: BankLine, evidence: _Evidence, index: _Index) -> Decision:
    """The text names what is paid; the amount has to agree."""
    named = evidence.named
    waiting = [item for item in named if item.state == WAITING]
    if len(waiting) > 1:
        exact = [item for item in waiting if item.amount_to_pay == line.amount]
        return _ask(line, "ambiguous", exact[0] if len(exact) == 1 else waiting[0], "names_several", 0.4)
    item = waiting[0] if waiting else named[-1]
    others = [claim for claim in _open_claims(index.by_total, line) if claim.state == WAITING and claim.key != item.key]
    if others:
        return _named_another(line, evidence, item, others)
    if item.state == PAID:
        return _ask(line, "double", item, "paid_already", 0.8)
    if item.account != line.account:
        return _ask(line, "ambiguous", item, "other_account", 0.7)
    if item.state == CLOSED:
        agrees = line.amount in (item.amount_to_pay, item.amount)
        return _ask(line, "late", item, "late" if agrees else "late_other_amount", 0.9 if agrees else 0.5)
    if line.amount == item.amount_to_pay:
        return Decision((line.key,), "exact", item.key, "amount_and_reference", 1.0, True)
    if line.amount == item.amount:
        twins = [twin for twin in _open_claims(index.by_price, line) if twin.key != item.key]
        if twins and (evidence.name(item) < _STRONG_NAME or max(map(evidence.name, twins)) >= _WEAK_NAME):
            return _ask(line, "ambiguous", item, "price_of_several", 0.5)
        return Decision(
            (line.key,), "reference", item.key, "code_missing", 0.95, True, line.amount - item.amount_to_pay
        )
    if line.amount == item.former_amount:
        return _ask(line, _short_or_over(line.amount, item), item, "amount_changed", 0.8)
    return Decision((line.key,), "part", item.key, "", 0)


def _named_another(line: BankLine, evidence: _Evidence, item: Expectation, others: list[Expectation]) -> Decision:
    """The amount is one's, the reference another's: certain only where the reference is a slip of the right one."""
    if len(others) == 1 and evidence.is_near(others[0]) and line.amount not in (item.amount_to_pay, item.amount):
        return Decision((line.key,), "exact", others[0].key, "amount_and_slip", 0.9, True)
    return _ask(line, "ambiguous", others[0], "names_another", 0.5)


def _by_amount(line: BankLine, evidence: _Evidence, index: _Index) -> Decision:
    """The text names nothing we know; the amount has to be nobody else's."""
    claims = _open_claims(index.by_total, line)
    waiting = [item for item in claims if item.state == WAITING]
    by_price, former = _open_claims(index.by_price, line), _open_claims(index.by_former, line)
    if len(waiting) > 1:
        return _ask(line, "ambiguous", None, "amount_of_several", 0.3)
    if waiting:
        rivals = [item for item in claims + by_price + former if item.key != waiting[0].key]
        return _unique_amount(line, evidence, waiting[0], rivals)
    if former:
        return _ask(line, _short_or_over(line.amount, former[0]), former[0], "amount_changed", 0.6)
    if claims:
        return _closed_amount(line, evidence, claims)
    return _without_code(line, evidence, by_price, index) or _rounded(line, evidence, index)


def _unique_amount(line: BankLine, evidence: _Evidence, item: Expectation, rivals: list[Expectation]) -> Decision:
    speaks_for_it = evidence.supports(item)
    if rivals:
        against = any(evidence.is_near(rival) or evidence.name(rival) >= _WEAK_NAME for rival in rivals)
        if against or not speaks_for_it:
            return _ask(line, "ambiguous", item, "amount_of_several", 0.5)
    elif line.amount % ROUND_UNIT == 0 and not speaks_for_it:
        return _ask(line, "ambiguous", item, "round_amount", 0.6)
    return Decision((line.key,), "exact", item.key, "amount_and_name" if speaks_for_it else "amount", 0.98, True)


def _closed_amount(line: BankLine, evidence: _Evidence, claims: list[Expectation]) -> Decision:
    """The amount of transfers that are paid or have expired: the one the text speaks for, else the latest."""
    named = [item for item in claims if evidence.supports(item)]
    item = (named or claims)[-1]
    if item.state == PAID:
        return _ask(line, "double", item, "paid_already", 0.7 if named else 0.4)
    return _ask(line, "late", item, "late", 0.9 if named else 0.7)


def _without_code(line: BankLine, evidence: _Evidence, by_price: list[Expectation], index: _Index) -> Decision | None:
    """The price without the unique code: certain where one open order has it and the payer's full name stands there."""
    if not by_price:
        return None
    likely = [item for item in by_price if evidence.supports(item)]
    if len(likely) == 1 or (not likely and len(by_price) == 1):
        item = (likely or by_price)[0]
        rivals = len(by_price) > 1 or _open_claims(index.closed_by_price, line)
        if not rivals and payer_evidence.is_full_name(item.payers, line.text):
            return Decision(
                (line.key,), "reference", item.key, "code_missing", 0.9, True, line.amount - item.amount_to_pay
            )
        return _ask(line, "partial", item, "code_missing", 0.8 if likely else 0.4)
    return _ask(line, "ambiguous", likely[0] if likely else None, "price_of_several", 0.3)


def _rounded(line: BankLine, evidence: _Evidence, index: _Index) -> Decision:
    """Somebody rounded the amount: only a name or a mistyped reference tells who."""
    thousand = int(line.amount // ROUND_UNIT)
    near = [
        item
        for step in (-1, 0, 1)
        for item in index.by_thousand.get((line.account, thousand + step), ())
        if abs(item.amount_to_pay - line.amount) < ROUND_UNIT and item.opened <= line.date and evidence.supports(item)
    ]
    if len(near) == 1:
        return _ask(line, _short_or_over(line.amount, near[0]), near[0], "rounded", 0.6)
    if near:
        return _ask(line, "ambiguous", None, "price_of_several", 0.3)
    return Decision((line.key,), "none", None, "unknown", 0.0)


def _short_or_over(amount: Decimal, item: Expectation) -> str:
    return "partial" if amount < item.amount_to_pay else "over"


def _ask(line: BankLine, kind: str, item: Expectation | None, reason: str, confidence: float) -> Decision:
    """A decision for a person."""
    difference = line.amount - item.amount_to_pay if item else Decimal(0)
    return Decision((line.key,), kind, item.key if item else None, reason, confidence, False, difference)


def _payer_text(text: str) -> str:
    """The words of a text without numbers: equal for two payments of one payer, whatever the bank counts."""
    return " ".join(word for word in text.upper().split() if not any(character.isdigit() for character in word))


def _settle_rivals(decided, index: _Index):
    """Of several lines that would each pay one transfer, one does at most; the rest are for a person."""
    groups = defaultdict(list)
    for line, decision in decided:
        if decision.automatic:
            groups[decision.transfer].append((line, decision))
    replaced = {}
    for key, rivals in groups.items():
        if len(rivals) > 1:
            replaced |= {decision.lines: decision for decision in _one_of(rivals, index.by_key[key])}
    return [(line, replaced.get(decision.lines, decision)) for line, decision in decided]


def _is_one_payer(lines: list[BankLine], item: Expectation) -> bool:
    if all(payer_evidence.similarity(item.payers, line.text) >= _STRONG_NAME for line in lines):
        return True
    return len({_payer_text(line.text) for line in lines}) == 1


def _one_of(rivals, item: Expectation) -> list[Decision]:
    best = max(decision.confidence for _line, decision in rivals)
    first = [(line, decision) for line, decision in rivals if decision.confidence == best]
    if len(first) > 1 and not _is_one_payer([line for line, _decision in rivals], item):
        return [_ask(line, "ambiguous", item, "several_lines", 0.5) for line, _decision in rivals]
    winner = min(first, key=lambda pair: (pair[0].date, pair[0].key))
    rest = [line for line, _decision in rivals if line.key != winner[0].key]
    return [winner[1], *(_ask(line, "double", item, "paid_twice", 0.8) for line in rest)]


def _add_up(lines: list[BankLine], item: Expectation, *, is_taken: bool) -> list[Decision]:
    """Several lines that name one transfer pay it where they add up exactly."""
    if is_taken:
        return [_ask(line, "double", item, "paid_twice", 0.7) for line in lines]
    total = sum((line.amount for line in lines), Decimal(0))
    if len(lines) > 1 and total in (item.amount_to_pay, item.amount):
        keys = tuple(line.key for line in sorted(lines, key=lambda line: (line.date, line.key)))
        return [Decision(keys, "reference", item.key, "adds_up", 0.95, True, total - item.amount_to_pay)]
    kind = "partial" if total < item.amount_to_pay else "over"
    if abs(total - item.amount_to_pay) < ROUND_UNIT and len(lines) == 1:
        return [_ask(lines[0], kind, item, "rounded", 0.8)]
    reason = {"partial": "too_little", "over": "too_much"}[kind]
    return [Decision((line.key,), kind, item.key, reason, 0.7, False, total - item.amount_to_pay) for line in lines]
