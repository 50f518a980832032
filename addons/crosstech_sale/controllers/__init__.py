from . import address, delivery, notification, region, transfer
