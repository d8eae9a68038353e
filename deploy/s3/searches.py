"""Searches whose every input and output lies on S3, and how they are run and compared."""

import os
import pathlib
import struct
import subprocess
import threading
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUCKET = "check"
PROSPECTOR = ROOT / "prospector"
VERIFIER = ROOT / "executors/src/test/resources/verifiers/tiny-pickscore"
BUNDLE = ROOT / "executors/src/main/resources/bundles/shapes-s"
PROMPTS = [f"a {colour} {shape}" for colour in ("red", "green", "blue") for shape in ("circle", "square", "triangle")]
ROUNDS = ["--algorithm", "zero-order", "--neighbours", "2", "--candidates", "9", "--steps", "4", "--batch", "4"]
INPUT = [
    *["--prompts", f"s3a://{BUCKET}/in/prompts.csv", "--bundle", f"s3a://{BUCKET}/models/shapes-s"],
    *["--verifier-bundle", f"pick=s3a://{BUCKET}/models/pick", "--verifier", "pick", "--held-out", "composition"],
    *["--init-image", "photo", "--strength", "0.6", "--images"],
]
ONE_CORE = ["--conf", "spark.executor.cores=1", "--conf", "spark.cores.max=2"]


class Wrong(Exception):
    """Something was not as it should be."""


def png(level):
    """A grey image as large as shapes-s draws."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + bytes([level, 255 - level, (row * 8) % 256]) * 32 for row in range(32))
    header = struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def reach(port):
    """What S3A has to be told of a server of this machine. Without an endpoint it would ask Amazon."""
    settings = {"endpoint": f"http://127.0.0.1:{port}", "path.style.access": "true", "connection.ssl.enabled": "false"}
    return {f"fs.s3a.{name}": value for name, value in settings.items()}


def flags(port, **more):
    settings = reach(port) | {f"fs.s3a.{name.replace('_', '.')}": value for name, value in more.items()}
    return [word for name, value in settings.items() for word in ("--conf", f"spark.hadoop.{name}={value}")]


def run(words, log, expected=0, disturb=None, env=None):
    """Runs a command to its end; what it said, and what disturb did meanwhile."""
    did = []
    with open(log, "w") as said:
        process = subprocess.Popen([PROSPECTOR, *words], stdout=said, stderr=said, env=env or os.environ)
        if disturb:
            threading.Thread(target=lambda: did.append(disturb(process)), daemon=True).start()
        code = process.wait()
    text = pathlib.Path(log).read_text()
    if code != expected:
        raise Wrong(f"exit code {code}, expected {expected}; {log} ends with:\n" + "\n".join(text.splitlines()[-5:]))
    if disturb and not did:
        raise Wrong(f"the run of {log} ended before its fault was complete")
    return text, (did[0] if disturb else None)


def await_that(what, condition, seconds=240):
    for _ in range(seconds * 10):
        if condition():
            return
        time.sleep(0.1)
    raise Wrong(f"{what} did not come within {seconds} s")


class Check:
    def __init__(self, folder, server, cluster):
        self.folder = folder
        self.server = server
        self.cluster = cluster
        self.local = folder / "local"

    def prepare(self):
        self.server.ask("PUT", BUCKET)
        self.server.upload(BUCKET, "models/shapes-s", BUNDLE)
        self.server.upload(BUCKET, "models/pick", VERIFIER)
        rows = ["id,prompt,photo"]
        for number, prompt in enumerate(PROMPTS):
            self.server.ask("PUT", BUCKET, f"in/{number}.png", body=png(number * 20))
            rows.append(f"{number},{prompt},s3a://{BUCKET}/in/{number}.png")
        self.server.ask("PUT", BUCKET, "in/prompts.csv", body="\n".join(rows).encode())
        words = ["search", *INPUT, *ROUNDS, "--master", "local[2]", "--out", self.local, *flags(self.server.port)]
        run(words, self.folder / "local.log")

    def uri(self, name):
        return f"s3a://{BUCKET}/runs/{name}"

    def search(self, name, port=None, expected=0, disturb=None, more=()):
        words = ["search", *INPUT, *ROUNDS, "--master", self.cluster.master, "--out", self.uri(name)]
        words += [*flags(port or self.server.port), *ONE_CORE, *more]
        return run(words, self.folder / f"{name}.log", expected, disturb)

    def resume(self, name):
        words = ["resume", self.uri(name), "--master", self.cluster.master, *flags(self.server.port), *ONE_CORE]
        return run(words, self.folder / f"{name}-resumed.log")[0]

    def await_round(self, name, number=0):
        file = self.server.data / BUCKET / "runs" / name / f"log/wave=00000/_round-{number:03d}.json"
        await_that(f"round {number} of {name}", file.exists)

    def require_equal(self, name, local=None):
        """Every file of results, first samples and images, and no other one."""
        local = local or self.local
        parts = ("results", "baseline", "images")
        expected = {str(f.relative_to(local)): f.read_bytes() for p in parts for f in (local / p).rglob("*") if f.is_file()}
        prefix = f"runs/{name}/"
        found = [key for key in self.server.keys(BUCKET, prefix) if key.split("/")[0] in parts and not key.endswith("/")]
        differ = sorted(expected.keys() ^ set(found))
        differ += [key for key in expected.keys() & set(found) if self.server.ask("GET", BUCKET, prefix + key) != expected[key]]
        if differ:
            raise Wrong(f"{len(differ)} files of {name} differ from the local run's, first {differ[0]}")
        return f"{len(expected)} files equal"
