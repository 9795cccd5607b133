"""The graphs that onnxruntime-web trains: forward, backward and AdamW of small networks.

    python onnx_artifacts.py FOLDER 784-128-10 784-512-256-10

Needs onnx and onnxruntime-training 1.19, which imports PyTorch, though nothing here
uses it; DESCENT_TORCH_PACKAGES names a folder of packages that has it.
"""

import os
import sys
from pathlib import Path

import numpy as np

# Behind the environment's own packages: of that folder, PyTorch alone is wanted.
sys.path.append(os.environ["DESCENT_TORCH_PACKAGES"])

from onnx import TensorProto, helper, numpy_helper  # noqa: E402
from onnxruntime.training import artifacts  # noqa: E402


def model(widths):
    """A multilayer perceptron with ReLU; its outputs are scores (before softmax)."""
    random = np.random.default_rng(1)
    nodes, parameters = [], []
    values = "input"
    for i, (n_in, n_out) in enumerate(zip(widths, widths[1:])):
        weights = random.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        parameters.append(numpy_helper.from_array(weights.astype(np.float32), f"w{i}"))
        parameters.append(numpy_helper.from_array(np.zeros(n_out, np.float32), f"b{i}"))
        is_last = i == len(widths) - 2
        sums = "output" if is_last else f"z{i}"
        nodes.append(helper.make_node("Gemm", [values, f"w{i}", f"b{i}"], [sums], transB=1))
        if not is_last:
            values = f"a{i}"
            nodes.append(helper.make_node("Relu", [sums], [values]))
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", width])
        for name, width in (("input", widths[0]), ("output", widths[-1]))
    ]
    graph = helper.make_graph(nodes, "perceptron", ends[:1], ends[1:], parameters)
    opset = helper.make_opsetid("", 15)
    made = helper.make_model(graph, opset_imports=[opset], ir_version=8)
    return made, [parameter.name for parameter in parameters]


def main(folder, networks):
    for network in networks:
        made, parameters = model([int(width) for width in network.split("-")])
        artifacts.generate_artifacts(
            made,
            requires_grad=parameters,
            loss=artifacts.LossType.CrossEntropyLoss,
            optimizer=artifacts.OptimType.AdamW,
            artifact_directory=folder,
            prefix=f"{network}_",
            additional_output_names=["output"],
        )


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    main(sys.argv[1], sys.argv[2:])
