"""Write the shapes bundles, verifiers and features as TorchScript: `export_shapes.py --checkpoints DIR --resources executors/src/main/resources`.

Takes DIR/{s,b,match,detector,realism}.pt (`features` is the image tower of match); with --untrained, a missing one is exported with fresh weights. Every
file written is loaded again and checked: equal to the eager module within 1e-5 at batch 1, 16 and 32, and bit-equal whatever the other samples of the batch.
"""

import argparse
import copy
import json
import os
import sys

import torch

import denoiser
import half
import verifiers
import world

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "exports"))
from bundle_files import leave_out_sources, sha256, write_json  # noqa: E402
from flops import declare  # noqa: E402

TEXT = {"tokenizer": "words", "length": world.TEXT_LENGTH, "vocabulary": "vocabulary.txt"}
WORDS = {"type": "words", "file": "vocabulary.txt", "length": world.TEXT_LENGTH, "mask": False}
BUNDLES = {
    "s": dict(steps=12, guidance=1.0, description="Text-conditioned rectified flow of 32x32 scenes of flat shapes, small"),
    "b": dict(steps=12, guidance=1.0, description="Text-conditioned rectified flow of 32x32 scenes of flat shapes, base"),
}
VERIFIERS = {
    "match": "Dual encoder of picture and prompt: cosine similarity",
    "detector": "Object detector: class probabilities of 8x8 cells, 4x4 pixels each, at objects' centres",
    "realism": "Logit that a picture is a rendered scene; knows no prompt",
    "features": "The image tower of match: unit vectors",
}
STATISTICS = "reference.json"  # of a bundle: what true images look like to its features
NETWORKS = {**verifiers.NETWORKS, "features": verifiers.Features}
CHECKPOINTS = {"features": "match"}  # where it is not the name itself


def load(args, name, make):
    """The module of one checkpoint, ready to export."""
    torch.manual_seed(0)
    module = make()
    path = os.path.join(args.checkpoints, CHECKPOINTS.get(name, name) + ".pt")
    if os.path.exists(path) or not args.untrained:
        state = torch.load(path, map_location="cpu")["model"]
        module.load_state_dict({key: state[key] for key in module.state_dict()} if name in CHECKPOINTS else state)
    return module.eval().requires_grad_(False).to(memory_format=torch.channels_last)  # as calls want weights


def write(module, path, inputs):
    """Script, freeze, save, load again, compare. inputs(b) makes arguments for batch b."""
    torch._C._set_graph_executor_optimize(True)  # without it, freezing leaves a module that cannot be saved
    torch.jit.save(torch.jit.freeze(torch.jit.script(copy.deepcopy(module))), path)
    leave_out_sources(path)
    torch._C._set_graph_executor_optimize(False)  # as the Java side runs it
    check(module, torch.jit.load(path, map_location="cpu"), inputs, os.path.basename(path))
    return sha256(path)


@torch.inference_mode()
def check(eager, exported, inputs, name):
    for b in (1, 16, 32):
        given = inputs(b)
        want, first, again = eager(*given), exported(*given), exported(*given)
        worst = (want - first).abs().max().item()
        assert worst <= 1e-5, f"{name}: batch {b} differs from eager by {worst}"
        assert torch.equal(first, again), f"{name}: two calls differ"
        order = torch.randperm(b)
        moved = exported(*[x[order].contiguous() for x in given])
        assert torch.equal(moved, first[order]), f"{name}: a sample depends on its batch"
        print(f"{name}: batch {b} within {worst:.1e} of eager")


def write_vocabulary(folder):
    path = os.path.join(folder, "vocabulary.txt")
    with open(path, "w", encoding="ascii", newline="\n") as f:
        f.write("\n".join(world.VOCABULARY) + "\n")
    return sha256(path)


def random_ids(b):
    return torch.randint(0, len(world.VOCABULARY), (b, world.TEXT_LENGTH)) * (torch.arange(b) % 4 > 0)[:, None]


def random_images(b):
    return torch.rand(b, 3, 32, 32)


# by part of a bundle or name of a verifier, what makes inputs(b) for a module
INPUTS = {
    "text": lambda model: lambda b: (random_ids(b),),
    "denoiser": lambda model: lambda b: (
        torch.randn(b, 3, 32, 32), torch.rand(b), torch.randn(b, world.TEXT_LENGTH, denoiser.SIZES[model.size]["d"])),
    "decoder": lambda model: lambda b: (torch.randn(b, 3, 32, 32),),
    "encoder": lambda model: lambda b: (random_images(b),),
    "match": lambda network: lambda b: (random_images(b), random_ids(b)),
    **{name: lambda network: lambda b: (random_images(b),) for name in ("detector", "realism", "features")},
}


