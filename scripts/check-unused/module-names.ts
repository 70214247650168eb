/** What a module takes from others and gives to them, by name; read by pattern, which is enough for how this repository writes. Pure. */

export interface ModuleNames {
  imports: { specifier: string; names: readonly string[] | 'all' }[];
  exports: string[];
  /** Those of `exports` that are types or classes, and named more than once here: part of what another export takes or gives. */
  spokenTypes: ReadonlySet<string>;
}

const declared =
  /^export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|const|let|interface|type|enum) ([\w$]+)/gm;
const destructured = /^export const \{([^}]+)\}/gm;
const listed = /^export (?:type )?\{([^}]*)\}(?: from ['"]([^'"]+)['"])?/gm;
const imported = /^import (?:type )?(?:([\w$]+),? ?)?(?:\{([^}]*)\} ?|\* as [\w$]+ ?)?from ['"]([^'"]+)['"]/gm;
const everything =
  /^(?:import|export) \* (?:as [\w$]+ )?from ['"]([^'"]+)['"]|^import ['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** A program written down as text is none of this module's. */
const writtenProgram = /`(?:\n|import |export )[^`]*`/g;

export function readModule(source: string): ModuleNames {
  const code = source.replace(writtenProgram, '``');
  const imports: ModuleNames['imports'] = [];
  const exports: string[] = [];
  const spokenTypes = new Set<string>();
  for (const [whole, name] of code.matchAll(declared))
    exports.push(whole.includes(' default ') ? 'default' : String(name));
  for (const [, name = ''] of code.matchAll(/^export (?:abstract )?(?:interface|type|class) ([\w$]+)/gm))
    if ((code.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1) spokenTypes.add(name);
  if (/^export default (?!(?:async )?function [\w$]|(?:abstract )?class [\w$])/m.test(code)) exports.push('default');
  for (const [, list] of code.matchAll(destructured)) exports.push(...namesOf(list, ':', 'last'));
  for (const [, list, specifier] of code.matchAll(listed)) {
    exports.push(...namesOf(list, ' as ', 'last'));
    if (specifier) imports.push({ specifier, names: namesOf(list, ' as ', 'first') });
  }
  for (const [, byDefault, list, specifier = ''] of code.matchAll(imported)) {
    const names = [...(byDefault ? ['default'] : []), ...namesOf(list, ' as ', 'first')];
    if (names.length > 0) imports.push({ specifier, names });
  }
  for (const [, ...specifiers] of code.matchAll(everything))
    imports.push({ specifier: specifiers.find(Boolean) ?? '', names: 'all' });
  return { imports, exports, spokenTypes };
}

/** Of `a, type b as c`: before `as` what it is called there, after it what it is called here. */
function namesOf(list: string | undefined, separator: string, which: 'first' | 'last'): string[] {
  return (list ?? '')
    .split(',')
    .map((part) => part.trim().replace(/^type /, ''))
    .filter(Boolean)
    .map(
      (part) =>
        part
          .split(separator)
          .at(which === 'first' ? 0 : -1)
          ?.trim() ?? '',
    );
}
