"""Enough of Kubernetes to run what Spark asks for on this machine: an API server that remembers, and a node that starts each
pod's entry point in the unpacked image, as its user, with its environment, config maps, secrets and volumes."""

import base64
import http.server
import json
import os
import pathlib
import socket
import subprocess
import threading
import urllib.parse

NAMESPACE = "prospector"
ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"


class Node:
    """Starts pods in an image: the folder that its layers were unpacked to, and its configuration."""

    def __init__(self, image, config, folder, secrets):
        self.image, self.config, self.folder, self.secrets = image, config, folder, secrets
        self.maps, self.pods, self.processes, self.hosts = {}, {}, {}, [f"127.0.0.1 localhost {socket.gethostname()}"]

    def volume(self, volume, place):
        """A folder with what a volume has."""
        place.mkdir(parents=True)
        place.chmod(0o777)
        if "hostPath" in volume:
            return pathlib.Path(volume["hostPath"]["path"])
        for kind, name, texts in (("configMap", "name", self.maps), ("secret", "secretName", self.secrets)):
            if kind in volume:
                of = texts[volume[kind][name]]
                items = volume[kind].get("items", [{"key": key, "path": key} for key in of])
                for item in items:
                    (place / item["path"]).write_text(of[item["key"]])
        return place

    def value(self, variable, pod):
        """Of an environment variable, wherever it is from."""
        source = variable.get("valueFrom")
        if source is None:
            return variable.get("value", "")
        if "secretKeyRef" in source:
            return self.secrets[source["secretKeyRef"]["name"]][source["secretKeyRef"]["key"]]
        part, _, name = source["fieldRef"]["fieldPath"].partition(".")
        return pod[part][name]

    def start(self, pod):
        name, spec = pod["metadata"]["name"], pod["spec"]
        container = spec["containers"][0]
        here = self.folder / name
        volumes = {v["name"]: self.volume(v, here / v["name"]) for v in spec.get("volumes", [])}
        mounts = {mount["mountPath"]: volumes[mount["name"]] for mount in container.get("volumeMounts", [])}
        if spec.get("automountServiceAccountToken", True):
            mounts[ACCOUNT] = self.volume({}, here / "account")
            (mounts[ACCOUNT] / "token").write_text("token")
        mounts["/tmp"] = self.volume({}, here / "tmp")
        environment = dict(line.split("=", 1) for line in self.config["Env"])
        environment |= {variable["name"]: self.value(variable, pod) for variable in container.get("env", [])}
        self.processes[name] = self.run(container.get("args", []), environment, mounts, self.folder / f"{name}.log")

    def run(self, arguments, environment, mounts, log):
        """The image's entry point as the image's user, with folders of this machine mounted for itself alone."""
        script = ["set -e"]
        for place, source in mounts.items():
            (self.image / place[1:]).mkdir(parents=True, exist_ok=True)
            script.append(f"mount --bind '{source}' '{self.image}{place}'")
        user = self.config["User"]
        script.append(f"exec chroot --userspec={user}:{user} '{self.image}' /bin/sh -c 'cd \"$0\" && exec \"$@\"' \"$@\"")
        words = [self.config["WorkingDir"], *self.config["Entrypoint"], *arguments]
        (self.image / "etc/hosts").write_text("\n".join(self.hosts) + "\n")
        with open(log, "w") as said:
            return subprocess.Popen(
                ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc=" + str(self.image / "proc")]
                + ["/bin/sh", "-c", "\n".join(script), "sh", *words],
                env=environment,
                stdout=said,
                stderr=said,
            )

    def made(self, kind, thing):
        """What the API server was asked for."""
        name = thing["metadata"]["name"]
        if kind == "configmaps":
            decoded = {key: base64.b64decode(text).decode() for key, text in thing.get("binaryData", {}).items()}
            self.maps[name] = thing.get("data", {}) | decoded
        elif kind == "services":
            self.hosts.append(f"127.0.0.1 {name}.{NAMESPACE}.svc")
        elif kind == "pods":
            thing["status"] = {
                "phase": "Running",
                "podIP": f"127.0.0.{len(self.pods) + 1}",  # pods of one address would read each other's files
                "conditions": [{"type": "Ready", "status": "True"}],
                "containerStatuses": [],
            }
            self.pods[name] = thing
            if thing["metadata"]["labels"]["spark-role"] == "executor":
                self.start(thing)

    def stop(self, name):
        self.pods.pop(name, None)
        process = self.processes.get(name)
        if process and process.poll() is None:
            process.terminate()


class Api(http.server.BaseHTTPRequestHandler):
    """The API server's side of Spark's client."""

    protocol_version = "HTTP/1.1"
    node = None

    def log_message(self, *_):
        pass

    def answer(self, thing, status=200):
        body = json.dumps(thing).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()

    def path_and_query(self):
        url = urllib.parse.urlsplit(self.path)
        return url.path.rstrip("/").split("/"), urllib.parse.parse_qs(url.query)

    def chosen(self, query):
        labels = query.get("labelSelector", [""])[0].split(",")
        wanted = dict(label.split("=") for label in labels if "=" in label and "!=" not in label)
        field = query.get("fieldSelector", [""])[0].partition("metadata.name=")[2]
        return [
            pod
            for name, pod in self.node.pods.items()
            if wanted.items() <= pod["metadata"]["labels"].items() and field in ("", name)
        ]

    def do_GET(self):
        path, query = self.path_and_query()
        if query.get("watch") == ["true"] and "Upgrade" not in self.headers:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.flush()
            threading.Event().wait(600)  # Nothing that Spark does not hear of itself happens to its pods.
        elif path[-2] == "pods" and path[-1] in self.node.pods:
            self.answer(self.node.pods[path[-1]])
        elif path[-2] == "pods":
            self.answer({"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404}, 404)
        else:
            items = self.chosen(query) if path[-1] == "pods" else []
            self.answer({"kind": "List", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": items})

    def do_POST(self):
        thing = json.loads(self.body())
        thing["metadata"] |= {"uid": "00000000-0000-0000-0000-000000000001", "resourceVersion": "1"}
        self.node.made(self.path_and_query()[0][-1], thing)
        self.answer(thing, 201)

    def do_PATCH(self):
        path, _ = self.path_and_query()
        thing = json.loads(self.body())
        if path[-2] in ("configmaps", "services"):  # Applied by the server, as Spark makes most of what it needs.
            self.node.made(path[-2], thing)
        self.answer(self.node.pods.get(path[-1], thing))

    do_PUT = do_PATCH

    def do_DELETE(self):
        self.body()
        path, query = self.path_and_query()
        if path[-1] == "pods":
            for pod in self.chosen(query):
                self.node.stop(pod["metadata"]["name"])
        elif path[-2] == "pods":
            self.node.stop(path[-1])
        self.answer({"kind": "Status", "apiVersion": "v1", "status": "Success"})


def serve(node):
    """An API server for the node; its URL."""
    handler = type("ApiOfNode", (Api,), {"node": node})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"
