/* Runs in the browser, at /ui. */

/**
 * Swagger UI fills in every example. A first Execute would send all optional parameters at once.
 * This removes the examples of optional parameters.
 */
function removeOptionalExamples(description) {
  function bare(schema) {
    const named = description.components.schemas[schema.$ref?.split('/').at(-1)]
    const { $ref, example, items, allOf = [], ...rest } = { ...schema, ...named }
    return Object.assign({}, ...allOf.map(bare), rest, items && { items: bare(items) })
  }

  const operations = Object.values(description.paths).flatMap(Object.values)
  for (const parameter of operations.flatMap(({ parameters = [] }) => parameters)) {
    if (parameter.required) continue
    delete parameter.example
    parameter.schema = bare(parameter.schema)
  }
  return description
}

SwaggerUIBundle({
  dom_id: '#swagger-ui',
  url: '/openapi.json',
  tryItOutEnabled: true,
  displayRequestDuration: true,
  validatorUrl: null,
  responseInterceptor(reply) {
    if (!reply.url.endsWith('/openapi.json')) return reply
    return { ...reply, text: JSON.stringify(removeOptionalExamples(JSON.parse(reply.text))) }
  },
})
