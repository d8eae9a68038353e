#!/usr/bin/env python3
"""Opens the exports of a curated data set by the tools that they are for, and checks every image and column.

    check_exports.py DATASET_DIR [--version N]      the newest, unless one is named

What is expected is read from the version's own tables and its searches, by nothing that wrote the exports.
Needs datasets, webdataset, pandas, pyarrow, Pillow, torch and safetensors. Prints what is in order; ends with 1 and the first fault otherwise.
"""

import argparse
import base64
import hashlib
import io
import json
import math
import os
import pathlib
import sys
import tempfile

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")

import datasets
import numpy
import pandas
import PIL.Image
import pyarrow.parquet
import safetensors.torch
import torch
import webdataset


class Fault(Exception):
    pass


def require(condition, where, found):
    if not condition:
        raise Fault(f"{where}: {found}")


def rows_of(file):
    """Rows of a Parquet file, as Python has them."""
    return pyarrow.parquet.ParquetFile(file).read().to_pylist()


def table(directory):
    for file in sorted(directory.glob("*.parquet")):
        yield from rows_of(file)


class Version:
    """What is in a version: every image's columns, and its bytes."""

    def __init__(self, root, number):
        self.root = root
        self.rows = {row["uid"]: row for row in table(root / "versions" / f"{number:04d}" / "kept")}
        for row in self.rows.values():
            row.pop("features", None)  # By which images were compared: these stay here.
        images = {}
        self.searches = sorted({row["run"] for row in self.rows.values()})
        for search in self.searches:
            for part in ("results", "baseline"):
                for row in table(root / "searches" / search / part):
                    if row["image"] is not None:
                        images[search, row["prompt_id"], row["rank"]] = row["image"]["bytes"]
        self.images = {uid: images[row["run"], row["prompt_id"], row["rank"]] for uid, row in self.rows.items()}
        self.splits = sorted({row["split"] for row in self.rows.values()})
        for split in self.splits:
            others = {row["prompt_id"] for row in self.rows.values() if row["split"] != split}
            shared = {row["prompt_id"] for row in self.rows.values() if row["split"] == split} & others
            require(not shared, f"split {split}", f"shares prompts {sorted(shared)} with others")

    def of(self, split):
        return {uid for uid, row in self.rows.items() if row["split"] == split}

    def pixels(self, uid):
        return PIL.Image.open(io.BytesIO(self.images[uid])).convert("RGB").tobytes()

    def check_bytes(self, uid, found, where):
        require(found == self.images[uid], where, f"{uid} is another image than the version's")

    def check_pixels(self, uid, found, where):
        require(isinstance(found, PIL.Image.Image), where, f"{uid} is {type(found)}, expected a PIL image")
        require(found.convert("RGB").tobytes() == self.pixels(uid), where, f"{uid} has other pixels than the version's")

    def check_columns(self, uid, found, where, left_out=()):
        for name, value in self.rows[uid].items():
            if name not in left_out:
                require(name in found, where, f"{uid} has no column {name}, found {sorted(found)}")
                check_value(value, found[name], f"{where}: {uid}", name, left_out)

    def check_all(self, uids, split, where):
        require(len(uids) == len(set(uids)), where, "has images twice")
        require(set(uids) == self.of(split), where, f"has {len(set(uids))} images, expected the {len(self.of(split))} of {split}")


def check_value(expected, found, where, name, left_out=()):
    """The same value, as far as JSON can tell: it has no NaN, bytes in Base64, and one sort of fraction."""
    if isinstance(expected, dict):
        require(isinstance(found, dict), where, f"{name} is {found!r}, expected {expected!r}")
        for field, value in expected.items():
            if f"{name}.{field}" not in left_out:
                check_value(value, found.get(field), where, f"{name}.{field}", left_out)
        return
    if isinstance(expected, float) and not math.isfinite(expected):
        same = found is None or (isinstance(found, float) and not math.isfinite(found))
    elif isinstance(expected, float):
        same = isinstance(found, (int, float)) and math.isclose(found, expected, rel_tol=1e-6)  # Of 32 bits, some.
    elif isinstance(expected, bytes) and isinstance(found, str):
        same = base64.b64decode(found) == expected
    else:
        same = found == expected and type(found) is type(expected)
    require(same, where, f"{name} is {found!r}, expected {expected!r}")


