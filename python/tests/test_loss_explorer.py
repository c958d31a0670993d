"""Tests of the package as it is installed, by unittest."""

import base64
import gzip
import importlib
import json
import math
import sys
import types
import unittest

import loss_explorer
from loss_explorer import LossExplorer, check, predictions
from loss_explorer._check import exact, exact_of_p


class Widget(unittest.TestCase):
    def test_attributes(self):
        w = LossExplorer(gamma=2, alpha=0.25, label="both", sliders=["gamma", "alpha"], x_range=(0, 0.5), menu=True, balanced=True, epsilon=1e-7)
        tag = w.to_html().split("<loss-explorer")[1].split(">")[0]
        self.assertEqual(
            tag, ' gamma="2" alpha="0.25" label="both" sliders="gamma alpha" x-range="0,0.5" menu="" balanced="1" epsilon="1e-07"'
        )
        w.gamma = 3
        self.assertEqual(w.gamma, 3)
        self.assertIn('gamma="3"', w.to_html())
        w.gamma = None
        self.assertNotIn(" gamma=", w.to_html().split("<loss-explorer")[1].split(">")[0])
        self.assertEqual(repr(LossExplorer(gamma=2)), "LossExplorer(gamma='2')")

    def test_refusals(self):
        with self.assertRaisesRegex(TypeError, "no attribute gama; did you mean gamma"):
            LossExplorer(gama=2)
        with self.assertRaisesRegex(ValueError, "label='2': the choices are 1, 0, both"):
            LossExplorer(label="2")
        with self.assertRaisesRegex(ValueError, "gamma='two': it must be a number"):
            LossExplorer(gamma="two")
        with self.assertRaisesRegex(ValueError, "must be finite"):
            LossExplorer(gamma=math.nan)
        with self.assertRaisesRegex(TypeError, "did you mean height"):
            LossExplorer().heigth = 300
        with self.assertRaisesRegex(ValueError, "label='x': the choices are .*, or a number from 0 to 1"):
            LossExplorer(label="x")
        LossExplorer(formula="-log(pt)^q", own_q=2, loss=None)

    def test_values(self):
        import torch

        for name, value, want in (
            ("label", 0.3, "0.3"), ("label", "0.30", "0.3"), ("label", True, "1"), ("label", 0, "0"), ("label", "soft", "soft"),
            ("gamma", torch.tensor(2.0), "2"), ("gamma", torch.tensor(0.5), "0.5"), ("view", "gradient,curvature", "gradient,curvature"),
            ("compare", ["focal:0,1,0.25,1e-7", "focal:5,1,0.25,1e-7"], "focal:0,1,0.25,1e-7~focal:5,1,0.25,1e-7"),
        ):
            self.assertIn(f' {name}="{want}"', LossExplorer(**{name: value}).to_html(), (name, value))

    def test_frame(self):
        frame = LossExplorer(gamma=2)._repr_html_()
        self.assertTrue(frame.startswith("<iframe id="))
        self.assertIn('sandbox="allow-scripts', frame)
        self.assertNotIn("https://", LossExplorer(gamma=2).to_html().split("<script")[0])

    def test_anywidget(self):
        """The class of those who have anywidget, on ipywidgets' model."""
        import ipywidgets

        stub = types.ModuleType("anywidget")
        stub.AnyWidget = type("AnyWidget", (ipywidgets.DOMWidget,), {})
        sys.modules["anywidget"] = stub
        try:
            live = importlib.reload(sys.modules["loss_explorer._widget"]).LossExplorer
            w = live(gamma=2, sliders=("gamma",))
            seen = []
            w.observe(seen.append, "gamma")
            w.set_state({"gamma": 3.5})  # as the page does
            self.assertEqual((w.gamma, [c["new"] for c in seen]), (3.5, [3.5]))
            self.assertEqual(w.get_state()["gamma"], 3.5)
            self.assertIn("pos_weight", w.get_state()["_names"])
            self.assertIn('gamma="3.5"', w.to_html())
            self.assertIn("render", live._esm)
            with self.assertRaisesRegex(ValueError, "the choices are"):
                w.label = "2"
            with self.assertRaisesRegex(TypeError, "did you mean gamma"):
                live(gama=2)
            self.assertIn("own_q", live(formula="p^q", own_q=2).get_state()["_names"])
        finally:
            del sys.modules["anywidget"]
            importlib.reload(sys.modules["loss_explorer._widget"])


