'use strict';
// Two finishing touches to the template that osls writes:
// - the alias `live` points at the new version, whose name changes with the code;
// - a DependsOn that a Ref or Fn::GetAtt says already is dropped (cfn-lint W3005).

function references(value, found = new Set()) {
  if (value === null || typeof value !== 'object') return found;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'Ref') found.add(inner);
    else if (key === 'Fn::GetAtt') found.add([inner].flat()[0].split('.')[0]);
    else references(inner, found);
  }
  return found;
}

function pointAlias(resources) {
  const version = Object.keys(resources).find((name) => name.startsWith('ApiLambdaVersion'));
  resources.ApiAlias.Properties.FunctionVersion = { 'Fn::GetAtt': [version, 'Version'] };
}

function dropImplied(resource) {
  const implied = references(resource.Properties);
  const needed = [resource.DependsOn].flat().filter((name) => name && !implied.has(name));
  if (needed.length) resource.DependsOn = needed;
  else delete resource.DependsOn;
}

module.exports = class FinishTemplate {
  constructor(serverless) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const resources = serverless.service.provider.compiledCloudFormationTemplate.Resources;
        pointAlias(resources);
        Object.values(resources).forEach(dropImplied);
      },
    };
  }
};
