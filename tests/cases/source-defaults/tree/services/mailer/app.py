"""Sends letters. os.getenv("PORT", "9999") is what this does not do."""
import os

PORT = int(os.environ.get("PORT", 4101))
SMTP_PORT = int(os.environ.get("SMTP_PORT", 2525))
