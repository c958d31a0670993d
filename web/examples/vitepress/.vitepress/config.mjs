export default {
  title: "Custom losses",
  head: [["script", { type: "module", src: "https://loss-explorer.example/loss-explorer.js" }]],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "loss-explorer" } } },
};
