#!/usr/bin/env python3
"""Builds the image without a daemon, holds it against its Dockerfile, and runs it: unpacked, its entry point first as a
driver that draws the demo alone, then as Spark asks Kubernetes for it, a driver and two executors in pods. Where nobody may
mount, as in a container, it is not run; the base is a stand-in of Spark's image with this machine's JDK and the Maven jars of Spark.

    deploy/docker/check.py
"""

import base64
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time

import node

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILT = ROOT / "jobs/target/spark-4"
NATIVES = "/opt/prospector/natives"
SEARCH = ["search", "--bundle", "shapes-s", "--candidates", "4", "--steps", "8", "--batch", "8"]
USERS = "root:x:0:0:root:/root:/bin/bash\nspark:x:185:185::/nonexistent:/bin/false\n"
SUBMIT = """#!/bin/bash
# As Spark's own: the launcher says the command, so that settings of the driver's JVM reach it.
export SPARK_SCALA_VERSION=2.13
words=()
while IFS= read -r -d '' word; do words+=("${word#$'\\n'}"); done < <("$JAVA_HOME/bin/java" -cp "$SPARK_HOME/jars/*" \\
  org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
exec "${words[@]:1}"
"""
OF_SPARKS_IMAGE = {
    "Env": [
        "PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "JAVA_HOME=/opt/java/openjdk",
        "SPARK_HOME=/opt/spark",
    ],
    "User": "spark",
    "WorkingDir": "/opt/spark/work-dir",
    "Entrypoint": ["/opt/entrypoint.sh"],
}


def fail(message):
    sys.exit(f"check.py: {message}")


def archive(file, members):
    """A tar of (name, bytes, mode)."""
    with tarfile.open(file, "w") as tar:
        for name, content, mode in members:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), mode
            tar.addfile(entry, io.BytesIO(content))


def stand_in(folder):
    """Spark's image as `docker save` would have it, less what this machine lends: system, JDK and Spark's jars."""
    files = {
        "opt/entrypoint.sh": ((HERE / "entrypoint.sh").read_bytes(), 0o755),
        "opt/spark/bin/spark-submit": (SUBMIT.encode(), 0o755),
        "opt/spark/work-dir/.keep": (b"", 0o644),
        "etc/passwd": (USERS.encode(), 0o644),
        "etc/group": (b"root:x:0:\nspark:x:185:\n", 0o644),
        "etc/nsswitch.conf": (b"passwd: files\ngroup: files\nhosts: files\n", 0o644),
    }
    archive(folder / "layer.tar", [(name, *of) for name, of in files.items()])
    layer = (folder / "layer.tar").read_bytes()
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": OF_SPARKS_IMAGE,
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]},
    }
    manifest = [{"Config": "config.json", "RepoTags": None, "Layers": ["layer.tar"]}]
    members = [("config.json", config), ("manifest.json", manifest)]
    tar = folder / "base.tar"
    archive(tar, [(name, json.dumps(of).encode(), 0o644) for name, of in members] + [("layer.tar", layer, 0o644)])
    return tar


def build(base):
    """The image's tar."""
    began = time.monotonic()
    maven = ["mvn", "-q", "-B", "-ntp", "-Pspark-4", "-f", HERE, "package", f"-Dimage.base=tar://{base}"]
    subprocess.run(maven, check=True, env=os.environ | {"MAVEN_OPTS": "-Xmx512m"})
    tar = HERE / "target/spark-4/prospector-image.tar"
    print(f"built in {time.monotonic() - began:.0f} s: {tar.stat().st_size / 1e6:.0f} MB, compressed", flush=True)
    return tar


def unpack(tar, image):
    """Lays the image's layers into a folder; gives its configuration and the files that are not the base's."""
    own = {}
    with tarfile.open(tar) as outer:
        manifest = json.load(outer.extractfile("manifest.json"))[0]
        config = json.load(outer.extractfile(manifest["Config"]))["config"]
        for number, name in enumerate(manifest["Layers"]):
            with tarfile.open(fileobj=outer.extractfile(name)) as layer:
                layer.extractall(image)
                # Jib writes its class path, of which there is nothing, below /app.
                files = (member for member in layer if member.isfile() and not member.name.startswith("app/"))
                own |= {"/" + member.name: member.mode & 0o777 for member in files} if number else {}
    return config, own


