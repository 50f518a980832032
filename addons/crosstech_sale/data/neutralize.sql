-- a copy of the database sends no text messages and holds no key of a gateway
UPDATE res_company SET sms_gateway_url = NULL, sms_gateway_key_encrypted = NULL, sms_gateway_user = NULL;
