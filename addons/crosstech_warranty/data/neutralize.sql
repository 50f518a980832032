-- a copy of the database is no way to customers' units and cases: their QR codes and links end here
UPDATE crosstech_warranty_unit SET access_token = NULL;
UPDATE helpdesk_ticket SET access_token = NULL;