def of_the_dockerfile():
    """What its lines come to: files with their modes, and the configuration."""
    text = (HERE / "Dockerfile").read_text()
    files = {}
    for chmod, source, to in re.findall(r"^COPY (?:--chmod=(\d+) )?(\S+) (\S+)$", text, re.M):
        path = ROOT / source
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            files[to + file.name] = int(chmod or "644", 8)
    for source, to in re.findall(r"^COPY --from=\S+ (\S+) (\S+)$", text, re.M):
        files[to + pathlib.Path(source).name] = 0o644
    pairs = {word: dict(re.findall(rf"^{word} ([^=\s]+)=(\S+)$", text, re.M)) for word in ("ENV", "LABEL")}
    return files, pairs, re.findall(r"^USER (\S+)$", text, re.M)[-1], re.search(r"^ARG BASE=(\S+)$", text, re.M)[1]


def compare(config, own):
    files, pairs, user, base = of_the_dockerfile()
    environment = dict(line.split("=", 1) for line in config["Env"])
    inherited = dict(line.split("=", 1) for line in OF_SPARKS_IMAGE["Env"])
    default = re.search(r"<image.base>(\S+)</image.base>", (HERE / "pom.xml").read_text())[1]
    for what, expected, found in [
        ("files", files, own),
        ("environment", inherited | pairs["ENV"], environment),
        ("labels", pairs["LABEL"], config["Labels"]),
        ("user", user, config["User"]),
        ("entry point", OF_SPARKS_IMAGE["Entrypoint"], config["Entrypoint"]),
        ("default base", base, default),
        ("working directory", OF_SPARKS_IMAGE["WorkingDir"], config["WorkingDir"]),
    ]:
        if expected != found:
            fail(f"{what} of the tar: {found}; by the Dockerfile on that base: {expected}")
    print(f"{len(own)} files, environment, labels, user {user} and entry point are as Dockerfile says", flush=True)


def lend(image):
    """Mounts what the stand-in lacks, to be read only; all of it goes with this process's namespace."""
    java = pathlib.Path(shutil.which("java")).resolve().parents[1]
    loans = {"usr/host-bin": "/usr/bin", "opt/java/openjdk": java, "opt/spark/jars": BUILT / "spark/jars", "dev": "/dev"}
    loans |= {name: f"/{name}" for name in ("usr/lib", "usr/lib64", "etc/ssl", "etc/java-17-openjdk", "etc/alternatives")}
    for place, source in loans.items():
        if pathlib.Path(source).exists():
            (image / place).mkdir(parents=True, exist_ok=True)
            subprocess.run(["mount", "--bind", "-o", "ro", source, image / place], check=True)
    (image / "usr/bin").mkdir()
    for name in os.listdir("/usr/bin"):
        (image / "usr/bin" / name).symlink_to(f"../host-bin/{name}")
    for name in ("bin", "lib", "lib64"):
        (image / name).symlink_to(f"usr/{name}")
    (image / "proc").mkdir()
    os.chown(image / "opt/spark/work-dir", 185, 185)


def settings(folder):
    """deploy/kubernetes/gpu.conf for CPUs, as docs/kubernetes.md says: without its lines of GPUs and PYTORCH_."""
    lines = (ROOT / "deploy/kubernetes/gpu.conf").read_text().splitlines()
    kept = [line for line in lines if not re.search(r"resource\.gpu|PYTORCH_|^#|^$", line)]
    natives = ",".join(f"local://{NATIVES}/{file.name}" for file in (BUILT / "natives").iterdir())
    file = folder / "cpu.conf"
    file.write_text("\n".join([*kept, f"spark.jars {natives}"]) + "\n")
    return file


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ended(process, log, what):
    began = time.monotonic()
    code = process.wait(timeout=300)
    if code != 0:
        fail(f"{what}: exit code {code}, expected 0; it said:\n{pathlib.Path(log).read_text()[-3000:]}")
    return time.monotonic() - began


def alone(machine, folder, runs):
    """A driver on local[2]."""
    natives = ",".join(f"local://{NATIVES}/{file.name}" for file in (BUILT / "natives").iterdir())
    words = ["driver", "--master", "local[2]", "--conf", f"spark.jars={natives}"]
    words += ["--class", "dev.prospector.jobs.Main", "local:///opt/prospector/prospector.jar"]
    environment = dict(line.split("=", 1) for line in machine.config["Env"])
    environment |= {"SPARK_DRIVER_BIND_ADDRESS": "127.0.0.1", "SPARK_LOCAL_IP": "127.0.0.1"}
    log = folder / "alone.log"
    mounts = {"/runs": runs, "/tmp": machine.volume({}, folder / "alone-tmp")}
    took = ended(machine.run([*words, *SEARCH, "--out", "/runs/alone"], environment, mounts, log), log, "driver, local[2]")
    if not (runs / "alone/_SUCCESS").exists():
        fail(f"driver, local[2]: no _SUCCESS; it said:\n{log.read_text()}")
    print(f"its entry point as a driver on local[2] drew the demo in {took:.0f} s", flush=True)
    log = folder / "doctor.log"
    ended(machine.run([*words, "doctor"], environment, mounts, log), log, "doctor")
    if not re.search(r"allocator\W+jemalloc", log.read_text()):
        fail(f"doctor found no jemalloc in the image; it said:\n{log.read_text()}")
    print("jemalloc is preloaded", flush=True)


