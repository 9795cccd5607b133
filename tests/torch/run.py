"""Runs the scripts that Descent has generated, one a folder, and writes what they make.

    python tests/torch/run.py FOLDER

In each folder of FOLDER: script.py, start.safetensors, steps, and either data.csv, or
images and labels, or neither where the script has its points with it. Written: torch32 and torch64 (safetensors files) with the first
batch's z and gradients, the losses, and the parameters after all steps.
"""

import argparse
import importlib.util
import pathlib
import sys

import torch
from safetensors.torch import save_file

torch.set_num_threads(1)


def load_script(path):
    spec = importlib.util.spec_from_file_location("script", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def data_of(folder):
    if (folder / "data.csv").exists():
        return argparse.Namespace(csv=folder / "data.csv", test_csv=None)
    if (folder / "images").exists():
        images, labels = folder / "images", folder / "labels"
        return argparse.Namespace(images=images, labels=labels, test_images=None)
    return argparse.Namespace()


def run(folder, dtype):
    script = load_script(folder / "script.py")
    (x, y), _ = script.read_data(data_of(folder))
    inputs, targets = script.to_tensors(x, y, script.measure(x), dtype)
    network = script.Network().to(dtype)
    script.load(network, folder / "start.safetensors")
    optimizer = script.make_optimizer(network)
    n_steps = int((folder / "steps").read_text())
    numbers, losses = {}, []
    for step, (epoch, batch) in zip(range(n_steps), script.batches(getattr(script, "TRAIN_ON", len(inputs)))):
        loss, z = script.update(network, network, optimizer, inputs, targets, batch, step, epoch)
        losses.append(loss.item())
        if step == 0:
            numbers["z"] = z
            for name, parameter in network.named_parameters():
                numbers[f"gradient.{name}"] = parameter.grad.clone()
    for name, parameter in network.named_parameters():
        numbers[f"end.{name}"] = parameter.detach()
    numbers["losses"] = torch.tensor(losses, dtype=torch.float64)
    numbers = {name: tensor.double().contiguous() for name, tensor in numbers.items()}
    save_file(numbers, folder / ("torch64" if dtype == torch.float64 else "torch32"))


for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    for dtype in (torch.float32, torch.float64):
        try:
            run(folder, dtype)
        except Exception as error:
            raise RuntimeError(f"the script of {folder} failed") from error
