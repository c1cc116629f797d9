/** The part of `@echogarden/fvad-wasm` (libfvad compiled by Emscripten, no types of its own) that vad.ts uses. */
declare module '@echogarden/fvad-wasm' {
  export interface FvadModule {
    readonly HEAP16: Int16Array
    _malloc(bytes: number): number
    _free(pointer: number): void
    _fvad_new(): number
    _fvad_free(instance: number): void
    _fvad_reset(instance: number): void
    /** 0 when taken; 0 (misses least) to 3 (least noise). */
    _fvad_set_mode(instance: number, mode: number): number
    _fvad_set_sample_rate(instance: number, rate: number): number
    /** 1 voice, 0 none, -1 for a frame length it does not know. */
    _fvad_process(instance: number, frame: number, samples: number): number
  }
  export default function fvad(): Promise<FvadModule>
}
