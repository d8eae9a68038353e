"""What rendered scenes look like to the networks that ship: `reference_statistics.py --resources executors/src/main/resources`.

Renders training scenes, describes them by `shapes-features` and `shapes-classes` and gives each shapes bundle a reference.json, which its manifest then
names: n, the features' mean and covariance (of n - 1, as numpy.cov and pytorch-fid have it), and for ReferenceFileTest the mean of the class distributions.
Prints the Fréchet distances of parts, which are those of no difference.
"""

import argparse
import json
import os
import sys

import numpy as np
import torch

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "shapes"))
import world  # noqa: E402
from export_shapes import BUNDLES, STATISTICS, name_measures  # noqa: E402
from train_verifiers import chw  # noqa: E402

FLOOR = 2e-4  # as in ShapesClasses.java
FEW = 600  # about as many pictures as a benchmark draws


@torch.inference_mode()
def described(args, name, pictures):
    """Outputs of one shipped network, float64 [N, ...], for pictures uint8 [N, 3, 32, 32]."""
    network = torch.jit.load(os.path.join(args.resources, "verifiers", name, "network.pt"), map_location="cpu")
    return torch.cat([network(part.float() / 255) for part in pictures.split(200)]).double().numpy()


def shares(probabilities):
    """Class distributions [N, 24] by the detector's probabilities [N, 25, 8, 8]."""
    counts = FLOOR + probabilities[:, 1:].sum((2, 3))
    return counts / counts.sum(1, keepdims=True)


def frechet(a, b):
    """Squared Fréchet distance of two sets of features [N, d]; the trace of a root of a product by that product's eigenvalues."""
    (m, c), (n, d) = ((x.mean(0), np.cov(x.T)) for x in (a, b))
    return ((m - n) ** 2).sum() + np.trace(c) + np.trace(d) - 2 * np.sqrt(np.linalg.eigvals(c @ d).real.clip(0)).sum()


def inception(p):
    q = p.mean(0)
    return np.exp((p * np.log(p / q)).sum(1).mean())


def vendi(x):
    l = np.linalg.eigvalsh(x.T @ x / len(x))
    l = l[l > 0]
    return np.exp(-(l * np.log(l)).sum())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--resources", required=True)
    parser.add_argument("--scenes", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch._C._set_graph_executor_optimize(False)  # as the Java side runs it
    rng = np.random.default_rng(args.seed)
    pictures = chw(world.render(rng, world.sample_mixed(rng, args.scenes)))
    features, classes = described(args, "features", pictures), shares(described(args, "detector", pictures))
    n = len(features)
    few = np.mean([frechet(features[i:i + FEW], features) for i in range(0, n - FEW, FEW)])
    print(f"{n} scenes; FID of one half against the other {frechet(features[:n // 2], features[n // 2:]):.6f}, of {FEW} against all {few:.5f}; "
          f"Inception score {inception(classes):.3f}; Vendi score {vendi(features):.3f}")
    rows = ",\n    ".join(json.dumps(row) for row in numbers(np.cov(features.T)))
    for size in BUNDLES:
        folder = os.path.join(args.resources, "bundles", f"shapes-{size}")
        with open(os.path.join(folder, STATISTICS), "w", encoding="ascii", newline="\n") as f:
            f.write(f'{{\n  "n": {n},\n  "mean": {json.dumps(numbers(features.mean(0)))},\n  "covariance": [\n    {rows}\n  ],\n'
                    f'  "classes": {json.dumps(numbers(classes.mean(0)))}\n}}\n')
        name_measures(folder)


def numbers(x):
    """Nine digits: more than the float32 network has."""
    return [numbers(row) for row in x] if x.ndim > 1 else [float(f"{v:.9g}") for v in x]


if __name__ == "__main__":
    main()
