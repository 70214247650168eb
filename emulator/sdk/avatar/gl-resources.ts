// Makes programs, textures and vertex arrays in one WebGL2 context and gives them all back at once. It knows nothing of faces.

export interface Program {
  handle: WebGLProgram;
  uniform: (name: string) => WebGLUniformLocation | null;
}

export interface VertexAttribute {
  location: number;
  size: number;
  type: number;
  normalised?: boolean;
  strideBytes?: number;
  offsetBytes?: number;
}

export class GlResources {
  readonly gl: WebGL2RenderingContext;
  readonly #release: (() => void)[] = [];
  readonly #programs: WebGLProgram[] = [];
  #fence: WebGLSync | null = null;

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
  }

  /** Only starts to compile: asking how it went, as checkPrograms() does, would wait for it. */
  program(vertexSource: string, fragmentSource: string): Program {
    const { gl } = this;
    const handle = gl.createProgram();
    this.#release.push(() => gl.deleteProgram(handle));
    this.#programs.push(handle);
    for (const [type, source] of [
      [gl.VERTEX_SHADER, vertexSource],
      [gl.FRAGMENT_SHADER, fragmentSource],
    ] as const) {
      const shader = gl.createShader(type);
      if (!shader) throw new Error('the WebGL context is lost');
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(handle, shader);
      gl.deleteShader(shader);
    }
    gl.linkProgram(handle);
    const locations = new Map<string, WebGLUniformLocation | null>();
    const uniform = (name: string) => {
      const known = locations.get(name);
      if (known !== undefined) return known;
      const location = gl.getUniformLocation(handle, name);
      locations.set(name, location);
      return location;
    };
    return { handle, uniform };
  }

  /** Throws what the compiler says when one of the programs so far is of no use. */
  checkPrograms(): void {
    const { gl } = this;
    for (const handle of this.#programs) {
      if (gl.getProgramParameter(handle, gl.LINK_STATUS)) continue;
      const logs = (gl.getAttachedShaders(handle) ?? []).map((shader) => gl.getShaderInfoLog(shader));
      throw new Error([...logs, gl.getProgramInfoLog(handle)].filter(Boolean).join('\n') || 'a program did not link');
    }
  }

  activate(program: Program): void {
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's useProgram is no React hook
    this.gl.useProgram(program.handle);
  }

  texture(picture: TexImageSource): WebGLTexture {
    const { gl } = this;
    const texture = gl.createTexture();
    this.#release.push(() => gl.deleteTexture(texture));
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    return texture;
  }

  /** A picture to draw into and to read from afterwards. */
  target({ width, height }: { width: number; height: number }, { depth = false } = {}) {
    const { gl } = this;
    const texture = gl.createTexture();
    this.#release.push(() => gl.deleteTexture(texture));
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    const framebuffer = gl.createFramebuffer();
    this.#release.push(() => gl.deleteFramebuffer(framebuffer));
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    if (depth) {
      const buffer = gl.createRenderbuffer();
      this.#release.push(() => gl.deleteRenderbuffer(buffer));
      gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
      gl.renderbufferStorage(gl.RENDERBUFFER, gl.DEPTH_COMPONENT24, width, height);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.RENDERBUFFER, buffer);
    }
    return { framebuffer, texture };
  }

  vertexArray(): WebGLVertexArrayObject {
    const { gl } = this;
    const array = gl.createVertexArray();
    this.#release.push(() => gl.deleteVertexArray(array));
    gl.bindVertexArray(array);
    return array;
  }

  /** Fills a vertex buffer and feeds the attributes of the bound vertex array from it. */
  vertexBuffer(data: ArrayBufferView<ArrayBuffer>, usage: number, ...attributes: VertexAttribute[]): WebGLBuffer {
    const { gl } = this;
    const buffer = this.#buffer(gl.ARRAY_BUFFER, data, usage);
    for (const { location, size, type, normalised = false, strideBytes = 0, offsetBytes = 0 } of attributes) {
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, size, type, normalised, strideBytes, offsetBytes);
    }
    return buffer;
  }

  indexBuffer(indices: Uint16Array<ArrayBuffer>): void {
    this.#buffer(this.gl.ELEMENT_ARRAY_BUFFER, indices, this.gl.STATIC_DRAW);
  }

  /** To read pictures into, for getBufferSubData() to fetch. */
  readbackBuffer(bytes: number): WebGLBuffer {
    const { gl } = this;
    const buffer = gl.createBuffer();
    this.#release.push(() => gl.deleteBuffer(buffer));
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    // Not as READ: Chrome would copy each picture once more, ahead of time.
    gl.bufferData(gl.PIXEL_PACK_BUFFER, bytes, gl.DYNAMIC_COPY);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    return buffer;
  }

  /** Marks the end of what was asked for so far; isIdle() tells when all of that is done. */
  fence(): void {
    const { gl } = this;
    gl.deleteSync(this.#fence);
    this.#fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
  }

  isIdle(): boolean {
    const { gl } = this;
    if (!this.#fence) return true;
    if (gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) !== gl.SIGNALED) return false;
    gl.deleteSync(this.#fence);
    this.#fence = null;
    return true;
  }

  /** Frees everything, and the context with it: browsers allow a page only some sixteen at a time. */
  dispose(): void {
    for (const release of this.#release.splice(0)) release();
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  #buffer(target: number, data: ArrayBufferView<ArrayBuffer>, usage: number): WebGLBuffer {
    const { gl } = this;
    const buffer = gl.createBuffer();
    this.#release.push(() => gl.deleteBuffer(buffer));
    gl.bindBuffer(target, buffer);
    gl.bufferData(target, data, usage);
    return buffer;
  }
}
