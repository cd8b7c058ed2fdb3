// Nothing but this import: WebKit runs what a worker starts with once more when a later chunk imports from it.
import './engine-host.ts'
