// The rules of Odoo's own lint test, as a flat configuration. `make test` installs the packages.
const path = require("node:path");

const packages = path.join(process.env.CROSSTECH_LOCAL || path.join(__dirname, ".local"), "npm");
const globals = require(require.resolve("globals", {paths: [packages]}));

module.exports = [
    {
        files: ["addons/*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: {...globals.browser, odoo: "readonly", luxon: "readonly", $: "readonly"},
        },
        linterOptions: {reportUnusedDisableDirectives: "error"},
        rules: {
            "no-undef": "error",
            "no-const-assign": "error",
            "no-debugger": "error",
            "no-dupe-args": "error",
            "no-dupe-class-members": "error",
            "no-dupe-else-if": "error",
            "no-dupe-keys": "error",
            "no-duplicate-imports": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-restricted-globals": ["error", "event", "self"],
            "no-unsafe-negation": "error",
            "no-unused-vars": ["error", {vars: "all", args: "none", caughtErrors: "all"}],
            "no-var": "error",
            "prefer-const": "error",
            "valid-typeof": "error",
            eqeqeq: "error",
        },
    },
];