def hugging_face(target, version):
    with tempfile.TemporaryDirectory() as cache:
        sets = datasets.load_dataset(str(target), cache_dir=cache)
        require(sorted(sets) == version.splits, target, f"has splits {sorted(sets)}, expected {version.splits}")
        for split, rows in sets.items():
            require(isinstance(rows.features["image"], datasets.Image), target, f"image is {rows.features['image']}")
            version.check_all(rows["uid"][:], split, f"{target} {split}")
            raw = rows.cast_column("image", datasets.Image(decode=False))
            for row, stored in zip(rows, raw):
                version.check_pixels(row["uid"], row.pop("image"), target)
                version.check_bytes(row["uid"], stored["image"]["bytes"], target)
                version.check_columns(row["uid"], row, target)
    card = (target / "README.md").read_text()
    for heading in ("## Splits", "## How it was made", "## Licences"):
        require(heading in card, target / "README.md", f"has no {heading}")


def web_dataset(target, version):
    for split in version.splits:
        uids, metadata = [], {}
        for tar in sorted(target.glob(f"{split}-*.tar")):
            for sample in webdataset.WebDataset(str(tar), shardshuffle=False, empty_check=False):
                uid = sample["__key__"]
                uids.append(uid)
                version.check_bytes(uid, sample["png"], tar)
                require(sample["txt"].decode() == version.rows[uid]["prompt"], tar, f"{uid} has prompt {sample['txt']}")
                version.check_columns(uid, json.loads(sample["json"]), tar)
            for decoded in webdataset.WebDataset(str(tar), shardshuffle=False, empty_check=False).decode("pil"):
                version.check_pixels(decoded["__key__"], decoded["png"], tar)
            for row in rows_of(tar.with_suffix(".parquet")):
                metadata[row["uid"]] = row
        version.check_all(uids, split, f"{target} {split}")
        version.check_all(list(metadata), split, f"{target} {split} parquet")
        for uid, row in metadata.items():
            version.check_columns(uid, row, target)
    with tempfile.TemporaryDirectory() as cache:
        sets = datasets.load_dataset(str(target), cache_dir=cache)
        for split in version.splits:
            version.check_all(sets[split]["__key__"][:], split, f"{target} by its card, {split}")


def img2dataset(target, version):
    for split in version.splits:
        directory, uids = target / split, []
        for file in sorted(directory.glob("*.parquet")):
            frame = pandas.read_parquet(file)
            stats = json.loads(file.with_name(file.stem + "_stats.json").read_text())
            require(stats["successes"] == len(frame) == stats["status_dict"]["success"], file, f"has {len(frame)} rows, its stats {stats}")
            require((frame["status"] == "success").all(), file, "has failures")
            for at, (row, key) in enumerate(zip(rows_of(file), frame["key"])):
                uid, stem = row["uid"], directory / file.stem / key
                require(key == f"{int(file.stem):05d}{at:04d}", file, f"has key {key} in row {at}")
                png = stem.with_suffix(".png").read_bytes()
                uids.append(uid)
                version.check_bytes(uid, png, stem)
                require(row["sha256"] == hashlib.sha256(png).hexdigest(), stem, "has another SHA-256 than its row says")
                size = PIL.Image.open(io.BytesIO(png)).size
                require((row["width"], row["height"]) == size, stem, f"is of {size}, its row says {row['width'], row['height']}")
                text = stem.with_suffix(".txt").read_bytes().decode()
                require(text == row["caption"] == version.rows[uid]["prompt"], stem, f"has caption {text!r}")
                version.check_columns(uid, row, stem)
                version.check_columns(uid, json.loads(stem.with_suffix(".json").read_text()), stem)
        version.check_all(uids, split, directory)
        require(len(list(directory.glob("*/*.png"))) == len(uids), directory, "has images that no row names")


