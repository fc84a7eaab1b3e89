"""Scheduler: how the sampler walks from noise to tokens.

In     nothing.   Out   a diffusers scheduler.   Raises nothing.   Knows nothing of networks.

Flow matching on straight paths x_s = (1 - s) tokens + s noise (Lipman et al. 2023, eq. 22), solved by UniPC of order 2
(Zhao et al. 2023), which needs few steps: six obey a condition as well as ten. The denoiser predicts the clean tokens,
which is what UniPC works on inside ("sample").
"""

from diffusers.schedulers.scheduling_unipc_multistep import UniPCMultistepScheduler


def flow_scheduler() -> UniPCMultistepScheduler:
    return UniPCMultistepScheduler(prediction_type="sample", use_flow_sigmas=True, flow_shift=1.0, solver_order=2)
