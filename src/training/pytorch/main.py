def batches(n):
    """Without end: the epochs made (1.5 is the middle of the second), and the next
    batch's examples. An epoch's last batch may be smaller."""
    size = n if BATCH_SIZE is None else min(BATCH_SIZE, n)
    epoch, begin = BEGIN_EPOCH, BEGIN_AT
    while True:
        order = order_of_epoch(epoch, n)
        for start in range(begin, n, size):
            yield epoch + start / n, order[start : start + size]
        epoch, begin = epoch + 1, 0


def update(network, model, optimizer, inputs, targets, batch, step, epoch):
    """One update with a batch, of which this process takes its share: the share's part of
    the batch's loss, and its z, before the update. `model` is the network, or the network
    in several processes (see `spread`)."""
    for group in optimizer.param_groups:
        group["lr"] = learning_rate(step, epoch)
    first, end = share(len(batch))
    mine = batch[first:end]
    optimizer.zero_grad()
    z = forward_in_training(model, inputs[mine], step, first)
    part = loss(z, targets[mine], len(batch))
    # Processes average their gradients. Those of the parts are to be added up; that of the
    # penalty is the same in each.
    (part * place()[1] + penalty(network)).backward()
    clip(network)
    optimizer.step()
    return part.detach(), z.detach()


def load(network, path):
    """Start weights, or any others, from a .safetensors file."""
    if not pathlib.Path(path).exists():
        raise SystemExit(f"{path}: there are no weights; name a file of some with --start")
    network.load_state_dict(load_file(path))


def save(network, path):
    """The weights as a .safetensors file, which Descent opens, too."""
    save_file({name: tensor.cpu() for name, tensor in network.state_dict().items()}, path)


def save_onnx(network, inputs, path):
    """The network with its output's activation, from x (batch, in), scaled, to a."""

    class Whole(nn.Module):
        def __init__(self):
            super().__init__()
            self.network = network

        def forward(self, x):
            return output(self.network(x))

    torch.onnx.export(
        Whole().cpu().eval(),
        (inputs[:2].cpu(),),
        path,
        input_names=["x"],
        output_names=["a"],
        dynamic_shapes=({0: torch.export.Dim.DYNAMIC},),
        external_data=False,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    add_arguments(parser)
    parser.add_argument("--start", default=HERE / "start.safetensors", help="weights to start from")
    parser.add_argument("--out", default="pytorch.safetensors", help="where the weights go")
    parser.add_argument("--onnx", help="the network as an ONNX file, too")
    parser.add_argument("--epochs", type=float, help="how many to make; else as the run says")
    parser.add_argument("--steps", type=int, help="how many updates to make, instead of --epochs")
    parser.add_argument("--double", action="store_true", help="compute in float64")
    parser.add_argument("--device", choices=("cpu", "cuda", "mps"), help="where to compute")
    parser.add_argument("--distributed", action="store_true", help="as one of torchrun's processes")
    arguments = parser.parse_args()
    epochs, steps = arguments.epochs, arguments.steps
    if epochs is None and steps is None:
        epochs, steps = EPOCHS, STEPS
    if arguments.onnx and not (find_spec("onnx") and find_spec("onnxscript")):
        raise SystemExit("--onnx needs two more packages: pip install onnx onnxscript")

    device = join(arguments)
    say = print if place()[0] == 0 else lambda *_: None
    dtype = torch.float64 if arguments.double else torch.float32
    (x, y), test = read_data(arguments)
    if len(x) != N_TRAIN:
        raise SystemExit(f"the run has {N_TRAIN} training examples; here are {len(x)}")
    measures = measure(x)
    inputs, targets = (t.to(device) for t in to_tensors(x, y, measures, dtype))
    network = Network()
    load(network, arguments.start)
    network.to(device, dtype)
    model = spread(network, device)
    optimizer = make_optimizer(network)
    begin = BEGIN_EPOCH + BEGIN_AT / len(inputs)
    for made, (epoch, batch) in enumerate(batches(len(inputs))):
        if made == steps or (epochs is not None and epoch - begin >= epochs):
            break
        step = BEGIN_STEP + made
        part, _ = update(network, model, optimizer, inputs, targets, batch, step, epoch)
        if made % 100 == 0:
            say(f"step {step}  epoch {epoch:.2f}  loss {total(part):.6f}")
    if place()[0] == 0:
        for name, split in ("train", (x, y)), ("test", test):
            if split is not None:
                inputs, targets = (t.to(device) for t in to_tensors(*split, measures, dtype))
                with torch.no_grad():
                    z = network(inputs)
                    mean = loss(z, targets, len(z)).item()
                    say(f"{name} loss {mean:.6f}{accuracy(z.cpu(), split[1])}")
        save(network, arguments.out)
        if arguments.onnx:
            save_onnx(network, inputs, arguments.onnx)
    del model
    part_ways()
