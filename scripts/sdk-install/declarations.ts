/**
 * Reads a TypeScript declaration file: the static members of one class, and the fields of the types that they name. It
 * follows type references within the file. A type of another file is `unknown`, and is not compared.
 */
import { parse } from '@babel/parser';
import type * as ast from '@babel/types';

/** The names of an object type's fields, with `true` for the optional ones. */
export type Fields = ReadonlyMap<string, boolean>;

/** A result: one value, or an object with these fields. */
export type DeclaredResult = 'void' | 'boolean' | 'string' | 'unknown' | Fields;

export interface DeclaredMember {
  kind: 'promise' | 'sync' | 'property';
  result: DeclaredResult;
  /** The fields of the one parameter object, otherwise the parameters themselves. */
  parameters: Fields | 'unknown';
  /** The fields of the first parameter that are objects, with their own fields. */
  nested: ReadonlyMap<string, Fields>;
}

/**
 * @returns undefined when the file does not declare this class
 * @throws SyntaxError when it is not TypeScript
 */
export function readDeclaredClass(text: string, name: string): Map<string, DeclaredMember> | undefined {
  const { program } = parse(text, { sourceType: 'module', plugins: [['typescript', { dts: true }]] });
  const scope = new Scope(program.body);
  const found = scope.classOf(name);
  return found && scope.membersOf(found);
}

type Declared =
  | ast.TSInterfaceDeclaration
  | ast.TSTypeAliasDeclaration
  | ast.TSEnumDeclaration
  | ast.ClassDeclaration
  | ast.TSDeclareFunction
  | ast.VariableDeclarator;

/** The static members of a class, with the parser's names for methods, properties and accessors. */
type Static = Extract<
  ast.ClassBody['body'][number],
  { type: 'ClassMethod' | 'TSDeclareMethod' | 'ClassProperty' | 'ClassAccessorProperty' }
>;

class Scope {
  readonly #declared = new Map<string, Declared[]>();
  /** `export { Local as Exported }`, and `default`. */
  readonly #exported = new Map<string, string>();

  constructor(statements: readonly ast.Statement[]) {
    for (const statement of statements) this.#add(statement);
  }

