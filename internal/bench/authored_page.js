// The rejected design: go-echarts inside WebAssembly authors the whole option
// for every redraw, which crosses over as JSON text.
import "wasm_exec";
import { init, use } from "echarts/core";
import { LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([LineChart, GridComponent, CanvasRenderer]);
const charts = ["chart-loss", "chart-gradient"].map((id) => init(document.querySelector(`#${id} .moving`)));
globalThis.setOption = (i, json) => charts[i].setOption(JSON.parse(json));
const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiateStreaming(fetch("/bench/authored.wasm"), go.importObject);
go.run(instance);
