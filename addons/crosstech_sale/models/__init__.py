from . import notification, region, region_alias, res_partner
