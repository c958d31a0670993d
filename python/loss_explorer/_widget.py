"""The widget: two-way with anywidget, else a frame that needs nothing but itself."""

import difflib
import html
import json
import math
import numbers
import uuid
from functools import lru_cache
from importlib import resources

try:
    import anywidget
    import traitlets
except ImportError:
    anywidget = None


def _static(name):
    return resources.files(__package__).joinpath("static", name).read_text("utf-8")


@lru_cache(maxsize=None)
def _script():
    return _static("widget.js")


# The attributes of the element, by their names in Python; the build writes the file.
_ATTRIBUTES = {a["name"].replace("-", "_"): a for a in json.loads(_static("attributes.json"))}


def _unknown(name):
    near = difflib.get_close_matches(name, _ATTRIBUTES, 1)
    meant = f"; did you mean {near[0]}?" if near else ""
    return TypeError(f"loss_explorer: there is no attribute {name}{meant}")


def _text(name, value):
    """What the element's attribute has for a value, None if it is not set."""
    attribute = _ATTRIBUTES.get(name)
    if attribute is None:
        if not name.startswith("own_"):
            raise _unknown(name)
        attribute = {"name": name, "type": "number", "choices": []}
    if value is None:
        return None
    kind = attribute["type"]
    if name == "label":
        return _label(value, attribute["choices"])
    if kind == "number" and not isinstance(value, (str, bool)) and hasattr(value, "__float__"):
        value = float(value)  # of a tensor
    if kind == "switch":
        if value in (True, False):
            return "1" if value else "0"
    elif isinstance(value, bool) and name in ("controls", "menu"):
        return "" if value else "none"
    elif isinstance(value, numbers.Real) and not isinstance(value, bool):
        value = float(value)
        if not math.isfinite(value):
            raise ValueError(f"loss_explorer: {name}={value}: it must be finite")
        if kind == "number" or name == "height":
            return repr(value).removesuffix(".0")
        value = repr(value).removesuffix(".0")
    elif isinstance(value, (list, tuple)):
        value = ("," if name.endswith("_range") else "~" if name.startswith("compare") else " ").join(str(v) for v in value)
    elif kind == "number":
        try:
            float(value)
        except (TypeError, ValueError):
            if not (name == "epsilon" and value == "off"):
                raise ValueError(f"loss_explorer: {name}={value!r}: it must be a number") from None
    value = str(value)
    words = value.replace(",", " ").split() if kind == "list" else [value]
    unknown = [w for w in words if w not in attribute["choices"]]
    if attribute["choices"] and unknown and not (name == "loss" and value.startswith("own")):
        raise ValueError(f"loss_explorer: {name}={value!r}: the choices are {', '.join(attribute['choices'])}")
    return value


def _label(value, words):
    """A label is a word or a number from 0 to 1."""
    if isinstance(value, str) and value in words:
        return value
    try:
        if 0 <= float(value) <= 1:
            return repr(float(value)).removesuffix(".0")
    except (TypeError, ValueError):
        pass
    raise ValueError(f"loss_explorer: label={value!r}: the choices are {', '.join(words)}, or a number from 0 to 1")


def _page(attributes, lang="en"):
    tag = "".join(f' {name.replace("_", "-")}="{html.escape(text)}"' for name, text in attributes.items())
    script = _script().replace("</script", "<\\/script")
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>Loss explorer</title>'
        '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">'
        f'<body style="margin:0"><loss-explorer{tag}></loss-explorer><script type="module">{script}</script>'
        f"<script>{_TELL}</script>"
    )


# The page of a frame tells the height of its curves, once they are there; the frame takes it.
_TELL = """
document.querySelector("loss-explorer").addEventListener("ready", (e) => {
  const tell = ([entry]) => parent.postMessage({ lossExplorerHeight: Math.ceil(entry.contentRect.height) }, "*");
  new ResizeObserver(tell).observe(e.target);
});
"""
_HEAR = """
(() => {
  const frame = document.getElementById("ID");
  addEventListener("message", (e) => {
    const height = e.source === frame.contentWindow && e.data?.lossExplorerHeight;
    if (height > 100 && height < 4000) frame.style.height = height + "px";
  });
})();
"""


class _Common:
    """What both kinds of the widget have."""

    def _given(self):
        raise NotImplementedError

    def to_html(self):
        """An HTML page with the widget, which needs no network and no kernel."""
        given = self._given()
        return _page(given, "zh" if given.get("lang", "").startswith("zh") else "en")

    def _frame(self):
        frame = f"loss-explorer-{uuid.uuid4().hex}"
        return (
            f'<iframe id="{frame}" srcdoc="{html.escape(self.to_html())}" title="Loss explorer" width="100%" height="520" '
            'style="border:0" sandbox="allow-scripts allow-downloads allow-popups"></iframe>'
            f"<script>{_HEAR.replace('ID', frame)}</script>"
        )

    def __repr__(self):
        return f"LossExplorer({', '.join(f'{k}={v!r}' for k, v in self._given().items())})"


_HELP = """Loss curves with sliders.

    LossExplorer(gamma=2, alpha=.25, label="both", sliders=["gamma", "alpha"])

Keywords are the attributes of the element <loss-explorer>, with _ for -: a loss with its
parameters, or a formula with the values of its parameters as own_NAME. A name or a value
that there is not raises an error.
"""

if anywidget is None:

    class LossExplorer(_Common):
        __doc__ = _HELP + "\nWith the package anywidget, values follow the sliders."

        def __init__(self, **attributes):
            super().__setattr__("_values", {})
            for name, value in attributes.items():
                setattr(self, name, value)

        def __setattr__(self, name, value):
            text = _text(name, value)
            if text is None:
                self._values.pop(name, None)
            else:
                self._values[name] = (value, text)

        def __getattr__(self, name):
            if name.startswith("_") or name not in _ATTRIBUTES and name not in self._values:
                raise AttributeError(name)
            return self._values[name][0] if name in self._values else None

        def _given(self):
            return {name: text for name, (_, text) in self._values.items()}

        def _repr_html_(self):
            return self._frame()

else:

    class _Traits(_Common, anywidget.AnyWidget):
        _esm = _script()
        _names = traitlets.List(list(_ATTRIBUTES)).tag(sync=True)

        def __init__(self, **attributes):
            own = {name: value for name, value in attributes.items() if name.startswith("own_")}
            for name, value in attributes.items():
                _text(name, value)
            if own:
                self.add_traits(**{name: traitlets.Any(None, allow_none=True).tag(sync=True) for name in own})
            super().__init__(**attributes)
            if own:
                self._names = [*_ATTRIBUTES, *own]
            self.observe(self._check)

        @traitlets.validate(*_ATTRIBUTES)
        def _checked(self, proposal):
            _text(proposal["trait"].name, proposal["value"])
            value = proposal["value"]
            return list(value) if isinstance(value, tuple) else value

        def _check(self, change):
            if change["name"].startswith("own_"):
                _text(change["name"], change["new"])

        def _given(self):
            given = {name: _text(name, getattr(self, name)) for name in self._names}
            return {name: text for name, text in given.items() if text is not None}

    LossExplorer = type(
        "LossExplorer",
        (_Traits,),
        {
            "__doc__": _HELP + "\nEach is a trait, which follows the sliders and sets them.",
            "__module__": __name__,
            **{name: traitlets.Any(None, allow_none=True).tag(sync=True) for name in _ATTRIBUTES},
        },
    )
