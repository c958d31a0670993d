import "loss-explorer";

const output = document.querySelector("output");
document.querySelector("loss-explorer").addEventListener("change", (e) => (output.value = e.detail.gamma));
document.querySelector("button").addEventListener("click", () => (document.documentElement.dataset.theme = "dark"));