def folder(target, version):
    with tempfile.TemporaryDirectory() as cache:
        sets = datasets.load_dataset(str(target), cache_dir=cache)
        require(sorted(sets) == version.splits, target, f"has splits {sorted(sets)}, expected {version.splits}")
        # Without its card the loader knows splits by these names alone.
        plain = datasets.load_dataset("imagefolder", data_dir=str(target), cache_dir=cache)
        for split in set(version.splits) & {"train", "test", "validation"}:
            version.check_all(plain[split]["uid"][:], split, f"{target} as imagefolder, {split}")
        for split, rows in sets.items():
            version.check_all(rows["uid"][:], split, f"{target} {split}")
            lines = metadata(target / split)
            left_out = set(columns(version.rows.values())) - set(columns(lines))
            require(not left_out & {"uid", "prompt", "split", "score"}, target, f"lacks {sorted(left_out)}")
            card = (target / "README.md").read_text()
            require(all(f"`{name}`" in card for name in left_out), target / "README.md", f"says nothing of {sorted(left_out)}")
            for row, line in zip(rows, lines):
                uid = line["uid"]
                require(row["uid"] == uid, target, f"has {row['uid']} where the lines have {uid}")
                version.check_pixels(uid, row.pop("image"), target)
                version.check_bytes(uid, (target / split / line["file_name"]).read_bytes(), target)
                version.check_columns(uid, row, target, left_out)
                version.check_columns(uid, line, target, left_out)


def metadata(directory):
    file = directory / "metadata.jsonl"
    if not file.exists():
        return rows_of(directory / "metadata.parquet")
    return [json.loads(line) for line in file.read_text().split("\n")[:-1]]


def columns(rows):
    """Names of columns, and of fields with a dot."""
    for row in rows:
        for name, value in row.items():
            yield name
            if isinstance(value, dict):
                yield from (f"{name}.{field}" for field in value)


def check_record(target):
    """The files are those that the export's own record names."""
    for file in json.loads((target / "export.json").read_text())["files"]:
        content = (target / file["path"]).read_bytes()
        require(len(content) == file["bytes"] and hashlib.sha256(content).hexdigest() == file["sha256"], target / file["path"], "is not what export.json says")


def logged(version):
    """The rewards of every candidate that has one: by prompt, then by lineage."""
    rewards = {}
    for search in version.searches:
        for log in sorted((version.root / "searches" / search / "log").rglob("*.parquet")):
            for row in rows_of(log):
                if row["readout"] == "IMAGE" and row["error"] is None:
                    rewards.setdefault(row["prompt_id"], {})[row["lineage"]] = row["scores"]
    return rewards


def lineage_of(png):
    """As it stands in the image's file."""
    return json.loads(PIL.Image.open(io.BytesIO(png)).text["prospector"])["lineage"]


def check_noise(found, lineage, where):
    """NumPy's or safetensors' file holds what PyTorch draws from the seed."""
    if found[:6] == b"\x93NUMPY":
        noise = torch.from_numpy(numpy.load(io.BytesIO(found)))
    else:
        noise = safetensors.torch.load(found)["noise"]
    steps = json.loads(lineage)
    if len(steps) == 1:
        expected = torch.randn(noise.shape, generator=torch.Generator().manual_seed(steps[0]["seed"]))
        close = noise.shape == expected.shape and torch.allclose(noise, expected, atol=1e-5)  # Their last bits are the CPU's.
        require(close, where, f"has other noise than torch.randn of seed {steps[0]['seed']}")


