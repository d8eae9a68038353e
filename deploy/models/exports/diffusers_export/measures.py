"""What sets of a bundle's images are measured by: a features bundle and reference statistics, taken along."""

import json
import os

from bundle_files import sha256

FOLDER, STATISTICS = "features", "reference.json"  # where they lie in the bundle
MANIFEST = "verifier.json"


def measured(features, statistics):
    """Files to copy by their names in the bundle, and the keys of its manifest; refuses what is damaged or does not go together."""
    if features is None:
        if statistics is not None:
            raise ValueError(f"--statistics {statistics} was given without --features, expected the features that they are of")
        return {}, {}
    path = os.path.join(features, MANIFEST)
    with open(path, encoding="utf-8") as f:
        manifest = json.load(f)
    if manifest.get("type") != "features":
        raise ValueError(f"{path}: type was {manifest.get('type')!r}, expected 'features', which export_verifiers.py features writes")
    for name, expected in manifest["sha256"].items():
        if (found := sha256(os.path.join(features, name))) != expected:
            raise ValueError(f"{os.path.join(features, name)}: sha256 {found}, expected {expected}")
    files = {f"{FOLDER}/{name}": os.path.join(features, name) for name in (MANIFEST, *manifest["sha256"])}
    if statistics is None:
        return files, {"features": {"network": FOLDER}}
    require_moments(statistics, manifest["features"]["size"])
    return {**files, STATISTICS: statistics}, {"features": {"network": FOLDER, "statistics": STATISTICS}}


def require_moments(path, size):
    with open(path, encoding="utf-8") as f:
        moments = json.load(f)
    if not isinstance(moments, dict) or not {"n", "mean", "covariance"} <= moments.keys():
        raise ValueError(f"{path}: expected n, mean and covariance, which `prospector models statistics` writes")
    if len(moments["mean"]) != size:
        raise ValueError(f"{path}: moments of vectors of {len(moments['mean'])} numbers, expected {size} as the features have")
