// The variables of a URI template (RFC 6570), in order of appearance.

export interface TemplateVariable {
  name: string;
  /** Variables of a query (`{?a}`, `{&a}`) or fragment may be left out; the others make the path. */
  required: boolean;
}

export function templateVariables(uriTemplate: string): TemplateVariable[] {
  const found = new Map<string, TemplateVariable>();
  for (const [, operator = '', list = ''] of uriTemplate.matchAll(/\{([+#./;?&]?)([^{}]+)\}/g))
    for (const part of list.split(',')) {
      const name = part.replace(/(\*|:\d+)$/, '').trim();
      if (name === '') continue;
      const required = !/[?&#]/.test(operator) || found.get(name)?.required === true;
      found.set(name, { name, required });
    }
  return [...found.values()];
}
