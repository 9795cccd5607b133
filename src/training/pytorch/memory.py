def remember(optimizer, network, path):
    """Gives the optimizer what it remembered in Descent: a tensor a parameter and name."""
    if not path.exists():
        if place()[0] == 0:
            print(f"{path.name} is not beside the weights: the optimizer begins anew")
        return
    parameters = dict(network.named_parameters())
    for key, value in load_file(path).items():
        name, slot = key.rsplit(".", 1)
        parameter = parameters[name]
        # Counts of steps stay as they are, on the CPU.
        optimizer.state[parameter][slot] = value if slot == "step" else value.to(parameter)
