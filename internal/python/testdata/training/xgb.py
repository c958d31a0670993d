import numpy as np
import xgboost as xgb
from sklearn.model_selection import train_test_split

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def focal_obj(preds, dtrain):
    y = dtrain.get_label()
    p = sigmoid(preds)
    grad = p - y
    hess = p * (1 - p)
    return grad, hess

def evalerror(preds, dtrain):
    y = dtrain.get_label()
    return "error", float(sum(y != (preds > 0.0))) / len(y)

def main():
    X, y = np.random.rand(100, 5), np.random.randint(0, 2, 100)
    d = xgb.DMatrix(X, label=y)
    bst = xgb.train({"max_depth": 3}, d, 10, obj=focal_obj, custom_metric=evalerror)
    bst.save_model("m.json")

if __name__ == "__main__":
    main()
