import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '@soroka/protocol/contract'
import { protocolVersion } from '@soroka/protocol'
import { routesOf } from '../http/index.ts'
import { needsCaller } from '../policy/index.ts'

export type Document = Awaited<ReturnType<OpenAPIGenerator['generate']>>

/** The OpenAPI 3.1 document of the contract; the policy says which routes want a token. */
export async function describeApi(): Promise<Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: {
      title: 'Soroka',
      version: `${protocolVersion}`,
      description:
        'Ciphertext, signed records and hashes travel as base64url. The socket is at /ws/{ticket}, uploads by tus 1.0 at /api/files/uploads.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api' }],
    components: { securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  })
  for (const route of routesOf(contract)) {
    const item = document.paths?.[route.path]
    const operation = item?.[route.method.toLowerCase() as 'get']
    if (operation === undefined) continue
    operation.tags = [route.name.split('.')[0] ?? '']
    operation.operationId = route.name
    operation.security = needsCaller(route.name) ? [{ accessToken: [] }] : []
  }
  return document
}
