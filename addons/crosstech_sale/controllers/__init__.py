from . import address, auth_signup, cod_meeting, delivery, notification, order_portal, region, territory, transfer
from . import address, auth_signup, cod_meeting, delivery, notification, order_portal, region, supplier, transfer
