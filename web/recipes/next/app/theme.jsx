"use client";

export function Theme() {
  const turn = () => {
    const { dataset } = document.documentElement;
    dataset.theme = dataset.theme === "dark" ? "light" : "dark";
  };
  return <button onClick={turn}>Light or dark</button>;
}
