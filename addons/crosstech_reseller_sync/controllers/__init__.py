from . import reseller_data, reseller_offer