class Check(unittest.TestCase):
    def test_exact(self):
        import mpmath

        mpmath.mp.dps = 60
        for x in (-90, -30.5, -1, 0, 0.25, 3, 40, 105):
            for y in (0, 1):
                for gamma, alpha in ((0, None), (2, 0.25), (0.5, None), (5, 0.9)):

                    def loss(v):
                        p = 1 / (1 + mpmath.exp(-v))
                        q = 1 / (1 + mpmath.exp(v))
                        p, q = (p, q) if y == 1 else (q, p)
                        w = 1 if alpha is None else mpmath.mpf(alpha) if y == 1 else 1 - mpmath.mpf(alpha)
                        return -w * q ** mpmath.mpf(gamma) * mpmath.log(p)

                    value, slope = exact(x, y, gamma, alpha)
                    want, by = loss(mpmath.mpf(x)), mpmath.diff(loss, mpmath.mpf(x), h=mpmath.mpf(10) ** -20)
                    self.assertLess(abs(value - want), 1e-12 * abs(want), (x, y, gamma))
                    self.assertLess(abs(slope - by), 1e-11 * abs(by), (x, y, gamma))
        for p in (1e-30, 0.1, 0.5, 0.9, 1 - 1e-12):
            for y in (0, 1):
                value, slope = exact_of_p(p, y, 2, 0.25)
                x = math.log(p) - math.log1p(-p)
                other, by = exact(x, y, 2, 0.25)
                self.assertLess(abs(value - other), 1e-6 * abs(other) + 1e-300, (p, y))
                self.assertLess(abs(slope * p * (1 - p) - by), 1e-6 * abs(by) + 1e-300, (p, y))

    def test_good(self):
        import torch.nn.functional as F

        def focal(x, y):
            z = x * (2 * y - 1)
            return -((F.logsigmoid(-z) * 2).exp()) * F.logsigmoid(z)

        report = check(focal, gamma=2, dtypes=["float32", "float64"])
        self.assertTrue(report.ok, report)
        self.assertIn("<svg", report._repr_html_())

    def test_paper(self):
        import torch

        def focal(x, y):
            p = torch.sigmoid(x)
            return -y * (1 - p) ** 2 * torch.log(p) - (1 - y) * p**2 * torch.log(1 - p)

        report = check(focal, gamma=2, dtypes=["float32", "bfloat16"])
        found = {(b.dtype, b.quantity, b.kind) for b in report.findings}
        self.assertIn(("float32", "loss", "nan"), found)  # 0 times the infinite log(0)
        self.assertFalse(report.ok)
        last = max(b.last for b in report.findings if b.dtype == "float32" and b.first < 0 and b.kind != "nan")
        self.assertLess(last, -85)
        mean = check(lambda x, y: focal(x, y).mean(), gamma=2, dtypes=["float32"])
        self.assertEqual([b for b in mean.bands], [b for b in report.bands if b.dtype == "float32"])

    def test_refusals(self):
        report = check(lambda x, y: x.detach().exp(), dtypes=["float32"])
        self.assertIn("autograd", report.not_run["float32"])
        self.assertTrue(str(report).startswith("Nothing was compared."), report)
        self.assertFalse(report.ok)
        with self.assertRaisesRegex(ValueError, "dtype 'int8'"):
            check(lambda x, y: x, dtypes=["int8"])
        with self.assertRaisesRegex(ValueError, "inputs='p'"):
            check(lambda x, y: x, inputs="p")
        for wrong in ({"gamma": -1}, {"gamma": "2"}, {"alpha": 2}, {"gamma": float("nan")}):
            with self.assertRaisesRegex(ValueError, next(iter(wrong))):
                check(lambda x, y: x, **wrong)
        with self.assertRaisesRegex(TypeError, "no function"):
            check(3)

    def test_probabilities(self):
        import torch

        report = check(lambda p, y: -((1 - p) ** 2) * torch.log(p), inputs="probabilities", dtypes=["float32"])
        self.assertIn("gradient", {b.quantity for b in report.bands})
        self.assertTrue(any(b.kind == "right" for b in report.bands))


class Predictions(unittest.TestCase):
    def read(self, link):
        packed = link.url.split("#csv=")[1]
        return gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))).decode()

    def test_kinds(self):
        import numpy
        import pandas
        import torch

        want = "y,p\n1,0.25\n0,0.5\n"
        for y, p in (
            ([1, 0], [0.25, 0.5]),
            (numpy.array([1, 0]), numpy.array([0.25, 0.5])),
            (pandas.Series([True, False]), pandas.Series([0.25, 0.5])),
            (torch.tensor([1, 0]), torch.tensor([[0.25], [0.5]], requires_grad=True)),
        ):
            self.assertEqual(self.read(predictions(y, p)), want)
        self.assertEqual(self.read(predictions([2], [[0.25, 0.25, 0.5]])), "y,p0,p1,p2\n2,0.25,0.25,0.5\n")

    def test_refusals(self):
        with self.assertRaisesRegex(ValueError, "y has 1 rows and p 2"):
            predictions([1], [0.5, 0.5])
        with self.assertRaisesRegex(ValueError, "p has nan"):
            predictions([1], [math.nan])
        with self.assertRaisesRegex(ValueError, "empty"):
            predictions([], [])
        import pandas

        y, p = pandas.Series([1, 0], index=["a", "b"]), pandas.Series([0.2, 0.9], index=["b", "a"])
        with self.assertRaisesRegex(ValueError, "two orders"):
            predictions(y, p)
        self.assertEqual(predictions(y, p.loc[y.index]).csv, "y,p\n1,0.9\n0,0.2\n")
        self.assertEqual(predictions(y, p.reset_index(drop=True)).csv, "y,p\n1,0.2\n0,0.9\n")


class Package(unittest.TestCase):
    def test_version(self):
        self.assertRegex(loss_explorer.__version__, r"^\d+\.\d+\.\d+$")
        self.assertNotEqual(loss_explorer.__version__, "0.0.0")
        json.dumps(loss_explorer.__all__)


if __name__ == "__main__":
    unittest.main()
