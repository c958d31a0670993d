// What the build defines, see internal/sitegen/worker.go.
declare const BUILD: { version: string; files: Record<string, string>; later: Record<string, string> };
