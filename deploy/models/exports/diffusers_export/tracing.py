"""TorchScript of a part by tracing, for any device."""

import warnings

import torch


@torch.no_grad()
def traced(module, inputs):
    with warnings.catch_warnings():
        # of sizes as Python numbers: that they did not become constants is shown by running the trace at other sizes
        warnings.simplefilter("ignore", torch.jit.TracerWarning)
        out = torch.jit.trace(module.eval(), inputs, check_trace=False)
    follow_input(out)
    return out


def follow_input(script):
    """Where code asks a tensor for its device, a trace keeps the answer, and a map_location does not change it: let the trace ask its first input instead."""
    graph = script.graph
    torch._C._jit_pass_inline(graph)
    constants = [node for node in graph.findAllNodes("prim::Constant") if node.output().type().kind() == "DeviceObjType"]
    if not constants:
        return
    _, first, *_ = graph.inputs()
    device = graph.create("prim::device", [first]).insertBefore(next(graph.nodes())).output()
    device.setType(torch._C.DeviceObjType.get())
    for constant in constants:
        constant.output().replaceAllUsesWith(device)
        constant.destroy()
    graph.lint()
