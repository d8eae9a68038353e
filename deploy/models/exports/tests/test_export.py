"""The command line's export: directories of tiny pipelines to bundles, in three precisions, and what it refuses."""

import argparse
import json
import os

import pytest
import torch
from diffusers import PNDMScheduler

import export_diffusers
import export_verifiers
from diffusers_export import bundle
from specimens import tiny_verifiers
from specimens.tiny_transformers import TINY as TRANSFORMERS
from specimens.tiny_unet import TINY as UNETS
from verifiers_export.kinds import KINDS
from verifiers_export.writing import write

PRECISIONS = [(name, "float32") for name in (*UNETS, "stable-diffusion-3-without-t5", "flux-dev", "pixart-sigma", "dit", "sit")]
PRECISIONS += [(name, dtype) for name in ("stable-diffusion", "stable-diffusion-xl", "flux-dev") for dtype in ("float16", "bfloat16")]


def arguments(model, out, **changed):
    standard = dict(dtype="float32", text_dtype=None, scheduler=None, variant=None, config=None, lora=(), height=None, width=None, name=None, without=(), no_encoder=False, search_dtype=(), features=None, statistics=None, classes=None, overwrite=False)
    return argparse.Namespace(model=str(model), out=str(out), **{**standard, **changed})


def saved(name, folder):
    """A directory as save_pretrained writes it."""
    pipe = {**UNETS, **TRANSFORMERS}[name]()
    pipe.save_pretrained(folder)
    return folder


@pytest.mark.parametrize("name, dtype", PRECISIONS)
def test_a_saved_pipeline_becomes_a_bundle(name, dtype, tmp_path):
    out = tmp_path / "bundle"
    export_diffusers.run(arguments(saved(name, tmp_path / "model"), out, dtype=dtype))
    manifest = json.loads((out / "bundle.json").read_text(encoding="utf-8"))
    assert manifest["parts"]["denoiser"]["dtype"] == dtype
    assert manifest["parts"]["decoder"]["dtype"] == "float32"
    assert manifest["parts"]["denoiser"]["flops"] > 0 and manifest["parts"]["decoder"]["flops"] > 0
    assert manifest["parameters"] == sum(part["parameters"] for part in manifest["parts"].values())
    assert {file for file in os.listdir(out)} == {"bundle.json", *manifest["sha256"]}
    assert all(bundle.sha256(out / file) == digest for file, digest in manifest["sha256"].items())
    assert not os.path.exists(str(out) + ".part")


@pytest.mark.parametrize("name", ["stable-diffusion", "stable-diffusion-3-without-t5", "pixart-sigma"])
def test_parts_are_written_in_half_precision_too(name, tmp_path, capsys):
    out = tmp_path / "bundle"
    export_diffusers.run(arguments(saved(name, tmp_path / "model"), out, search_dtype=("bfloat16", "float16")))
    manifest = json.loads((out / "bundle.json").read_text(encoding="utf-8"))
    assert {kind: sorted(parts) for kind, parts in manifest["realisations"].items()} == {"bfloat16": ["decoder", "denoiser"], "float16": ["denoiser"]}
    assert all(row["dtype"] == kind for kind, parts in manifest["realisations"].items() for row in parts.values())
    assert {file for file in os.listdir(out)} == {"bundle.json", *manifest["sha256"]}
    assert manifest["parameters"] == sum(part["parameters"] for part in manifest["parts"].values())
    assert "denoiser-bfloat16 batch 1" in capsys.readouterr().err


def test_what_is_in_half_precision_already_is_not_written_twice(tmp_path):
    out = tmp_path / "bundle"
    export_diffusers.run(arguments(saved("stable-diffusion", tmp_path / "model"), out, dtype="bfloat16", search_dtype=("bfloat16",)))
    assert list(json.loads((out / "bundle.json").read_text(encoding="utf-8"))["realisations"]["bfloat16"]) == ["decoder"]


def test_files_do_not_tell_where_they_were_made(tmp_path):
    out = tmp_path / "bundle"
    export_diffusers.run(arguments(saved("stable-diffusion", tmp_path / "model"), out))
    here = os.path.dirname(torch.__file__).encode()
    for file in os.listdir(out):
        data = (out / file).read_bytes()
        assert here not in data and str(tmp_path).encode() not in data, file


