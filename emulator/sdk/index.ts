// The stand-in for the vendor's browser SDK: sets the global `HwICSUiSdk`.
import { createPresenter } from './avatar/create-presenter';
import { createVoice } from './avatar/voice';
import { loadScript } from './script-load';

loadScript({ createPresenter, createVoice });
