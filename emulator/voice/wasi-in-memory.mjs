// @ts-check
/**
 * The thirteen WASI calls that Flite imports, with its output in memory: no file on disk, no access to the machine. It
 * does not use Node's own `node:wasi`: on Node 20.20 that crashed the process (SIGSEGV) at the third run with other
 * arguments, and it prints an experimental warning. The numbers are those of the WASI preview 1 specification.
 */

const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const INVALID_ARGUMENT = 28;
const NO_SUCH_FILE = 44;
const CHARACTER_DEVICE = 2;
const DIRECTORY = 3;
const REGULAR_FILE = 4;
const ALL_RIGHTS = 0xffff_ffff_ffff_ffffn;
/** 0, 1 and 2 are the standard streams. The next is the directory in which the program may open files. */
const OUTPUT_DIRECTORY = 3;
const FIRST_FILE = 4;
const FLAG_CREATE = 1;

class ProgramExit extends Error {
  /** @param {number} code */
  constructor(code) {
    super(`the program ended with exit code ${code}`);
    this.code = code;
  }
}

class MemoryFile {
  bytes = new Uint8Array(1 << 16);
  length = 0;
  position = 0;

  /** @param {Uint8Array} data */
  write(data) {
    const end = this.position + data.length;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(data, this.position);
    this.position = end;
    this.length = Math.max(this.length, end);
  }

  contents() {
    return this.bytes.slice(0, this.length);
  }
}

/**
 * Runs a WASI command once and returns what it wrote.
 * @param {WebAssembly.Module} module @param {readonly string[]} args the first is the program's name
 * @returns {{ exitCode: number, stdout: string, stderr: string, files: Map<string, Uint8Array<ArrayBuffer>> }}
 */
export function runWasiCommand(module, args) {
  const encodedArgs = args.map((arg) => new TextEncoder().encode(`${arg}\0`));
  const stdout = new MemoryFile();
  const stderr = new MemoryFile();
  /** @type {Map<string, MemoryFile>} */
  const files = new Map();
  /** @type {Map<number, MemoryFile>} */
  const open = new Map([
    [1, stdout],
    [2, stderr],
  ]);
  let nextDescriptor = FIRST_FILE;
  /** @type {WebAssembly.Memory} */
  let memory;
  // Creates the view at each call: growing the memory detaches the old ones.
  const view = () => new DataView(memory.buffer);
  /** @param {number} pointer @param {number} length */
  const bytesAt = (pointer, length) => new Uint8Array(memory.buffer, pointer, length);

  /** @type {Record<string, (...args: any[]) => number>} */
  const calls = {
    args_sizes_get(countPointer, sizePointer) {
      view().setUint32(countPointer, encodedArgs.length, true);
      view().setUint32(
        sizePointer,
        encodedArgs.reduce((sum, arg) => sum + arg.length, 0),
        true,
      );
      return SUCCESS;
    },
    args_get(pointersPointer, textPointer) {
      let text = textPointer;
      encodedArgs.forEach((arg, index) => {
        view().setUint32(pointersPointer + 4 * index, text, true);
        bytesAt(text, arg.length).set(arg);
        text += arg.length;
      });
      return SUCCESS;
    },
    clock_time_get(_clock, _precision, resultPointer) {
      view().setBigUint64(resultPointer, BigInt(Date.now()) * 1_000_000n, true);
      return SUCCESS;
    },
    fd_prestat_get(descriptor, resultPointer) {
      if (descriptor !== OUTPUT_DIRECTORY) return BAD_DESCRIPTOR;
      view().setUint32(resultPointer, 0, true);
      view().setUint32(resultPointer + 4, 1, true);
      return SUCCESS;
    },
    fd_prestat_dir_name(descriptor, pointer) {
      if (descriptor !== OUTPUT_DIRECTORY) return BAD_DESCRIPTOR;
      bytesAt(pointer, 1)[0] = '/'.charCodeAt(0);
      return SUCCESS;
    },
    fd_fdstat_get(descriptor, resultPointer) {
      const type =
        descriptor < OUTPUT_DIRECTORY ? CHARACTER_DEVICE : descriptor === OUTPUT_DIRECTORY ? DIRECTORY : REGULAR_FILE;
      bytesAt(resultPointer, 24).fill(0);
      view().setUint8(resultPointer, type);
      view().setBigUint64(resultPointer + 8, ALL_RIGHTS, true);
      view().setBigUint64(resultPointer + 16, ALL_RIGHTS, true);
      return SUCCESS;
    },
    fd_fdstat_set_flags: () => SUCCESS,
    path_open(_directory, _lookup, pathPointer, pathLength, openFlags, _base, _inheriting, _flags, resultPointer) {
      if ((openFlags & FLAG_CREATE) === 0) return NO_SUCH_FILE;
      const file = new MemoryFile();
      files.set(new TextDecoder().decode(bytesAt(pathPointer, pathLength)), file);
      open.set(nextDescriptor, file);
      view().setUint32(resultPointer, nextDescriptor++, true);
      return SUCCESS;
    },
    fd_read: () => BAD_DESCRIPTOR,
    fd_write(descriptor, vectorsPointer, vectorCount, resultPointer) {
      const file = open.get(descriptor);
      if (!file) return BAD_DESCRIPTOR;
      let written = 0;
      for (let index = 0; index < vectorCount; index++) {
        const pointer = view().getUint32(vectorsPointer + 8 * index, true);
        const length = view().getUint32(vectorsPointer + 8 * index + 4, true);
        file.write(bytesAt(pointer, length));
        written += length;
      }
      view().setUint32(resultPointer, written, true);
      return SUCCESS;
    },
    fd_seek(descriptor, offset, whence, resultPointer) {
      const file = open.get(descriptor);
      if (!file || file === stdout || file === stderr) return BAD_DESCRIPTOR;
      const from = [0, file.position, file.length][whence];
      if (from === undefined) return INVALID_ARGUMENT;
      file.position = from + Number(offset);
      view().setBigUint64(resultPointer, BigInt(file.position), true);
      return SUCCESS;
    },
    fd_close: (descriptor) => (open.delete(descriptor) ? SUCCESS : BAD_DESCRIPTOR),
    proc_exit(code) {
      throw new ProgramExit(code);
    },
  };

  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: calls });
  memory = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
  let exitCode = 0;
  try {
    /** @type {() => void} */ (instance.exports._start)();
  } catch (error) {
    if (!(error instanceof ProgramExit)) throw error;
    exitCode = error.code;
  }
  const text = (/** @type {MemoryFile} */ file) => new TextDecoder().decode(file.contents());
  return {
    exitCode,
    stdout: text(stdout),
    stderr: text(stderr),
    files: new Map([...files].map(([path, file]) => [path, file.contents()])),
  };
}
