// Prints the headers of the server as a piece of an nginx configuration: what protects the page is said in one place.
import { pagePolicy, scriptPolicy, securityHeaders } from '../../apps/server/src/platform/static/security-headers.ts'

const { 'content-security-policy': usual, ...others } = securityHeaders(true)
const socket = ' wss://$host'
const policies = {
  default: usual ?? '',
  '/index.html': pagePolicy('$request_id', socket),
  '~\\.m?js$': scriptPolicy(socket),
}

console.log('map $uri $policy {')
for (const [uri, policy] of Object.entries(policies)) console.log(`  ${uri} "${policy}";`)
console.log('}\nadd_header content-security-policy $policy always;')
for (const [name, value] of Object.entries(others)) console.log(`add_header ${name} "${value}" always;`)
