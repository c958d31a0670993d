import { nodeResolve } from "@rollup/plugin-node-resolve";
import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";

// The second plugin copies the programs of the element.
export default { input: "main.js", output: { dir: "site/built" }, plugins: [nodeResolve(), importMetaAssets()] };
