"use client";

import "loss-explorer/react";

export function FocalLoss() {
  return <loss-explorer gamma={2} alpha={0.25} sliders="gamma alpha" />;
}
