// The editor of custom losses: CodeMirror in the place of the page's text field, which stays the
// one that the page's program knows. It is loaded when My loss is opened.

import { acceptCompletion, autocompletion, completeAnyWord, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, LanguageSupport, LRLanguage, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { parser } from "@lezer/python";
import { tags } from "@lezer/highlight";

/**
 * A place in the text that something is said about; lines and columns are from 1.
 * @typedef {{ line: number, column: number, severity: "error" | "warning", message: string }} Mark
 */

/**
 * @typedef {object} Editor
 * @property {(python: boolean) => void} language sets the language of the text
 * @property {(marks: Mark[]) => void} mark underlines what is said something about, in place of the former
 * @property {(line: number, column: number) => void} go puts the cursor to a place
 */

const python = new LanguageSupport(LRLanguage.define({
  name: "python",
  parser,
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{"] }, indentOnInput: /^\s*([\}\]\)]|else:|elif |except |finally:)$/ },
}));

/** Formulas of the explorer: names, numbers, comments. */
const formula = (/** @type {Set<string>} */ functions, /** @type {Set<string>} */ variables) => StreamLanguage.define({
  name: "formula",
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return "comment";
    if (stream.match(/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/i)) return "number";
    const name = stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u);
    if (name && name !== true) {
      if (functions.has(name[0])) return "keyword";
      return variables.has(name[0]) ? "variableName.special" : "variableName";
    }
    stream.next();
    return "operator";
  },
});

const theme = EditorView.theme({
  "&": { border: "1px solid var(--rule)", borderRadius: "var(--radius-s)", background: "var(--paper)", color: "var(--ink)", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono, ui-monospace, monospace)", lineHeight: "1.6", minHeight: "7.5rem", maxHeight: "26rem", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { background: "transparent", color: "var(--ink-soft)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in srgb, var(--accent) 25%, transparent) !important" },
  ".cm-tooltip": { background: "var(--raised)", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: "var(--radius-s)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--paper)" },
  ".cm-diagnostic": { fontFamily: "inherit", maxWidth: "40rem" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--error)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--error)", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--neg)", textUnderlineOffset: "3px" },
  ".cm-lintPoint::after": { borderBottomColor: "var(--error)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.operatorKeyword, tags.moduleKeyword], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--neg)" },
  { tag: [tags.string, tags.docString], color: "var(--pin-0)" },
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.special(tags.variableName), tags.className], color: "var(--pos)" },
]);

/** What is often written in Python, to complete. */
const frequent = ["def", "return", "class", "lambda", "torch.sigmoid", "torch.where", "torch.log", "torch.exp", "torch.clamp", "torch.pow", "F.binary_cross_entropy_with_logits", "F.logsigmoid",
  "F.softplus", "F.cross_entropy", "F.log_softmax", "nn.Module", "reduction=\"none\"", "tf.sigmoid", "tf.clip_by_value", "tf.where", "tf.reduce_mean", "keras.losses.binary_crossentropy", "jnp.where", "jnp.log", "np.where", "np.log", "np.clip"];

/**
 * Puts an editor into the place of a text field. What reads or sets the field's value, selects its
 * text or focuses it does so in the editor.
 * @param {HTMLTextAreaElement} field
 * @param {string} names the functions and variables of formulas: "log exp|y p"
 * @returns {Editor}
 */
export function edit(field, names) {
  const [functions, variables] = names.split("|").map((part) => part.split(" "));
  const language = new Compartment();
  const plain = new LanguageSupport(formula(new Set(functions), new Set(variables)));
  let isPython = false;
  const complete = (/** @type {import("@codemirror/autocomplete").CompletionContext} */ context) => {
    const word = context.matchBefore(/[\p{L}_][\p{L}\p{N}_.]*/u);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const options = isPython
      ? frequent.map((label) => ({ label, type: "function" }))
      : [...functions.map((label) => ({ label, type: "function", apply: `${label}(` })), ...variables.map((label) => ({ label, type: "variable" }))];
    return { from: word.from, options, validFor: /^[\p{L}\p{N}_.]*$/u };
  };
  let quiet = false; // while the program sets the text
  const host = document.createElement("div");
  host.className = "custom-editor";
  const root = host.attachShadow({ mode: "open" }); // whose style sheets the page's policy allows
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        lineNumbers(), highlightSpecialChars(), history(), drawSelection(), bracketMatching(), indentOnInput(), highlightActiveLine(),
        autocompletion({ override: [complete, completeAnyWord], activateOnTyping: true, icons: false }),
        keymap.of([{ key: "Tab", run: acceptCompletion }, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        language.of(plain), syntaxHighlighting(colours), theme, EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": field.labels?.[0]?.textContent ?? "", spellcheck: "false", autocapitalize: "off" }),
        // Browsers would give what replaces a selection its style inline, which the policy forbids.
        EditorView.domEventHandlers({
          beforeinput: (e) => {
            const { from, to } = view.state.selection.main;
            if (e.inputType !== "insertText" || e.data === null || e.isComposing) return false;
            if (from === to && !e.data.includes("\n")) return false;
            view.dispatch(view.state.replaceSelection(e.data), { userEvent: "input" });
            e.preventDefault();
            return true;
          },
        }),
        EditorState.changeFilter.of((t) => t.newDoc.length <= field.maxLength),
        EditorView.updateListener.of((u) => {
          if (u.docChanged && !quiet) field.dispatchEvent(new Event("input", { bubbles: true }));
          if (u.focusChanged && !view.hasFocus) field.dispatchEvent(new Event("change", { bubbles: true }));
        }),
      ],
    }),
  });
  // The page's own keys are not for a text; its undo neither.
  for (const event of ["keydown", "keyup"]) host.addEventListener(event, (e) => e.stopPropagation());
  field.after(host);
  field.hidden = true;
  for (const label of field.labels ?? []) label.addEventListener("click", () => view.focus());
  Object.defineProperty(field, "value", {
    get: () => view.state.doc.toString(),
    set(/** @type {string} */ text) {
      if (text === view.state.doc.toString()) return;
      quiet = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      quiet = false;
    },
  });
  field.focus = () => view.focus();
  field.select = () => {
    view.focus();
    view.dispatch({ selection: { anchor: 0, head: view.state.doc.length } });
  };
  const place = (/** @type {number} */ line, /** @type {number} */ column) => {
    const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    // Columns are of characters, positions of UTF-16.
    return Math.min(at.from + [...at.text].slice(0, column - 1).join("").length, at.to);
  };
  return {
    language(wanted) {
      if (wanted === isPython) return;
      isPython = wanted;
      view.dispatch({ effects: language.reconfigure(wanted ? python : plain) });
    },
    mark(marks) {
      view.contentDOM.setAttribute("aria-invalid", String(marks.some((m) => m.severity === "error")));
      view.dispatch(setDiagnostics(view.state, marks.map(({ line, column, severity, message }) => {
        const from = place(line, column);
        const word = /^[\p{L}\p{N}_.]+/u.exec(view.state.sliceDoc(from, from + 80));
        return { from, to: Math.min(from + (word?.[0].length ?? 1), view.state.doc.length), severity, message };
      })));
    },
    go(line, column) {
      view.focus();
      const at = place(line, column);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    },
  };
}
