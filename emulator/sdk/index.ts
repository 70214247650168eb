// The stand-in for the vendor's browser SDK: puts `HwICSUiSdk` where an integrator looks for it.
import { createPresenter } from './avatar/create-presenter';
import { createVoice } from './avatar/voice';
import { loadScript } from './script-load';

loadScript({ createPresenter, createVoice });
