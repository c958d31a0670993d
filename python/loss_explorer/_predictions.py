"""Predictions, handed to the explorer's place for data."""

import base64
import gzip
import html
import math

LONGEST = 1_500_000  # characters of an address that browsers open


def _rows(values, what):
    """A list of numbers, or of lists, from a list, a tensor, an array or a pandas object."""
    for step in ("detach", "cpu"):  # of a tensor
        values = getattr(values, step)() if hasattr(values, step) else values
    values = values.to_numpy() if hasattr(values, "to_numpy") else values
    values = values.tolist() if hasattr(values, "tolist") else list(values)
    if values and isinstance(values[0], list) and len(values[0]) == 1:
        values = [row[0] for row in values]
    for row in values:
        for v in row if isinstance(row, list) else [row]:
            if not isinstance(v, (int, float)) or not math.isfinite(v):
                raise ValueError(f"loss_explorer: {what} has {v!r}: it must be a finite number")
    return values


def _same_order(y, p):
    """Rows are pairs by their order, which pandas objects may have by their index instead."""
    if not (hasattr(y, "to_numpy") and hasattr(p, "to_numpy") and hasattr(y, "index") and hasattr(p, "index")):
        return
    if list(y.index) != list(p.index) and set(y.index) == set(p.index):
        raise ValueError("loss_explorer: y and p have one index in two orders: give p.loc[y.index], or .to_numpy() of both to pair them as they stand")


class Predictions:
    """Labels and predictions as a file, and as a link that opens them in the explorer."""

    def __init__(self, csv, explorer):
        self.csv = csv
        self.explorer = explorer

    @property
    def url(self):
        """The address of the explorer with the predictions behind #, which no server gets."""
        packed = base64.urlsafe_b64encode(gzip.compress(self.csv.encode(), mtime=0)).decode().rstrip("=")
        if len(packed) > LONGEST:
            raise ValueError(
                f"loss_explorer: {self.csv.count(chr(10)) - 1} predictions are too long for an address: "
                "save them with to_csv(path) and drop the file on the page"
            )
        return f"{self.explorer.rstrip('/')}/?place=data#csv={packed}"

    def to_csv(self, path):
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.csv)

    def _repr_html_(self):
        return f'<a href="{html.escape(self.url)}" target="_blank" rel="noopener">Open the predictions in the explorer</a>'

    def __repr__(self):
        return f"Predictions({self.csv.count(chr(10)) - 1} rows)"


def predictions(y, p, explorer="http://127.0.0.1:8080/"):
    """Opens labels y and predicted probabilities p in the explorer's place for data.

    Both are lists, NumPy arrays, pandas objects or torch tensors; p has a column for each
    class if there are several. explorer is the address of a running explorer, such as one
    that `make run` serves: the wheel has the widget alone.
    """
    _same_order(y, p)
    labels, scores = _rows(y, "y"), _rows(p, "p")
    if len(labels) != len(scores):
        raise ValueError(f"loss_explorer: y has {len(labels)} rows and p {len(scores)}")
    if not labels:
        raise ValueError("loss_explorer: y and p are empty")
    several = isinstance(scores[0], list)
    head = ",".join(["y", *(f"p{i}" for i in range(len(scores[0])))]) if several else "y,p"
    rows = (",".join([f"{int(a) if a == int(a) else a}", *map(repr, b if several else [b])]) for a, b in zip(labels, scores))
    return Predictions("\n".join([head, *rows]) + "\n", explorer)
