def read_table(path):
    """Features (n, in) and, in the last columns, targets (n, out). The first line holds
    the columns' names."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    table = np.array([[float(cell) for cell in row] for row in rows])
    table = table.astype(np.float32).astype(np.float64)
    return table[:, :-N_VALUES], table[:, -N_VALUES:]
