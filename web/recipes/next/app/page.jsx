import { FocalLoss } from "./focal-loss";
import { Theme } from "./theme";

export default function Page() {
  return (
    <main>
      <h1>Focal loss</h1>
      <p>The higher gamma, the less easy examples count.</p>
      <Theme />
      <FocalLoss />
    </main>
  );
}
