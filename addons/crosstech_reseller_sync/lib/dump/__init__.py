"""Backups and files as a source. A dump is data: it is read as a stream and never executed anywhere.

``load.read_schema`` tells what is in a file, ``load.load`` brings chosen tables and columns of it into a throw-away
SQLite file; ``unpack`` and ``limits`` keep a hostile file from filling memory, disk or time.
"""
