"""What sets of a bundle's images are measured by: networks that are bundles, and reference statistics, taken along."""

import json
import os

from bundle_files import sha256

STATISTICS = "reference.json"
MANIFEST = "verifier.json"


def measured(features, statistics, classes):
    """Files to copy by their names in the bundle, and the keys of its manifest; refuses what is damaged or does not go together."""
    files, keys = {}, {}
    for key, folder in (("features", features), ("classes", classes)):
        if folder is not None:
            size, taken = network(folder)
            files.update({f"{key}/{name}": os.path.join(folder, name) for name in taken})
            keys[key] = {"network": key}
            if key == "features" and statistics is not None:
                require_moments(statistics, size)
                files[STATISTICS] = statistics
                keys[key]["statistics"] = STATISTICS
    if statistics is not None and features is None:
        raise ValueError(f"--statistics {statistics} was given without --features, expected the features that they are of")
    return files, keys


def network(folder):
    """The numbers in a vector, and the files of a features bundle."""
    path = os.path.join(folder, MANIFEST)
    with open(path, encoding="utf-8") as f:
        manifest = json.load(f)
    if manifest.get("type") != "features":
        raise ValueError(f"{path}: type was {manifest.get('type')!r}, expected 'features', as of what export_verifiers.py makes of features and classes")
    for name, expected in manifest["sha256"].items():
        if (found := sha256(os.path.join(folder, name))) != expected:
            raise ValueError(f"{os.path.join(folder, name)}: sha256 {found}, expected {expected}")
    return manifest["features"]["size"], [MANIFEST, *manifest["sha256"]]


def require_moments(path, size):
    with open(path, encoding="utf-8") as f:
        moments = json.load(f)
    if not isinstance(moments, dict) or not {"n", "mean", "covariance"} <= moments.keys():
        raise ValueError(f"{path}: expected n, mean and covariance, which `prospector models statistics` writes")
    if len(moments["mean"]) != size:
        raise ValueError(f"{path}: moments of vectors of {len(moments['mean'])} numbers, expected {size} as the features have")
