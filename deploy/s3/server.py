"""An S3 server on the loopback address whose buckets are directories, and the little that a check asks of one."""

import datetime
import hashlib
import hmac
import http.client
import pathlib
import socket
import subprocess
import time
import urllib.parse
import xml.etree.ElementTree as xml

JARS = pathlib.Path(__file__).parent / "server/target/jars"
POM = pathlib.Path(__file__).parent / "server/pom.xml"
KEY, SECRET = "check-key", "check-secret"
REGION = "us-east-1"

SETTINGS = """s3proxy.endpoint=http://127.0.0.1:{port}
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity={key}
s3proxy.credential={secret}
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir={data}
jclouds.identity=local
jclouds.credential=local
"""

LOGGING = """<configuration><appender name="out" class="ch.qos.logback.core.ConsoleAppender">
<encoder><pattern>%d %p %c{1} %m%n</pattern></encoder></appender>
<root level="WARN"><appender-ref ref="out"/></root></configuration>
"""


class Server:
    """S3Proxy in a process of its own: killed and started again, it has what it had."""

    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "buckets"
        self.data.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (folder / "server.conf").write_text(SETTINGS.format(port=self.port, key=KEY, secret=SECRET, data=self.data))
        (folder / "logback.xml").write_text(LOGGING)
        self.process = None

    def __enter__(self):
        if not JARS.is_dir():
            subprocess.run(["mvn", "-q", "-B", "-ntp", "-f", POM, "process-resources"], check=True)
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()

    def start(self):
        java = ["java", "-Xmx256m", f"-Dlogback.configurationFile={self.folder / 'logback.xml'}", "-cp", f"{JARS}/*"]
        with open(self.folder / "server.log", "a") as said:
            self.process = subprocess.Popen(
                [*java, "org.gaul.s3proxy.Main", "--properties", self.folder / "server.conf"], stdout=said, stderr=said
            )
        for _ in range(600):
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"the S3 server did not start within a minute: {self.folder / 'server.log'}")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def ask(self, method, bucket, key="", query=None, body=b""):
        """One signed request; its status and body."""
        path = urllib.parse.quote("/" + "/".join(filter(None, [bucket, key])))
        asked = "&".join(f"{urllib.parse.quote(k, '')}={urllib.parse.quote(v, '')}" for k, v in sorted((query or {}).items()))
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        content = hashlib.sha256(body).hexdigest()
        headers = {"host": f"127.0.0.1:{self.port}", "x-amz-content-sha256": content, "x-amz-date": now}
        signed = ";".join(headers)
        lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
        request = "\n".join([method, path, asked, lines, signed, content])
        scope = f"{now[:8]}/{REGION}/s3/aws4_request"
        to_sign = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(request.encode()).hexdigest()])
        key_now = ("AWS4" + SECRET).encode()
        for part in (*scope.split("/"), to_sign):
            key_now = hmac.new(key_now, part.encode(), hashlib.sha256).digest()
        headers["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={KEY}/{scope}, SignedHeaders={signed}, Signature={key_now.hex()}"
        )
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path + ("?" + asked if asked else ""), body=body, headers=headers)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        if answer.status >= 300 and not (method == "PUT" and answer.status == 409):
            raise OSError(f"{method} {path}?{asked}: {answer.status} {said[:300]!r}")
        return said

    def upload(self, bucket, key, source):
        """A file, or all of a directory."""
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if file.is_file():
                name = key if source.is_file() else f"{key}/{file.relative_to(source)}"
                self.ask("PUT", bucket, name, body=file.read_bytes())

    def keys(self, bucket, prefix):
        """All objects with the prefix, by the part of their names after it."""
        found, after = [], ""
        while True:
            query = {"list-type": "2", "prefix": prefix} | ({"continuation-token": after} if after else {})
            answer = xml.fromstring(self.ask("GET", bucket, query=query))
            found += [key.text for key in answer.iter() if key.tag.endswith("}Key") or key.tag == "Key"]
            after = next((one.text for one in answer.iter() if one.tag.endswith("NextContinuationToken")), "")
            if not after:
                return sorted(key[len(prefix) :] for key in found)

    def parts(self, bucket):
        """What was uploaded of objects that were not completed. S3Proxy can't list it, and keeps it in such files."""
        return [file for file in (self.data / bucket).glob(".mpus-*/**/*") if file.is_file()]
