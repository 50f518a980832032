from . import region, region_alias, res_partner
