// Run by scripts/lint.py over our JavaScript, in the spelling of Odoo's own files.
module.exports = {
    printWidth: 100,
    tabWidth: 4,
    bracketSpacing: true,
    singleQuote: false,
};
