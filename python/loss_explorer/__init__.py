"""Loss explorer in notebooks: loss curves with sliders, and checks of your own loss.

    from loss_explorer import LossExplorer, check
    LossExplorer(gamma=2, alpha=.25)
    check(my_focal_loss, gamma=2)
"""

from ._check import Band, Report, check
from ._predictions import Predictions, predictions
from ._widget import LossExplorer

__all__ = ["Band", "LossExplorer", "Predictions", "Report", "check", "predictions"]
__version__ = "0.0.0"  # the build puts the version here