def count(module):
    return sum(p.numel() for p in module.parameters())


def part(name):
    return {"file": name + ".pt", "dtype": "float32"}


def write_bundle(args, size):
    name = f"shapes-{size}"
    folder = os.path.join(args.resources, "bundles", name)
    os.makedirs(folder, exist_ok=True)
    model = load(args, size, lambda: denoiser.Model(size))
    at = lambda file: os.path.join(folder, file)  # noqa: E731
    sums = {
        "text_encoder.pt": write(model.text, at("text_encoder.pt"), INPUTS["text"](model)),
        "denoiser.pt": write(model.denoiser, at("denoiser.pt"), INPUTS["denoiser"](model)),
        "decoder.pt": write(denoiser.Decoder().eval(), at("decoder.pt"), INPUTS["decoder"](model)),
        "encoder.pt": write(denoiser.Encoder().eval(), at("encoder.pt"), INPUTS["encoder"](model)),
        "vocabulary.txt": write_vocabulary(folder),
    }
    realisations = {}
    if args.search_dtype:
        file = f"denoiser-{args.search_dtype}.pt"
        sums[file] = write(half.Half(model.denoiser).eval(), at(file), INPUTS["denoiser"](model))
        row = {"file": file, "dtype": args.search_dtype, "parameters": count(model.denoiser)}
        realisations = {"realisations": {args.search_dtype: {"denoiser": row}}}
    write_json({
        "format": 3, "name": name, "family": "shapes", "description": BUNDLES[size]["description"],
        "parameters": count(model),
        "latent": {"channels": 3, "height": 32, "width": 32}, "image": {"height": 32, "width": 32},
        "process": "flow", "prediction": "velocity",
        "time": {"type": "linear", "scale": 1.0}, "schedule": {"type": "flow", "shift": 1.0},
        "sampler": "euler", "steps": BUNDLES[size]["steps"],
        "guidance": {"type": "classifier-free", "scale": BUNDLES[size]["guidance"]},
        "text": {"tokenizers": [WORDS], "unconditional": "encode"}, "conditioning": ["context"],
        "parts": {
            "text_encoder": {**part("text_encoder"), "parameters": count(model.text)},
            "denoiser": {**part("denoiser"), "parameters": count(model.denoiser)},
            "decoder": {**part("decoder"), "parameters": 0},
            "encoder": {**part("encoder"), "parameters": 0},
        },
        **realisations,
        "sha256": sums,
    }, at("bundle.json"))
    name_measures(folder)
    declare(folder)


def name_measures(folder):
    """Say in a bundle's manifest what its images are measured by; with statistics once reference_statistics.py has made them."""
    path, statistics = os.path.join(folder, "bundle.json"), os.path.join(folder, STATISTICS)
    with open(path, encoding="utf-8") as f:
        manifest = json.load(f)
    features, sums = {"network": "shapes-features"}, manifest.pop("sha256")
    if os.path.exists(statistics):
        features["statistics"] = STATISTICS
        sums[STATISTICS] = sha256(statistics)
    write_json({**manifest, "features": features, "classes": {"network": "shapes-classes"}, "sha256": sums}, path)


def write_verifier(args, name):
    folder = os.path.join(args.resources, "verifiers", name)
    os.makedirs(folder, exist_ok=True)
    network = load(args, name, NETWORKS[name])
    sums = {"network.pt": write(network, os.path.join(folder, "network.pt"), INPUTS[name](network))}
    out = {"format": 1, "name": name, "description": VERIFIERS[name], "parameters": count(network),
           "input": {"height": 32, "width": 32}}
    if name == "match":
        out["text"] = TEXT
        sums["vocabulary.txt"] = write_vocabulary(folder)
    if name == "detector":
        out["classes"] = list(verifiers.CLASSES)
    if name == "features":
        out["output"] = {"size": network.from_image.out_features}
    write_json({**out, "parts": {"network": part("network")}, "sha256": sums}, os.path.join(folder, "verifier.json"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoints", required=True)
    parser.add_argument("--resources", required=True)
    parser.add_argument("--untrained", action="store_true")
    parser.add_argument("--search-dtype", choices=["bfloat16"], help="write the denoisers in it too, for searches that look in it; the embedded bundles have none")
    parser.add_argument("--only", nargs="*", default=[*BUNDLES, *VERIFIERS])
    args = parser.parse_args()
    torch.set_num_threads(1)
    for name in args.only:
        write_bundle(args, name) if name in BUNDLES else write_verifier(args, name)


if __name__ == "__main__":
    main()
