from transformers import Trainer, TrainingArguments, AutoModelForSequenceClassification
import torch
import torch.nn.functional as F

def focal_loss(logits, labels, gamma=2.0):
    logp = F.log_softmax(logits, dim=-1)
    logpt = logp.gather(1, labels.unsqueeze(1)).squeeze(1)
    pt = logpt.exp()
    return (-(1 - pt) ** gamma * logpt).mean()

def compute_metrics(eval_pred):
    logits, labels = eval_pred
    preds = logits.argmax(-1)
    return {"accuracy": (preds == labels).mean()}

class FocalTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        loss = focal_loss(outputs.logits, labels, gamma=3.0)
        return (loss, outputs) if return_outputs else loss

args = TrainingArguments("out")
trainer = FocalTrainer(model=AutoModelForSequenceClassification.from_pretrained("bert"), args=args,
                       compute_metrics=compute_metrics)
trainer.train()
