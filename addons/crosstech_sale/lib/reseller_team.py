"""What a person may do in the portal of a reseller company, and who may change it.

Source: S0.10, S0.11, S0.16 and docs/business-rules.md#reseller-1 to reseller-5.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class TeamError(ValueError):
    """A change of rights that may not be made.

    :ivar str code: ``admin`` (only a team admin changes rights), ``raise`` (nobody gives more than he has),
        ``last`` (a company keeps an admin), ``blind`` (who approves or pays must see prices), ``limit`` (no amount)
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Rights:
    """Rights of one person.

    :param approval_limit: whole rupiah up to which he decides, his own orders included; ``None`` is without limit
    """

    may_order: bool = False
    approval_limit: int | None = 0
    sees_prices: bool = False
    sees_all_orders: bool = False
    is_admin: bool = False

    def covers(self, amount: int) -> bool:
        """Whether this person may let an order of this amount go through.

        >>> Rights(may_order=True, sees_prices=True, approval_limit=5_000_000).covers(5_000_000)
        True
        >>> Rights(may_order=True, sees_prices=True, approval_limit=5_000_000).covers(5_000_001)
        False
        """
        return self.sees_prices and (self.approval_limit is None or amount <= self.approval_limit)

    def is_approver(self) -> bool:
        """Whether this person decides about orders of others at all."""
        return self.sees_prices and self.approval_limit != 0

    def orders_alone(self, amount: int) -> bool:
        """Whether an order of his own of this amount needs nobody else."""
        return self.may_order and self.covers(amount)


FOUNDER = Rights(may_order=True, approval_limit=None, sees_prices=True, sees_all_orders=True, is_admin=True)
NEWCOMER = Rights(may_order=True, sees_prices=True)
FLAGS = ("may_order", "sees_prices", "sees_all_orders", "is_admin")


def first_rights(colleagues: int) -> Rights:
    """Rights of a person nobody gave any: the first of a company leads it, everybody after asks for approval.

    >>> first_rights(0).is_admin, first_rights(1).is_admin, first_rights(1).approval_limit
    (True, False, 0)
    """
    return NEWCOMER if colleagues else FOUNDER


def _is_more(limit: int | None, than: int | None) -> bool:
    return than is not None and (limit is None or limit > than)


def check_sound(rights: Rights) -> None:
    """Refuse rights that contradict each other.

    :raises TeamError: ``limit`` for a negative one, ``blind`` for deciding without seeing what it costs
    """
    if rights.approval_limit is not None and rights.approval_limit < 0:
        raise TeamError("limit")
    if rights.approval_limit != 0 and not rights.sees_prices:
        raise TeamError("blind")


def check_change(actor: Rights, before: Rights, after: Rights, other_admins: int) -> None:
    """Refuse a change of rights that this person may not make.

    What goes up may go up to what the person who gives it has; so nobody raises himself, nor an accomplice.

    :param before: rights of the person concerned; ``Rights()`` for somebody who is invited
    :param other_admins: admins of the company besides the person concerned
    :raises TeamError: see there

    >>> admin = Rights(may_order=True, approval_limit=1_000_000, sees_prices=True, is_admin=True)
    >>> check_change(admin, Rights(), Rights(may_order=True, sees_prices=True, approval_limit=1_000_000), 1)
    """
    if not actor.is_admin:
        raise TeamError("admin")
    check_sound(after)
    raised = [getattr(after, name) and not getattr(before, name) and not getattr(actor, name) for name in FLAGS]
    if any(raised) or (
        _is_more(after.approval_limit, before.approval_limit) and _is_more(after.approval_limit, actor.approval_limit)
    ):
        raise TeamError("raise")
    if before.is_admin and not after.is_admin and not other_admins:
        raise TeamError("last")


def check_removal(actor: Rights, target: Rights, other_admins: int) -> None:
    """Refuse to take a person out of the team.

    :raises TeamError: ``admin`` or ``last``
    """
    if not actor.is_admin:
        raise TeamError("admin")
    if target.is_admin and not other_admins:
        raise TeamError("last")


def approvers(team: Iterable[tuple[int, Rights]], amount: int) -> list[int]:
    """Name who may let an order of this amount go through.

    :param team: (user id, rights) of everybody in the company

    >>> approvers([(1, FOUNDER), (2, NEWCOMER)], 10)
    [1]
    """
    return [user for user, rights in team if rights.is_approver() and rights.covers(amount)]
