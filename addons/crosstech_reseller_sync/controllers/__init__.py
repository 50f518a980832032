from . import reseller_data, reseller_feed, reseller_offer, reseller_outlook, reseller_vpn
