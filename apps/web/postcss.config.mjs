/** px become rem, so that the browser's and our own text size scale everything. */
export default { plugins: { 'postcss-preset-mantine': { autoRem: true } } }
