"""How far one driver goes: searches with all of the driver, Spark's scheduler, log and results, whose executors are simulated.

    python benchmarks/scale/bench_scale.py [--quick] [--only grid --only growth …] [--patch CLASSES] [--keep LINES.jsonl]
    python benchmarks/scale/bench_scale.py --read LINES.jsonl

Driver and executors are one process; a slot is a thread that sleeps as long as a device would compute and answers scores that its
candidates' names decide. What the driver costs is the CPU time of all Java threads but those of tasks; collections and compilation
(`jvm`) are told apart. No bytes go over a network, so a cluster's driver has Netty's part to do besides. The tables are Markdown.
Needs a build (./prospector --version). --quick takes shorter searches; --patch puts classes before the jar's, to compare builds.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
BATCH = {1: 1, 10: 4, 100: 16}  # A model that draws 1 image a second is given fewer at a time than one that draws 100.
BATCHES_PER_TASK = 8
GPUS = 1000
MILLION = 1_000_000
LOG = """rootLogger.level = off
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
"""
# What a call of FileSystem comes to at S3, probes of directories included: assumed, of S3A as in Hadoop 3.3, and not counted at a store.
REQUESTS = {"create": {"PUT": 1, "HEAD": 1, "LIST": 1, "DELETE": 1}, "open": {"HEAD": 1, "GET": 2}, "status": {"HEAD": 1},
            "list": {"LIST": 1}, "delete": {"HEAD": 1, "DELETE": 1}, "mkdirs": {"HEAD": 2, "LIST": 1}, "rename": {"HEAD": 2, "PUT": 1}}


def searches(quick):
    """By table, its searches as the keys and values that BenchScale takes."""
    seconds, most = (6, 64_000) if quick else (20, 640_000)
    full = () if quick else (1,)
    grid = []
    for slots in (10, 100, 1000):
        for rate in (1, 10, 100):
            prompts = max(4, min(slots * rate * seconds * (2 if slots == 1000 else 1), most) // 16)
            grid.append({"slots": slots, "rate": rate, "batch": BATCH[rate], "prompts": prompts})
    grid.append({"slots": 100, "rate": 10, "batch": 4, "prompts": 100 * 10 * seconds // 16, "failing": 20, "slow": 50})
    growth = [{"slots": 100, "prompts": prompts, "by": "prompts"} for prompts in (250, 1000, 4000, *(16_000 * n for n in full))]
    growth += [{"slots": 100, "candidates": n, "prompts": 1000, "by": "candidates"} for n in (4, 16, 64, *(256 * n for n in full))]
    growth += [{"slots": slots, "prompts": 2000, "by": "executors"} for slots in (10, 100, 1000)]
    growth += [{"slots": 100, "prompts": 1000, "candidates": 1 + 4 * n, "algorithm": "zero-order", "options": "neighbours:4",
                "by": "rounds"} for n in (4, 16, *(64 * n for n in full))]
    waves = [{"slots": 1000, "rate": 10, "batch": 4, "prompts": 4000, "candidates": 9, "wave": wave,
              "algorithm": "zero-order", "options": "neighbours:4"} for wave in (500, 1000, 2000)]
    files = [{"slots": 10, "prompts": 1000 * n, "wave": 1000, "candidates": 4, "counted": "true", "sizes": "true"} for n in (1, 2, 4)]
    same = {"slots": 100, "prompts": 4000, "candidates": 16}
    processes = [same, {**same, "master": "local-cluster[2,50,1024]"}]
    tables = {"grid": grid, "growth": growth, "processes": processes, "waves": waves, "files": files}
    if not quick:
        tables["many"] = [{"slots": 100, "prompts": 100_000, "candidates": 4, "wave": 1000}]
    return tables


def measure(tables, given):
    classes = tempfile.mkdtemp()
    jars = ["jobs/target/prospector.jar", "jobs/target/spark/jars/*", "jobs/target/natives/*"]
    path = ":".join([*given.patch, classes, *(str(ROOT / jar) for jar in jars)])
    subprocess.run(["javac", "-nowarn", "-d", classes, "-cp", path, *map(str, HERE.glob("*.java"))], cwd=ROOT, check=True)
    log = Path(classes, "log4j2.properties")
    log.write_text(LOG)
    cells = [{"slots": 100, "prompts": 1000 if given.quick else 4000, "table": "warm"}]
    cells += [{**cell, "table": name} for name, table in tables.items() for cell in table]
    command = ["java", f"@{ROOT / 'jobs/target/jvm.options'}", f"-Dlog4j.configurationFile={log}", "-Xmx4g", "-cp", path, "BenchScale"]
    command += [" ".join(f"{key}={value}" for key, value in cell.items()) for cell in cells]
    lines = []
    spark = ROOT / "jobs/target/spark"
    scala = next(spark.glob("jars/spark-core_*")).name.split("_")[1].split("-")[0]
    cluster = {"SPARK_HOME": str(spark), "SPARK_SCALA_VERSION": scala, "SPARK_LOCAL_IP": "127.0.0.1"}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | cluster, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if line.startswith("{"):
                lines.append(json.loads(line))
                last = lines[-1]
                print(f"{len(lines)} of {len(cells)}: {last['table']}, {last['evaluated']} candidates in {last['seconds']:.1f} s",
                      file=sys.stderr)
                if given.keep:
                    with open(given.keep, "a", encoding="utf-8") as kept:
                        kept.write(line)
    if process.returncode:
        sys.exit(process.returncode)
    return lines


def driver(cell, *threads):
    """CPU seconds of the driver, or of some of its threads."""
    cpu = cell["cpu"]
    return sum(cpu.get(one, 0) for one in threads) if threads else cpu["process"] - cpu["jvm"] - cpu.get("tasks", 0)


def written(cell, kind=""):
    return [sum(sums[i] for name, sums in cell["files"].items() if name.startswith(kind)) for i in (0, 1)]


def table(header, rows):
    print("| " + " | ".join(header) + " |\n|" + " --- |" * len(header))
    for row in rows:
        print("| " + " | ".join(str(one) for one in row) + " |")
    print()


def grid(cells):
    rows = []
    for cell in cells:
        ideal = int(cell["slots"]) * float(cell["rate"])
        files, size = written(cell)
        name = f"{int(cell['slots']):,}" + (f", {cell['failed']} failed, {int(cell['slow']) / 10:.0f} % slow" if cell["slow"] != "0" else "")
        rows.append([name, cell["rate"], f"{ideal:,.0f}", f"{cell['evaluated'] / cell['seconds']:,.0f}",
                     f"{cell['busy'] / cell['seconds'] / int(cell['slots']):.2f}", f"{cell['round']:.2f}", f"{cell['tasks']:,}",
                     f"{1e6 * driver(cell) / cell['evaluated']:.0f}", f"{driver(cell) / cell['seconds']:.2f}",
                     f"{(cell['cpu']['process'] - driver(cell)) / cell['seconds']:.2f}", f"{cell['cpu']['heap']:.0f}",
                     f"{cell['back'] / cell['evaluated']:.0f}", f"{files / cell['seconds']:.1f}", f"{size / cell['seconds'] / 1e6:.2f}"])
    table(["executors", "rate", "together", "candidates/s", "busy", "s a round", "tasks", "driver µs a candidate", "driver cores",
           "others' cores", "heap after GC, MB", "bytes back a candidate", "files/s", "MB/s"], rows)


def growth(cells):
    rows = []
    before = None
    for cell in cells:
        value = {"prompts": int(cell["prompts"]), "candidates": int(cell["candidates"]), "executors": int(cell["slots"]),
                 "rounds": cell["rounds"]}[cell["by"]]
        same = before and before[0]["by"] == cell["by"] and value != before[1]
        exponent = f"{math.log(driver(cell) / driver(before[0])) / math.log(value / before[1]):.2f}" if same else ""
        rows.append([cell["by"], f"{value:,}", f"{cell['evaluated']:,}", cell["rounds"], f"{cell['tasks']:,}", f"{driver(cell):.2f}", exponent,
                     f"{cell['cpu']['jvm']:.2f}", f"{cell['seconds'] / cell['rounds']:.2f}", f"{cell['cpu']['heap']:.0f}"])
        before = (cell, value)
    table(["by", "many", "candidates", "rounds", "tasks", "driver s", "exponent", "jvm s", "s a round", "heap after GC, MB"], rows)


def fitted(cells, *threads):
    """Seconds a task, a candidate and a prompt, by least squares of relative errors; what comes out negative is left out."""
    use = [0, 1, 2]
    while True:
        rows = [([cell["tasks"], cell["evaluated"], int(cell["prompts"])], driver(cell, *threads)) for cell in cells]
        matrix = [[sum(x[i] * x[j] / y ** 2 for x, y in rows) for j in use] + [sum(x[i] / y for x, y in rows)] for i in use]
        for i in range(len(use)):
            matrix[i] = [one / matrix[i][i] for one in matrix[i]]
            for j in range(len(use)):
                if j != i:
                    matrix[j] = [a - matrix[j][i] * b for a, b in zip(matrix[j], matrix[i])]
        found = {one: row[-1] for one, row in zip(use, matrix)}
        if min(found.values()) >= 0:
            return [found.get(i, 0) for i in (0, 1, 2)]
        use.remove(min(found, key=found.get))


THREADS = {"scheduler": ["dispatcher-event-loop"], "stages": ["dag-scheduler-event-loop"], "results": ["task-result-getter"],
           "waves, two at a time": ["prospector-wave"], "all of the driver": []}
AT_ONCE = {"results": 4, "waves, two at a time": 2}


def limits(cells):
    costs = {name: fitted(cells, *threads) for name, threads in THREADS.items()}
    table(["threads", "µs a task", "µs a candidate", "µs a prompt", "candidates/s, tasks of 1 × 16", "candidates/s, tasks of 8 × 16"],
          [[name, *(f"{1e6 * one:.0f}" for one in cost),
            *(f"{most(cost, size, AT_ONCE.get(name, 1)):,.0f}" for size in (16, 128))]
           for name, cost in costs.items() if name != "all of the driver"]
          + [["all, in cores for 1,000 candidates/s", *(f"{1e6 * one:.0f}" for one in costs["all of the driver"]),
              *(f"{1000 / most(costs['all of the driver'], size, 1):.2f}" for size in (16, 128))]])
    rows = []
    for rate in (1, 10, 100):
        for what, batches, batch in (("small waves: one batch a task", 1, BATCH[rate]), ("full tasks: 8 batches", BATCHES_PER_TASK, BATCH[rate]),
                                     ("and batches 4 times as large", BATCHES_PER_TASK, 4 * BATCH[rate])):
            size = batches * batch
            reach = {name: most(cost, size, AT_ONCE.get(name, 1)) for name, cost in costs.items() if name != "all of the driver"}
            least = min(reach, key=reach.get)
            cores = GPUS * rate / most(costs["all of the driver"], size, 1)
            rows.append([rate, what, size, f"{GPUS * rate / size:,.0f}", f"{reach[least]:,.0f}", least, f"{cores:.1f}",
                         math.ceil(GPUS * rate / reach[least])])
    table(["candidates/s of each of 1,000", "with", "candidates a task", "tasks/s", "the driver ends at, candidates/s", "by its", "cores",
           "drivers needed"], rows)


def most(cost, size, at_once):
    """Candidates a second with so many in a task and 16 of each prompt."""
    each = cost[0] / size + cost[1] + cost[2] / 16
    return at_once / each if each else math.inf


def processes(cells):
    table(["executors are", "candidates/s", "tasks", "driver µs a candidate", "jvm µs a candidate", "heap after GC, MB"],
          [["2 other processes" if cell["master"] else "threads of the driver's process", f"{cell['evaluated'] / cell['seconds']:,.0f}",
            f"{cell['tasks']:,}", f"{1e6 * driver(cell) / cell['evaluated']:.0f}", f"{1e6 * cell['cpu']['jvm'] / cell['evaluated']:.0f}",
            f"{cell['cpu']['heap']:.0f}"] for cell in cells])


def waves(cells):
    table(["wave", "candidates/s", "busy", "s a round", "driver cores", "heap after GC, MB"],
          [[f"{int(cell['wave']):,}", f"{cell['evaluated'] / cell['seconds']:,.0f}",
            f"{cell['busy'] / cell['seconds'] / int(cell['slots']):.2f}", f"{cell['round']:.2f}", f"{driver(cell) / cell['seconds']:.2f}",
            f"{cell['cpu']['heap']:.0f}"] for cell in cells])


def files(cells):
    """Counts are straight lines in waves: what the first and last of them tell goes on to a million prompts."""
    number = [int(cell["prompts"]) // int(cell["wave"]) for cell in cells]
    kinds = sorted({kind for cell in cells for kind in cell["files"]})
    calls = sorted({call for cell in cells for call in cell["calls"]})
    counts = {f"files: {kind}": [cell["files"].get(kind, [0, 0])[0] for cell in cells] for kind in kinds}
    counts |= {f"MB: {kind}": [cell["files"].get(kind, [0, 0])[1] / 1e6 for cell in cells] for kind in kinds}
    counts |= {f"calls: {call}": [cell["calls"].get(call, 0) for cell in cells] for call in calls}
    counts |= {"bytes of tasks sent, MB": [cell["sent"] / 1e6 for cell in cells], "bytes of results back, MB": [cell["back"] / 1e6 for cell in cells]}
    rows, million = [], {}
    for name, values in counts.items():
        each = (values[-1] - values[0]) / (number[-1] - number[0])
        million[name] = values[0] + each * (MILLION / 1000 - number[0])
        rows.append([name, *(f"{one:,.2f}" if "MB" in name else f"{one:,}" for one in values), f"{each:,.2f}", f"{million[name]:,.0f}"])
    table(["measured, waves of 1,000 prompts × 4", *(f"{n} wave{'s' if n > 1 else ''}" for n in number), "each more", "1,000 waves, extrapolated"],
          rows)
    requests = {}
    for call in calls:
        for request, n in REQUESTS.get(call, {}).items():
            requests[request] = requests.get(request, 0) + n * million[f"calls: {call}"]
    table(["requests at S3, computed", *requests], [["1,000,000 prompts", *(f"{one:,.0f}" for one in requests.values())]])


def many(cells):
    for cell in cells:
        count, size = written(cell)
        print(f"{int(cell['prompts']):,} prompts × {cell['candidates']}, at once: {cell['seconds']:.0f} s, {cell['evaluated'] / cell['seconds']:,.0f} "
              f"candidates/s, driver {driver(cell):.0f} s of CPU, heap {cell['cpu']['heap']:.0f} MB, {count:,} files, {size / 1e6:,.0f} MB\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", default=[], choices=("grid", "growth", "processes", "waves", "files", "many"))
    parser.add_argument("--patch", action="append", default=[])
    parser.add_argument("--keep")
    parser.add_argument("--read")
    given = parser.parse_args()
    if given.read:
        lines = [json.loads(line) for line in Path(given.read).read_text().splitlines()]
    else:
        lines = measure({name: cells for name, cells in searches(given.quick).items() if not given.only or name in given.only}, given)
    shown = {"grid": [grid], "growth": [growth, limits], "processes": [processes], "waves": [waves], "files": [files], "many": [many]}
    for name, tables in shown.items():
        cells = [line for line in lines if line["table"] == name]
        for show in tables:
            if cells:
                show(cells)


if __name__ == "__main__":
    main()
