-- a copy of the database reads no reseller's server and holds no secret of one
UPDATE crosstech_reseller_source SET password_encrypted = NULL, ssh_password_encrypted = NULL, ssh_key_encrypted = NULL, active = false;
