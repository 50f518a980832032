from . import delivery, notification
