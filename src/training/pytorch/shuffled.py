def order_of_epoch(epoch, n):
    """Every example once. The first epoch shuffles within parts, since Descent starts
    before all parts are loaded."""
    purpose = mix(2 << 32 | epoch)
    random = Pcg32(mix(SEED ^ purpose), purpose)
    order = list(range(n))
    part = PART if epoch == 0 and PART else n
    for start in range(0, n, part):
        items = order[start : start + part]
        random.shuffle(items)
        order[start : start + part] = items
    return order
