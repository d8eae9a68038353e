"""The transformer families against their pipelines: traces against modules, a loop over the traces against diffusers, tokenizer files against tokenizers."""

import io

import pytest
import torch
from diffusers import DDIMScheduler
from tokenizers import Tokenizer

from bundle_loop import Bundle, ddim, encode
from diffusers_export.families import dit, flux, pixart_sigma, stable_diffusion_3
from diffusers_export.text import call_default
from diffusers_export.tracing import traced
from specimens.tiny_transformers import TINY

FAMILIES = {
    "stable-diffusion-3": stable_diffusion_3, "stable-diffusion-3-without-t5": stable_diffusion_3, "stable-diffusion-3.5": stable_diffusion_3,
    "flux-dev": flux, "flux-schnell": flux, "pixart-sigma": pixart_sigma, "dit": dit, "sit": dit, "sit-diffusers": dit,
}
PROMPTS = {dit: ("goldfish", "207")}
STEPS = 4


class Case:
    """One tiny pipeline and its bundle, made once."""

    def __init__(self, name, folder):
        self.family, self.pipe = FAMILIES[name], TINY[name]()
        if self.family is pixart_sigma:
            self.pipe.scheduler = DDIMScheduler.from_config(self.pipe.scheduler.config, clip_sample=False)  # the sampler is another test's subject
        self.modules = self.family.parts(self.pipe)
        self.free = "multiple" in self.family.manifest(self.pipe)["image"]
        self.size = (32, 48) if self.free else (32, 32)
        parts = {part: reloaded(traced(module, self.family.examples(self.pipe, part, 2, *self.size))) for part, module in self.modules.items()}
        self.bundle = Bundle(self.family, self.pipe, folder, parts)
        self.bundle.manifest.setdefault("process", "ve")
        self.prompts = PROMPTS.get(self.family, ("a red fox in the snow", "two birds at night"))

    def reference(self, prompts, seeds, guidance, height, width):
        with torch.no_grad():
            return self.family.reference(self.pipe, prompts, None, seeds, STEPS, guidance, height, width)

    def drawn(self, prompts, seeds, guidance, height, width):
        if self.bundle.manifest["process"] == "flow":
            trajectory = self.bundle.flow(STEPS, height, width)
        else:
            trajectory = ddim(self.pipe.scheduler, STEPS)
        return self.bundle.draw(prompts, seeds, guidance, height, width, *trajectory)


def reloaded(script):
    buffer = io.BytesIO()
    torch.jit.save(script, buffer)
    buffer.seek(0)
    return torch.jit.load(buffer)


@pytest.fixture(scope="module", params=FAMILIES)
def case(request, tmp_path_factory):
    return Case(request.param, str(tmp_path_factory.mktemp(request.param)))


def outputs(module, inputs):
    with torch.no_grad():
        out = module(*inputs)
    return out if isinstance(out, tuple) else (out,)


def test_traces_equal_modules_at_other_batches_and_sizes(case):
    for part, module in case.modules.items():
        for batch, height, width in ((1, *case.size), (3, *case.size), (5, *((48, 24) if case.free else case.size))):
            inputs = case.family.examples(case.pipe, part, batch, height, width)
            order = torch.randperm(batch, generator=torch.Generator().manual_seed(batch))
            moved = outputs(case.bundle.parts[part], [x[order].contiguous() for x in inputs])
            for want, found, of_moved in zip(outputs(module, inputs), outputs(case.bundle.parts[part], inputs), moved, strict=True):
                assert found.dtype == torch.float32 and found.shape == want.shape and len(found) == batch
                torch.testing.assert_close(found, want, atol=1e-5, rtol=1e-5)
                torch.testing.assert_close(of_moved, found[order], atol=1e-5, rtol=1e-5)


