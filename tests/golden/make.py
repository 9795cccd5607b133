"""Makes the golden files beside it: what PyTorch says about small networks.

    cargo xtask python tests/golden/make.py

That installs PyTorch 2.15.0, safetensors and numpy into the cache folder and runs this.

Each file holds a network's start parameters, its data, and what PyTorch makes of them,
computed in float64 and stored as float32: the first batch's logits, loss and gradients,
the losses of ten steps (the batches go through the data in order, again and again,
with the last, smaller batch), and the parameters after them. tests/golden.rs has the
engine do the same.
"""

import json
import pathlib

import torch
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
N_STEPS = 10
N_EXAMPLES = 26
BATCH_SIZE = 8  # 8, 8, 8 and an odd last batch of 2

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "identity": lambda z: z,
    "softmax": lambda z: torch.softmax(z, dim=1),
    "step": lambda z: (z >= 0).to(z.dtype),
}


def sgd(parameters, rate):
    return torch.optim.SGD(parameters, lr=rate)


def momentum(parameters, rate):
    return torch.optim.SGD(parameters, lr=rate, momentum=0.9)


def nesterov(parameters, rate):
    return torch.optim.SGD(parameters, lr=rate, momentum=0.9, nesterov=True)


def adagrad(parameters, rate):
    return torch.optim.Adagrad(parameters, lr=rate)


def rmsprop(parameters, rate):
    return torch.optim.RMSprop(parameters, lr=rate, alpha=0.9)


def adam(parameters, rate):
    return torch.optim.Adam(parameters, lr=rate)


def adamw(parameters, rate):
    return torch.optim.AdamW(parameters, lr=rate)


OPTIMIZERS = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
}

# name: inputs, (width, activation) of each layer, loss, optimizer, learning rate
CASES = {
    "sigmoid_ce_sgd": (12, [(7, "sigmoid"), (6, "sigmoid"), (4, "softmax")], "cross_entropy", "sgd", 0.5),
    "tanh_se_momentum": (12, [(7, "tanh"), (6, "tanh"), (4, "sigmoid")], "squared_error", "momentum", 0.125),
    "relu_ce_adam": (12, [(9, "relu"), (4, "softmax")], "cross_entropy", "adam", 0.0625),
    "relu_softmax_se_sgd": (12, [(9, "relu"), (4, "softmax")], "squared_error", "sgd", 0.5),
    "sigmoid_identity_se_adam": (12, [(7, "sigmoid"), (4, "identity")], "squared_error", "adam", 0.03125),
    "identity_tanh_se_sgd": (12, [(5, "identity"), (4, "tanh")], "squared_error", "sgd", 0.0625),
    "deep_relu_ce_momentum": (12, [(8, "relu")] * 4 + [(4, "softmax")], "cross_entropy", "momentum", 0.0625),
    "one_layer_ce_sgd": (12, [(4, "softmax")], "cross_entropy", "sgd", 1.0),
    "sigmoid_bce_nesterov": (12, [(7, "sigmoid"), (4, "sigmoid")], "binary_cross_entropy", "nesterov", 0.125),
    "tanh_ae_adagrad": (12, [(7, "tanh"), (4, "identity")], "absolute_error", "adagrad", 0.0625),
    "relu_ce_rmsprop": (12, [(9, "relu"), (4, "softmax")], "cross_entropy", "rmsprop", 0.015625),
    "tanh_perceptron_adamw": (12, [(7, "tanh"), (4, "step")], "perceptron", "adamw", 0.0625),
    "lesson_ce_sgd": (784, [(16, "sigmoid"), (16, "sigmoid"), (10, "softmax")], "cross_entropy", "sgd", 0.5),
}


def start_parameters(n_inputs, layers, generator):
    parameters = []
    fan_in = n_inputs
    for width, _ in layers:
        weight = torch.randn(width, fan_in, generator=generator) / fan_in**0.5
        bias = 0.1 * torch.randn(width, generator=generator)
        # What is stored, float32, is what is computed with.
        parameters.append([weight.double().requires_grad_(), bias.double().requires_grad_()])
        fan_in = width
    return parameters


def data(n_inputs, n_classes, generator):
    """Pixels as in a drawing: most are 0, the others in (0, 1]."""
    x = torch.rand(N_EXAMPLES, n_inputs, generator=generator)
    ink = torch.rand(N_EXAMPLES, n_inputs, generator=generator) < 0.4
    labels = torch.randint(n_classes, (N_EXAMPLES,), generator=generator)
    return (x * ink).double(), labels


def forward(parameters, layers, x):
    for (weight, bias), (_, activation) in zip(parameters, layers):
        z = x @ weight.T + bias
        x = ACTIVATIONS[activation](z)
    return z, x


def mean_loss(name, z, a, labels):
    if name == "cross_entropy":
        return torch.nn.functional.cross_entropy(z, labels)
    targets = torch.nn.functional.one_hot(labels, a.shape[1]).double()
    each = {
        "binary_cross_entropy": lambda: torch.nn.functional.binary_cross_entropy_with_logits(
            z, targets, reduction="none"
        ),
        "squared_error": lambda: (a - targets) ** 2,
        "absolute_error": lambda: (a - targets).abs(),
        "perceptron": lambda: (a - targets) * z,
    }[name]()
    return each.sum(dim=1).mean()


def make(name, seed):
    n_inputs, layers, loss_name, optimizer_name, rate = CASES[name]
    generator = torch.Generator().manual_seed(seed)
    parameters = start_parameters(n_inputs, layers, generator)
    x, labels = data(n_inputs, layers[-1][0], generator)
    tensors = {"x": x, "labels": labels}

    def store(kind, values):
        for layer_idx, (weight, bias) in enumerate(values):
            tensors[f"{kind}.{layer_idx}.weight"] = weight.detach().clone()
            tensors[f"{kind}.{layer_idx}.bias"] = bias.detach().clone()

    store("start", parameters)
    optimizer = OPTIMIZERS[optimizer_name]([p for pair in parameters for p in pair], rate)
    losses = []
    start = 0
    for step in range(N_STEPS):
        batch = slice(start, min(start + BATCH_SIZE, N_EXAMPLES))
        start = 0 if batch.stop == N_EXAMPLES else batch.stop
        optimizer.zero_grad()
        z, a = forward(parameters, layers, x[batch])
        loss = mean_loss(loss_name, z, a, labels[batch])
        loss.backward()
        losses.append(loss.detach())
        if step == 0:
            tensors["logits"] = z.detach()
            store("gradient", [(weight.grad, bias.grad) for weight, bias in parameters])
        optimizer.step()
    tensors["losses"] = torch.stack(losses)
    store("end", parameters)

    network = {
        "n_inputs": n_inputs,
        "layers": [{"width": width, "activation": activation} for width, activation in layers],
        "loss": loss_name,
    }
    case = {
        "network": network,
        "optimizer": optimizer_name,
        "learning_rate": rate,
        "batch_size": BATCH_SIZE,
        "torch": torch.__version__.split("+")[0],
    }
    stored = {
        key: (tensor.to(torch.uint8) if key == "labels" else tensor.float()).contiguous()
        for key, tensor in tensors.items()
    }
    save_file(stored, HERE / f"{name}.safetensors", metadata={"case": json.dumps(case)})


for name in CASES:
    make(name, seed=sum(name.encode()))
