import { useState } from "react";
import "loss-explorer/react";

export function App() {
  const [gamma, setGamma] = useState(2);
  const [dark, setDark] = useState(false);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  return (
    <>
      <h1>Focal loss</h1>
      <button onClick={() => setDark(!dark)}>Light or dark</button>
      <loss-explorer gamma={gamma} alpha={0.25} sliders="gamma alpha" onchange={(e) => setGamma(e.detail.gamma)} />
      <p>At gamma = <output>{gamma}</output> easy examples count less.</p>
    </>
  );
}
