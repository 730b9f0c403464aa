import os
PORT = int(os.environ.get("PORT", 5555))
