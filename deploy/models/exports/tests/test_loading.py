"""Checkpoints that are no plain directory: one file, a variant of the weights, adapters; each is exported or refused with what to do."""

import json

import pytest
import torch
from diffusers import PixArtSigmaPipeline

import export_diffusers
from diffusers_export.families import pixart_sigma, stable_diffusion
from diffusers_export.loading import cast, lora_of
from specimens import single_file
from specimens.tiny_transformers import TINY as TRANSFORMERS
from specimens.tiny_unet import TINY as UNETS
from test_export import arguments, refuses


def outputs(folder, seed=1):
    """What the written denoiser says to inputs that a seed gives."""
    inputs = stable_diffusion.examples(UNETS["stable-diffusion"](), "denoiser", seed, 32, 32)
    with torch.no_grad():
        return torch.jit.load(folder / "denoiser.pt")(*inputs)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A directory, and its bundle."""
    folder = tmp_path_factory.mktemp("whole")
    UNETS["stable-diffusion"]().save_pretrained(folder / "model")
    export_diffusers.run(arguments(folder / "model", folder / "bundle"))
    return folder


def test_one_file_gives_the_bundle_of_its_directory(whole, tmp_path):
    file = tmp_path / "tuned.safetensors"
    single_file.stable_diffusion(UNETS["stable-diffusion"](), file)
    export_diffusers.run(arguments(file, tmp_path / "bundle", config=str(whole / "model")))
    assert torch.equal(outputs(tmp_path / "bundle"), outputs(whole / "bundle"))
    ids = torch.arange(77)[None] % 30
    for part, example in (("text_encoder", ids), ("decoder", torch.ones(1, 4, 8, 8)), ("encoder", torch.ones(1, 3, 16, 16) / 2)):
        found, wanted = (torch.jit.load(folder / "bundle" / f"{part}.pt")(example) for folder in (tmp_path, whole))
        assert torch.allclose(found, wanted, atol=1e-6), part
    manifests = [json.loads((folder / "bundle" / "bundle.json").read_text()) for folder in (tmp_path, whole)]
    assert manifests[0]["schedule"] == manifests[1]["schedule"]


def test_one_file_that_cannot_be_taken_is_refused(whole, tmp_path):
    file = tmp_path / "tuned.safetensors"
    single_file.stable_diffusion(UNETS["stable-diffusion"](), file)
    model, out = str(whole / "model"), tmp_path / "out"
    refuses(arguments(file, out), "one file of weights, expected --config with the pipeline")
    refuses(arguments(file, out, config=model, variant="fp16"), "--variant fp16 was given with the file")
    refuses(arguments(model, out, config=model), "--config .* was given with .*, expected it with one file")
    (tmp_path / "weights.bin").write_bytes(b"0")
    refuses(arguments(tmp_path / "weights.bin", out, config=model), "expected a file that ends in .safetensors or .ckpt")
    TRANSFORMERS["dit"]().save_pretrained(tmp_path / "dit")
    refuses(arguments(file, out, config=str(tmp_path / "dit")), "diffusers reads no DiTPipeline from one file")
    UNETS["stable-diffusion-xl"]().save_pretrained(tmp_path / "xl")
    refuses(arguments(file, out, config=str(tmp_path / "xl")), "no StableDiffusionXLPipeline by --config")


def test_a_variant_is_found_by_its_name(whole, tmp_path):
    UNETS["stable-diffusion"]().to(torch.float16).save_pretrained(tmp_path / "model", variant="fp16")
    export_diffusers.run(arguments(tmp_path / "model", tmp_path / "bundle", variant="fp16", dtype="float16"))
    assert json.loads((tmp_path / "bundle" / "bundle.json").read_text())["parts"]["denoiser"]["dtype"] == "float16"
    apart = (outputs(tmp_path / "bundle").float() - outputs(whole / "bundle")).abs().max()
    assert apart < 2e-2 * outputs(whole / "bundle").abs().max()
    refuses(arguments(tmp_path / "model", tmp_path / "out"), "there are weights of other variants: --variant fp16")
    refuses(arguments(whole / "model", tmp_path / "out", variant="fp16"), "no weights of --variant fp16")


def weights(folder, part, prefix):
    """Of a written part, by their names in the component that it was made of."""
    return {key.removeprefix(prefix): weight for key, weight in torch.jit.load(folder / f"{part}.pt").named_parameters()}


def require_same(found, wanted):
    """Bit for bit."""
    assert found
    for key, weight in found.items():
        assert weight.dtype == wanted[key].dtype and torch.equal(weight, wanted[key]), key


@pytest.mark.parametrize("dtype", ("bfloat16", "float16"))
@pytest.mark.parametrize("one_file", (False, True))
def test_only_the_denoiser_is_rounded_where_only_it_shall_be(whole, dtype, one_file, tmp_path):
    pipe, model, config = UNETS["stable-diffusion"](), whole / "model", None
    if one_file:
        model, config = tmp_path / "tuned.safetensors", str(model)
        single_file.stable_diffusion(pipe, model)
    export_diffusers.run(arguments(model, tmp_path / "bundle", dtype=dtype, text_dtype="float32", config=config))
    for part in ("decoder", "encoder"):
        require_same(weights(tmp_path / "bundle", part, "vae."), pipe.vae.state_dict())
    require_same(weights(tmp_path / "bundle", "text_encoder", "clip."), pipe.text_encoder.state_dict())
    require_same(weights(tmp_path / "bundle", "denoiser", "unet."), pipe.unet.to(getattr(torch, dtype)).state_dict())


def test_what_t5_keeps_in_float32_stays_there(tmp_path):
    TRANSFORMERS["pixart-sigma"]().save_pretrained(tmp_path / "model")
    export_diffusers.run(arguments(tmp_path / "model", tmp_path / "bundle", dtype="float16"))
    pipe = PixArtSigmaPipeline.from_pretrained(tmp_path / "model", torch_dtype=torch.float16)
    found, wanted = weights(tmp_path / "bundle", "text_encoder", "t5."), pipe.text_encoder.state_dict()
    require_same(found, wanted)
    assert {weight.dtype for key, weight in found.items() if ".wo." in key} == {torch.float32}
    assert {weight.dtype for key, weight in found.items() if ".wo." not in key} == {torch.float16}
    assert json.loads((tmp_path / "bundle" / "bundle.json").read_text())["parts"]["text_encoder"]["dtype"] == "float16"
    inputs = pixart_sigma.examples(pipe, "text_encoder", 3, 32, 32)
    with torch.no_grad():
        (states, _), own = torch.jit.load(tmp_path / "bundle" / "text_encoder.pt")(*inputs), pipe.text_encoder(inputs[0], attention_mask=inputs[1])[0].float()
        rounded = pipe.text_encoder.to(torch.float16)(inputs[0], attention_mask=inputs[1])[0].float()
    assert (states - own).abs().max() < 1e-6 * own.abs().max()
    assert (rounded - own).abs().max() > 1e-4 * own.abs().max()  # else the line above would prove nothing


@pytest.mark.parametrize("dtype", (torch.bfloat16, torch.float16))
def test_a_text_encoder_is_cast_as_transformers_reads_it(dtype, tmp_path):
    encoder = TRANSFORMERS["pixart-sigma"]().text_encoder
    encoder.save_pretrained(tmp_path)
    read = type(encoder).from_pretrained(tmp_path, dtype=dtype).state_dict()
    cast(encoder, dtype)
    require_same(dict(encoder.named_parameters()), read)


def test_adapters_are_fused_by_their_scale(whole, tmp_path):
    pytest.importorskip("peft")
    pipe = UNETS["stable-diffusion"]()
    file = single_file.adapter(pipe, tmp_path)
    export_diffusers.run(arguments(whole / "model", tmp_path / "half", lora=[f"{file}:0.5"]))
    export_diffusers.run(arguments(whole / "model", tmp_path / "twice", lora=[str(file), f"{file}:-0.5"]))
    pipe.unet.set_adapters(["default"], 0.5)
    inputs = stable_diffusion.examples(pipe, "denoiser", 1, 32, 32)
    with torch.no_grad():
        wanted = stable_diffusion.Denoiser(pipe.unet)(*inputs)
    for bundle in ("half", "twice"):
        assert torch.allclose(outputs(tmp_path / bundle), wanted, atol=1e-5), bundle
    assert (wanted - outputs(whole / "bundle")).abs().max() > 1e-3
    other = tmp_path / "other.safetensors"
    single_file.stable_diffusion(UNETS["stable-diffusion"](), other)
    refuses(arguments(whole / "model", tmp_path / "out", lora=[str(other)]), "other.safetensors: (no adapter of|changes no weight of) this StableDiffusionPipeline")
    refuses(arguments(whole / "model", tmp_path / "out", lora=[str(tmp_path / "none")]), "none: no such file")
    TRANSFORMERS["dit"]().save_pretrained(tmp_path / "dit")
    refuses(arguments(tmp_path / "dit", tmp_path / "out", lora=[str(file)]), "diffusers has no adapters of DiTPipeline")


def test_scales_stand_after_the_file(tmp_path):
    assert lora_of("style.safetensors") == ("style.safetensors", 1.0)
    assert lora_of("dir/style.safetensors:0.8") == ("dir/style.safetensors", 0.8)
    with pytest.raises(ValueError, match="--lora style:much, expected FILE or FILE:SCALE with a number"):
        lora_of("style:much")
