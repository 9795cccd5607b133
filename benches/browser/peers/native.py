"""PyTorch and NumPy on one thread of this machine, given the same work.

    python native.py torch|numpy DIGITS

Jobs come line by line as JSON, and so do their results; `DIGITS` is a folder of
{train,test}-{pixels,labels}.bin. Both multiply dense matrices: they have no use for
zeros among the pixels.
"""

import json
import os
import sys
from time import perf_counter

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402


def load(folder, split):
    pixels = np.fromfile(f"{folder}/{split}-pixels.bin", np.uint8).reshape(-1, 784)
    labels = np.fromfile(f"{folder}/{split}-labels.bin", np.uint8).astype(np.int64)
    return pixels.astype(np.float32) / 255, labels


def he(random, n_out, n_in):
    return (random.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)).astype(np.float32)


class Torch:
    """Its own layers, loss and optimizers."""

    def __init__(self):
        import torch

        torch.set_num_threads(1)
        self.torch = torch
        self.version = f"PyTorch {torch.__version__.split('+')[0]}"

    def network(self, widths, optimizer, rate):
        torch = self.torch
        layers = []
        for n_in, n_out in zip(widths, widths[1:]):
            linear = torch.nn.Linear(n_in, n_out)
            torch.nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
            torch.nn.init.zeros_(linear.bias)
            layers += [linear, torch.nn.ReLU()]
        net = torch.nn.Sequential(*layers[:-1])
        rules = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
        rule = rules[optimizer](net.parameters(), lr=rate)

        def train(x, labels):
            loss = torch.nn.functional.cross_entropy(net(x), labels)
            rule.zero_grad()
            loss.backward()
            rule.step()

        def classify(x):
            with torch.no_grad():
                return net(x).argmax(1)

        return train, classify

    def array(self, numbers):
        return self.torch.from_numpy(numbers)

    def product(self, left, right, out):
        self.torch.matmul(left, right, out=out)


class NumPy:
    """Written out, in place where NumPy can."""

    def __init__(self):
        self.version = f"NumPy {np.__version__} (OpenBLAS)"

    def network(self, widths, optimizer, rate):
        random = np.random.default_rng(1)
        shapes = list(zip(widths[1:], widths))
        w = [he(random, *shape) for shape in shapes]
        b = [np.zeros(n_out, np.float32) for n_out, _ in shapes]
        descend = {"sgd": sgd, "adam": adam}[optimizer](w + b, rate)
        last = len(w) - 1

        def forward(x):
            values = [x]
            for i in range(len(w)):
                z = values[-1] @ w[i].T
                z += b[i]
                values.append(z if i == last else np.maximum(z, 0, out=z))
            return values

        def train(x, labels):
            values = forward(x)
            scores = values[-1]
            scores -= scores.max(1, keepdims=True)
            delta = np.exp(scores, out=scores)
            delta /= delta.sum(1, keepdims=True)
            delta[np.arange(len(labels)), labels] -= 1
            delta /= len(labels)
            dw, db = [None] * len(w), [None] * len(w)
            for i in range(last, -1, -1):
                dw[i], db[i] = delta.T @ values[i], delta.sum(0)
                if i > 0:
                    delta = delta @ w[i]
                    delta *= values[i] > 0
            descend(dw + db)

        return train, lambda x: forward(x)[-1].argmax(1)

    def array(self, numbers):
        return numbers

    def product(self, left, right, out):
        np.matmul(left, right, out=out)


def sgd(parameters, rate):
    def descend(gradients):
        for p, g in zip(parameters, gradients):
            g *= rate
            p -= g

    return descend


def adam(parameters, rate, beta1=0.9, beta2=0.999, eps=1e-8):
    m = [np.zeros_like(p) for p in parameters]
    v = [np.zeros_like(p) for p in parameters]
    step = 0

    def descend(gradients):
        nonlocal step
        step += 1
        for p, g, m_, v_ in zip(parameters, gradients, m, v):
            m_ += (1 - beta1) * (g - m_)
            g *= g
            v_ += (1 - beta2) * (g - v_)
            p -= rate / (1 - beta1**step) * m_ / (np.sqrt(v_ / (1 - beta2**step)) + eps)

    return descend


class Run:
    """A network that is trained a little at a time."""

    def __init__(self, library, data, widths, optimizer, rate, batch):
        self.data, self.batch = data, batch
        self.random = np.random.default_rng(1)
        self.batches = iter(())
        self.learn, self.classify = library.network(widths, optimizer, rate)

    def epoch(self):
        """The batches of an epoch; the rest, which would be a smaller one, is left out."""
        x, labels = self.data["train"]
        order = self.random.permutation(len(labels))
        for at in range(0, len(order) - self.batch + 1, self.batch):
            chosen = order[at : at + self.batch]
            yield x[chosen], labels[chosen]

    def train_for(self, seconds):
        examples, began = 0, perf_counter()
        while (took := perf_counter() - began) < seconds:
            batch = next(self.batches, None)
            if batch is None:
                self.batches = self.epoch()
                continue
            self.learn(*batch)
            examples += self.batch
        return examples / took

    def accuracy(self):
        x, labels = self.data["test"]
        return float((self.classify(x) == labels).sum()) / len(labels)


class Jobs:
    def __init__(self, library, folder):
        self.library = library
        self.data = {
            split: tuple(map(library.array, load(folder, split))) for split in ("train", "test")
        }
        self.runs = {}

    def version(self):
        return self.library.version

    def train(self, id, network, warmup, seconds):
        run = self.runs.get(id) or self.runs.setdefault(id, Run(self.library, self.data, **network))
        run.train_for(warmup)
        return {"updates": run.train_for(seconds)}

    def epochs(self, network, n_epochs, budget):
        run, results, seconds = Run(self.library, self.data, **network), [], 0
        for epoch in range(1, n_epochs + 1):
            began = perf_counter()
            for batch in run.epoch():
                run.learn(*batch)
            seconds += perf_counter() - began
            results.append({"accuracy": run.accuracy(), "seconds": seconds})
            if seconds * (1 + 1 / epoch) > budget:
                break
        return results

    def product(self, of, n_out, n_in, batch, seconds):
        array = lambda *shape: self.library.array(np.full(shape, 0.5, np.float32))
        x, w, dz = array(batch, n_in), array(n_out, n_in), array(batch, n_out)
        left, right, out = {
            "forward": (x, w.T, dz),
            "weights_backward": (dz.T, x, w.copy() if hasattr(w, "copy") else w.clone()),
            "inputs_backward": (dz, w, x.copy() if hasattr(x, "copy") else x.clone()),
        }[of]
        n = 1
        while (took := self.repeat(n, left, right, out)) < seconds:
            n = max(n + 1, int(n * 1.2 * seconds / took)) if took > seconds / 10 else n * 4
        return took / n

    def repeat(self, n, left, right, out):
        began = perf_counter()
        for _ in range(n):
            self.library.product(left, right, out)
        return perf_counter() - began


def main():
    name, folder = sys.argv[1:]
    jobs = Jobs({"torch": Torch, "numpy": NumPy}[name](), folder)
    for line in sys.stdin:
        job = json.loads(line)
        try:
            answer = {"result": getattr(jobs, job.pop("kind"))(**job)}
        except Exception as error:  # told to the one who asked, who decides
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