def test_trace_at_the_trained_size_serves_other_sizes(case):
    if case.free:
        denoiser = traced(case.modules["denoiser"], case.family.examples(case.pipe, "denoiser", 2, 32, 32))
        inputs = case.family.examples(case.pipe, "denoiser", 2, *case.size)
        torch.testing.assert_close(denoiser(*inputs), case.modules["denoiser"](*inputs), atol=1e-5, rtol=1e-5)


def test_traces_name_no_device(case):
    for part, script in case.bundle.parts.items():
        assert devices(script) == 0, part


def test_plain_traces_do_name_devices():
    pipe = TINY["flux-dev"]()
    assert devices(torch.jit.trace(flux.parts(pipe)["denoiser"], flux.examples(pipe, "denoiser", 2, 32, 48), check_trace=False)) > 0


def devices(script):
    graph = script.inlined_graph
    return sum(node.output().type().kind() == "DeviceObjType" for node in graph.findAllNodes("prim::Constant"))


def test_denoiser_listens_to_every_input(case):
    inputs = case.family.examples(case.pipe, "denoiser", 2, *case.size)
    (before,) = outputs(case.bundle.parts["denoiser"], inputs)
    for i, tensor in enumerate(inputs):
        changed = [*inputs]
        changed[i] = tensor.flip(0)
        (after,) = outputs(case.bundle.parts["denoiser"], changed)
        assert (after - before).norm() > 1e-2 * before.norm(), f"input {i}"


@pytest.mark.parametrize("guidance", (1.0, 4.0))
def test_loop_over_parts_draws_what_the_pipeline_draws(case, guidance):
    sizes = ((32, 48), (48, 24)) if case.free else ((32, 32),)
    for seeds in ((7,), (7, 11, 3)):
        prompts = [case.prompts[i % 2] for i in range(len(seeds))]
        for height, width in sizes:
            latents, pictures = case.reference(prompts, seeds, guidance, height, width)
            found, drawn = case.drawn(prompts, seeds, guidance, height, width)
            assert pictures.shape == drawn.shape == (len(seeds), 3, height, width)
            assert (found - latents).norm() <= 1e-3 * latents.norm()
            assert (drawn - pictures).abs().max() <= 2 / 255


def test_prompt_seed_and_guidance_move_the_picture(case):
    """Else the comparison above would prove nothing."""
    call = {"prompts": case.prompts, "seeds": (1, 2), "guidance": 4.0, "height": case.size[0], "width": case.size[1]}
    _, picture = case.reference(**call)
    changes = {"prompts": case.prompts[::-1], "seeds": (3, 4)}
    if case.bundle.manifest["guidance"]["scale"] != 1:
        changes["guidance"] = 1.5
    for key, value in changes.items():
        _, other = case.reference(**{**call, key: value})
        assert (other - picture).abs().amax(dim=(1, 2, 3)).min() > 20 / 255, key


def test_encoder_gives_the_latents_of_the_pipeline(case):
    pictures = torch.rand(2, 3, *case.size, generator=torch.Generator().manual_seed(0))
    config = case.pipe.vae.config
    with torch.no_grad():
        mean = case.pipe.vae.encode(pictures * 2 - 1).latent_dist.mean
        found = case.bundle.parts["encoder"](pictures)
    torch.testing.assert_close(found, (mean - (config.shift_factor or 0)) * config.scaling_factor, atol=1e-5, rtol=1e-5)


HOSTILE = (
    "", " ", "A Red FOX  in\tthe snow\n", "a fox \U0001f98a, naïve café", "e\u0301\u0323 \u200d\ufeff", "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "<|endoftext|> </s> <pad>", "nul \x00 bell \x07", "ǅ İstanbul", "fox " * 1000, "  .,'!?  ",
)


