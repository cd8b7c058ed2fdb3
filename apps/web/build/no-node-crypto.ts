// Stands in the place of Node's crypto in the browser's bundle.
export default {}
