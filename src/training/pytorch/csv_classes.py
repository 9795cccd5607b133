def read_table(path):
    """Features (n, in), and the classes (n) that the last column names. The first line
    holds the columns' names."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    x = np.array([[float(cell) for cell in row[:-1]] for row in rows])
    classes = np.array([CLASSES.index(row[-1]) for row in rows])
    return x.astype(np.float32).astype(np.float64), classes
