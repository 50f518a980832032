"""What ``make`` runs: set-up, start, stop, test, back up. Standard library only, Python 3.10 or newer."""
