-- a copy of the database reads no reseller's server and holds no secret of one
UPDATE crosstech_reseller_source SET password_encrypted = NULL, ssh_password_encrypted = NULL, ssh_key_encrypted = NULL, active = false;
UPDATE crosstech_reseller_pull SET state = 'cancelled' WHERE state IN ('queued', 'running');
UPDATE queue_job SET state = 'cancelled', exc_info = NULL, exc_message = NULL
 WHERE channel LIKE 'root.crosstech_sync%' AND state NOT IN ('done', 'cancelled');
-- and publishes to nobody, nor keeps the files resellers sent
UPDATE crosstech_reseller_feed SET revoked_datetime = now() AT TIME ZONE 'UTC', rows_json = NULL WHERE revoked_datetime IS NULL;
DELETE FROM ir_attachment WHERE res_model = 'crosstech.reseller.source' AND res_field = 'upload';
UPDATE crosstech_reseller_source SET upload_name = NULL, upload_size = NULL, upload_sha256 = NULL, last_read_sha256 = NULL;
-- and is no way into the VPN
UPDATE crosstech_reseller_source SET vpn_public_key = NULL, vpn_key_datetime = NULL, vpn_address = NULL;
UPDATE res_company SET vpn_private_key_encrypted = NULL, vpn_public_key = NULL, vpn_host = NULL;