def in_pods(machine, folder, runs):
    """spark-submit in cluster mode, with deploy/kubernetes' own settings and templates."""
    api = node.serve(machine)
    more = {
        "spark.executor.instances": 2,
        "spark.executor.memory": "1g",
        "spark.executor.cores": 1,
        "spark.task.cpus": 1,
        "spark.driver.memory": "1g",
        "spark.driver.port": free_port(),
        "spark.driver.blockManager.port": free_port(),
        "spark.blockManager.port": 0,
        "spark.ui.enabled": "false",
        "spark.kubernetes.driver.master": api,
        "spark.kubernetes.submission.waitAppCompletion": "false",
    }
    for role in ("driver", "executor"):
        more[f"spark.kubernetes.{role}.volumes.hostPath.runs.mount.path"] = "/runs"
        more[f"spark.kubernetes.{role}.volumes.hostPath.runs.options.path"] = runs
    words = ["java", "-cp", f"{BUILT}/spark/jars/*", "org.apache.spark.deploy.SparkSubmit", "--master", f"k8s://{api}"]
    words += ["--properties-file", settings(folder), *(f for k, v in more.items() for f in ("--conf", f"{k}={v}"))]
    words += ["--class", "dev.prospector.jobs.Main", "local:///opt/prospector/prospector.jar", *SEARCH, "--out", "/runs/pods"]
    with open(folder / "submit.log", "w") as said:
        environment = os.environ | {"SPARK_HOME": str(BUILT / "spark"), "SPARK_SCALA_VERSION": "2.13"}
        submitted = subprocess.Popen(words, stdout=said, stderr=said, cwd=ROOT, env=environment)
    ended(submitted, folder / "submit.log", "spark-submit")
    (driver,) = machine.pods.values()
    name = driver["metadata"]["name"]
    machine.start(driver)
    log = folder / f"{name}.log"
    took = ended(machine.processes[name], log, f"pod {name}")
    executors = [pod for pod in machine.processes if pod != name]
    print(f"in pods of Spark's own asking, a driver and {len(executors)} executors drew it in {took:.0f} s", flush=True)


def results(run):
    return {file.name: file.read_bytes() for part in ("results", "baseline") for file in (run / part).glob("*.parquet")}


def unpacked(folder):
    """The image's folder and its configuration, which are as the Dockerfile says."""
    image = folder / "image"
    image.mkdir()
    config, own = unpack(build(stand_in(folder)), image)
    compare(config, own)
    return image, config


def run(folder):
    """All of it, in a namespace of mounts that ends with this process."""
    runs = folder / "runs"
    runs.mkdir()
    runs.chmod(0o777)
    image, config = unpacked(folder)
    lend(image)
    secret = os.urandom(32).hex() + "\n"
    auth = {"secret": secret, "encoded": base64.b64encode(secret.encode()).decode()}
    secrets = {"prospector-auth": auth, "prospector-s3": {"access-key": "a", "secret-key": "s"}}
    machine = node.Node(image, config, folder, secrets)
    alone(machine, folder, runs)
    in_pods(machine, folder, runs)
    if not results(runs / "alone") or results(runs / "alone") != results(runs / "pods"):
        fail("results of the two runs differ")
    print("both runs have the same bytes", flush=True)


def may_mount():
    """Root may, but not in every container."""
    tried = ["unshare", "--mount", "--pid", "--fork", "true"]
    return os.geteuid() == 0 and subprocess.run(tried, stderr=subprocess.DEVNULL).returncode == 0


def main():
    if sys.argv[1:2] == ["--in"]:
        run(pathlib.Path(sys.argv[2]))
        return
    # Whoever removes the folder sees none of the mounts in it.
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        if not may_mount():
            unpacked(pathlib.Path(folder))
            print("the image was not run: nobody may mount here")
            return
        own = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        sys.exit(subprocess.call([*own, sys.executable, __file__, "--in", folder]))


if __name__ == "__main__":
    main()
