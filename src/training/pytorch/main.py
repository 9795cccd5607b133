def batches(n):
    """Without end: the epochs made (1.5 is the middle of the second), and the next
    batch's examples. An epoch's last batch may be smaller."""
    size = n if BATCH_SIZE is None else min(BATCH_SIZE, n)
    epoch = 0
    while True:
        order = order_of_epoch(epoch, n)
        for start in range(0, n, size):
            yield epoch + start / n, order[start : start + size]
        epoch += 1


def update(network, optimizer, x, y, step, epoch):
    """One update. The batch's loss and z, before it."""
    for group in optimizer.param_groups:
        group["lr"] = learning_rate(step, epoch)
    optimizer.zero_grad()
    z = forward_in_training(network, x, step)
    batch_loss = loss(z, y)
    (batch_loss + penalty(network)).backward()
    clip(network)
    optimizer.step()
    return batch_loss.item(), z.detach()


def load(network, path):
    """Start weights, or any others, from a .safetensors file."""
    network.load_state_dict(load_file(path))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--start", default="start.safetensors", help="weights to start from")
    parser.add_argument("--out", default="pytorch.safetensors", help="where the weights go")
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--steps", type=int, help="instead of --epochs")
    parser.add_argument("--double", action="store_true", help="compute in float64")
    arguments = parser.parse_args()

    dtype = torch.float64 if arguments.double else torch.float32
    (x, y), test = read_data(arguments)
    if len(x) != N_TRAIN:
        raise SystemExit(f"the run has {N_TRAIN} training examples; here are {len(x)}")
    measures = measure(x)
    inputs, targets = to_tensors(x, y, measures, dtype)
    network = Network().to(dtype)
    load(network, arguments.start)
    optimizer = make_optimizer(network)
    for step, (epoch, batch) in enumerate(batches(len(inputs))):
        if step == arguments.steps or (arguments.steps is None and epoch >= arguments.epochs):
            break
        batch_loss, _ = update(network, optimizer, inputs[batch], targets[batch], step, epoch)
        if step % 100 == 0:
            print(f"step {step}  epoch {epoch:.2f}  loss {batch_loss:.6f}")
    for name, split in ("train", (x, y)), ("test", test):
        if split is not None:
            inputs, targets = to_tensors(*split, measures, dtype)
            with torch.no_grad():
                z = network(inputs)
                print(f"{name} loss {loss(z, targets).item():.6f}{accuracy(z, split[1])}")
    save_file(network.state_dict(), arguments.out)


if __name__ == "__main__":
    main()
