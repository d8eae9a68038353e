#!/usr/bin/env python3
"""Writes what numpy makes of some sets of vectors, as a reference for dev.prospector.driver.statistics.

    python deploy/models/reference/statistics_cases.py driver/src/test/resources/statistics/cases.json

Each case has two sets of unit vectors a and b, fewer than they have numbers in the last; class distributions p; and: mean and covariance of a (numpy.cov),
the squared Fréchet distance of a and b by the eigenvalues of the product of their covariances, which is not symmetric, the Vendi score of a by its n x n
kernel, and the Inception score of p.
"""

import json
import sys

import numpy as np

from reference_statistics import frechet, inception, numbers


def unit(x):
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float32).astype(float)


def vendi(x):
    values = np.linalg.eigvalsh(x @ x.T / len(x))
    values = values[values > 1e-12]
    return np.exp(-(values * np.log(values)).sum())


def case(rng, n, m, d):
    a, b = unit(rng.normal(size=(n, d)) @ rng.normal(size=(d, d))), unit(rng.normal(.3, 1, size=(m, d)))
    p = rng.dirichlet(np.full(d, .3), n).astype(np.float32).astype(float)
    return {"a": numbers(a), "b": numbers(b), "p": numbers(p), "mean": a.mean(0).tolist(), "covariance": np.cov(a.T).tolist(),
            "frechet": frechet(a, b), "vendi": vendi(a), "inception": inception(p)}


def main(path):
    rng = np.random.default_rng(1)
    with open(path, "w", encoding="ascii", newline="\n") as out:
        cases = (json.dumps(case(rng, *sizes)) for sizes in ((20, 30, 2), (12, 40, 5), (40, 30, 8), (5, 7, 8)))
        out.write("[\n" + ",\n".join(cases) + "\n]\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
