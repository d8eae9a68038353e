#!/usr/bin/env python3
"""Writes what diffusers' schedulers visit, as a reference for dev.prospector.executors.bundle.ScheduleReader.

    python deploy/models/reference/schedule_cases.py executors/src/test/resources/sampling/diffusers-schedules.tsv

One line per scheduler and number of steps: its name, the bundle's `schedule` and `time`, the picture's height and width, steps, what diffusers
multiplies N(0,1) by (empty where it starts in another view), the levels without the final 0, the times.
"""

import json
import os
import sys

import diffusers
import numpy as np
from diffusers import FlowMatchEulerDiscreteScheduler, FlowMatchHeunDiscreteScheduler

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "exports"))
from diffusers_export import flow_schedulers, schedulers  # noqa: E402
from specimens.schedules import CASES, PIXELS_PER_TOKEN, SIZES, STABLE_DIFFUSION, mu, visited  # noqa: E402

STEPS = (1, 2, 5, 28, 50)
SQUARE = (512, 512)
OTHER_VIEW = ("DDIMScheduler", "DPMSolverMultistepScheduler")  # of deviation 1, the variance-preserving one


def discrete():
    for kind, config in CASES:
        scheduler = getattr(diffusers, kind)(**{**STABLE_DIFFUSION, **config})
        view = schedulers.discrete(scheduler)
        for steps in STEPS:
            sigmas, times = visited(scheduler, steps)
            yield kind, view, SQUARE, "" if kind in OTHER_VIEW else number(scheduler.init_noise_sigma), sigmas, times


def flow():
    for scheduler in (FlowMatchEulerDiscreteScheduler(shift=1.0), FlowMatchEulerDiscreteScheduler(shift=3.0), FlowMatchHeunDiscreteScheduler(shift=3.0)):
        view = flow_schedulers.flow(scheduler, PIXELS_PER_TOKEN)
        once = slice(None, None, 2) if view["sampler"] == "heun" else slice(None)
        for steps in STEPS:
            scheduler.set_timesteps(steps)
            yield type(scheduler).__name__, view, SQUARE, "", scheduler.sigmas[:-1][once], scheduler.timesteps[once]
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    for even in (False, True):
        view = flow_schedulers.flow(scheduler, PIXELS_PER_TOKEN, even)
        for size in SIZES:
            for steps in STEPS:
                levels = {"sigmas": np.linspace(1, 1 / steps, steps)} if even else {"num_inference_steps": steps}
                scheduler.set_timesteps(**levels, mu=mu(scheduler, size))
                yield type(scheduler).__name__, view, size, "", scheduler.sigmas[:-1], scheduler.timesteps


def number(value):
    return f"{float(value):.9g}"


def main(path):
    with open(path, "w", encoding="ascii", newline="\n") as out:
        out.write(f"# diffusers {diffusers.__version__}\n")
        out.write("scheduler\tschedule\ttime\theight\twidth\tsteps\tinitial_scale\tsigmas\ttimes\n")
        for cases in (discrete(), flow()):
            for kind, view, size, scale, sigmas, times in cases:
                cells = [kind, json.dumps(view["schedule"]), json.dumps(view["time"]), *map(str, size), str(len(sigmas)), scale]
                out.write("\t".join([*cells, " ".join(map(number, sigmas)), " ".join(map(number, times))]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
