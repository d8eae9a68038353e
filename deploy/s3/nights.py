"""A data set whose prompts, model and versions lie on S3, made by a cluster, and killed while it grows."""

from searches import BUCKET, Wrong, await_that, flags, run, ONE_CORE, PROMPTS

SPEC = f"""search {{
  bundle = "s3a://{BUCKET}/models/shapes-s"
  verifier = pick
  verifier-bundles {{ pick = "s3a://{BUCKET}/models/pick" }}
  held-out = [composition]
  candidates = 3
  steps = 4
  batch = 4
  top-k = 2
}}
rules = ["gain >= 0", "at most 1 per prompt"]
duplicates {{ exact = true, bits = 0 }}
splits {{ train = 0.5, test = 0.5 }}
exports {{ hugging-face {{}}, webdataset {{}}, pairs {{ noise = npy }}, groups {{ size = 2 }} }}
"""


class Nights:
    """Two nights over growing sources, here and on S3."""

    def __init__(self, check):
        self.check = check
        self.local = check.folder / "nights/data"
        self.remote = check.uri("nights/data")
        self.config = check.folder / "nights.conf"
        self.config.write_text(SPEC)

    def sources(self, prompts):
        self.check.server.ask("PUT", BUCKET, "in/nights/prompts.txt", body="\n".join(PROMPTS[:prompts]).encode())

    def night(self, date, out, master, disturb=None, expected=0):
        words = ["curate", "--config", self.config, "--set", f"out={out}", "--set", f"sources=s3a://{BUCKET}/in/nights"]
        words += ["--date", date, "--master", master, *flags(self.check.server.port), *ONE_CORE, "--json"]
        log = self.check.folder / f"nights-{date}-{master[:5]}.log"
        said = run(words, log, expected, disturb)[0].splitlines()
        return next((line for line in said if line.startswith("{")), "")

    def both(self, date, number, disturb=None):
        here = self.night(date, self.local, "local[2]")
        if disturb:
            self.night(date, self.remote, self.check.cluster.master, disturb, -9)
        there = self.night(date, self.remote, self.check.cluster.master)
        if f'"version":{number},"new":true' not in there or here.partition('"page"')[0] != there.partition('"page"')[0]:
            raise Wrong(f"the night of {date} came to {there!r}, expected {here!r}")

    def kill(self, date):
        def end(process):
            file = f"runs/nights/data/searches/{date}/log/wave=00000/_round-000.json"
            await_that(f"the first round of {date}", (self.check.server.data / BUCKET / file).exists)
            process.kill()
            return True

        return end

    def require_equal(self):
        """Every file of versions and exports, and no other one."""
        expected = {
            str(file.relative_to(self.local)): file.read_bytes()
            for part in ("versions", "exports", "drawn")
            for file in (self.local / part).rglob("*")
            if file.is_file() and not file.name.endswith(".crc")
        }
        prefix = "runs/nights/data/"
        server = self.check.server
        found = {k for k in server.keys(BUCKET, prefix) if k.split("/")[0] in ("versions", "exports", "drawn") and k[-1] != "/"}
        differ = sorted(expected.keys() ^ found)
        differ += [key for key in expected.keys() & found if server.ask("GET", BUCKET, prefix + key) != expected[key]]
        if differ:
            raise Wrong(f"{len(differ)} files of the data set differ from the local one's: {', '.join(differ[:5])}")
        return len(expected)
