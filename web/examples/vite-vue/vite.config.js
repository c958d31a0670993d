import vue from "@vitejs/plugin-vue";

const isCustomElement = (tag) => tag === "loss-explorer";
export default { plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] };
