const never = (name, from, to, comment) => ({ name, comment, severity: "error", from: { path: from }, to });
const feature = "^src/(conversation|procedure|search|content|dossier|engagement|campaign|community|reform|gate)/";
const adapter = "^src/(store|coordination|http|cli|channels/[^/]+)/";

module.exports = {
  forbidden: [
    never("flow-is-pure", "^src/(flow|language|place)/", { dependencyTypes: ["core"] }, "The engine runs in the browser too."),
    never("flow-needs-few-libraries", "^src/(flow|language|place)/(?!.*[.]test[.])", {
      path: "node_modules",
      pathNot: "node_modules/(zod|yaml|i18next|@marcbachmann/cel-js)/",
    }),
    never("flow-knows-no-shell", "^src/(flow|language|place)/", {
      path: "^src/",
      pathNot: "^src/(flow|language|place|lib)/",
    }),
    never("features-use-ports", feature, { path: adapter }),
    never("channels-know-no-feature", "^src/channels/", { path: feature }),
    never("channels-stay-apart", "^src/channels/([^/]+)/", { path: "^src/channels/[^/]+/", pathNot: "^src/channels/$1/" }),
    never("store-knows-no-adapter", "^src/(store|coordination)/", { path: "^src/(http|cli|channels/[^/]+)/" }),
    never("lib-is-the-floor", "^src/lib/", { path: "^src/(?!lib/)" }),
    never("nothing-imports-the-app", "^src/(?!main|app|cli/)", { path: "^src/(app|main)[.]ts$" }),
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: "[.]test[.]tsx?$",
  },
};
