// The programs as files beside the script. Literals where they are used, so that bundlers
// find the files.

/** @type {WidgetPrograms} */
export const programs = {
  plain: () => new URL(PROGRAM_PLAIN, import.meta.url),
  reader: () => new URL(PROGRAM_READER, import.meta.url), // which reads formulas, and has soft labels and the curvature
};
