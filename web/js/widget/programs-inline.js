// The program within the script, for where no second file can be had. It reads formulas.

import packed from "program.gz";

/** @type {WidgetPrograms} */
export const programs = {
  inline: async () => {
    const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(plain).arrayBuffer();
  },
};
