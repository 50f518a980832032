"""What a reseller lets us read: the states of an agreement and who moves it (S0.63, S0.64, S0.85).

The reseller first permits to *look* (structure and first rows, nothing is kept), so that a mapping can be prepared. The
columns of that mapping are what is then offered to him, and nothing else is ever selected.
"""

STATES = ("draft", "looking", "offered", "active", "paused", "revoked", "expired")
LOOK_STATES = ("looking", "offered", "active")  # structure and first rows may be read
OPEN_STATES = ("draft", "looking", "offered", "active", "paused")
MASKS = ("", "hash", "year", "blank")  # as is, a one-way hash, the year alone, nothing
