# --- Several processes, each with a GPU of its own or a share of the CPU:
#
#         torchrun --nproc-per-node=2 script.py --distributed
#
#     Each takes its share of every batch, so that together they make the very updates that
#     one alone makes; only rounding differs.


def is_one_of_several():
    return dist.is_available() and dist.is_initialized()


def place():
    """The number of this process, and how many there are."""
    return (dist.get_rank(), dist.get_world_size()) if is_one_of_several() else (0, 1)


def share(n):
    """From where to where this process takes a batch of n. With few it may get none."""
    rank, n_ranks = place()
    return n * rank // n_ranks, n * (rank + 1) // n_ranks


def join(arguments):
    """The device to compute on, after all processes have met."""
    device = arguments.device
    if device is None:
        device = "cuda" if arguments.distributed and torch.cuda.is_available() else "cpu"
    if device == "cuda" and not torch.cuda.is_available():
        raise SystemExit("this PyTorch finds no GPU: leave --device out, or install one with CUDA")
    if device == "mps" and arguments.double:
        raise SystemExit("mps has no float64: leave --double out, or use --device cpu")
    if not arguments.distributed:
        return torch.device(device)
    if "RANK" not in os.environ:
        raise SystemExit("start it so: torchrun --nproc-per-node=2 script.py --distributed")
    if device == "mps":
        raise SystemExit("several processes compute on cuda or cpu: leave --device out")
    if device == "cuda":
        gpu, n_gpus = int(os.environ["LOCAL_RANK"]), torch.cuda.device_count()
        if gpu >= n_gpus:
            raise SystemExit(f"one process a GPU: --nproc-per-node is at most {n_gpus} here")
        device = f"cuda:{gpu}"
        torch.cuda.set_device(device)
    dist.init_process_group("gloo" if device == "cpu" else "nccl")
    return torch.device(device)


def spread(network, device):
    """The network, in all processes: its gradients become the mean of theirs."""
    if not is_one_of_several():
        return network
    gpus = None if device.type == "cpu" else [device.index]
    return nn.parallel.DistributedDataParallel(network, device_ids=gpus)


def total(part):
    """The sum over all processes."""
    if is_one_of_several():
        part = part.clone()
        dist.all_reduce(part)
    return part.item()


def part_ways():
    """To be called when no one holds what `spread` gave any more: it holds the group, too,
    and a group that outlives this call has threads that ask for Python while it shuts
    down. Then the process is aborted."""
    if is_one_of_several():
        gc.collect()
        dist.destroy_process_group()
