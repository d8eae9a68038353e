"""The files of bundles: TorchScript as it is shipped, manifests, checksums."""

import hashlib
import json
import os

import torch


def leave_out_sources(path):
    """Drop the map from code to Python sources, which names this machine's folders; tracebacks alone want it."""
    new = path.removesuffix(".pt") + ".new"  # the name up to the dot goes into the file
    reader, writer = torch._C.PyTorchFileReader(path), torch._C.PyTorchFileWriter(new)
    version = next(record for record in reader.get_all_records() if record.removeprefix(".data/") == "version")
    writer.set_min_version(int(reader.get_record(version)))  # which operators the code means
    for record in reader.get_all_records():
        if not record.endswith(".debug_pkl") and record not in ("version", "byteorder") and not record.startswith(".data/"):  # its own
            data = reader.get_record(record)
            writer.write_record(record, data, len(data))
    writer.write_end_of_file()
    os.replace(new, path)


def write_json(value, path):
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        json.dump(value, f, indent=2, ensure_ascii=False)
        f.write("\n")


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()