def pairs(target, version):
    """By what diffusers' train_diffusion_dpo.py does with a row: open both, put the preferred one first."""
    rewards, count = logged(version), 0
    with tempfile.TemporaryDirectory() as cache:
        sets = datasets.load_dataset(str(target), cache_dir=cache)
        for split, rows in sets.items():
            for row in rows:
                where, count = f"{target} {row['uid']}", count + 1
                images = [PIL.Image.open(io.BytesIO(row[name])).convert("RGB") for name in ("jpg_0", "jpg_1")]
                require(images[0].size == images[1].size, where, f"has images of {images[0].size} and {images[1].size}")
                require((row["label_0"], row["label_1"]) in ((0, 1), (1, 0)), where, f"has label_0 {row['label_0']}")
                won = 0 if row["label_0"] == 1 else 1
                uid = row[f"image_{won}_uid"]
                require(uid == row["best_image_uid"], where, f"prefers {row['best_image_uid']}, its first is {uid}")
                require(version.rows[uid]["prompt"] == row["caption"], where, f"has caption {row['caption']!r}")
                require(version.rows[uid]["split"] == split, where, f"is in {split}")
                version.check_bytes(uid, row[f"jpg_{won}"], where)
                require(row[f"reward_{won}"] - row[f"reward_{1 - won}"] == row["gap"] > 0, where, f"has gap {row['gap']}")
                for side in range(2):
                    lineage = row[f"lineage_{side}"]
                    require(json.loads(lineage) == lineage_of(row[f"jpg_{side}"]), where, "has an image of another noise")
                    known = rewards[row["prompt_id"]].get(lineage, {}).values()
                    require(row[f"reward_{side}"] in known or not known, where, f"has reward {row[f'reward_{side}']}")
                    if f"noise_{side}" in row:
                        check_noise(row[f"noise_{side}"], lineage, where)
    require(count, target, "has no pairs")


def groups(target, version):
    """Rewards as logged; advantages of mean 0 and deviation 1, as a GRPO trainer computes them."""
    rewards, members = logged(version), {}
    with tempfile.TemporaryDirectory() as cache:
        for split, rows in datasets.load_dataset(str(target), cache_dir=cache).items():
            raw = rows.cast_column("image", datasets.Image(decode=False))
            for row in raw:
                where = f"{target} {row['uid']}"
                members.setdefault(row["prompt_id"], []).append(row)
                require(json.loads(row["lineage"]) == lineage_of(row["image"]["bytes"]), where, "has an image of another noise")
                require(row["reward"] in rewards[row["prompt_id"]][row["lineage"]].values(), where, f"has reward {row['reward']}")
    require(members, target, "has no groups")
    for prompt, rows in members.items():
        own = numpy.array([row["reward"] for row in rows])
        found = numpy.array([row["advantage"] for row in rows])
        require(numpy.allclose(found, (own - own.mean()) / own.std()), target, f"{prompt} has advantages {found} for {own}")
        every = len({lineage for lineage in rewards[prompt]})
        require(rows[0]["scored"] <= every, target, f"{prompt} is chosen from {rows[0]['scored']}, the log has {every}")


KINDS = {
    "hugging-face": hugging_face,
    "webdataset": web_dataset,
    "img2dataset": img2dataset,
    "folder": folder,
    "pairs": pairs,
    "groups": groups,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=pathlib.Path)
    parser.add_argument("--version", type=int)
    options = parser.parse_args()
    versions = (int(manifest.parent.name) for manifest in options.dataset.glob("versions/*/manifest.json"))
    number = options.version or max(versions, default=1)
    checked = []
    try:
        version = Version(options.dataset, number)
        for kind, check in KINDS.items():
            target = options.dataset / "exports" / kind / f"{number:04d}"
            if (target / "export.json").exists():
                check_record(target)
                check(target, version)
                checked.append(kind)
        require(checked, options.dataset / "exports", f"version {number} has none of {', '.join(KINDS)}")
    except Fault as fault:
        sys.exit(str(fault))
    print(f"{len(version.rows)} images of version {number} ok in {', '.join(checked)}")


if __name__ == "__main__":
    main()