def test_tokenizer_files_give_the_pipelines_ids(case, tmp_path):
    rows = [row for row in case.family.text(case.pipe, str(tmp_path))["tokenizers"] if row["type"] == "huggingface"]
    for row, tokenizer in zip(rows, (case.pipe.components[key] for key in ("tokenizer", "tokenizer_2", "tokenizer_3") if key in case.pipe.components)):
        texts = case.pipe._text_preprocessing(list(HOSTILE)) if case.family is pixart_sigma else list(HOSTILE)
        want = tokenizer(texts, padding="max_length", max_length=row["length"], truncation=True, return_tensors="pt")
        ids, *mask = encode(row, str(tmp_path), HOSTILE)
        assert torch.equal(ids, want.input_ids)
        assert not mask or torch.equal(mask[0], want.attention_mask)


@pytest.mark.parametrize("name, default", (("stable-diffusion-3", 256), ("flux-dev", 512), ("pixart-sigma", 300)))
def test_prompts_are_as_long_as_the_pipelines(name, default, tmp_path):
    pipe = TINY[name]()
    assert FAMILIES[name].text(pipe, str(tmp_path))["tokenizers"][-1]["length"] == call_default(pipe, "max_sequence_length") == default


@pytest.mark.parametrize("prompt", ("A Red FOX", " \t a fox\n", "\u00c0 la CARTE \u00c5", "\u2003x\u3000"))
def test_text_is_lowered_and_stripped_as_pixart_does(prompt, tmp_path):
    pipe = TINY["pixart-sigma"]()
    pixart_sigma.text(pipe, str(tmp_path))
    normalizer = Tokenizer.from_file(str(tmp_path / "tokenizer.json")).normalizer
    assert [normalizer.normalize_str(prompt)] == pipe._text_preprocessing([prompt])


def test_labels_are_the_pipelines(tmp_path):
    pipe = TINY["dit"]()
    (row,) = dit.text(pipe, str(tmp_path))["tokenizers"]
    names = list(pipe.labels)
    assert encode(row, str(tmp_path), names + ["207", ""])[0][:, 0].tolist() == pipe.get_label_ids(names) + [207, 1000]


@pytest.mark.parametrize("dtype", (torch.bfloat16, torch.float16))
@pytest.mark.parametrize("name", FAMILIES)
def test_halves_stay_inside(name, dtype):
    family, pipe = FAMILIES[name], TINY[name]()
    for component in pipe.components.values():
        if isinstance(component, torch.nn.Module):
            component.to(dtype)
    for part, module in family.parts(pipe).items():
        inputs = family.examples(pipe, part, 2, 32, 32)
        for out in outputs(traced(module, inputs), inputs):
            assert out.dtype == torch.float32 and out.isfinite().all(), part


def test_an_unknown_convention_is_refused():
    pipe = TINY["sit"]()
    pipe.transformer.register_to_config(flow_convention="edm")
    with pytest.raises(ValueError, match="transformer/config.json: flow_convention is 'edm', expected absent or 'sit'"):
        dit.parts(pipe)


def test_a_convention_of_flows_is_refused_for_dit():
    pipe = TINY["dit"]()
    pipe.transformer.register_to_config(flow_convention="sit")
    with pytest.raises(ValueError, match="flow_convention is 'sit', expected absent with a DDIMScheduler"):
        dit.parts(pipe)


def test_stable_diffusion_3_wants_its_clips():
    pipe = TINY["stable-diffusion-3"]()
    pipe.text_encoder_2 = None
    with pytest.raises(ValueError, match="model_index.json: text_encoder_2 is null, expected CLIPTextModelWithProjection"):
        stable_diffusion_3.parts(pipe)


def test_pixart_alpha_is_refused():
    pipe = TINY["pixart-sigma"]()
    pipe.transformer.use_additional_conditions = True
    with pytest.raises(ValueError, match="use_additional_conditions is true, expected false"):
        pixart_sigma.parts(pipe)


@pytest.mark.parametrize("name", FAMILIES)
def test_tiny_pipelines_are_the_same_on_every_call(name):
    first, second = TINY[name](), TINY[name]()
    for key, component in first.components.items():
        if isinstance(component, torch.nn.Module):
            again = second.components[key].state_dict()
            assert all(torch.equal(tensor, again[weight]) for weight, tensor in component.state_dict().items()), key
