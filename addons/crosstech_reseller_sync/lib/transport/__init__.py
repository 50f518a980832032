"""Ways to a reseller's server: SSH tunnel, TLS, WireGuard, and files by SFTP, FTPS or FTP inside a VPN.

Nobody is trusted unseen: the first time, ``trust.NotYetTrusted`` carries the fingerprint for a person to compare; when
it changes later, ``trust.TrustChanged`` stops everything. No password or key is sent before that.
"""
