from . import reseller_offer