  #add(statement: ast.Statement | ast.Declaration | ast.ExportDefaultDeclaration['declaration']): void {
    switch (statement.type) {
      case 'ExportNamedDeclaration':
        if (statement.declaration) this.#add(statement.declaration);
        for (const specifier of statement.specifiers) {
          if (specifier.type !== 'ExportSpecifier' || statement.source) continue;
          this.#exported.set(nameOf(specifier.exported), specifier.local.name);
        }
        return;
      case 'ExportDefaultDeclaration':
        if (statement.declaration.type === 'Identifier') this.#exported.set('default', statement.declaration.name);
        if (statement.declaration.type === 'ClassDeclaration') this.#declare('default', statement.declaration);
        this.#add(statement.declaration);
        return;
      case 'TSModuleDeclaration':
        if (statement.body.type === 'TSModuleBlock') for (const inner of statement.body.body) this.#add(inner);
        return;
      case 'VariableDeclaration':
        for (const variable of statement.declarations) {
          if (variable.id.type === 'Identifier') this.#declare(variable.id.name, variable);
        }
        return;
      case 'ClassDeclaration':
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
      case 'TSEnumDeclaration':
      case 'TSDeclareFunction':
        if (statement.id) this.#declare(statement.id.name, statement);
    }
  }

  #declare(name: string, node: Declared): void {
    this.#declared.set(name, [...(this.#declared.get(name) ?? []), node]);
  }

  classOf(name: string): ast.ClassDeclaration | undefined {
    const candidates = [name, this.#exported.get(name), 'default', this.#exported.get('default')];
    const nodes = candidates.flatMap((candidate) => (candidate ? (this.#declared.get(candidate) ?? []) : []));
    const found = nodes.find((node): node is ast.ClassDeclaration => node.type === 'ClassDeclaration');
    if (found) return found;
    // `declare const HwICSUiSdk: typeof Implementation`
    for (const node of nodes) {
      const type = node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && annotationOf(node.id);
      if (type && type.type === 'TSTypeQuery' && type.exprName.type === 'Identifier') {
        const target = type.exprName.name;
        return target === name ? undefined : this.classOf(target);
      }
    }
    return undefined;
  }

  membersOf(declaration: ast.ClassDeclaration): Map<string, DeclaredMember> {
    const base = declaration.superClass?.type === 'Identifier' ? this.classOf(declaration.superClass.name) : undefined;
    const members = base && base !== declaration ? this.membersOf(base) : new Map<string, DeclaredMember>();
    const own = declaration.body.body.filter((member) => isPublicStatic(member));
    for (const member of own as Static[]) {
      const name = member.key.type === 'Identifier' ? member.key.name : undefined;
      // The first of several overloads.
      if (!name || own.findIndex((other) => keyName(other) === name) !== own.indexOf(member)) continue;
      members.set(name, this.#member(member));
    }
    return members;
  }

  #member(member: Static): DeclaredMember {
    if (member.type === 'TSDeclareMethod' || member.type === 'ClassMethod') {
      if (member.kind === 'get') return property(this.#result(returnTypeOf(member)));
      return this.#method(member.params, returnTypeOf(member));
    }
    const type = this.#resolve(annotationOf(member));
    if (type?.type === 'TSFunctionType') return this.#method(type.parameters, type.typeAnnotation?.typeAnnotation);
    return property(this.#result(type));
  }

  #method(parameters: readonly ast.Node[], returned: ast.TSType | undefined): DeclaredMember {
    const promised = promisedBy(this.#resolve(returned));
    const [first] = parameters;
    const firstType = first && parameters.length === 1 ? this.#resolve(annotationOf(first)) : undefined;
    const fields = firstType ? this.#fieldsOf(firstType) : undefined;
    return {
      kind: promised ? 'promise' : 'sync',
      result: this.#result(promised ?? returned),
      parameters: this.#parametersOf(parameters, firstType, fields),
      nested: firstType ? this.#nestedIn(firstType) : new Map(),
    };
  }

  #parametersOf(
    parameters: readonly ast.Node[],
    firstType: ast.TSType | undefined,
    fields: Fields | undefined,
  ): Fields | 'unknown' {
    if (fields) return fields;
    if (parameters.length === 1 && (!firstType || undeclared.has(firstType.type))) return 'unknown';
    return new Map(
      parameters.map((parameter, at) => [
        parameter.type === 'Identifier' ? parameter.name : `#${at + 1}`,
        parameter.type === 'RestElement' || (parameter.type === 'Identifier' && parameter.optional === true),
      ]),
    );
  }

  /** The fields whose type is an object, with that object's fields. */
  #nestedIn(type: ast.TSType): Map<string, Fields> {
    const nested = new Map<string, Fields>();
    for (const { name, type: fieldType } of this.#fieldNodes(type) ?? []) {
      const fields = fieldType && this.#fieldsOf(fieldType);
      if (fields) nested.set(name, fields);
    }
    return nested;
  }

  #result(given: ast.TSType | undefined): DeclaredResult {
    const type = this.#resolve(given);
    if (!type) return 'unknown';
    switch (type.type) {
      case 'TSVoidKeyword':
      case 'TSUndefinedKeyword':
        return 'void';
      case 'TSBooleanKeyword':
        return 'boolean';
      case 'TSStringKeyword':
        return 'string';
      case 'TSLiteralType':
        return typeof (type.literal as { value?: unknown }).value === 'string' ? 'string' : 'unknown';
      default:
        return this.#fieldsOf(type) ?? 'unknown';
    }
  }

  #fieldsOf(type: ast.TSType): Fields | undefined {
    const nodes = this.#fieldNodes(type);
    return nodes && new Map(nodes.map(({ name, optional }) => [name, optional]));
  }

  #fieldNodes(given: ast.TSType, seen: ReadonlySet<string> = new Set()): Field[] | undefined {
    const type = given.type === 'TSParenthesizedType' ? given.typeAnnotation : given;
    switch (type.type) {
      case 'TSTypeLiteral':
        return fieldsIn(type.members);
      case 'TSIntersectionType': {
        const parts = type.types.map((part) => this.#fieldNodes(part, seen));
        return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
      }
      case 'TSUnionType': {
        const parts = type.types.filter(({ type: kind }) => !/^TS(Undefined|Null|Void)Keyword$/.test(kind));
        const all = parts.map((part) => this.#fieldNodes(part, seen));
        return all.every((part) => part !== undefined) ? unionOf(all) : undefined;
      }
      case 'TSTypeReference':
        return this.#fieldsOfReference(type, seen);
      default:
        return undefined;
    }
  }

  #fieldsOfReference(type: ast.TSTypeReference, seen: ReadonlySet<string>): Field[] | undefined {
    if (type.typeName.type !== 'Identifier') return undefined;
    const { name } = type.typeName;
    const [argument] = type.typeParameters?.params ?? [];
    if (argument && (name === 'Partial' || name === 'Required' || name === 'Readonly')) {
      const inner = this.#fieldNodes(argument, seen);
      if (name === 'Readonly') return inner;
      return inner?.map((field) => ({ ...field, optional: name === 'Partial' }));
    }
    if (seen.has(name)) return undefined;
    const within = new Set([...seen, name]);
    const nodes = this.#declared.get(name)?.map((node) => {
      if (node.type === 'TSTypeAliasDeclaration') return this.#fieldNodes(node.typeAnnotation, within);
      if (node.type !== 'TSInterfaceDeclaration') return undefined;
      const bases = (node.extends ?? []).map((base) =>
        base.expression.type === 'Identifier'
          ? this.#fieldsOfReference({ ...type, typeName: base.expression, typeParameters: base.typeParameters }, within)
          : undefined,
      );
      return [...bases.flatMap((base) => base ?? []), ...fieldsIn(node.body.body)];
    });
    return nodes?.every((node) => node !== undefined) ? nodes.flat() : undefined;
  }

  /** Replaces an alias of a type that is not an object by that type. */
  #resolve(type: ast.TSType | undefined, depth = 0): ast.TSType | undefined {
    if (type?.type === 'TSParenthesizedType') return this.#resolve(type.typeAnnotation, depth);
    if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier' || depth > 20) return type;
    const [node] = this.#declared.get(type.typeName.name) ?? [];
    return node?.type === 'TSTypeAliasDeclaration' ? this.#resolve(node.typeAnnotation, depth + 1) : type;
  }
}

