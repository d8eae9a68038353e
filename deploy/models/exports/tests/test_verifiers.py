"""Every kind of verifier, tiny: bundles give what the reference implementations give, on their own and in company."""

import json
import os

import pytest
import torch

from specimens import tiny_verifiers as tiny
from export_verifiers import arguments
from verifiers_export.kinds import KINDS
from verifiers_export.writing import picture, run, write

PROMPTS = ["a red circle left of a blue square", "photo of a cat", "", "a cat", "A CAFÉ — naïve! 12"]
LABELS = ["tench", "goldfish", "great white shark", "Tinca tinca", "goldfish"]
SIZES = [(32, 32), (96, 64), (61, 150), (17, 40), (400, 30), (768, 320)]


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("checkpoints"))
    at = lambda name: os.path.join(folder, name)  # noqa: E731
    clip, (architecture, hps), (imagereward, bert) = tiny.clip(at("clip")), tiny.hps(at("hps")), tiny.imagereward(at("imagereward"))
    return {
        "clipscore": [clip], "pickscore": [clip], "aesthetic": [clip, "--head", tiny.aesthetic_head(at("head.pth"))], "hps": [hps, "--architecture", architecture],
        "imagereward": [imagereward, "--tokenizer", bert], "features-dinov2": [tiny.dinov2(at("dinov2"))], "features-dino": [tiny.dino(at("dino"))],
        "features-clip": [clip], "classifier": [tiny.classifier(at("classifier"))], "classes": [at("classifier")],
        "features-dino-48": [tiny.dino(at("dino-48"), image=48)], "classifier-36": [tiny.classifier(at("classifier-36"), image=36, patch=6)],
    }


CASES = ["clipscore", "pickscore", "hps", "imagereward", "aesthetic", "classifier", "classes", "features-clip", "features-dino", "features-dinov2", "features-dino-48",
         "classifier-36"]
DIFFERENCES = {}


@pytest.fixture(scope="module", autouse=True)
def table():
    yield
    print("\nverifier            largest difference of scores, 6 sizes, 5 prompts")
    for name, worst in DIFFERENCES.items():
        print(f"{name:20}{worst:.1e}")


@pytest.mark.parametrize("name", CASES)
def test_a_bundle_gives_what_the_reference_gives(name, checkpoints, tmp_path):
    args = arguments([name.split("-")[0], checkpoints[name][0], str(tmp_path / "bundle"), *checkpoints[name][1:]])
    export = KINDS[args.kind](args)
    prompts = LABELS if args.kind == "classifier" else PROMPTS
    worst, all_scores = 0., []
    with torch.inference_mode():
        for size in SIZES:
            wanted = [export.reference([picture(*size, seed=i)], [prompt]) for i, prompt in enumerate(prompts)]
            all_scores.append((size, torch.cat(wanted)))
    write(export, args.out, name, "float32", 2)
    for size, wanted in all_scores:
        found = run(args.out, export, [picture(*size, seed=i) for i in range(5)], prompts)
        worst = max(worst, (found - wanted).abs().max().item())
        alone = run(args.out, export, [picture(*size, seed=3)], prompts[3:4])
        assert (alone[0] - found[3]).abs().max() < 1e-4, "a picture's score depends on its company"
        assert wanted.std(0).max() > 1e-3 if export.size else wanted.std() > 1e-2, "the network hardly looks: nothing would be proved"
    DIFFERENCES[name] = worst
    assert worst < 1e-3
    with open(os.path.join(args.out, "verifier.json")) as f:
        manifest = json.load(f)
    assert set(manifest["sha256"]) == set(os.listdir(args.out)) - {"verifier.json"}


@pytest.mark.parametrize("name", ["pickscore", "hps", "imagereward", "features-dinov2"])
def test_half_precision_stays_inside(name, checkpoints, tmp_path):
    args = arguments([name.split("-")[0], checkpoints[name][0], str(tmp_path / "bundle"), *checkpoints[name][1:], "--dtype", "float16"])
    export = KINDS[args.kind](args)
    write(export, args.out, name, args.dtype, 2)  # refuses what rounding does not explain
    for part in ("text", "features" if export.size else "score"):
        path = os.path.join(args.out, part + ".pt")
        if os.path.exists(path):
            assert {p.dtype for p in torch.jit.load(path).parameters()} == {torch.float16}
    found = run(args.out, export, [picture(40, 70, seed=i) for i in range(2)], ["a red circle", ""])
    assert found.dtype == torch.float32 and found.isfinite().all()
