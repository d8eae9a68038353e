"""Flow schedules against the schedulers that they were read from."""

import numpy
import pytest
from diffusers import DDIMScheduler, FlowMatchEulerDiscreteScheduler, FlowMatchHeunDiscreteScheduler

from diffusers_export.flow_schedulers import flow, levels
from specimens.schedules import PIXELS_PER_TOKEN, SIZES, mu, tokens

STEPS = (1, 2, 4, 28, 50)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("shift", (1.0, 3.0))
@pytest.mark.parametrize("train_steps", (1000, 100))
def test_fixed_shift(steps, shift, train_steps):
    scheduler = FlowMatchEulerDiscreteScheduler(train_steps, shift)
    view = flow(scheduler, PIXELS_PER_TOKEN)
    scheduler.set_timesteps(steps)
    found = levels(view["schedule"], steps)
    assert found == pytest.approx(scheduler.sigmas.tolist(), abs=1e-6)
    assert [level * view["time"]["scale"] for level in found[:-1]] == pytest.approx(scheduler.timesteps.tolist(), rel=1e-6)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("size", SIZES)
def test_shift_by_size_with_the_pipelines_levels(steps, size):
    scheduler = FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True)
    scheduler.set_timesteps(sigmas=numpy.linspace(1, 1 / steps, steps), mu=mu(scheduler, size))
    assert levels(flow(scheduler, PIXELS_PER_TOKEN, even=True)["schedule"], steps, tokens(size)) == pytest.approx(scheduler.sigmas.tolist(), abs=1e-6)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("size", SIZES)
def test_shift_by_size_with_the_schedulers_levels(steps, size):
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, base_shift=0.6, max_shift=1.2)
    scheduler.set_timesteps(steps, mu=mu(scheduler, size))
    assert levels(flow(scheduler, PIXELS_PER_TOKEN)["schedule"], steps, tokens(size)) == pytest.approx(scheduler.sigmas.tolist(), abs=1e-6)


@pytest.mark.parametrize("steps", STEPS)
def test_heun_has_each_level_twice(steps):
    scheduler = FlowMatchHeunDiscreteScheduler(shift=3.0)
    view = flow(scheduler, PIXELS_PER_TOKEN)
    scheduler.set_timesteps(steps)
    sigmas = scheduler.sigmas.tolist()
    assert view["sampler"] == "heun"
    assert levels(view["schedule"], steps) == pytest.approx(sigmas[:1] + sigmas[1:-1:2] + sigmas[-1:], abs=1e-6)


@pytest.mark.parametrize("key", ("use_dynamic_shifting", "use_karras_sigmas", "stochastic_sampling"))
def test_keys_that_only_the_scheduler_before_obeyed_are_not_obeyed(key):
    scheduler = FlowMatchHeunDiscreteScheduler.from_config(FlowMatchEulerDiscreteScheduler(shift=3.0, **{key: True}).config)
    assert scheduler.config[key]  # diffusers keeps it
    view = flow(scheduler, PIXELS_PER_TOKEN)
    scheduler.set_timesteps(7)
    sigmas = scheduler.sigmas.tolist()
    assert levels(view["schedule"], 7, tokens(SIZES[0])) == pytest.approx(sigmas[:1] + sigmas[1:-1:2] + sigmas[-1:], abs=1e-6)


def test_sizes_matter():
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    schedule = flow(scheduler, PIXELS_PER_TOKEN, even=True)["schedule"]
    small, large = (levels(schedule, 4, tokens(size)) for size in SIZES[:2])
    assert large[1] > small[1] + 0.05


@pytest.mark.parametrize("key, value", (
    ("invert_sigmas", True), ("shift_terminal", 0.1), ("use_karras_sigmas", True), ("use_exponential_sigmas", True), ("stochastic_sampling", True),
))
def test_what_no_bundle_has_is_refused_by_name(key, value):
    with pytest.raises(ValueError, match=f"scheduler_config.json: {key} is {value}"):
        flow(FlowMatchEulerDiscreteScheduler(**{key: value}), PIXELS_PER_TOKEN)


def test_linear_shift_by_size_is_refused():
    with pytest.raises(ValueError, match="time_shift_type is 'linear', expected 'exponential'"):
        flow(FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, time_shift_type="linear"), PIXELS_PER_TOKEN)


def test_other_schedulers_are_refused_with_those_there_are():
    with pytest.raises(ValueError, match="_class_name is DDIMScheduler, expected one of FlowMatchEulerDiscreteScheduler, FlowMatchHeun"):
        flow(DDIMScheduler(), PIXELS_PER_TOKEN)
    with pytest.raises(ValueError, match="_class_name is FlowMatchHeunDiscreteScheduler, expected FlowMatchEulerDiscreteScheduler"):
        flow(FlowMatchHeunDiscreteScheduler(), PIXELS_PER_TOKEN, even=True)
