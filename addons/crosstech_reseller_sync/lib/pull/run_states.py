"""The states of one pull in the log that both sides see, and what moves it from one to the next."""

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
STATES = (QUEUED, RUNNING, DONE, FAILED, CANCELLED)
OPEN = (QUEUED, RUNNING)
START, WAIT, FINISH, FAIL, CANCEL = "start", "wait", "finish", "fail", "cancel"
MOVES = {
    (START, QUEUED): RUNNING,
    (START, RUNNING): RUNNING,  # the process before died; the run goes on where it was
    (WAIT, RUNNING): QUEUED,
    (FINISH, RUNNING): DONE,
    (FAIL, QUEUED): FAILED,
    (FAIL, RUNNING): FAILED,
    (CANCEL, QUEUED): CANCELLED,
    (CANCEL, RUNNING): CANCELLED,
}


def sources(action: str) -> tuple[str, ...]:
    """List the states an action starts from.

    >>> sources(START), sources(FINISH)
    (('queued', 'running'), ('running',))
    """
    return tuple(state for move, state in MOVES if move == action)


def target(action: str) -> str:
    """Name the state an action leads to.

    >>> target(WAIT), target(FAIL)
    ('queued', 'failed')
    """
    (state,) = {after for (move, _before), after in MOVES.items() if move == action}
    return state
