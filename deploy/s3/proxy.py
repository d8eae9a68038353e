#!/usr/bin/env python3
"""Stands between S3A and an S3 server: counts requests by kind, and answers some of them badly.

    deploy/s3/proxy.py SERVER_PORT [--port PORT] [--slow-down N] [--cut N]     counts are printed when it is interrupted
"""

import argparse
import collections
import http.client
import http.server
import json
import socket
import struct
import threading
import urllib.parse

SLOW_DOWN = b"""<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message><RequestId>proxy</RequestId></Error>"""

HOP_BY_HOP = {"connection", "transfer-encoding", "keep-alive", "expect"}


def kind(method, target, headers):
    """What a request is for, as S3's price list and Hadoop's statistics name it."""
    address = urllib.parse.urlsplit(target)
    query = urllib.parse.parse_qs(address.query, keep_blank_values=True)
    names_object = "/" in address.path.strip("/")
    if method == "POST":
        return "delete many" if "delete" in query else "begin parts" if "uploads" in query else "complete parts"
    if method == "PUT":
        return "copy" if "x-amz-copy-source" in headers else "put part" if "partNumber" in query else "put"
    if method == "DELETE":
        return "abort parts" if "uploadId" in query else "delete"
    if method == "GET":
        return "get" if names_object else "list parts" if "uploads" in query else "list"
    return "head" if names_object else "head bucket"


class Proxy(http.server.ThreadingHTTPServer):
    """One on a port of its own, in front of a server on another of this machine."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, server_port, port=0, slow_down=0, cut=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.port = self.server_address[1]
        self.server_port_behind = server_port
        self.slow_down = slow_down
        self.cut = cut
        self.lock = threading.Lock()
        self.requests = []
        self.harmed = collections.Counter()

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def note(self, method, target, headers):
        """Counts a request and says what becomes of it: every so many are refused, others cut off half-way."""
        with self.lock:
            self.requests.append((kind(method, target, headers), target))
            number = len(self.requests)
            fate = "slow down" if self.slow_down and number % self.slow_down == 0 else ""
            fate = "cut" if self.cut and number % self.cut == 0 else fate
            if fate:
                self.harmed[fate] += 1
            return fate

    def counts(self):
        """Requests by kind, the most first."""
        with self.lock:
            return dict(collections.Counter(kind for kind, _ in self.requests).most_common())

    def handle_error(self, request, client_address):
        """Clients hang up; they say so themselves."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def pass_on(self):
        fate = self.server.note(self.command, self.path, self.headers)
        length = int(self.headers.get("Content-Length", 0))
        if fate == "cut" and self.command in ("PUT", "POST"):
            self.rfile.read(length // 2)
            return self.hang_up()
        body = self.rfile.read(length)
        if fate == "slow down":
            return self.refuse()
        behind = http.client.HTTPConnection("127.0.0.1", self.server.server_port_behind, timeout=120)
        try:
            behind.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in HOP_BY_HOP:
                    behind.putheader(name, value)
            behind.endheaders(body or None)
            answer = behind.getresponse()
            content = answer.read()
        except OSError:
            return self.hang_up()
        finally:
            behind.close()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        head = self.command == "HEAD"
        self.send_header("Content-Length", answer.getheader("Content-Length", "0") if head else str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if fate == "cut" else content)
        if fate == "cut":
            return self.hang_up()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on

    def refuse(self):
        self.send_response_only(503, "Slow Down")
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(SLOW_DOWN)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(SLOW_DOWN)

    def hang_up(self):
        """As a router does that has lost the connection: reset, and not closed."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server_port", type=int)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--slow-down", type=int, default=0, metavar="N", help="answer every Nth request with 503")
    parser.add_argument("--cut", type=int, default=0, metavar="N", help="lose the connection of every Nth")
    arguments = parser.parse_args()
    with Proxy(**vars(arguments)) as proxy:
        print(f"http://127.0.0.1:{proxy.port}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(json.dumps(proxy.counts(), indent=2))


if __name__ == "__main__":
    main()
