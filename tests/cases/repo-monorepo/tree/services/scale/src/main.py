import os

PORT = int(os.environ.get("PORT", 4312))
TARE_GRAMS = 4312.5
