#!/usr/bin/env python3
"""Writes what torch.randn draws, as a reference for dev.prospector.executors.noise.

    python deploy/models/reference/torch_noise.py executors/src/test/resources/noise/torch-randn.tsv

One line per run of consecutive values: seed, elements of the tensor, mean and mean square of the whole tensor,
index of the run's first value, values. Small tensors are written whole, of others the start, the middle and the end.
"""

import sys

import torch

SEEDS = [0, 1, 42, 2**31, 2**32 - 1]
SIZES = [*range(1, 41), 255, 256, 257, 1000, 3072, 4 * 64 * 64]
WHOLE = 257


def runs(elements):
    if elements <= WHOLE:
        return [(0, elements)]
    middle = elements // 2 - 3
    return [(0, 32), (middle, middle + 32), (elements - 48, elements)]


def main(path):
    with open(path, "w") as out:
        out.write(f"# torch {torch.__version__}, cpu {torch.backends.cpu.get_cpu_capability()}\n")
        out.write("seed\telements\tmean\tmean_square\tfirst\tvalues\n")
        for seed in SEEDS:
            for elements in SIZES:
                x = torch.randn(elements, generator=torch.Generator("cpu").manual_seed(seed), dtype=torch.float32)
                mean, square = x.double().mean().item(), x.double().square().mean().item()
                for start, end in runs(elements):
                    values = " ".join(f"{value:.9g}" for value in x[start:end].tolist())
                    out.write(f"{seed}\t{elements}\t{mean!r}\t{square!r}\t{start}\t{values}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