def test_another_size_is_written_where_it_is_possible(tmp_path):
    model = saved("stable-diffusion", tmp_path / "model")
    export_diffusers.run(arguments(model, tmp_path / "wide", height=32, width=64, no_encoder=True))
    manifest = json.loads((tmp_path / "wide" / "bundle.json").read_text(encoding="utf-8"))
    assert manifest["image"] == {"height": 32, "width": 64, "multiple": 4}
    assert manifest["latent"] == {"channels": 4, "height": 16, "width": 32}
    assert "encoder" not in manifest["parts"]
    refuses(arguments(model, tmp_path / "odd", height=30, width=64), "--height 30 --width 64, expected multiples of 4")
    refuses(arguments(model, tmp_path / "half", height=32), "only one of --height and --width was given, expected both or none")


def test_a_size_of_its_own_that_the_written_parts_cannot_draw_is_refused(tmp_path):
    pipe = UNETS["stable-diffusion"]()
    pipe.unet.register_to_config(sample_size=15)
    pipe.save_pretrained(tmp_path / "model")
    refuses(arguments(tmp_path / "model", tmp_path / "out"), "own pictures are 30x30, expected sides that are multiples of 4.*give --height and --width")
    export_diffusers.run(arguments(tmp_path / "model", tmp_path / "out", height=28, width=32))


def test_the_self_test_begins_with_the_size_that_is_drawn_by_default(tmp_path, capsys):
    export_diffusers.run(arguments(saved("stable-diffusion", tmp_path / "model"), tmp_path / "wide", height=36, width=28))
    table = capsys.readouterr().err.split("self-test: ")[1].splitlines()[1:-1]
    assert [row.split()[2:4] for row in table if row.split()[0] == "denoiser"] == [["1", "28x36"], ["1", "24x16"], ["1", "24x32"], ["3", "24x16"]]


def test_a_size_at_which_a_part_fails_is_named(tmp_path):
    family, pipe, path = export_diffusers.family_of("StableDiffusionPipeline"), UNETS["stable-diffusion"](), str(tmp_path / "denoiser.pt")
    module, manifest = family.parts(pipe)["denoiser"], bundle.described(pipe, "tiny", "float32")
    bundle.write_part(module, family.examples(pipe, "denoiser", 2, 32, 32), path)
    manifest["image"]["width"] = 30  # 15 latents, which the network pads and its trace does not
    with pytest.raises(ValueError, match="self-test: denoiser fails at pictures of 30x32: .*Sizes of tensors must match"):
        next(export_diffusers.compared(family, pipe, "denoiser", module, path, manifest))


@pytest.mark.parametrize("scheduler", ["EulerDiscreteScheduler", "HeunDiscreteScheduler", "EulerAncestralDiscreteScheduler"])
def test_a_scheduler_with_which_the_pipeline_of_dit_goes_wrong_is_refused(scheduler, tmp_path):
    model = saved("dit", tmp_path / "model")
    refuses(arguments(model, tmp_path / "out", scheduler=scheduler), f"{scheduler}, expected DDIMScheduler or DPMSolverMultistepScheduler")


def test_schnell_says_that_it_draws_without_guidance():
    described = [bundle.described(TRANSFORMERS[name](), name, "float32")["guidance"] for name in ("flux-schnell", "flux-dev")]
    assert [row.get("distilled", False) for row in described] == [True, False]


def refuses(args, message):
    with pytest.raises(ValueError, match=message):
        export_diffusers.run(args)
    assert not os.path.exists(args.out)


def test_a_scheduler_without_a_counterpart_is_refused_and_can_be_replaced(tmp_path):
    pipe = UNETS["stable-diffusion"]()
    pipe.scheduler = PNDMScheduler.from_config(pipe.scheduler.config)
    pipe.save_pretrained(tmp_path / "model")
    refuses(arguments(tmp_path / "model", tmp_path / "out"), "_class_name is PNDMScheduler, expected one of DDIMScheduler.*--scheduler")
    export_diffusers.run(arguments(tmp_path / "model", tmp_path / "out", scheduler="DDIMScheduler"))
    assert json.loads((tmp_path / "out" / "bundle.json").read_text())["schedule"]["end"] == "first"


def test_a_network_that_predicts_samples_is_refused(tmp_path):
    UNETS["stable-diffusion"]().save_pretrained(tmp_path / "model")
    path = tmp_path / "model" / "scheduler" / "scheduler_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "prediction_type": "sample"}))
    refuses(arguments(tmp_path / "model", tmp_path / "out"), "prediction_type is 'sample', expected one of epsilon, v_prediction")