/** Types without known fields: no type at all, or one of another file. */
const undeclared: ReadonlySet<string> = new Set([
  'TSAnyKeyword',
  'TSUnknownKeyword',
  'TSObjectKeyword',
  'TSImportType',
  'TSTypeReference',
]);

interface Field {
  name: string;
  optional: boolean;
  type: ast.TSType | undefined;
}

function fieldsIn(members: readonly ast.TSTypeElement[]): Field[] {
  return members.flatMap((member) => {
    if (member.type !== 'TSPropertySignature' && member.type !== 'TSMethodSignature') return [];
    const name = keyName(member);
    if (name === undefined) return [];
    return [{ name, optional: member.optional === true, type: annotationOf(member) }];
  });
}

/** A field that one part of a union lacks is optional. */
function unionOf(parts: readonly Field[][]): Field[] {
  const names = new Set(parts.flat().map(({ name }) => name));
  return [...names].map((name) => {
    const fields = parts.flatMap((part) => part.filter((field) => field.name === name));
    const optional = fields.length < parts.length || fields.some((field) => field.optional);
    return { name, optional, type: fields[0]?.type };
  });
}

const property = (result: DeclaredResult): DeclaredMember => ({
  kind: 'property',
  result,
  parameters: new Map(),
  nested: new Map(),
});

function isPublicStatic(member: ast.ClassBody['body'][number]): boolean {
  if (!('static' in member) || member.static !== true || !('key' in member)) return false;
  return !('accessibility' in member) || (member.accessibility !== 'private' && member.accessibility !== 'protected');
}

function promisedBy(type: ast.TSType | undefined): ast.TSType | undefined {
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return undefined;
  if (!/^Promise(Like)?$/.test(type.typeName.name)) return undefined;
  return type.typeParameters?.params[0] ?? ({ type: 'TSUnknownKeyword' } as ast.TSType);
}

function annotationOf(node: ast.Node): ast.TSType | undefined {
  const target = node.type === 'AssignmentPattern' ? node.left : node;
  const annotation = (target as { typeAnnotation?: ast.Node | null }).typeAnnotation;
  return annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : undefined;
}

function returnTypeOf(node: { returnType?: ast.Node | null }): ast.TSType | undefined {
  return node.returnType?.type === 'TSTypeAnnotation' ? node.returnType.typeAnnotation : undefined;
}

function keyName(node: object): string | undefined {
  const key = (node as { key?: ast.Node }).key;
  if (key?.type === 'Identifier') return key.name;
  return key?.type === 'StringLiteral' ? key.value : undefined;
}

const nameOf = (node: ast.Identifier | ast.StringLiteral) => (node.type === 'Identifier' ? node.name : node.value);
