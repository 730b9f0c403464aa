import os

PORT = int(os.environ.get("PORT", "8080"))
ROUNDING = 5000  # thousandths
