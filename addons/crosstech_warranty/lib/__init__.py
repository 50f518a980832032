"""Rules of after-sales service in plain Python."""
