"""Turn shipped TorchScript back into checkpoints: `recover_checkpoints.py --resources executors/src/main/resources --out DIR [--only match ...]`.

A frozen file holds its weights as constants of its code, numbered in order of use, without names. A twin, the same module with random weights and
frozen in the same way, has the same code, and which parameter its constant number i is can be seen from the value; the shipped file's number i is the
same parameter. What forward does not use (`match`'s temperature) is not in the file and keeps its first value.
"""

import argparse
import os

import torch

import denoiser
import export_shapes
import verifiers

VERIFIERS = {name: {"": os.path.join("verifiers", name, "network.pt")} for name in verifiers.NETWORKS}
BUNDLES = {size: {part: os.path.join("bundles", f"shapes-{size}", file) for part, file in (("text", "text_encoder.pt"), ("denoiser", "denoiser.pt"))}
           for size in export_shapes.BUNDLES}  # by checkpoint, the files of the module's parts


def constants(frozen):
    """The code of forward and its constants, by name."""
    return frozen.forward.code_with_constants


def twin_of(module):
    """The module frozen with random weights, and those weights by name."""
    weights = {name: torch.randn(value.shape) for name, value in module.state_dict().items()}
    module.load_state_dict(weights)
    torch._C._set_graph_executor_optimize(True)  # as export_shapes.py freezes
    return torch.jit.freeze(torch.jit.script(module.eval())), weights


def recover(shipped, module):
    """The shipped weights by their names in module, which is spoilt; those that forward does not use are missing."""
    twin, weights = twin_of(module)
    code, found = constants(shipped)
    own_code, own = constants(twin)
    assert code == own_code, "the shipped file comes from other source"
    state = {}
    for constant, value in own.items():
        names = [name for name, weight in weights.items() if weight.shape == value.shape and torch.equal(weight, value)]
        if names:
            assert len(names) == 1 and names[0] not in state, f"{constant} is {names}"
            state[names[0]] = found[constant].clone().contiguous()
        else:  # what the module makes of its sizes alone, such as the matrices of its norms
            assert torch.equal(value, found[constant]), f"{constant} is no parameter, and not the same in both"
    return state


def checkpoint(args, name, files):
    """The state of one checkpoint; its files are checked against the eager module."""
    make = verifiers.NETWORKS.get(name, lambda: denoiser.Model(name))
    torch.manual_seed(0)
    whole = make()
    shipped = {part: torch.jit.load(os.path.join(args.resources, path), map_location="cpu") for part, path in files.items()}
    state = whole.state_dict()
    for part, frozen in shipped.items():
        prefix = part + "." if part else ""
        found = {prefix + key: value for key, value in recover(frozen, make().get_submodule(part)).items()}
        print(f"{name}: {len(found)} tensors of {part or 'the network'}")
        assert not found.keys() - state.keys()
        for key in [key for key in state if key.startswith(prefix) and key not in found]:
            print(f"{name}: {key} is not in the file and stays as it is made")
        state.update(found)
    whole.load_state_dict(state)
    whole.eval().requires_grad_(False)
    torch._C._set_graph_executor_optimize(False)  # as the Java side runs it
    for part, frozen in shipped.items():
        inputs = export_shapes.INPUTS[part or name](whole)
        export_shapes.check(whole.get_submodule(part), frozen, inputs, f"{name} {part}".strip())
    return state


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--resources", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--only", nargs="*", default=[*BUNDLES, *VERIFIERS])
    args = parser.parse_args()
    torch.set_num_threads(1)
    os.makedirs(args.out, exist_ok=True)
    for name in args.only:
        state = checkpoint(args, name, {**BUNDLES, **VERIFIERS}[name])
        torch.save({"model": state, **({"size": name} if name in BUNDLES else {})}, os.path.join(args.out, name + ".pt"))


if __name__ == "__main__":
    main()
