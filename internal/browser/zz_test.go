package browser
import ("testing";"fmt";"github.com/chromedp/chromedp";"github.com/chromedp/cdproto/profiler";"github.com/chromedp/cdproto/cdp";"context";"encoding/json";"os")
func BenchmarkZZ(b *testing.B) {
	server := hostOf(b)
	for _, n := range []int{1,5,20} {
		p, _ := openMany(b, server, "widgets", n)
		p.run(viewport())
		p.frame()
		p.run(command(profiler.Enable, cdp.Empty{}), command(profiler.Start, cdp.Empty{}))
		fmt.Println(n, eval[string](p, `(async () => {
	const slider = document.querySelectorAll("loss-explorer")[0].shadowRoot.querySelector("input");
	const task = () => new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
	const raf = requestAnimationFrame.bind(window);
	let inside = 0;
	window.requestAnimationFrame = (f) => raf((t) => { const a = performance.now(); f(t); inside += performance.now() - a; });
	const X = [], el = document.querySelectorAll("loss-explorer")[0];
	if (window.instanceOf) { const inst = instanceOf[0]; const u = inst.update; inst.update = (...a) => { const t = performance.now(); const r = u(...a); X.push(performance.now() - t); return r; }; }
	const slow = []; const H = [], I = [], R = [];
	const canv = [...document.querySelectorAll("loss-explorer")].map((e) => e.shadowRoot.querySelectorAll("canvas").length).join(""); for (let i = 0; i < 330; i++) {
		await new Promise((done) => setTimeout(done, 5));
		let began; inside = 0;
		raf(() => { began = performance.now(); });
		const e = performance.now();
		slider.value = ((i * 37) % 200) * 0.05;
		slider.dispatchEvent(new Event("input", { bubbles: true }));
		const handled = performance.now();
		await new Promise((done) => raf(() => task().then(done)));
		const end = performance.now();
		if (i >= 30) { H.push(handled - e); I.push(inside); if (inside > 9) slow.push(i + ":" + slider.value + ":" + inside.toFixed(1)); R.push(end - began - inside); }
	}
	const q = (a) => { a.sort((x, y) => x - y); return a[a.length >> 1].toFixed(2) + "/" + a[Math.floor(a.length * 0.95)].toFixed(2); };
	return canv + " " + (X.length ? "update " + q(X) + " max " + X[X.length-1].toFixed(1) + " " : "") + "handler " + q(H) + " callback " + q(I) + " rest " + q(R);
})()`))
		p.run(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error { r, err := cdp.Call(ctx, t, profiler.Stop, cdp.Empty{}); if err != nil { return err }; d, _ := json.Marshal(r); return os.WriteFile("/tmp/prof.json", d, 0o666) }))
	}
}
func viewport() step { return chromedp.EmulateViewport(1280,800) }