def test_another_scheduler_does_not_clip_latents_where_the_configuration_says_nothing(tmp_path):
    model = saved("pixart-sigma", tmp_path / "model")
    export_diffusers.run(arguments(model, tmp_path / "out", scheduler="DDIMScheduler"))
    assert json.loads((tmp_path / "out" / "bundle.json").read_text())["sampler"] == "euler"


def test_what_is_no_pipeline_is_refused(tmp_path):
    refuses(arguments(tmp_path, tmp_path / "out"), "no model_index.json, expected a directory that diffusers' save_pretrained wrote")
    (tmp_path / "model_index.json").write_text('{"_class_name": "KandinskyPipeline"}')
    refuses(arguments(tmp_path, tmp_path / "out"), "_class_name is KandinskyPipeline, expected one of StableDiffusionPipeline")


def test_a_bundle_that_exists_stays(tmp_path):
    model = saved("stable-diffusion", tmp_path / "model")
    with pytest.raises(ValueError, match="exists, expected a name that is free, or --overwrite"):
        export_diffusers.run(arguments(model, model))
    assert (model / "model_index.json").exists()


def test_features_and_statistics_are_taken_along(tmp_path):
    model, features, statistics = saved("stable-diffusion", tmp_path / "model"), saved_features(tmp_path), saved_moments(tmp_path / "photos.json", 16)
    taken = dict(features=str(features), statistics=str(statistics))
    out = tmp_path / "bundle"
    export_diffusers.run(arguments(model, out, **taken))
    manifest = json.loads((out / "bundle.json").read_text(encoding="utf-8"))
    assert manifest["format"] == 3
    assert manifest["features"] == {"network": "features", "statistics": "reference.json"}
    for name in os.listdir(features):
        assert (out / "features" / name).read_bytes() == (features / name).read_bytes()
    assert (out / "reference.json").read_bytes() == statistics.read_bytes()
    listed = {str(file.relative_to(out)) for file in out.rglob("*") if file.is_file()} - {"bundle.json"}
    assert listed == manifest["sha256"].keys()
    assert all(bundle.sha256(out / file) == digest for file, digest in manifest["sha256"].items())
    other = tmp_path / "other"
    export_diffusers.run(arguments(model, other, features=str(features), classes=str(features), no_encoder=True))
    manifest = json.loads((other / "bundle.json").read_text(encoding="utf-8"))
    assert (manifest["features"], manifest["classes"]) == ({"network": "features"}, {"network": "classes"})
    assert manifest["sha256"]["classes/features.pt"] == manifest["sha256"]["features/features.pt"]
    assert not (other / "reference.json").exists()


def test_features_that_cannot_be_taken_are_refused_before_the_model_is_read(tmp_path):
    features, none = saved_features(tmp_path), tmp_path / "no-model"
    refuses(arguments(none, tmp_path / "out", statistics="s.json"), "--statistics s.json was given without --features")
    mean = saved_moments(tmp_path / "other.json", 3)
    refuses(arguments(none, tmp_path / "out", features=str(features), statistics=str(mean)), "moments of vectors of 3 numbers, expected 16 as the features")
    (tmp_path / "mean.json").write_text('{"mean": [0]}')
    refuses(arguments(none, tmp_path / "out", features=str(features), statistics=str(tmp_path / "mean.json")), "expected n, mean and covariance")
    (features / "features.pt").write_bytes(b"damaged")
    refuses(arguments(none, tmp_path / "out", features=str(features)), "features.pt: sha256 [0-9a-f]{64}, expected [0-9a-f]{64}")
    manifest = json.loads((features / "verifier.json").read_text())
    (features / "verifier.json").write_text(json.dumps({**manifest, "type": "score"}))
    refuses(arguments(none, tmp_path / "out", features=str(features)), "verifier.json: type was 'score', expected 'features'")


def saved_features(folder):
    """A bundle of features, of 16 numbers."""
    args = export_verifiers.arguments(["features", tiny_verifiers.clip(str(folder / "clip"), width=16, image=16, layers=1), str(folder / "tiny-features")])
    write(KINDS["features"](args), args.out, "tiny-features", "float32", 4)
    return folder / "tiny-features"


def saved_moments(path, size):
    path.write_text(json.dumps({"n": 2, "mean": [0.0] * size, "covariance": [[0.0] * size] * size}))
    return path


def test_weights_without_room_are_refused(tmp_path):
    huge = torch.nn.Linear(10**7, 10**7, bias=False, device="meta")
    with pytest.raises(ValueError, match="GB free, expected 800000.0 GB for 400000.0 GB of weights"):
        bundle.require_room([huge], str(tmp_path / "out"))
